"""Play a transcript through the whole system, and write down what happened. The notation: transcripts/README.md."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.runtime import Runtime
from bot.simulate import Stage
from bot.store.store import Store
from bot.transcript import lines_of
from tests.conftest import FRIDAY_MORNING, ZONE

# Who answers for the village where no `cadre:` header says otherwise.
CADRES = (
    ("赵永福", "village", "530326106203", "sms"),
    ("钱秀兰", "township", "530326106", "sms"),
    ("孙建军", "county", "530326", "sms"),
)
_MAIN = ""  # the household that the transcript is about
_HEADER = re.compile(r"(channel|language|area|name|start|cadre|other): *(.*)")
_SPOKEN = re.compile(r">(?P<who>\S*)(?: (?P<text>.*))?", re.DOTALL)
_PASSING = re.compile(r"\+(\d+)([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_REPEATED = re.compile(r"\{(.+?) x(\d+)\}")
_ODD = {"{NUL}": "\0", "{lone surrogate}": "\ud83d", "{spaces}": "   ", "{new line}": "\n", "{tab}": "\t"}


class TranscriptError(Exception):
    """A line of a transcript that cannot be read."""


@dataclass(slots=True)
class _Scene:
    """Who there is, and what the headers say."""

    channel: str = "sms"
    language: str | None = None
    area: str | None = None
    name: str | None = None
    start: datetime = FRIDAY_MORNING
    cadres: list[tuple[str, str, str, str]] = field(default_factory=list)
    others: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # name -> channel, household

    def address(self, who: str) -> tuple[str, str]:
        """Channel and address of a speaker."""
        if who not in (addresses := self._addresses()):
            raise TranscriptError(f"nobody here is called {who}: a header `cadre:` or `other:` is missing")
        return addresses[who]

    def speaker(self, channel: str, address: str) -> str:
        """The name that stands behind `<` for an address."""
        return next(who for who, each in self._addresses().items() if each == (channel, address))

    def _addresses(self) -> dict[str, tuple[str, str]]:
        cadres = {name: (channel, f"+861380000{n:04}") for n, (name, _, _, channel) in enumerate(self.cadres, 1)}
        others = {name: (channel, f"+861390000{n:04}") for n, (name, (channel, _)) in enumerate(self.others.items(), 2)}
        return {_MAIN: (self.channel, "+8613900000001"), **cadres, **others}


def replay(path: Path, store: Store, parts: Runtime) -> str:
    """The transcript with what happens now: comments, headers and what people say and do stay as they are."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    with asyncio.Runner() as runner:
        return "\n".join(_happened(lines, Stage(store, parts), runner)) + "\n"


def _happened(lines: list[str], stage: Stage, runner: asyncio.Runner) -> Iterator[str]:
    scene, begun, last = _Scene(), False, None
    for number, line in enumerate(lines):
        if line[:1] in ("<", "|", "*"):
            continue
        yield line
        if not line or line.startswith("#"):
            continue
        if header := _HEADER.fullmatch(line):
            _set(scene, *header.groups())
            continue
        if not begun:
            begun = True
            for each in _opening(scene):
                runner.run(stage.play(each))
        script = _script(line, scene, stage.clock.now, last)
        if line.startswith(">"):
            last = {"message_id": f"line {number}", **script}
            script = last
        before = stage.clock.now
        happened = runner.run(stage.play(script))
        yield from lines_of(happened, scene.speaker, before if line[0] == "@" else stage.clock.now)


def _set(scene: _Scene, name: str, value: str) -> None:
    match name:
        case "cadre":
            who, level, area, *channel = (part.strip() for part in value.split(","))
            scene.cadres.append((who, level, area, channel[0] if channel else "sms"))
        case "other":
            who, *rest = (part.strip() for part in value.split(","))
            scene.others[who] = (rest[0] if rest else "sms", rest[1] if len(rest) > 1 else None)
        case "start":
            scene.start = datetime.fromisoformat(value).replace(tzinfo=ZONE)
        case _:
            setattr(scene, name, value)


def _opening(scene: _Scene) -> Iterator[dict[str, Any]]:
    """Enrol whom the headers name. `cadre: none` leaves the village without anybody."""
    scene.cadres = [each for each in scene.cadres or CADRES if each[0] != "none"]
    for name, level, area, channel in scene.cadres:
        address = scene.address(name)[1]
        line = {"do": "cadre", "name": name, "channel": channel, "address": address, "area": area, "level": level}
        yield {"at": scene.start, **line}
    if scene.area or scene.language or scene.name:
        channel, address = scene.address(_MAIN)
        known = {"area": scene.area, "lang": scene.language, "name": scene.name, "household_id": "H1"}
        yield {"at": scene.start, "do": "household", "channel": channel, "address": address, **known}
    for name, (channel, household) in scene.others.items():
        if household is not None:
            known = {"area": scene.area, "lang": None, "name": name, "household_id": household}
            yield {"at": scene.start, "do": "household", "channel": channel, "address": scene.address(name)[1], **known}


def _script(line: str, scene: _Scene, now: datetime, last: dict[str, Any] | None) -> dict[str, Any]:
    """The line of a script that a line of a transcript stands for."""
    now = max(now.astimezone(ZONE), scene.start)
    if spoken := _SPOKEN.fullmatch(line):
        channel, address = scene.address(spoken["who"])
        return {"at": now, "from": address, "channel": channel, **_said(spoken["text"] or "")}
    what = line[1:].strip()
    if line.startswith("@"):
        return {"at": _until(what, now), "do": "tick"}
    if line.startswith("!"):
        return {"at": now, **_fault(what, last)}
    raise TranscriptError(f"cannot read {line!r}")


def _said(text: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if text.startswith("{photo}"):
        text = text.removeprefix("{photo}").strip()
        said["media"] = [{"type": "image/jpeg", "url": "https://example.org/photo.jpg"}]
    if text.startswith("{position}"):
        text = text.removeprefix("{position}").strip()
        said["location"] = {"lat": 26.41, "lon": 103.63}
    text = _REPEATED.sub(lambda found: found[1] * int(found[2]), text)
    for name, character in _ODD.items():
        text = text.replace(name, character)
    return {**said, "text": text}


def _until(what: str, now: datetime) -> datetime:
    """`+8d`, `+15m`, or a time of day: the next such."""
    if passing := _PASSING.fullmatch(what):
        return now + timedelta(**{_UNITS[passing[2]]: int(passing[1])})
    hour, minute = (int(part) for part in what.split(":"))
    then = now.replace(hour=hour, minute=minute)
    return then if then > now else then + timedelta(days=1)


def _fault(what: str, last: dict[str, Any] | None) -> dict[str, Any]:
    match what.split(maxsplit=3):
        case ["registry", "down" | "up" as state]:
            return {"do": f"registry_{state}"}
        case ["registry", case, status, *note]:
            return {"do": "registry_case", "case": case, "status": status, **({"note": note[0]} if note else {})}
        case ["delivered", "again"] if last is not None:
            return {name: value for name, value in last.items() if name != "at"}
        case _:
            raise TranscriptError(f"cannot read `! {what}`")
