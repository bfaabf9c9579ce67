"""Procedure profiles: which step is due by when, in working days of the Chinese calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import chinese_calendar
import yaml

from policies_kb.areas import normalise, parents


@dataclass(frozen=True, slots=True)
class Profile:
    """Deadlines of one procedure, working days from the declaration. Sources: the profile file."""

    name: str
    steps: Mapping[str, int]  # status -> working days after the declaration by which it must be over


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, and whether its year's holidays were known: if not, only weekends were counted."""

    on: date
    holidays_known: bool


def read_profiles(folder: Path) -> dict[str, Profile]:
    """Area code (`""` for everywhere else) -> profile."""
    profiles = {}
    for path in sorted(folder.glob("*.yml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        for area in raw["areas"]:
            profiles[str(area)] = Profile(path.stem, raw["steps"])
    return profiles


def profile_for(profiles: Mapping[str, Profile], area: str | None) -> Profile:
    """The profile of the nearest area above."""
    return next(profiles[code] for code in (normalise(area), *parents(area or "")) if code in profiles)


def due_on(profile: Profile, status: str, declared_on: date) -> Deadline | None:
    """The day by which a step must be over; None for a step without a deadline."""
    days = profile.steps.get(status)
    return None if days is None else after_working_days(declared_on, days)


@lru_cache(maxsize=4096)
def after_working_days(start: date, days: int) -> Deadline:
    """The day `days` working days after `start`, make-up days included."""
    known, day, left = True, start, days
    while left:
        day += timedelta(days=1)
        try:
            left -= chinese_calendar.is_workday(day)
        except NotImplementedError:  # the year's holidays are not published yet
            known = False
            left -= day.weekday() < 5
    return Deadline(day, known)
