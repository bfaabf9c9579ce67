"""`hearthline serve` between real sockets: Telegram by polling, SMS by Twilio's webhook, replies by their APIs."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.contract.servers import BotApi, TwilioServer
from tests.contract.signatures import twilio_signature
from tests.integration.test_web_serve import ROOT, serving

PATIENCE_S = 60
TOKEN, SID, FROM, PUBLIC = "12:abc", "AC" + "1" * 32, "+15005550006", "https://line.example.org"


def update(number, text):
    person = {"id": 5550001, "is_bot": False, "first_name": "大山"}
    chat = {"id": 5550001, "type": "private", "first_name": "大山"}
    message = {"message_id": number, "from": person, "chat": chat, "date": 1795341600, "text": text}
    return {"update_id": 731000000 + number, "message": message}


def wait_for(happened):
    end = time.monotonic() + PATIENCE_S
    while not (found := happened()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def exported(folder, what):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "export", what], cwd=folder, capture_output=True, check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.mark.slow
def test_a_message_polled_from_telegram_is_answered_once_though_the_process_is_killed(tmp_path):
    with BotApi() as api:
        said = {"HEARTHLINE_TELEGRAM_TOKEN": TOKEN, "HEARTHLINE_TELEGRAM_API_URL": api.url}
        api.updates.append(update(1, "奶奶叫不醒"))
        with serving(tmp_path, **said) as (process, _):
            assert wait_for(api.sent)
            # Killed before that is written down, it would be sent again when its lease is over.
            assert wait_for(lambda: [line for line in exported(tmp_path, "outbox") if line["status"] == "sent"])
            process.send_signal(signal.SIGKILL)
            process.wait()
        api.updates.insert(0, update(1, "奶奶叫不醒"))  # the provider repeats itself
        api.updates.append(update(2, "谢谢"))
        with serving(tmp_path, **said):
            assert wait_for(lambda: len(api.sent()) >= 2)
        sent = api.sent()
    assert len(sent) == 2
    assert "120" in sent[0][1]
    arrived = [line["text"] for line in exported(tmp_path, "messages") if line["direction"] == "in"]
    assert arrived == ["奶奶叫不醒", "谢谢"]


def test_an_sms_is_answered_by_twilios_api_and_a_forged_one_leaves_no_trace(tmp_path):
    fields = [
        ("MessageSid", "SM" + "a" * 32),
        ("From", "+8613911110001"),
        ("To", FROM),
        ("Body", "家里着火了"),
        ("NumMedia", "0"),
    ]
    url = f"{PUBLIC}/webhooks/twilio/sms"
    with TwilioServer() as api:
        said = {
            "HEARTHLINE_TWILIO_ACCOUNT_SID": SID,
            "HEARTHLINE_TWILIO_AUTH_TOKEN": "secret token",
            "HEARTHLINE_TWILIO_FROM": FROM,
            "HEARTHLINE_TWILIO_API_URL": api.url,
            "HEARTHLINE_PUBLIC_URL": PUBLIC,
        }

        def post(client, signature):
            headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
            return client.post("/webhooks/twilio/sms", content=urlencode(fields), headers=headers).status_code

        with serving(tmp_path, **said) as (_, client):
            assert post(client, "forged") == 403
            assert exported(tmp_path, "messages") == []
            signature = twilio_signature("secret token", url, fields)
            assert [post(client, signature) for _ in range(3)] == [200, 200, 200]
            assert wait_for(api.sent)
            time.sleep(1)
        sent = api.sent()
    assert len(sent) == 1
    assert sent[0][0] == "+8613911110001"
    assert "119" in sent[0][1]
    assert Path(tmp_path / "hearthline.db").exists()
