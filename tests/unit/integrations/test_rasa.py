"""What comes of Rasa's answers, and what is sent to it."""

import asyncio
import json

import httpx
import pytest

from integrations.ports import EngineUnavailable, NotParsed, Parsed, ParsedEntity
from integrations.rasa import Rasa

ANSWER = {
    "text": "我妈病了",
    "intent": {"name": "report_hardship", "confidence": 0.75},
    "entities": [{"entity": "relation", "value": "parent", "start": 0, "end": 2, "extractor": "RegexEntityExtractor"}],
    "intent_ranking": [{"name": "report_hardship", "confidence": 0.75}, {"name": "deny", "confidence": 0.25}],
}


def asked(answer, text="我妈病了"):
    async def ask():
        client = httpx.AsyncClient(base_url="http://rasa.example", transport=httpx.MockTransport(answer))
        async with client:
            return await Rasa(client).parse(text)

    return asyncio.run(ask())


def sent(text):
    requests = []

    def answer(request):
        requests.append(request)
        return httpx.Response(200, json=ANSWER)

    asked(answer, text)
    (request,) = requests
    assert (request.method, request.url.path) == ("POST", "/model/parse")
    return json.loads(request.content)["text"]


def test_an_answer_becomes_plain_values():
    read = asked(lambda request: httpx.Response(200, json=ANSWER))
    assert read == Parsed(
        (("report_hardship", 0.75), ("deny", 0.25)), (ParsedEntity("relation", "parent", 0, 2),)
    )  # fmt: skip


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_without_an_answer_the_engine_is_away(error):
    def answer(request):
        raise error("gone")

    with pytest.raises(EngineUnavailable, match=error.__name__):
        asked(answer)


@pytest.mark.parametrize("status", [204, 302, 404, 409, 500, 503])
def test_any_answer_but_200_reads_nothing(status):
    with pytest.raises(NotParsed, match=str(status)):
        asked(lambda request: httpx.Response(status, json=ANSWER))


@pytest.mark.parametrize(
    "body",
    [
        b"<html>log in first</html>",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"{}",
        json.dumps(ANSWER | {"intent_ranking": None}).encode(),
        json.dumps(ANSWER | {"intent_ranking": [{"name": None, "confidence": 0.5}]}).encode(),
        json.dumps(ANSWER | {"intent_ranking": [{"name": "deny", "confidence": "much"}]}).encode(),
        json.dumps(ANSWER | {"intent_ranking": [{"name": "deny", "confidence": float("nan")}]}).encode(),
        json.dumps(ANSWER | {"intent_ranking": [{"name": "deny", "confidence": 7}]}).encode(),
        json.dumps(ANSWER | {"entities": [{"entity": "relation"}]}).encode(),
        json.dumps(ANSWER | {"entities": "many"}).encode(),
    ],
)
def test_nonsense_reads_nothing(body):
    with pytest.raises(NotParsed):
        asked(lambda request: httpx.Response(200, content=body))


def test_a_long_text_is_cut_before_it_is_sent():
    text = sent("我妈" * 50_000 + "病了")
    assert len(text) < 1000
    assert text.endswith("病了")


def test_what_no_json_reader_takes_is_replaced():
    assert sent("a\ud800b\0c") == "a\ufffdbc"


def test_a_household_cannot_give_rasa_an_order():
    assert sent(" //deny{}") == "deny{}"


def test_a_probe_says_what_answers():
    answers = {"/version": {"version": "3.6.21"}, "/status": {"model_file": "light.tar.gz"}}

    async def probe():
        transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answers[request.url.path]))
        async with httpx.AsyncClient(base_url="http://rasa.example", transport=transport) as client:
            return await Rasa(client).probe()

    assert asyncio.run(probe()) == "Rasa 3.6.21 with the model light.tar.gz"
