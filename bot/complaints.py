"""Complaints: they go to the level above whoever they are about, and never reach that person."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import notices
from bot.batch import Batch
from bot.cases.ladder import LEVELS
from bot.cases.types import Cadre, Level
from bot.store import conversation, held, ratings
from bot.store.conversation import read_conversation
from bot.store.people import Person, cadres_over
from bot.store.timers import Timer, find_timer
from dialogs.flows.complain import wants_answer
from dialogs.types import Say, Unnamed
from dialogs.unnaming import UNNAMED
from nlu.normalise import normalise

KIND = "complained"  # a timer that remembers who got the complaint of a household; nothing comes of it by itself
_HELD_APART = timedelta(days=7)
_OWN_NAME = re.compile(
    r"(我|俺)(的?名字)?叫[\u3400-\u9fff]{2,4}(?=[，,。；;\s]|$)[，,。；;\s]?|\bmy name is( [A-Z]\w+){1,3}[,.]? ?"
)
# Which office the words are about, where no cadre is named.
_OFFICES: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("county", re.compile(r"县里|县上|县政府|县干部|县领导|县长|county", re.IGNORECASE)),
    ("township", re.compile(r"镇里|镇上|镇政府|镇干部|镇长|乡里|乡上|乡政府|乡干部|乡长|乡镇|township", re.IGNORECASE)),
)  # fmt: skip


def take(batch: Batch, person: Person, words: str, *, unnamed: bool = False) -> tuple[list[Cadre], bool]:
    """Pass a complaint on: who hears of it, nobody where there is nobody above; and whether they hear from whom."""
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
    named = not unnamed and wants_answer(plain) and person.channel in ("sms", "whatsapp")
    for cadre in above:
        notices.to_cadre(batch, cadre, _written(person, words, named=named), None)
    about = [*map(str, sorted(ids))] or [LEVELS[level]]
    if above:
        batch.set_timer(Timer(KIND, person.key, batch.now + _HELD_APART, above[0].level))
    batch.note("household", "complained", None, {"about": about, "anonymous": not named})
    return above, named


def unname(batch: Batch, person: Person) -> Unnamed:
    """Who complained wants no name in it after all: the number goes from what waits, who had it is asked to be silent.

    What was written to those above is written anew without it.
    """
    since = batch.now - _HELD_APART
    lines = (line.text for line in read_conversation(batch.tx, person.key) if line.direction == "in")
    told = {
        notices.said(_written(person, words, named=True), notices.CADRE_LANGUAGE):
        notices.said(_written(person, words, named=False), notices.CADRE_LANGUAGE)
        for words in dict.fromkeys(lines) if words.strip()
    }  # fmt: skip
    theirs = batch.cases_of(person)
    for case in theirs:  # how content they are with a case that was closed
        by_name, without = (
            notices.said(notices.badly_rated(case, named=named), notices.CADRE_LANGUAGE) for named in (True, False)
        )
        told[by_name] = without
    ratings.forget_cases(batch.tx, [case.id for case in theirs])

    def reworded(text: str, case_id: int | None = None) -> str:
        for named, plain in told.items():
            text = text.replace(named, plain)
        return text

    over = {cadre.id: cadre for cadre in cadres_over(batch.tx, [person.area])}
    waited = held.reword(batch.tx, sorted(over), reworded)
    keys = sorted({cadre.key for cadre in over.values()})
    written = conversation.reword(batch.tx, keys, [], but_of=person.key, since=since, reworded=reworded)
    before, batch.outgoing[:] = list(batch.outgoing), [
        each if each.key == person.key else replace(each, text=reworded(each.text)) for each in batch.outgoing
    ]  # fmt: skip
    knew = {key for key, waits in written if not waits}
    asked = [cadre for cadre in over.values() if cadre.key in knew]
    for cadre in asked:
        notices.to_cadre(batch, cadre, notices.no_name(), None, at_once=True)
    batch.note("household", "complained", None, {"anonymous": True})
    return Unnamed(bool(waited or written or before != batch.outgoing), asked[0].name if asked else None)


def _written(person: Person, words: str, *, named: bool) -> tuple[Say, ...]:
    """A complaint as those above read it; without a name, its words do not give one either."""
    said = UNNAMED.sub("", words).strip(" ，,。")
    if named:
        return notices.complaint(said, person.address)
    for own in (person.name, person.address, person.address.removeprefix("+86")):
        if own:
            said = re.sub(rf"((我|俺)(的名字)?(是|叫)|本人){re.escape(own)}[，,。]?|{re.escape(own)}", "", said)
    return notices.complaint(_OWN_NAME.sub("", said).strip(" ，,。"), None)


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
