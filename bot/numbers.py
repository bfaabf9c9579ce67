"""The numbers: how fast cases are answered, visited and decided, by area and risk type; overdue, cleared, come back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from bot.cases.procedure import Profiles, due, profile_for
from bot.cases.types import Case
from bot.store import incidents, ratings, tasks
from bot.store.cases import cases_under
from bot.store.ratings import Rating
from bot.store.store import Tx
from policies_kb.areas import contains, normalise

_DECIDED = ("monitored", "rejected")
_LEAST_RATINGS = 3  # fewer would tell who gave which


@dataclass(slots=True)
class Group:
    """What is counted for one area or one risk type."""

    cases: int = 0
    critical: int = 0
    unanswered: int = 0
    overdue: int = 0
    cleared: int = 0
    came_back: int = 0
    to_acknowledge: list[timedelta] = field(default_factory=list)
    to_visit: list[timedelta] = field(default_factory=list)
    to_decide: list[timedelta] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)

    def line(self, name: str) -> dict[str, Any]:
        """As a line of a table: medians in hours."""
        return {
            "of": name,
            "cases": self.cases,
            "critical": self.critical,
            "unanswered": self.unanswered,
            "overdue": self.overdue,
            "cleared": self.cleared,
            "came_back": self.came_back,
            "acknowledged_h": _hours(self.to_acknowledge),
            "visited_h": _hours(self.to_visit),
            "decided_h": _hours(self.to_decide),
            "satisfied": round(sum(self.scores) / len(self.scores), 1) if len(self.scores) >= _LEAST_RATINGS else None,
            "ratings": len(self.scores),
        }


def lines(tx: Tx, profiles: Profiles, zone: ZoneInfo, now: datetime, area: str | None) -> list[dict[str, Any]]:
    """Everything in all, then each area below this one, then each risk type."""
    found = cases_under(tx, normalise(area))
    given = [each for each in ratings.everything(tx) if area is None or (each.area and contains(area, each.area))]
    whole = Group()
    areas: dict[str, Group] = defaultdict(Group)
    risks: dict[str, Group] = defaultdict(Group)
    for case in found:
        for group in (whole, areas[_part(case.area, area)], *(risks[risk] for risk in case.risk_types)):
            _count(group, case, profiles, zone, now)
    for rating in given:
        for group in (whole, areas[_part(rating.area, area)]):
            group.scores.append(rating.score)
    return [
        whole.line("all"),
        *(areas[name].line(name) for name in sorted(areas)),
        *(risks[name].line(name) for name in sorted(risks)),
    ]


def open_incidents(tx: Tx, area: str | None, least: int) -> list[dict[str, Any]]:
    """Incidents with at least so many cases."""
    return [
        {"incident": each.number, "kind": each.kind, "area": each.area, "day": each.day, "cases": each.cases}
        for each in incidents.all_of(tx, least)
        if area is None or contains(area, each.area)
    ]


def open_tasks(tx: Tx, now: datetime, area: str | None) -> list[dict[str, Any]]:
    """Tasks that are not done, the overdue ones marked."""
    return [
        {
            "task": each.number, "kind": each.kind, "area": each.area, "level": each.level,
            "due": each.due_at.date().isoformat(), "overdue": each.due_at <= now, **each.about,
        }
        for each in tasks.everything(tx)
        if each.status != "done" and (area is None or (each.area and contains(area, each.area)))
    ]  # fmt: skip


def evaluation(found: Sequence[Rating]) -> list[dict[str, Any]]:
    """Scores for an evaluation by others: area, month, score; no case and no name."""
    return [{"area": each.area, "month": each.month, "score": each.score} for each in found]


def _count(group: Group, case: Case, profiles: Profiles, zone: ZoneInfo, now: datetime) -> None:
    if case.status == "merged":
        return
    group.cases += 1
    group.critical += case.urgency == "critical"
    group.unanswered += case.acknowledged_by is None and not case.ended
    pending = due(profile_for(profiles, case.area, case.urgency), case, zone)
    group.overdue += pending is not None and pending.light(now) == "overdue"
    group.cleared += case.status in ("risk_cleared", "closed")
    group.came_back += "fell_back" in case.stages
    if case.acknowledged_at is not None:
        group.to_acknowledge.append(case.acknowledged_at - case.opened_at)
    if (visited := case.began("visited") or case.began("verifying")) is not None:
        group.to_visit.append(visited - case.opened_at)
    if decided := [at for at in map(case.began, _DECIDED) if at is not None]:
        group.to_decide.append(min(decided) - case.opened_at)


def _part(area: str | None, above: str | None) -> str:
    """The area one level below the one looked at."""
    code, length = normalise(area), len(normalise(above))
    return next((code[:n] for n in (2, 4, 6, 9, 12) if n > length and len(code) >= n), code) or "unknown"


def _hours(spans: Iterable[timedelta]) -> float | None:
    hours = [span.total_seconds() / 3600 for span in spans]
    return round(median(hours), 1) if hours else None
