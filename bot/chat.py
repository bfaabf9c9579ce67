"""Talk in the terminal: one message a line, the replies printed; the whole system, on the real clock."""

import asyncio
import sys
from datetime import datetime
from typing import TextIO

from bot.app import build_runtime, build_store
from bot.clock import system_clock
from bot.settings import Settings
from bot.simulate import Stage
from bot.store import people
from integrations.ports import Address

_CHANNEL = "web"


def talk(settings: Settings, area: str | None, language: str | None, name: str) -> None:
    """Read messages until the input ends. What is said stays in a database of its own, in memory."""
    store = build_store(settings.model_copy(update={"database_url": "sqlite://"}))
    store.start()
    try:
        if area or language:
            known = {"language": language}
            address = Address(_CHANNEL, name)
            store.call(lambda tx: people.enrol_household(tx, address, area, None, **known))
        asyncio.run(_talk(Stage(store, build_runtime(settings)), name, sys.stdin, settings))
    finally:
        store.stop()


async def _talk(stage: Stage, name: str, source: TextIO, settings: Settings) -> None:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        if terminal:
            print("> ", end="", flush=True)
        raw = source.buffer.readline()
        if not raw:
            return await stage.close()
        text = raw.decode("utf-8", "replace").rstrip("\r\n")
        at: datetime = system_clock().astimezone(settings.zone)
        line = {"at": max(at, stage.clock.now), "from": name, "channel": _CHANNEL, "text": text}
        for happened in await stage.play(line):
            if happened.get("to") == name:
                print(happened["text"].encode("utf-8", "replace").decode("utf-8"), flush=True)
            elif "event" in happened:
                print(
                    f"* {happened['case']} {happened['event']}: {happened['status']}, {happened['urgency']}", flush=True
                )
