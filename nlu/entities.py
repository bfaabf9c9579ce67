"""What a message names: sums, counts, dates, phones, places, relations and disasters, each with its exact value."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from nlu.amounts import choose_sum, find_sums
from nlu.concerned import Concerned, Mark
from nlu.dates import choose_day, find_days
from nlu.disasters import choose_disaster, find_disasters
from nlu.kin import find_people
from nlu.normalise import Normalised
from nlu.numerals import numbers
from nlu.people import choose_count, find_counts
from nlu.phones import find_phones
from nlu.places import choose_place, find_places
from nlu.types import Entity, SlotValue


class Named(NamedTuple):
    """All that a message names, in the order of its words, and the one exact value chosen for each slot."""

    entities: tuple[Entity, ...]
    slots: dict[str, SlotValue]


class _Part(NamedTuple):
    """A span of the normalised text with its type and value."""

    type: str
    value: SlotValue
    start: int
    end: int


def find_named(
    said: Normalised,
    now: datetime,
    concerned: Concerned | None = None,
    marks: Sequence[Mark] = (),
    *,
    told: bool = True,
) -> Named:
    """Find what a message written at `now` names; spans are places in the original text.

    With `concerned` the relation of the one it is about is chosen; `marks`, the phrases that tell of a risk, help.

    That the writer means themself, without saying so, is looked for only where something is told: in a report.
    """
    text = said.text
    phones = [_Part("phone", phone.number, phone.start, phone.end) for phone in find_phones(text)]
    days = find_days(text, now.date())
    day_parts = [_Part("event_date", day.day, day.start, day.end) for day in days]
    free = [
        number
        for number in sorted(numbers(text), key=lambda number: number.start)
        if not _overlaps(number.start, number.end, phones) and not _overlaps(number.start, number.end, day_parts)
    ]
    counts = find_counts(text, free)
    sums = find_sums(text, [n for n in free if not any(c.start <= n.start < c.end for c in counts)])
    disasters, people, places = find_disasters(text), find_people(text), find_places(said)
    relation = concerned.choose(text, people, marks) if concerned and (people or told) else None
    place, disaster = choose_place(places), choose_disaster(disasters)
    total, count, day = choose_sum(text, sums), choose_count(counts), choose_day(days)
    parts = phones + day_parts
    parts += [_Part("people", count.people, count.start, count.end) for count in counts]
    parts += [_Part("amount", _exact(found.yuan), found.start, found.end) for found in sums if not found.loose]
    parts += [_Part("disaster_kind", found.kind, found.start, found.end) for found in disasters]
    parts += [_Part("relation", person.relation, person.start, person.end) for person in people]
    parts += [_Part("place", said.as_written(found.start, found.end), found.start, found.end) for found in places]
    chosen: dict[str, SlotValue | None] = {
        "relation": relation,
        "disaster_kind": disaster.kind if disaster else None,
        "amount": _exact(total.yuan) if total else None,
        "people": count.people if count else None,
        "event_date": day.day if day else None,
        "phone": phones[-1].value if phones else None,
        "place": said.as_written(place.start, place.end) if place else None,
    }
    return Named(_entities(said, parts), {name: value for name, value in chosen.items() if value})


def _exact(yuan: float) -> int | float:
    return int(yuan) if yuan == int(yuan) else round(yuan, 2)


def _overlaps(start: int, end: int, parts: Iterable[_Part]) -> bool:
    return any(start < part.end and part.start < end for part in parts)


def _entities(said: Normalised, parts: Iterable[_Part]) -> tuple[Entity, ...]:
    found = [Entity(part.type, part.value, *said.span(part.start, part.end)) for part in parts if part.end > part.start]
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.end, entity.type)))
