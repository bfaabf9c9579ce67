"""Who of those responsible is there now: absence, deputies, rota. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.cases.types import Cadre

# "1-5 08:00-18:00; 6,7 09:00-12:00": days of the week (1 is Monday) and hours; a shift may pass midnight.
_SHIFT = re.compile(r"\s*(?P<days>[1-7](?:\s*[-,]\s*[1-7])*)\s+(?P<begin>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d)\s*")


def is_away(cadre: Cadre, now: datetime) -> bool:
    """Whether a cadre is absent; a day without an end lasts until they are back."""
    if cadre.away_from is None and cadre.away_until is None:
        return False
    begun = cadre.away_from is None or cadre.away_from <= now
    return begun and (cadre.away_until is None or now < cadre.away_until)


def stand_in(cadre: Cadre, everybody: Mapping[int, Cadre], now: datetime) -> Cadre | None:
    """The cadre themselves, or who stands in for them; None where nobody does, in a circle of deputies too."""
    seen: set[int] = set()
    standing: Cadre | None = cadre
    while standing is not None and (is_away(standing, now) or not standing.active):
        seen.add(standing.id)
        following = everybody.get(standing.deputy) if standing.deputy is not None else None
        standing = following if following is not None and following.id not in seen else None
    return standing


def present(cadres: Iterable[Cadre], everybody: Mapping[int, Cadre], now: datetime, zone: ZoneInfo) -> list[Cadre]:
    """Who hears of something now, each once, at the level of whom they stand in for.

    Of several those on shift; where nobody is on shift, all of them: an alarm does not wait for the morning.
    """
    there: dict[int, Cadre] = {}
    for cadre in cadres:
        standing = stand_in(cadre, everybody, now)
        if standing is not None:
            there.setdefault(standing.id, replace(standing, level=cadre.level))
    on_shift = [cadre for cadre in there.values() if is_on_shift(cadre.duty, now, zone)]
    return on_shift or list(there.values())


def is_on_shift(duty: str | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a rota has somebody on now; without a rota always."""
    if not duty:
        return True
    local = now.astimezone(zone)
    return any(_covers(shift, local) for shift in read_duty(duty))


def read_duty(duty: str) -> list[tuple[frozenset[int], time, time]]:
    """Days and hours of a rota. Raises ValueError where it cannot be read."""
    shifts = []
    for part in filter(str.strip, re.split(r"[;；]", duty)):
        if (found := _SHIFT.fullmatch(part.replace("，", ","))) is None:
            raise ValueError(f"{part.strip()!r} is no shift such as 1-5 08:00-18:00")
        begin, end = (time.fromisoformat(f"{found[name]:0>5}") for name in ("begin", "end"))
        shifts.append((_days(found["days"]), begin, end))
    return shifts


def _days(words: str) -> frozenset[int]:
    days: set[int] = set()
    for part in words.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        days.update(range(int(first), int(last or first) + 1))
    return frozenset(days)


def _covers(shift: tuple[frozenset[int], time, time], local: datetime) -> bool:
    days, begin, end = shift
    today, yesterday = local.isoweekday() in days, (local.isoweekday() - 2) % 7 + 1 in days
    if begin < end:
        return today and begin <= local.time() < end
    return (today and local.time() >= begin) or (yesterday and local.time() < end)
