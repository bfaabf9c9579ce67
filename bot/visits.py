"""Visits a rule asks for: scheduled while a household is watched, recorded by message, seen when overdue."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import tasks
from bot.batch import Batch
from bot.cases.procedure import MORNING, Profiles, profile_for
from bot.cases.types import Cadre, Case
from bot.store import tasks as stored
from bot.store.tasks import Task
from bot.store.timers import Timer

_KIND = "visit"
_WATCHED = ("monitored", "assisted")
_WITHIN = timedelta(days=7)


def schedule(batch: Batch, profiles: Profiles, case: Case) -> None:
    """The next visit of a household that is watched; none of one that is not."""
    every = profile_for(profiles, case.area, case.urgency).visit_every
    if case.status not in _WATCHED or every is None:
        batch.stop(_KIND, str(case.id))
        return
    day = batch.now.astimezone(batch.zone).date() + timedelta(days=every)
    batch.set_timer(Timer(_KIND, str(case.id), datetime.combine(day, MORNING, batch.zone), "visit"))


def comes_due(batch: Batch, case: Case) -> None:
    """It is time for a visit: a task for whoever looks after the village."""
    if case.status in _WATCHED and not stored.open_of_case(batch.tx, case.id):
        about = {"name": case.reporter or "", "words": case.number, "phone": case.callback or ""}
        due_at = batch.now + _WITHIN
        tasks.give(batch, Task("visit", case.area, "village", about, batch.now, due_at, case_id=case.id))


def made(batch: Batch, profiles: Profiles, case: Case, cadre: Cadre, words: str) -> Case:
    """A cadre was there: noted with the case, its open visit done, the next one scheduled."""
    stages = {**case.stages, "visited": batch.now.isoformat()}
    details = {**case.details, "cadre_note": words} if words else case.details
    case = batch.set_case(
        replace(case, stages=stages, details=details), "updated", f"cadre {cadre.id}", f"visit: {words}"
    )
    for task in stored.open_of_case(batch.tx, case.id):
        tasks.close(batch, task, cadre, words or "-")
    schedule(batch, profiles, case)
    return case
