"""Play a script through the whole system on the script's clock: the same runtime, storage and dispatchers."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot import outbox
from bot.runtime import Runtime
from bot.store import inbox, people, timers
from bot.store.audit import read_since
from bot.store.outbox import next_send, next_sync
from bot.store.store import Store, Tx
from bot.worker import take_due, take_waiting
from dialogs.segments import segments
from integrations.ports import (
    Address,
    CaseRecord,
    HouseholdRecord,
    InboundMessage,
    Location,
    Media,
    OutboundMessage,
    RegistryUnavailable,
    StatusChange,
)

CHANNELS = ("telegram", "sms", "whatsapp", "web")
_LEVELS = ("village", "township", "county")
_SMS = "sms"


class ScriptError(Exception):
    """A script that cannot be read: the line's number and what is wrong with it."""


@dataclass(slots=True)
class ScriptClock:
    """The script's time: it moves with the lines and never goes back. Output carries the script's offset."""

    now: datetime

    def __call__(self) -> datetime:
        """The script's time."""
        return self.now


@dataclass(slots=True)
class _Transport:
    """A channel that always delivers."""

    name: str
    sent: int = 0

    def parse(self, request: object) -> list[InboundMessage]:
        return []

    async def send(self, message: OutboundMessage) -> str:
        self.sent += 1
        return f"{self.name}-{message.id}"

    async def close(self) -> None:
        return None


@dataclass(slots=True)
class _Registry:
    """A registry that can be taken down."""

    name: str = "script"
    up: bool = True
    has: dict[str, int] = field(default_factory=dict)

    async def find_household(self, phone: str) -> HouseholdRecord | None:
        return None

    async def upsert_case(self, record: CaseRecord) -> None:
        if not self.up:
            raise RegistryUnavailable("the script took the registry down")
        self.has[record.key] = record.version

    async def changes(self, cursor: str | None) -> tuple[list[StatusChange], str]:
        return [], cursor or ""

    async def close(self) -> None:
        return None


