"""The clock of a case at work: what is due is written down, and who must hear when it is at risk or overdue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot import notices
from bot.batch import Batch
from bot.cases import procedure
from bot.cases.procedure import EMERGENCY, MORNING, Due, Profiles, due, profile_for
from bot.cases.types import Cadre, Case, Level
from bot.store.timers import Timer
from dialogs.types import Say

KIND = "deadline"
_LATE = "late"  # among a case's stages: the last day that was told as overdue
_AGAIN = 5  # working days overdue: the level above the superior hears too
# Whose step it is, and who is above them.
_SUPERIORS: dict[str, tuple[Level, ...]] = {
    "declared": ("township", "county"), "verifying": ("township", "county"), "village_review": ("township", "county"),
    "township_check": ("county",), "county_approval": ("county",),
    "monitored": ("township", "county"), "assisted": ("township", "county"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The profiles a case is timed by."""

    profiles: Profiles

    def due(self, batch: Batch, case: Case) -> Due | None:
        """What is due next in a case."""
        return due(profile_for(self.profiles, case.area, case.urgency), case, batch.zone)

    def risen(self, before: Case, case: Case, since: datetime) -> Case:
        """A case grew graver: where it comes under emergency relief only now, the hours of that count from `since`."""
        profiles = [profile_for(self.profiles, each.area, each.urgency) for each in (before, case)]
        if profiles[0].relief_hours is not None or profiles[1].relief_hours is None:
            return case
        return replace(case, stages={**case.stages, EMERGENCY: since.isoformat()})

    def timed(self, batch: Batch, case: Case) -> Case:
        """The case with the day its present step is due on, and a timer for it."""
        found = self.due(batch, case)
        self._set_timer(batch, case, found)
        return replace(case, due_on=found.on if found else None, due_what=found.what if found else None)

    def comes_due(self, batch: Batch, case: Case, step: str) -> None:
        """A step is at risk, overdue, or overdue for a week: those who have it, their superior, and the household."""
        found = self.due(batch, case)
        if found is None or case.ended:
            return
        if step == "at_risk" and batch.now >= found.at:
            step = "overdue"  # nobody was there to say so in time
        colours = profile_for(self.profiles, case.area, case.urgency).colours or {}
        # Where nobody has answered a normal case yet, the ladder itself alerts the township.
        climbs = case.acknowledged_by is None and case.urgency == "normal" and case.ladder == "village"
        climbs = climbs and batch.ladder_step(case.id) is not None
        above = bool(self._superiors(batch, case))
        if step == "at_risk":
            told = self._tell(batch, case, notices.at_risk(case, found, colours.get("at_risk", "orange")), reach=1)
            household: Sequence[Say] = notices.at_risk_kindly(case, found)
        else:
            words = notices.overdue(case, found, colours.get("overdue", "red"))
            told = self._tell(batch, case, words, reach=2 if step == "again" else 0 if climbs else 1)
            household = notices.overdue_kindly(case, found, above=above)
            batch.amend(replace(case, stages={**case.stages, _LATE: found.on.isoformat()}))
            batch.note("clock", f"{step}: {found.what}", case.id, {"due": found.on.isoformat()})
        if step != "again" and told:
            for person in batch.told_of(case):
                notices.to_person(batch, person, household, case)
        self._set_timer(batch, case, found, after=step)

    def pause(self, batch: Batch, case: Case, actor: str, reason: str) -> Case:
        """The clock stands still, with a reason."""
        batch.stop(KIND, str(case.id))
        changed = replace(case, paused_at=batch.now.isoformat(), due_on=None)
        case = batch.set_case(changed, "updated", actor, f"paused: {reason}")
        for person in batch.told_of(case):
            notices.to_person(batch, person, notices.paused(case, reason), case)
        return case

    def resume(self, batch: Batch, case: Case, actor: str) -> Case:
        """The clock goes on; the working days it stood still do not count."""
        began = datetime.fromisoformat(case.paused_at or batch.now.isoformat()).astimezone(batch.zone).date()
        stood = procedure.working_days_between(began, batch.now.astimezone(batch.zone).date())
        changed = self.timed(batch, replace(case, paused_at=None, paused_days=case.paused_days + stood))
        return batch.set_case(changed, "updated", actor, "resumed")

    def _tell(self, batch: Batch, case: Case, words: Sequence[Say], reach: int) -> bool:
        """Whoever has the case, and as many levels above as `reach` says."""
        told: dict[int, Cadre] = {cadre.id: cadre for cadre in _keepers(batch, case)}
        for level in self._superiors(batch, case)[:reach]:
            told.update((cadre.id, cadre) for cadre in batch.over(case.area)[level])
        for cadre in told.values():
            notices.to_cadre(batch, cadre, words, case, in_numbers=True)
        return bool(told)

    def _superiors(self, batch: Batch, case: Case) -> list[Level]:
        """The levels above whoever has the step that have anybody, nearest first."""
        keepers = {cadre.level for cadre in _keepers(batch, case)}
        over = batch.over(case.area)
        return [level for level in _SUPERIORS.get(case.status, ()) if over.get(level) and level not in keepers]

    def _set_timer(self, batch: Batch, case: Case, found: Due | None, after: str = "") -> None:
        told = case.stages.get(_LATE) == found.on.isoformat() if found else True
        if found and not after and not told and batch.now >= found.at:  # over before anybody could be told
            batch.set_timer(Timer(KIND, str(case.id), batch.now, "overdue"))
            return
        later = [step for step in _steps(batch, found) if step.due_at > batch.now] if found else []
        named = {"": 0, "at_risk": 1, "overdue": 2, "again": 3}[after]
        wanted = [step for step in later if {"at_risk": 1, "overdue": 2, "again": 3}[step.step] > named]
        if wanted:
            batch.set_timer(replace(wanted[0], ref=str(case.id)))
        else:
            batch.stop(KIND, str(case.id))


def _steps(batch: Batch, found: Due) -> Iterable[Timer]:
    over = found.at
    if over.time() == time():  # nobody is told at midnight
        over = datetime.combine(over.date(), MORNING, batch.zone)
    late = procedure.after_working_days(over.date(), _AGAIN).on
    yield Timer(KIND, "", found.at_risk_at, "at_risk")
    yield Timer(KIND, "", over, "overdue")
    yield Timer(KIND, "", datetime.combine(late, MORNING, batch.zone) + timedelta(minutes=1), "again")


def _keepers(batch: Batch, case: Case) -> list[Cadre]:
    alerted = batch.alerted(case.id)
    mine = [cadre for cadre in alerted if cadre.id == case.acknowledged_by]
    lowest = [cadre for cadre in alerted if cadre.level == "village"] or alerted
    return mine or lowest
