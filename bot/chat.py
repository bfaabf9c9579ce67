"""Talk in the terminal: one message a line, the replies printed; the whole system, on the real clock."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TextIO

from bot.app import build_runtime
from bot.cases.types import Cadre
from bot.clock import system_clock
from bot.settings import Settings
from bot.simulate import Stage
from bot.store import cadres, people
from bot.store.store import Tx
from bot.transcript import lines_of
from bot.vault import build_store
from integrations.ports import Address

_CHANNEL = "web"


def cadres_of(settings: Settings) -> list[Cadre]:
    """The cadres at their post in the database of the settings."""
    store = build_store(settings)
    store.start()
    try:
        return [cadre for cadre in store.call(cadres.everybody) if cadre.active]
    finally:
        store.stop()


def talk(
    settings: Settings, area: str | None, language: str | None, name: str, save: Path | None = None,
    there: Sequence[Cadre] = (),
) -> None:  # fmt: skip
    """Read messages until the input ends. What is said stays in a database of its own, in memory.

    `save` is a file that the conversation is written to as a transcript: a test that says what happens today.
    `there` are the cadres who are alerted, on this stage only.
    """
    store = build_store(settings.model_copy(update={"database_url": "sqlite://"}))
    store.start()
    written: list[str] = []
    try:
        if area or language:
            known = {"language": language}
            address = Address(_CHANNEL, name)
            store.call(lambda tx: people.enrol_household(tx, address, area, None, **known))
        for each in there:
            store.call(partial(_enrol, each))
        asyncio.run(_talk(Stage(store, build_runtime(settings)), name, sys.stdin, settings, written, there))
    finally:
        store.stop()
        if save is not None:
            save.write_text("\n".join([*_headers(area, language, there), *written]) + "\n", encoding="utf-8")


def _enrol(cadre: Cadre, tx: Tx) -> None:
    people.enrol_cadre(tx, cadre.name, Address(cadre.channel, cadre.address), cadre.area, cadre.level)


async def _talk(
    stage: Stage, name: str, source: TextIO, settings: Settings, written: list[str], there: Sequence[Cadre]
) -> None:
    names = {(cadre.channel, cadre.address): cadre.name for cadre in there}
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
        written += [
            f"> {text}",
            *lines_of(happened, lambda channel, who: names.get((channel, who), ""), stage.clock.now),
        ]
        for each in happened:
            if each.get("to") == name:
                print(each["text"].encode("utf-8", "replace").decode("utf-8"), flush=True)
            elif "text" in each and (cadre := names.get((each["channel"], each["to"]))):
                print(f"* {each['kind']} to {cadre}: {each['text']}", flush=True)
            elif "event" in each:
                print(f"* {each['case']} {each['event']}: {each['status']}, {each['urgency']}", flush=True)


def _headers(area: str | None, language: str | None, there: Sequence[Cadre]) -> list[str]:
    """Who writes, and who is there, as a transcript says it."""
    known = [f"area: {area}"] if area else []
    known += [f"language: {language}"] if language else []
    cadres = [f"cadre: {each.name}, {each.level}, {each.area}, {each.channel}" for each in there]
    return ["# Saved from the terminal.", f"channel: {_CHANNEL}", *known, *(cadres or ["cadre: none, -, -"])]
