"""`hearthline serve` as a process of its own on the loopback address."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def serving(folder, *options, **variables):
    """A server on a free port of its own, told to end at the end; gives its process and a client."""
    process = start(folder, "serve", "--port", "0", *options, **variables)
    try:
        said = process.stdout.readline()
        found = re.fullmatch(r"Hearthline listens on (http://127\.0\.0\.1:\d+)\n", said)
        assert found, said + process.stderr.read()
        with httpx.Client(base_url=found[1], timeout=60, trust_env=False) as client:
            yield process, client
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def start(folder, *command, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HEARTHLINE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def talk(client, text, message_id="1"):
    token = client.post("/api/v1/conversations").json()["token"]
    told = json.dumps({"text": text, "message_id": message_id})
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/api/v1/messages", content=told, headers=headers), headers


def test_a_server_starts_talks_and_ends_when_it_is_told(tmp_path):
    with serving(tmp_path) as (process, client):
        response, headers = talk(client, "奶奶叫不醒，在新田村")
        assert "120" in response.json()["replies"][0]["text"]
        assert len(client.get("/api/v1/messages", headers=headers).json()["messages"]) == 1
        assert client.get("/readyz").status_code == 200
    assert process.returncode == 0
    assert (tmp_path / "hearthline.db").exists()
    assert (tmp_path / "hearthline.db.key").stat().st_mode & 0o777 == 0o600


def test_what_was_said_is_there_after_a_restart(tmp_path):
    with serving(tmp_path) as (_, client):
        first, headers = talk(client, "你好")
    with serving(tmp_path) as (_, client):
        told = json.dumps({"text": "你好", "message_id": "1"})
        again = client.post("/api/v1/messages", content=told, headers=headers)
    assert again.json() == first.json()


def test_a_body_of_many_megabytes_hears_its_refusal(tmp_path):
    with serving(tmp_path) as (_, client):
        response = client.post("/api/v1/conversations", content=b" " * 6_000_000)
        assert response.status_code == 413
        assert response.json()["error"]["code"] == "too_large"
        assert client.get("/healthz").status_code == 200


def test_a_case_reaches_the_sandbox_registry(tmp_path):
    with serving(tmp_path) as (_, client):
        talk(client, "奶奶叫不醒，在新田村")
        assert client.get("/metrics").text.count('hearthline_cases_opened{urgency="critical"} 1.0') == 1
    assert (tmp_path / "hearthline.registry.db").exists()


def test_a_port_in_use_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert re.fullmatch(r"Cannot listen on 127\.0\.0\.1 port \d+: [^\n]+\.\n", err)


@pytest.mark.parametrize(
    "variables",
    [
        {"HEARTHLINE_DATABASE_URL": "sqlite:///nowhere/at/all/line.db"},
        {"HEARTHLINE_DATABASE_URL": "postgresql://u:hush@127.0.0.1:9/line", "HEARTHLINE_KEY": "k" * 32},
        {"HEARTHLINE_REGISTRY": "excel"},
        {"HEARTHLINE_PUBLIC_URL": "line.example.org"},
    ],
)
@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("work",)])
def test_what_cannot_start_says_why_in_one_sentence(tmp_path, command, variables):
    process = start(tmp_path, *command, **variables)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err.startswith(next(iter(variables)))
    assert err.count("\n") == 1
    assert "hush" not in err


def test_a_further_worker_ends_when_it_is_told(tmp_path):
    process = start(tmp_path, "work")
    assert process.stdout.readline() == "Hearthline works on sqlite:///hearthline.db\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_the_doctor_hides_secrets_and_finds_what_is_broken(tmp_path):
    well = start(tmp_path, "doctor", HEARTHLINE_KEY="s" * 40)
    out, _ = well.communicate(timeout=60)
    assert well.returncode == 0
    assert "HEARTHLINE_KEY=***" in out
    assert "s" * 40 not in out
    assert "emergency guidance" in out
    ill = start(tmp_path, "doctor", HEARTHLINE_TELEGRAM_TOKEN="1:x", HEARTHLINE_TELEGRAM_API_URL="http://127.0.0.1:9")
    out, _ = ill.communicate(timeout=60)
    assert ill.returncode == 1
    assert "BROKEN  channel telegram" in out
