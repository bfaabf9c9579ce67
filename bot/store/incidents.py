"""Incidents: how many cases of one disaster there are in one place on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.store import Tx
from bot.store.tables import incidents


@dataclass(frozen=True, slots=True)
class Incident:
    """One disaster in one place on one day, and how many cases there are of it."""

    id: int
    kind: str
    area: str
    day: str
    opened_at: datetime
    cases: int

    @property
    def number(self) -> str:
        """What people call it: Z12."""
        return f"Z{self.id}"


_ALL = select(incidents).where(incidents.c.cases >= bindparam("least")).order_by(incidents.c.id)
_BY_ID = select(incidents).where(incidents.c.id.in_(bindparam("ids", expanding=True)))
_UNDER_WAY = (
    select(incidents.c.id)
    .where(
        incidents.c.day == bindparam("on"), incidents.c.cases >= bindparam("least"),
        incidents.c.area.startswith(bindparam("under"), autoescape=False),
    )
    .limit(1)
)  # fmt: skip


def count(tx: Tx, kind: str, area: str, day: str, now: datetime, by: int = 1) -> Incident:
    """One case more, or one less."""
    values = {"kind": kind, "area": area, "day": day, "opened_at": now, "cases": by, "by": by}
    return _incident(tx.connection.execute(_count(tx.connection.dialect.name), values).one())


def load(tx: Tx, ids: Iterable[int]) -> dict[int, Incident]:
    """These incidents."""
    return {row.id: _incident(row) for row in tx.connection.execute(_BY_ID, {"ids": list(ids)})}


def all_of(tx: Tx, least: int) -> list[Incident]:
    """Every incident with at least so many cases, oldest first."""
    return [_incident(row) for row in tx.connection.execute(_ALL, {"least": least})]


def under_way(tx: Tx, area: str, day: str, least: int) -> bool:
    """Whether an area has an incident with so many cases on a day."""
    values = {"on": day, "least": least, "under": area}
    return tx.connection.execute(_UNDER_WAY, values).first() is not None


@cache
def _count(dialect: str) -> Executable:
    add = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(incidents)
    return (
        add.values(
            kind=bindparam("kind"), area=bindparam("area"), day=bindparam("day"), opened_at=bindparam("opened_at"),
            cases=bindparam("cases"),
        )
        .on_conflict_do_update(
            index_elements=["kind", "area", "day"], set_={"cases": incidents.c.cases + bindparam("by")}
        )
        .returning(incidents)
    )  # fmt: skip


def _incident(row: Row[Any]) -> Incident:
    return Incident(row.id, row.kind, row.area, row.day, row.opened_at, row.cases)
