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


def start(folder, *command, said=False, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HEARTHLINE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **variables},
        stdin=subprocess.PIPE if said else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def talk(client, text, message_id="1"):
    token = client.post("/api/v1/conversations").json()["token"]
    told = json.dumps({"text": text, "message_id": message_id})
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/api/v1/messages", content=told, headers=headers), headers


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    folder = tmp_path_factory.mktemp("line")
    with serving(folder) as (_, client):
        yield folder, client


@pytest.mark.slow
def test_what_was_said_is_there_after_a_restart(tmp_path):
    with serving(tmp_path) as (process, client):
        first, headers = talk(client, "奶奶叫不醒，在新田村")
        assert "120" in first.json()["replies"][0]["text"]
    assert process.returncode == 0
    with serving(tmp_path) as (_, client):
        told = json.dumps({"text": "奶奶叫不醒，在新田村", "message_id": "1"})
        again = client.post("/api/v1/messages", content=told, headers=headers)
    assert again.json() == first.json()


def test_key_and_sandbox_lie_beside_the_database(line):
    folder, client = line
    talk(client, "奶奶叫不醒，在新田村")
    assert (folder / "hearthline.db").exists()
    assert (folder / "hearthline.registry.db").exists()
    assert (folder / "hearthline.db.key").stat().st_mode & 0o777 == 0o600


def test_a_body_of_many_megabytes_hears_its_refusal(line):
    _, client = line
    response = client.post("/api/v1/conversations", content=b" " * 6_000_000)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    "sent", [b"\0\xff\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"POST /%ff?%00=\xe4 HTTP/1.1\r\nHost: \xff\r\n\r\n"]
)
def test_what_is_hardly_http_does_not_stop_the_line(line, sent):
    _, client = line
    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=10) as raw:
        raw.sendall(sent)
        assert raw.recv(100)[:10] in (b"HTTP/1.1 2", b"HTTP/1.1 4")
    assert client.get("/healthz").status_code == 200


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


@pytest.mark.slow
def test_a_further_worker_ends_when_it_is_told(tmp_path):
    process = start(tmp_path, "work")
    assert process.stdout.readline() == "Hearthline works on sqlite:///hearthline.db\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_the_doctor_hides_secrets_and_finds_what_is_broken(tmp_path):
    telegram = {"HEARTHLINE_TELEGRAM_TOKEN": "1:hush", "HEARTHLINE_TELEGRAM_API_URL": "http://127.0.0.1:9"}
    process = start(tmp_path, "doctor", HEARTHLINE_KEY="hush" * 10, **telegram)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "HEARTHLINE_KEY=***\n" in out
    assert "hush" not in out
    assert [line.split()[1:3] for line in out.splitlines() if line.startswith("BROKEN")] == [["channel", "telegram:"]]
    parts = ("database", "knowledge base", "understanding", "emergency guidance", "channel web", "registry")
    assert all(f"ok      {part}: " in out for part in parts)
