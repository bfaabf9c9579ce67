"""Storm control: what waited goes out as one message, ranked, at most one a minute; critical ones go at once, apart."""

from collections.abc import Sequence
from datetime import timedelta

from bot.batch import AT_ONCE, Batch
from bot.cases.types import URGENCIES
from bot.store import held
from bot.store.held import Held
from bot.store.people import cadres_by_id
from bot.store.timers import Timer
from dialogs.segments import segments
from dialogs.types import Say
from dialogs.wording import marked as _
from dialogs.wording import render
from integrations.ports import Address, Button

MINUTE = timedelta(minutes=1)
_SEGMENTS = 4
_SHORT = 34  # characters of a message in a group


def release(batch: Batch, cadre_id: int, language: str, buttons: tuple[Button, ...]) -> None:
    """A cadre's minute is over: what waited goes out as one message, the most urgent first."""
    cadre = cadres_by_id(batch.tx, [cadre_id]).get(cadre_id)
    waiting = held.due(batch.tx, cadre_id, batch.now)
    if cadre is None or not waiting:
        return
    last, _many = batch.heard.get(cadre_id, (cadre.heard_at, cadre.heard_in_a_row))
    if last is not None and last <= batch.now < last + MINUTE:
        batch.set_timer(Timer("group", str(cadre_id), last + MINUTE, "group"))
        return
    held.gone(batch.tx, [each.id for each in waiting])
    told = sorted((each for each in waiting if _still_counts(batch, each)), key=_rank)
    if told:
        cases = {each.case_id for each in told}
        case = batch.case(told[0].case_id) if len(cases) == 1 and told[0].case_id else None
        kind = "alert" if any(each.kind == "alert" for each in told) else "notice"
        text = told[0].text if len(told) == 1 else _grouped([each.text for each in told], language)
        batch.queue(
            cadre.key, Address(cadre.channel, cadre.address), kind, text, case=case,
            buttons=buttons if kind == "alert" else (),
        )  # fmt: skip
        batch.heard[cadre_id] = (batch.now, AT_ONCE)  # what follows within the minute is grouped too
    later = held.next_due(batch.tx, [cadre_id]).get(cadre_id)
    if later is not None:
        batch.set_timer(Timer("group", str(cadre_id), max(later, batch.now + MINUTE), "group"))


def _still_counts(batch: Batch, waiting: Held) -> bool:
    """An alert that somebody answered meanwhile need not go out any more."""
    if waiting.kind != "alert" or waiting.case_id is None:
        return True
    case = batch.case(waiting.case_id)
    return case is not None and not case.ended and case.acknowledged_by is None


def _rank(waiting: Held) -> tuple[bool, int, int]:
    return waiting.kind != "alert", -URGENCIES.index(waiting.urgency), waiting.id


def _grouped(texts: Sequence[str], language: str) -> str:
    """All of them if they fit in four SMS, else the first ones in short and how many more."""
    first = Say(_("{count} matters for you, the most urgent first:"), {"count": len(texts)})
    head = render(first.message, first.values, language)
    whole = "\n".join((head, *texts))
    if segments(whole) <= _SEGMENTS:
        return whole
    lines = [text if len(text) <= _SHORT else f"{text[:_SHORT]}…" for text in texts]
    for many in range(len(lines), 0, -1):
        left = len(lines) - many
        tail = (
            [render(_("{left} more. LIST shows them, 1 answers the first."), {"left": left}, language)] if left else []
        )
        whole = "\n".join((head, *lines[:many], *tail))
        if segments(whole) <= _SEGMENTS:
            return whole
    return head
