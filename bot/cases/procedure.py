"""Procedure profiles: what is due by when, in working days of the Chinese calendar. One clock for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import chinese_calendar
import yaml

from bot.cases.types import Case
from policies_kb.areas import normalise, parents

Unit = Literal["working", "calendar"]
What = Literal["take_up", "check", "refusal", "decision", "relief", "papers"]
Light = Literal["", "at_risk", "overdue"]
MORNING = time(9)
QUIET = (time(21), time(7))
_RELIEF_WARNING = timedelta(hours=12)
_BEFORE_DECISION = frozenset({"declared", "verifying", "village_review", "township_check", "county_approval"})
EMERGENCY = "emergency"  # among a case's stages: when it became one, where it was none when it was declared


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of one procedure. Days count in `unit` from the declaration where nothing else is said."""

    name: str
    decision: int
    unit: Unit = "working"
    check: int | None = None  # the house check
    check_unit: Unit | None = None  # where it counts in another unit
    take_up: int | None = None  # calendar days until somebody takes it up
    refusal: int | None = None  # a refusal is told so many days after the check
    notice_days: int = 5  # the notice hangs in the village so many days at least
    relief_hours: int | None = None  # help itself, in an emergency
    papers: int | None = None  # what is written down after help came
    colours: Mapping[str, str] | None = None  # at_risk, overdue
    fields: tuple[str, ...] = ()  # what an applicant gives
    visit_every: int | None = None  # days between visits to a monitored household
    answer_within: Mapping[str, Mapping[str, int]] | None = None  # urgency -> level -> minutes, where an area differs
    quiet: str | None = None  # hours without alerts that are not critical, such as 22:00-06:00

    @property
    def quiet_hours(self) -> tuple[time, time]:
        """From when until when only critical alerts go out."""
        return _read_hours(self.quiet) if self.quiet else QUIET


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, and whether its year's holidays were known: if not, only weekends were counted."""

    on: date
    holidays_known: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What a case waits for: by when, when it is at risk, and whether the holidays up to then were known."""

    what: What
    on: date  # the last day
    at: datetime  # from here on it is overdue
    at_risk_at: datetime
    holidays_known: bool

    def light(self, now: datetime) -> Light:
        """at_risk, overdue or nothing."""
        return "overdue" if now >= self.at else "at_risk" if now >= self.at_risk_at else ""


Profiles = Mapping[tuple[str, str], Profile]  # (area code, urgency); "" for everywhere else, and for any urgency


def read_profiles(folder: Path, own: Path | None = None) -> Profiles:
    """Every profile of a folder, by the areas and urgencies it holds for; an operator's own go before ours.

    Raises ValueError where one is wrong.
    """
    if own is not None:
        return {**read_profiles(folder), **read_profiles(own)}
    profiles: dict[tuple[str, str], Profile] = {}
    for path in sorted(folder.glob("*.yml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        areas, urgencies = raw.pop("areas"), raw.pop("urgencies", [""])
        profile = _read_profile(path.stem, raw)
        for key in ((str(area), urgency) for area in areas for urgency in urgencies):
            if key in profiles:
                raise ValueError(f"{path.name}: {profiles[key].name} holds for {key} already")
            profiles[key] = profile
    return profiles


def profile_for(profiles: Profiles, area: str | None, urgency: str = "") -> Profile:
    """The profile of the nearest area above; one for this urgency goes before one for all."""
    codes = (normalise(area), *parents(area or ""))
    keys = ((code, wanted) for code in codes for wanted in dict.fromkeys((urgency, "")))
    return next(profiles[key] for key in keys if key in profiles)


def due(profile: Profile, case: Case, zone: ZoneInfo) -> Due | None:
    """What is due next in a case; None where nothing is, or where it is paused."""
    if case.ended or case.paused_at is not None:
        return None
    if profile.relief_hours is not None and _waits_for_relief(case):
        return _relief(case, profile.relief_hours, zone)
    if case.status not in _BEFORE_DECISION:
        return None
    anew = case.began("upheld")  # where an objection was upheld all of it begins anew
    declared_on = (anew or case.opened_at).astimezone(zone).date()
    decision = _within(profile.decision, profile.unit, declared_on, case.paused_days)
    helped, checked = case.began("helped"), _checked(case, anew)
    if profile.papers is not None and helped is not None:
        papers = _within(profile.papers, "working", helped.astimezone(zone).date(), case.paused_days)
        return _due("papers", min(papers, decision, key=_on), zone)
    if case.status == "declared" and profile.take_up is not None and case.acknowledged_at is None:
        return _due("take_up", _within(profile.take_up, "calendar", declared_on, case.paused_days), zone)
    if case.status == "declared" and checked is None and profile.check is not None:
        unit = profile.check_unit or profile.unit
        return _due("check", _within(profile.check, unit, declared_on, case.paused_days), zone)
    if case.status == "verifying" and checked is not None and profile.refusal is not None:
        refusal = _within(profile.refusal, "working", checked.astimezone(zone).date(), case.paused_days)
        if refusal.on < decision.on:
            return _due("refusal", refusal, zone)
    return _due("decision", decision, zone)


@lru_cache(maxsize=4096)
def after_working_days(start: date, days: int) -> Deadline:
    """The day `days` working days after `start`, make-up days included."""
    known, day, left = True, start, days
    while left:
        day += timedelta(days=1)
        works, is_known = _works(day)
        left -= works
        known = known and is_known
    return Deadline(day, known)


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to `end`."""
    return sum(_works(start + timedelta(days=n))[0] for n in range(1, (end - start).days + 1))


