"""The ladder of alerts: who is told when, until somebody answers. Times are those of contracts.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.cases.procedure import QUIET, after_working_days
from bot.cases.types import Cadre, Level
from policies_kb.areas import contains, normalise

LEVELS: tuple[Level, ...] = ("village", "township", "county")
Step = Literal["village", "township", "county", "unanswered"]
STEPS: tuple[Step, ...] = (*LEVELS, "unanswered")

# How long a level has to answer before the next one hears of it.
ANSWER_WITHIN: dict[str, dict[Step, timedelta]] = {
    "critical": {
        "village": timedelta(minutes=15),
        "township": timedelta(minutes=30),
        "county": timedelta(minutes=30),
    },
    "high": {"village": timedelta(hours=2), "township": timedelta(hours=6), "county": timedelta(hours=16)},
}
SILENT_AFTER = timedelta(hours=2)  # a critical case acknowledged and then silent: the township hears of it
DIGEST_AT = time(8)


@dataclass(frozen=True, slots=True)
class Climb:
    """The next step of a ladder, and when it comes."""

    step: Step
    due_at: datetime


def responsible(cadres: Iterable[Cadre], area: str | None) -> dict[Level, list[Cadre]]:
    """The cadres over an area by level. For an area not known: the highest cadres there are, whoever's they are."""
    everyone = list(cadres)
    if area is None:
        for level in reversed(LEVELS):
            if highest := [cadre for cadre in everyone if cadre.level == level]:
                return {level: highest}
        return {}
    over: dict[Level, list[Cadre]] = {}
    for cadre in everyone:
        if cadre.area and contains(cadre.area, area):
            over.setdefault(cadre.level, []).append(cadre)
    return over


def alerted_first(over: dict[Level, list[Cadre]]) -> tuple[Step, Sequence[Cadre]]:
    """The lowest level that has anybody; nobody at all is `unanswered` from the start."""
    for level in LEVELS:
        if over.get(level):
            return level, over[level]
    return "unanswered", ()


def next_climb(
    urgency: str, reached: Step, reached_at: datetime, over: dict[Level, list[Cadre]], procedure_due: datetime | None,
    answer_within: Mapping[str, Mapping[Step, timedelta]] = ANSWER_WITHIN,
) -> Climb | None:  # fmt: skip
    """The step after `reached`, levels without anybody passed over. None when the ladder is at its end.

    `reached_at` is when that level was alerted. A normal case climbs when its procedure is overdue.
    """
    if reached == "unanswered":
        return None
    later = STEPS[STEPS.index(reached) + 1 :]
    if urgency in answer_within:
        step = next(step for step in later if step == "unanswered" or over.get(step))
        return Climb(step, reached_at + answer_within[urgency][reached])
    upward = [step for step in later if step != "unanswered" and over.get(step)]
    return Climb(upward[0], procedure_due) if upward and procedure_due else None


def within(changed: Mapping[str, Mapping[str, int]] | None) -> Mapping[str, Mapping[Step, timedelta]]:
    """How long each level has, with what an area's profile changes in it: minutes."""
    if not changed:
        return ANSWER_WITHIN
    return {
        urgency: {
            level: timedelta(minutes=changed.get(urgency, {}).get(level, int(usual.total_seconds() // 60)))
            for level, usual in levels.items()
        }
        for urgency, levels in ANSWER_WITHIN.items()
    }


def is_quiet(moment: datetime, zone: ZoneInfo, quiet: tuple[time, time] = QUIET) -> bool:
    """Whether it is between 21:00 and 7:00 where the villages are, or in an area's own quiet hours."""
    local, (begin, end) = moment.astimezone(zone).time(), quiet
    return local >= begin or local < end if begin > end else begin <= local < end


def after_quiet(moment: datetime, zone: ZoneInfo, quiet: tuple[time, time] = QUIET) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    if not is_quiet(moment, zone, quiet):
        return moment
    local, (begin, end) = moment.astimezone(zone), quiet
    day: date = local.date() + timedelta(days=1) if begin > end and local.time() >= begin else local.date()
    return datetime.combine(day, end, zone).astimezone(moment.tzinfo)


def next_digest(moment: datetime, zone: ZoneInfo) -> datetime:
    """The next 8:00 of a working day where the villages are: when a cadre hears what is still open."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(after_working_days(day - timedelta(days=1), 1).on, DIGEST_AT, zone)


def started(urgency: str, moment: datetime, zone: ZoneInfo, quiet: tuple[time, time] = QUIET) -> datetime:
    """When the first alert of a case goes out: at once when critical, else outside quiet hours."""
    return moment if urgency == "critical" else after_quiet(moment, zone, quiet)


def same_area(first: str | None, second: str | None) -> bool:
    """Whether two codes name the same area, zeros at the end or not."""
    return normalise(first or "") == normalise(second or "")
