"""Erasing: what a person wrote goes from everywhere it was taken to; a case keeps what the rules for aid want.

Kept of a case: name, place, why, sums, days, steps, decisions, declaration and consent. Everything said in free
words, pictures and positions go, from the case, from tasks and from the messages in which cadres were told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot import handoff, notices
from bot.batch import Batch
from bot.cases.types import Case
from bot.store import conversation, held, tasks
from bot.store.people import Person
from bot.store.tasks import Task
from dialogs.terms import NEEDS, risks_in_words
from dialogs.types import Say

_SHORTEST = 4  # characters below which words say nothing of anybody: 1, 好的
_BEGINNING = 6  # characters by which words are known again, however they were cut
_GONE = "…"
_FREE = ("media", "location", "since")  # of a case's details; a need is free words where it is none of ours


def erase(batch: Batch, person: Person) -> Person:
    """Blank what the person wrote and forget the name; the person as they are known from now on."""
    said = that_tell(conversation.words_of(batch.tx, person.key))
    conversation.erase_conversation(batch.tx, person.key)
    cases = batch.cases_of(person)
    for case in cases:
        _reduce(batch, case, said)
    of_them = tasks.about(batch.tx, person.key, [case.id for case in cases])
    tasks.change(batch.tx, *(_task_without(task, said) for task in of_them))
    _tell_nobody(batch, person, cases, said)
    return replace(person, name=None)


def _task_without(task: Task, said: Sequence[str]) -> Task:
    about = {name: without(words, said) for name, words in task.about.items() if name != "note"}
    if task.status == "done":
        about |= {"name": "", "phone": ""}
    return replace(task, about={**task.about, **about})


def without(text: str, said: Sequence[str], instead: str = "") -> str:
    """A text without these words, though they may stand there cut short; of those that begin alike the longest."""
    for words in said:
        beginning = words[:_BEGINNING]
        while len(words) >= _SHORTEST and (at := text.find(beginning)) >= 0:
            alike = (each for each in said if each.startswith(beginning))
            end = at + max(_in_common(each, text[at:]) for each in alike)
            text = f"{text[:at]}{instead}{text[end:]}"
    return text


def _in_common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def that_tell(said: Iterable[str]) -> list[str]:
    """Of these words those that say something of somebody, the longest first."""
    told = {words for each in said if len(words := each.strip()) >= _SHORTEST}
    return sorted(told, key=lambda each: (-len(each), each))


def _reduce(batch: Batch, case: Case, said: Sequence[str]) -> None:
    """What a case keeps; the registry hears of it where it had more."""
    parts = (without(part, said).strip() for part in case.said.split(" / "))
    details = {name: value for name, value in case.details.items() if name not in _FREE}
    if details.get("need") not in NEEDS:
        details.pop("need", None)
    if case.ended:
        details.pop("phone", None)
    reduced = replace(
        case, said=" / ".join(part for part in parts if part), details=details,
        callback=None if case.ended else case.callback,
    )  # fmt: skip
    if details != dict(case.details):
        batch.set_case(reduced, "updated", "household", "erased")
    elif reduced != case:
        batch.amend(reduced)


def _tell_nobody(batch: Batch, person: Person, cases: Sequence[Case], said: Sequence[str]) -> None:
    """The words go from what cadres were told, and from what they are still to be told."""
    over = {cadre.id: cadre for level in batch.over(person.area).values() for cadre in level}
    over |= {cadre.id: cadre for cadre in batch.alerted(*(case.id for case in cases))}
    why = {case.id: notices.said((Say("{risks}", {"risks": risks_in_words(case.risk_types)}),), notices.CADRE_LANGUAGE)
           for case in cases}  # fmt: skip

    def reworded(text: str, case_id: int | None) -> str:
        return without(text, said, why.get(case_id or 0, _GONE))

    keys = sorted({cadre.key for cadre in over.values()})
    if (since := conversation.first_wrote(batch.tx, person.key)) is not None:
        conversation.reword(batch.tx, keys, sorted(why), but_of=person.key, since=since, reworded=reworded)
    held.reword(batch.tx, sorted(over), reworded)
    batch.outgoing[:] = [
        each if each.key == person.key else replace(each, text=reworded(each.text, each.case_id))
        for each in batch.outgoing
    ]
    handoff.forget_name(batch, list(over.values()), person.key)