def _read_profile(name: str, raw: dict[str, Any]) -> Profile:
    unknown = set(raw) - set(Profile.__dataclass_fields__)
    if unknown or not isinstance(raw.get("decision"), int):
        wrong = ", ".join(sorted(unknown)) or "decision"
        raise ValueError(f"{name}.yml: {wrong} is unknown, missing or no number")
    profile = Profile(name, **{**raw, "fields": tuple(raw.get("fields", ()))})
    for urgency, levels in (profile.answer_within or {}).items():
        if urgency not in ("critical", "high") or set(levels) - {"village", "township", "county"}:
            raise ValueError(f"{name}.yml: answer_within has {urgency}: {dict(levels)}")
    if profile.quiet:
        _read_hours(profile.quiet)
    return profile


def _read_hours(written: str) -> tuple[time, time]:
    """Raises ValueError where it is no pair of hours such as 22:00-06:00."""
    first, _, last = written.partition("-")
    return time.fromisoformat(first.strip()), time.fromisoformat(last.strip())


def _works(day: date) -> tuple[bool, bool]:
    """Whether a day is worked, and whether that is known."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:  # the year's holidays are not published yet
        return day.weekday() < 5, False


def _within(days: int, unit: Unit, start: date, paused: int) -> Deadline:
    if unit == "working":
        return after_working_days(start, days + paused)
    return Deadline(start + timedelta(days=days + paused), True)


def _due(what: What, deadline: Deadline, zone: ZoneInfo) -> Due:
    """A day: over at midnight, at risk from the morning of the working day before."""
    before = deadline.on - timedelta(days=1)
    while not _works(before)[0]:
        before -= timedelta(days=1)
    over = datetime.combine(deadline.on + timedelta(days=1), time(), zone)
    return Due(what, deadline.on, over, datetime.combine(before, MORNING, zone), deadline.holidays_known)


def _checked(case: Case, since: datetime | None) -> datetime | None:
    """When somebody was at the home, or began to check, since then."""
    found = (case.began("visited"), case.began("verifying"))
    return next((at for at in found if at is not None and (since is None or at >= since)), None)


def _waits_for_relief(case: Case) -> bool:
    """Whether help is still to come: what came before a watched household fell into need does not count."""
    helped, since = case.began("helped"), case.began(EMERGENCY)
    if since is None:
        anew = case.began("upheld")
        none_yet = helped is None or (anew is not None and helped < anew)
        return none_yet and case.status in _BEFORE_DECISION
    return (helped is None or helped < since) and case.status != "risk_cleared"


def _relief(case: Case, hours: int, zone: ZoneInfo) -> Due:
    began = [at for at in (case.began(EMERGENCY), case.began("upheld")) if at is not None]
    at = (max(began, default=case.opened_at) + timedelta(hours=hours)).astimezone(zone)
    return Due("relief", at.date(), at, at - _RELIEF_WARNING, True)


def _on(deadline: Deadline) -> date:
    return deadline.on
