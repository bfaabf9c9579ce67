"""Cases counted into incidents, and the levels above told when there are many."""

from dataclasses import replace

from bot import notices
from bot.batch import Batch
from bot.cases import incidents as rules
from bot.cases.types import Cadre, Case, Level
from bot.store import incidents


def counted(batch: Batch, case: Case) -> Case:
    """The case with the incident it belongs to, if it is of a disaster in a known place."""
    kind, place = rules.kind_of(case), rules.place_of(case)
    if kind is None or place is None or case.incident is not None:
        return case
    day = case.opened_at.astimezone(batch.zone).date().isoformat()
    incident = incidents.count(batch.tx, kind, place, day, batch.now)
    if incident.cases in rules.TOLD_AT:
        for cadre in _told(batch, case, incident.cases):
            notices.of_incident(batch, cadre, incident, case)
        batch.note("clock", f"incident {incident.number}", case.id, {"cases": incident.cases})
    return replace(case, incident=incident.id)


def discounted(batch: Batch, case: Case, by: int = -1) -> None:
    """A case was joined to another: there is one less; or it is one again."""
    if case.incident is not None and (found := incidents.load(batch.tx, [case.incident]).get(case.incident)):
        incidents.count(batch.tx, found.kind, found.area, found.day, batch.now, by)


def _told(batch: Batch, case: Case, cases: int) -> list[Cadre]:
    levels: tuple[Level, ...] = ("village", "township", "county") if cases >= rules.COUNTY_FROM else (
        "village", "township",
    )  # fmt: skip
    over = batch.over(case.area)
    found = {cadre.id: cadre for level in levels for cadre in over.get(level, ())}
    return list(found.values())
