"""The case as a value, and the words it may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from policies_kb.areas import full

Status = Literal[
    "declared", "verifying", "village_review", "township_check", "county_approval", "monitored", "assisted",
    "risk_cleared", "closed", "rejected", "merged", "withdrawn",
]  # fmt: skip
Level = Literal["village", "township", "county"]

# Over: nothing is asked of anybody any more.
ENDED: frozenset[str] = frozenset({"closed", "rejected", "merged", "withdrawn"})
URGENCIES = ("normal", "high", "critical")  # rising
FIRST_CASE = 1000  # the first case is A1001


@dataclass(frozen=True, slots=True)
class Case:
    """A household watched and helped until the risk is cleared.

    `details` holds the slots of an Understanding under their names, as JSON values; `said` the words that opened it.
    `ladder` is the level last alerted, `due_on` the day by which the present step of the procedure is due.
    """

    id: int
    household: int | None
    opened_by: str  # conversation key
    status: Status
    urgency: str
    risk_types: tuple[str, ...]
    area: str | None
    opened_at: datetime
    changed_at: datetime
    version: int = 1
    relation: str | None = None
    danger: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    reporter: str | None = None  # the name of who wrote, where known
    callback: str | None = None  # how a cadre reaches them
    ladder: str | None = None
    due_on: date | None = None
    due_what: str | None = None  # what is due then: check, decision and the like, see bot.cases.procedure
    acknowledged_by: int | None = None  # cadre id
    acknowledged_name: str | None = None
    acknowledged_at: datetime | None = None
    response: str | None = None  # on_way, arrived, done: what the cadre said last
    note: str | None = None  # the registry's last word on it
    merged_into: int | None = None
    stages: Mapping[str, str] = field(default_factory=dict)  # a status, visited, helped -> when it began, ISO 8601
    before: str | None = None  # the status a merged case had: undoing the merger goes back to it
    paused_at: str | None = None  # since when its deadlines stand still, ISO 8601
    paused_days: int = 0  # working days they stood still before
    found_by: str = "household"  # household, cadre or department
    incident: int | None = None
    consent: Mapping[str, str] = field(default_factory=dict)  # of who was reported: answer, by, at, words, said
    lent: tuple[str, ...] = ()  # the voices that a merged case gave to the one it was joined to
    taken: Mapping[str, Any] = field(default_factory=dict)  # what it changed in that one: bot.cases.merging.taken_over

    def began(self, stage: str) -> datetime | None:
        """When a stage last began; None where it never did."""
        return datetime.fromisoformat(self.stages[stage]) if stage in self.stages else None

    @property
    def number(self) -> str:
        """What people call it: A1024."""
        return f"A{self.id}"

    @property
    def ended(self) -> bool:
        """Over: closed, rejected, merged or withdrawn."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Cadre:
    """A field worker who looks after everything under their area."""

    id: int
    key: str
    channel: str
    address: str
    name: str
    area: str  # without the groups of zeros at its end
    level: Level
    deputy: int | None = None  # who stands in while they are away
    away_from: datetime | None = None
    away_until: datetime | None = None
    duty: str | None = None  # days and hours of their rota
    active: bool = True
    answered_at: datetime | None = None  # when they last acknowledged anything
    heard_at: datetime | None = None  # when the last message that was not critical went to them
    heard_in_a_row: int = 0  # how many such messages followed each other within the minute


def case_line(case: Case, event: str) -> dict[str, Any]:
    """The whole state of a case after a change: the case line of `hearthline simulate`."""
    return {
        "case": case.number,
        "event": event,
        "status": case.status,
        "risk_types": list(case.risk_types),
        "urgency": case.urgency,
        "area": full(case.area) if case.area else None,
        "person": {"relation": case.relation} if case.relation else {},
        "details": dict(case.details),
    }
