"""Which cases a cadre has in hand, and of which they may hear at all."""

from typing import Literal

from bot import decisions, notices
from bot.batch import Batch
from bot.cases.awaited import NEXT, awaited
from bot.cases.ladder import is_quiet
from bot.cases.types import Cadre, Case
from bot.store.cases import cases_alerted_to
from policies_kb.areas import contains

Heard = Literal["told", "morning", "nobody"]
_MANY = 1000


def known_case(batch: Batch, cadre: Cadre, case_id: int) -> Case | None:
    """A case of this cadre's area, or one they were alerted to; of others they learn nothing."""
    case = batch.case(case_id)
    if case is None:
        return None
    if case.area is not None and contains(cadre.area, case.area):
        return case
    return case if any(each.id == cadre.id for each in batch.alerted(case_id)) else None


def awaited_of(batch: Batch, cadre: Cadre) -> list[Case]:
    """The cases that wait for a step, a second look or a word of this cadre's level, and are in nobody's hand below."""
    batch.add_cases(cases_alerted_to(batch.tx, [cadre.id], _MANY))
    found = (case for case in batch.cases.values() if case.area is not None and contains(cadre.area, case.area))
    return sorted((case for case in found if awaited(case, cadre.level)), key=lambda case: case.id)


def home_hears(batch: Batch, case: Case, *, at_night: bool = True) -> Heard:
    """Whether anybody of the household gets our messages, and whether they have to wait for the morning.

    `at_night`: what is said of a life in danger is said at any hour.
    """
    if not any(not person.opted_out and not person.blocked for person in batch.told_of(case)):
        return "nobody"
    waits = is_quiet(batch.now, batch.zone) and not (at_night and case.urgency == "critical")
    return "morning" if waits else "told"


def passes_on(batch: Batch, case: Case, but: Cadre | None = None) -> None:
    """A case has arrived at a status: whose step is next hears of it, and has it on their list."""
    if case.status not in NEXT or awaited(case, NEXT[case.status]) is None:
        return
    following = batch.over(case.area).get(NEXT[case.status], [])
    batch.involve(case, following)
    for cadre in following:
        if but is None or cadre.id != but.id:
            notices.to_cadre(batch, cadre, decisions.waits_for_you(case), case)


def open_of(batch: Batch, cadre: Cadre) -> list[Case]:
    """The open cases a cadre has, or is to acknowledge."""
    waiting = {alert.case_id for alert in batch.open_alerts(cadre)}
    batch.add_cases(cases_alerted_to(batch.tx, [cadre.id], _MANY))
    found = (
        case
        for case in batch.cases.values()
        if not case.ended
        and (case.acknowledged_by == cadre.id or (case.acknowledged_by is None and case.id in waiting))
    )
    return sorted(found, key=lambda case: case.id)
