"""Every command with Rasa beside it, on a small real server in Rasa's place: it is asked, it lies, it goes away."""

import json
import time

import pytest

from tests.contract.servers import Call, LocalServer, Reply
from tests.integration.test_web_serve import serving, start, talk

SAYS_GOODBYE = {"intent_ranking": [{"name": "goodbye", "confidence": 0.97}], "entities": []}


class SmallRasa(LocalServer):
    """Takes every message for a farewell."""

    def usual(self, call: Call) -> Reply:
        match call.path:
            case "/version":
                return Reply(200, {"version": "3.6.21"})
            case "/status":
                return Reply(200, {"model_file": "light.tar.gz"})
        return Reply(200, SAYS_GOODBYE)

    def texts(self) -> list[str]:
        return [json.loads(call.body)["text"] for call in self.calls if call.path == "/model/parse"]


@pytest.fixture
def rasa():
    with SmallRasa() as server:
        yield server


def beside(server):
    return {"HEARTHLINE_NLU": "rasa", "HEARTHLINE_RASA_URL": server.url}


def run(folder, *command, said=None, **variables):
    process = start(folder, *command, said=said is not None, **variables)
    out, err = process.communicate(said, timeout=120)
    return process.returncode, out, err


def test_a_server_asks_rasa_and_not_about_danger_and_goes_on_without_it(tmp_path, rasa):
    with serving(tmp_path, **beside(rasa)) as (_, client):
        talk(client, "我的事办得怎么样了")
        assert rasa.texts() == ["我的事办得怎么样了"]
        danger, _ = talk(client, "孩子不见了")
        assert "110" in danger.json()["replies"][0]["text"]
        assert rasa.texts() == ["我的事办得怎么样了"]
        rasa.stop()
        began = time.monotonic()
        for _ in range(5):
            answered, _ = talk(client, "我的事办得怎么样了")
            assert answered.json()["replies"]
        assert time.monotonic() - began < 10


@pytest.mark.slow
def test_understand_simulate_and_chat_ask_rasa(tmp_path, rasa):
    status, out, _ = run(tmp_path, "understand", "我的事办得怎么样了", "--json", **beside(rasa))
    assert (status, json.loads(out)["intent"], json.loads(out)["confidence"]) == (0, "goodbye", 0.97)

    script = tmp_path / "script.jsonl"
    line = {"at": "2026-11-20T10:00:00+08:00", "from": "+861", "channel": "sms", "text": "今天赶场"}
    script.write_text(json.dumps(line), encoding="utf-8")
    assert run(tmp_path, "simulate", str(script), **beside(rasa))[0] == 0
    assert run(tmp_path, "chat", said="明天下雨\n", **beside(rasa))[0] == 0
    assert rasa.texts() == ["我的事办得怎么样了", "今天赶场", "明天下雨"]


@pytest.mark.slow
def test_the_doctor_says_how_rasa_is(tmp_path, rasa):
    _, out, _ = run(tmp_path, "doctor", **beside(rasa))
    assert "ok      second engine: Rasa 3.6.21 with the model light.tar.gz says what messages want" in out
    rasa.stop()
    status, out, _ = run(tmp_path, "doctor", **beside(rasa))
    assert status == 1
    assert "BROKEN  second engine: ConnectError while asking Rasa; the embedded engine reads every message" in out
