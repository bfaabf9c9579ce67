"""Talk in the terminal: one message a line, the replies printed; the whole system, on the real clock."""

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.app import build_runtime
from bot.clock import system_clock
from bot.settings import Settings
from bot.simulate import Stage
from bot.store import people
from bot.transcript import lines_of
from bot.vault import build_store
from integrations.ports import Address

_CHANNEL = "web"


def talk(settings: Settings, area: str | None, language: str | None, name: str, save: Path | None = None) -> None:
    """Read messages until the input ends. What is said stays in a database of its own, in memory.

    `save` is a file that the conversation is written to as a transcript: a test that says what happens today.
    """
    store = build_store(settings.model_copy(update={"database_url": "sqlite://"}))
    store.start()
    written: list[str] = []
    try:
        if area or language:
            known = {"language": language}
            address = Address(_CHANNEL, name)
            store.call(lambda tx: people.enrol_household(tx, address, area, None, **known))
        asyncio.run(_talk(Stage(store, build_runtime(settings)), name, sys.stdin, settings, written))
    finally:
        store.stop()
        if save is not None:
            save.write_text("\n".join([*_headers(area, language), *written]) + "\n", encoding="utf-8")


async def _talk(stage: Stage, name: str, source: TextIO, settings: Settings, written: list[str]) -> None:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    last: datetime | None = None
    while True:
        if terminal:
            print("> ", end="", flush=True)
        raw = source.buffer.readline()
        if not raw:
            return
        text = raw.decode("utf-8", "replace").rstrip("\r\n")
        at: datetime = system_clock().astimezone(settings.zone)
        if last is None:
            written += [f"start: {at:%Y-%m-%dT%H:%M}", ""]
            last = at = at.replace(second=0, microsecond=0)
        elif (minutes := int((at - last).total_seconds() // 60)) > 0:
            written.append(f"@ +{minutes}m")
            last += timedelta(minutes=minutes)
        line = {"at": max(last, stage.clock.now), "from": name, "channel": _CHANNEL, "text": text}
        happened = await stage.play(line)
        written += [f"> {text}", *lines_of(happened, lambda _channel, _who: "", stage.clock.now)]
        for each in happened:
            if each.get("to") == name:
                print(each["text"].encode("utf-8", "replace").decode("utf-8"), flush=True)
            elif "event" in each:
                print(f"* {each['case']} {each['event']}: {each['status']}, {each['urgency']}", flush=True)


def _headers(area: str | None, language: str | None) -> list[str]:
    """Who writes, as a transcript says it; in the terminal there are no cadres."""
    known = [f"area: {area}"] if area else []
    known += [f"language: {language}"] if language else []
    return ["# Saved from the terminal.", f"channel: {_CHANNEL}", *known, "cadre: none, -, -"]
