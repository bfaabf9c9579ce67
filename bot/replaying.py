"""Play a stored conversation through today's code, and show where the replies differ. Numbers are masked."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.log import mask
from bot.runtime import Runtime
from bot.simulate import Stage
from bot.store import people
from bot.store.conversation import Line, read_conversation
from bot.store.inbox import conversation_key
from bot.store.people import Person, load_people
from bot.store.store import Store, Tx
from integrations.ports import Address

_CASE = re.compile(r"\b[AT]\d+\b")  # case and talk numbers are others the second time


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as it is stored: who wrote, and what was said."""

    person: Person | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message, what was answered then, and what is answered now; all masked."""

    at: datetime
    said: str
    then: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether today's answer is another one."""
        return [_comparable(text) for text in self.then] != [_comparable(text) for text in self.now]


def read_kept(tx: Tx, address: Address, many: int) -> Kept:
    """What is stored of a conversation."""
    key = conversation_key(tx, address)
    return Kept(load_people(tx, [key]).get(key), tuple(read_conversation(tx, key, many)))


def play_again(kept: Kept, address: Address, store: Store, parts: Runtime, zone: ZoneInfo) -> Iterator[Exchange]:
    """The exchanges of a conversation, played anew on a store of its own."""
    stage = Stage(store, parts)
    person = kept.person
    if person is not None and (person.area or person.language):
        known: dict[str, Any] = {"name": person.name, "language": person.language}
        store.call(lambda tx: people.enrol_household(tx, address, person.area, None, **known))
    with asyncio.Runner() as runner:
        for said, then in _exchanges(kept.lines):
            at = max(said.at.astimezone(zone), stage.clock.now)
            media = [{"type": "image/jpeg", "url": "https://example.org/kept"}] * said.media
            line = {"at": at, "from": address.id, "channel": address.channel, "text": said.text, "media": media}
            happened = runner.run(stage.play(line))
            now = tuple(mask(each["text"]) for each in happened if each.get("kind") == "reply")
            yield Exchange(at, mask(said.text), tuple(mask(text) for text in then), now)


def shown(exchange: Exchange) -> Iterator[str]:
    """An exchange as lines: what was said, the answer, and where they differ the old and the new."""
    yield f"{exchange.at:%m-%d %H:%M} > {exchange.said}"
    if not exchange.differs:
        yield from (f"  < {text}" for text in exchange.now)
        return
    yield from (f"  - {text}" for text in exchange.then)
    yield from (f"  + {text}" for text in exchange.now)


def _exchanges(lines: tuple[Line, ...]) -> Iterator[tuple[Line, list[str]]]:
    """Each message with the replies to it; what was begun by the system stands in no exchange."""
    said: Line | None = None
    then: list[str] = []
    for line in lines:
        if line.direction == "in":
            if said is not None:
                yield said, then
            said, then = line, []
        elif line.is_reply:
            then.append(line.text)
    if said is not None:
        yield said, then


def _comparable(text: str) -> str:
    return _CASE.sub("A…", text)
