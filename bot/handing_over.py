"""All open cases of a cadre at once to another: a changed post."""

from datetime import datetime

from bot import orders
from bot.batch import Batch
from bot.cases.types import Cadre
from bot.in_hand import open_of
from bot.runtime import Runtime
from bot.store import cadres
from bot.store.store import Tx, decide_alone
from nlu.phones import find_phones


def all_cases(tx: Tx, runtime: Runtime, now: datetime, before: str, after: str) -> int | None:
    """Hand over by the cadres' numbers, with or without +86; None where one is nobody's."""
    decide_alone(tx)
    everybody = cadres.everybody(tx)
    first, second = (
        next((each for each in everybody if each.address in (number, _e164(number))), None)
        for number in (before, after)
    )
    if first is None or second is None:
        return None
    batch = Batch(tx, now, runtime.zone)
    cases = open_of(batch, first)
    for case in cases:
        orders.hand_over(batch, runtime.caseload, case, first, second, "operator")
    batch.write()
    return len(cases)


def left_their_post(tx: Tx, runtime: Runtime, now: datetime) -> int:
    """Cases of cadres who are not there any more go to who is responsible now. How many."""
    decide_alone(tx)
    batch = Batch(tx, now, runtime.zone)
    count = 0
    for gone in (cadre for cadre in cadres.everybody(tx) if not cadre.active):
        for case in open_of(batch, gone):
            to = _responsible(batch, case.area, gone)
            if to is not None:
                orders.hand_over(batch, runtime.caseload, case, gone, to, "operator")
                count += 1
    batch.write()
    return count


def _e164(written: str) -> str | None:
    found = find_phones(written)
    return found[0].number if found else None


def _responsible(batch: Batch, area: str | None, gone: Cadre) -> Cadre | None:
    over = batch.over(area)
    return next((cadre for level in (gone.level, "township", "county") for cadre in over.get(level, ())), None)
