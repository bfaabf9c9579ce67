"""Complaints: they go to the level above whoever they are about, and never reach that person."""

import re
from collections.abc import Sequence
from datetime import timedelta

from bot import notices
from bot.batch import Batch
from bot.cases.ladder import LEVELS
from bot.cases.types import Cadre, Level
from bot.store.people import Person, cadres_over
from bot.store.timers import Timer, find_timer
from dialogs.flows.complain import wants_answer
from nlu.normalise import normalise

KIND = "complained"  # a timer that remembers who got the complaint of a household; nothing comes of it by itself
_HELD_APART = timedelta(days=7)
_UNNAMED = re.compile(r"匿名|不记名|不留名|别说是我|不要说是我|anonymous", re.IGNORECASE)
# Which office the words are about, where no cadre is named.
_OFFICES: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("county", re.compile(r"县里|县上|县政府|县干部|县领导|县长|county", re.IGNORECASE)),
    ("township", re.compile(r"镇里|镇上|镇政府|镇干部|镇长|乡里|乡上|乡政府|乡干部|乡长|乡镇|township", re.IGNORECASE)),
)  # fmt: skip


def take(batch: Batch, person: Person, words: str) -> list[Cadre]:
    """Pass a complaint on; who hears of it. Nobody where there is nobody above."""
    over, plain = batch.over(person.area), normalise(words).text
    concerned = _concerned(batch, person, plain)
    level = max((LEVELS.index(cadre.level) for cadre in concerned), default=LEVELS.index(_office(plain)))
    names = {cadre.name for cadre in concerned}
    ids = {cadre.id for cadre in concerned}
    above: list[Cadre] = []
    for each in LEVELS[level + 1 :]:
        # The same person may hold a second post, or stand in for somebody: they are known by name too.
        above = [cadre for cadre in over.get(each, ()) if cadre.id not in ids and cadre.name not in names]
        if above:
            break
    said = _UNNAMED.sub("", words).strip(" ，,。")
    phone = person.address if wants_answer(plain) and person.channel in ("sms", "whatsapp") else None
    for cadre in above:
        notices.to_cadre(batch, cadre, notices.complaint(said, phone), None)
    about = [*map(str, sorted(ids))] or [LEVELS[level]]
    if above:
        batch.set_timer(Timer(KIND, person.key, batch.now + _HELD_APART, above[0].level))
    batch.note("household", "complained", None, {"about": about, "anonymous": phone is None})
    return above


def levels_above(batch: Batch, person: Person) -> Sequence[Level]:
    """The levels that may answer somebody: after a complaint, for some days, from the one up that got it."""
    timer = find_timer(batch.tx, KIND, person.key)
    return LEVELS[LEVELS.index(timer.step) :] if timer is not None else LEVELS


def _concerned(batch: Batch, person: Person, words: str) -> list[Cadre]:
    """The cadres the words name, away or not; else, where no office is named, whoever has the newest open case."""
    named = [cadre for cadre in cadres_over(batch.tx, [person.area]) if len(cadre.name) > 1 and cadre.name in words]
    if named or any(pattern.search(words) for _, pattern in _OFFICES):
        return named
    for case in reversed(batch.cases_of(person)):
        if case.acknowledged_by is not None and not case.ended:
            return [cadre for cadre in batch.alerted(case.id) if cadre.id == case.acknowledged_by]
    return []


def _office(words: str) -> Level:
    return next((level for level, pattern in _OFFICES if pattern.search(words)), "village")
