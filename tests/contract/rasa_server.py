"""Rasa itself, served on the loopback address for as long as it is wanted."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
MODEL = ROOT / "nlu" / "model" / "rasa" / "light.tar.gz"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
MOST_SECONDS_TO_START = 600


@contextmanager
def serving(model: Path = MODEL) -> Iterator[tuple[str, int]]:
    """Rasa with this model: its URL and its process. Raises RuntimeError where it does not start."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "rasa", "run", "--enable-api", "-m", model, "-i", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        command, cwd=model.parent, env=os.environ | QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + MOST_SECONDS_TO_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Rasa ended with status {process.returncode} before it served")
        try:
            if httpx.get(f"{url}/status", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"Rasa did not serve within {MOST_SECONDS_TO_START} seconds")