def read_script(text: str) -> list[dict[str, Any]]:
    """The lines of a script, checked. Raises ScriptError that names the first line that cannot be read."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            lines.append(_checked(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise ScriptError(f"line {number}: {_reason(error)}") from None
    return lines


def play(script: Iterable[dict[str, Any]], store: Store, parts: Runtime) -> Iterator[dict[str, Any]]:
    """Play checked lines and give what happened, line by line. The store is open."""
    stage = Stage(store, parts)
    with asyncio.Runner() as runner:
        try:
            for line in script:
                yield from runner.run(stage.play(line))
        finally:
            runner.run(stage.close())


class Stage:
    """A system on a script's clock, with stand-ins for the outside world."""

    def __init__(self, store: Store, parts: Runtime) -> None:
        self.store = store
        self.parts = parts
        self.clock = ScriptClock(datetime(1970, 1, 1, tzinfo=UTC))
        self.registry = _Registry()
        self.channels = {name: _Transport(name) for name in CHANNELS}
        self._told = 0  # the last entry of the audit that was printed
        self._made = 0  # messages without an id of their own
        self._zone: Any = UTC

    async def play(self, line: dict[str, Any]) -> list[dict[str, Any]]:
        """Let time pass to the line, then do what it says; everything that happened."""
        at: datetime = line["at"]
        self._zone = at.tzinfo
        happened = await self.advance(at)
        self.clock.now = max(self.clock.now, at)
        await self._do(line)
        return happened + await self._settle()

    async def close(self) -> None:
        """Let go of connections; the store stays open."""
        if self.parts.second is not None:
            await self.parts.second.close()

    async def advance(self, until: datetime) -> list[dict[str, Any]]:
        """What comes due on the way happens at its own time, in order."""
        happened: list[dict[str, Any]] = []
        while (due := self.store.call(_next_due)) is not None and due <= until:
            self.clock.now = max(self.clock.now, due)
            happened += await self._settle()
        return happened

    async def _do(self, line: dict[str, Any]) -> None:
        match line.get("do"):
            case None:
                message = self._message(line)
                self.store.call(lambda tx: inbox.take_in(tx, [message]))
            case "registry_down":
                self.registry.up = False
            case "registry_up":
                self.registry.up = True
            case "cadre":
                address = Address(line["channel"], line["address"])
                self.store.call(lambda tx: people.enrol_cadre(tx, line["name"], address, line["area"], line["level"]))
            case "household":
                self.store.call(lambda tx: _enrol(tx, line))
            case "registry_case":
                now = self.clock.now
                self.store.call(
                    lambda tx: self.parts.registry_says(tx, line["case"], line["status"], line.get("note"), now)
                )

    async def _settle(self) -> list[dict[str, Any]]:
        """Do everything that is due now, until nothing is."""
        happened: list[dict[str, Any]] = []
        busy = True
        while busy:
            busy = bool(await take_due(self.store, self.parts, self.clock))
            busy = bool(await take_waiting(self.store, self.parts, self.clock)) or busy
            happened += self._case_lines()
            for outcome in await outbox.send_due(self.store, self.channels, self.parts, self.clock):
                happened.append(self._message_line(outcome))
            for synced in await outbox.sync_due(self.store, self.registry, self.clock):
                happened.append({"at": self._at(self.clock.now), "registry": synced.event, "case": synced.number})
        return happened

    def _message(self, line: dict[str, Any]) -> InboundMessage:
        self._made += 1
        location = line.get("location")
        return InboundMessage(
            provider_id=line.get("message_id") or f"line {self._made}",
            sender=Address(line["channel"], line["from"]),
            text=line.get("text") or "",
            received_at=self.clock.now,
            written_at=line["at"],
            location=Location(location["lat"], location["lon"]) if location else None,
            media=tuple(Media(media["type"], media["url"]) for media in line.get("media") or ()),
        )

    def _case_lines(self) -> list[dict[str, Any]]:
        lines = []
        for entry in self.store.call(lambda tx: list(read_since(tx, self._told))):
            self._told = entry.id
            if entry.case_id is not None and "event" in entry.body:
                state = {name: value for name, value in entry.body.items() if name != "reason"}
                lines.append({"at": self._at(entry.at), **state})
        return lines

    def _message_line(self, outcome: outbox.Outcome) -> dict[str, Any]:
        message = outcome.sending.message
        line: dict[str, Any] = {
            "at": self._at(self.clock.now),
            "to": message.to.id,
            "channel": message.to.channel,
            "kind": outcome.sending.kind,
            "text": message.text,
        }
        if message.buttons:
            line["buttons"] = [button.label for button in message.buttons]
        if outcome.sending.case_id is not None:
            line["case"] = f"A{outcome.sending.case_id}"
        if message.to.channel == _SMS:
            line["segments"] = segments(message.text)
        return line

    def _at(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat()


def _next_due(tx: Tx) -> datetime | None:
    return min((due for due in (timers.next_due(tx), next_send(tx), next_sync(tx)) if due is not None), default=None)


def _enrol(tx: Tx, line: dict[str, Any]) -> None:
    known = {"name": line.get("name"), "language": line.get("lang")}
    address = Address(line["channel"], line["address"])
    people.enrol_household(tx, address, line.get("area"), line.get("household_id"), **known)


def _checked(line: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(line, dict):
        raise ValueError("expected an object")
    at = datetime.fromisoformat(line["at"])
    if at.tzinfo is None:
        raise ValueError("the time has no offset")
    checked: dict[str, Any] = {**line, "at": at}
    what = line.get("do")
    if what is None:
        _need(line, "from", "channel")
        if line["channel"] not in CHANNELS:
            raise ValueError(f"unknown channel {line['channel']!r}")
        if not isinstance(line.get("text", ""), str):
            raise ValueError("text is not text")
    elif what == "cadre":
        _need(line, "name", "channel", "address", "area", "level")
        if line["level"] not in _LEVELS:
            raise ValueError(f"unknown level {line['level']!r}")
    elif what == "household":
        _need(line, "address", "channel")
    elif what == "registry_case":
        _need(line, "case", "status")
    elif what not in ("registry_down", "registry_up", "tick"):
        raise ValueError(f"unknown do {what!r}")
    return checked


def _need(line: dict[str, Any], *names: str) -> None:
    for name in names:
        if not isinstance(line.get(name), str) or not line[name]:
            raise ValueError(f"{name} is missing or not text")


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "not JSON"
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def as_bytes(lines: Iterable[dict[str, Any]]) -> bytes:
    """What happened, one JSON object a line."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return text.encode("utf-8", "backslashreplace")
