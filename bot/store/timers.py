"""Timers: what comes due by itself. One of a kind for each thing it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.store.statements import upsert
from bot.store.store import Tx
from bot.store.tables import timers


@dataclass(frozen=True, slots=True)
class Timer:
    """At `due_at` the `step` of this `kind` comes, for a case id or a conversation key."""

    kind: str  # ladder, silent, reminder, lapse
    ref: str
    due_at: datetime
    step: str = ""


_DUE = (
    select(timers)
    .where(timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at, timers.c.kind, timers.c.ref)
    .limit(bindparam("many"))
)
_FIND = select(timers).where(timers.c.kind == bindparam("k"), timers.c.ref == bindparam("r"))
_NEXT = select(func.min(timers.c.due_at))
_STOP = delete(timers).where(timers.c.kind == bindparam("k"), timers.c.ref == bindparam("r"))


def due_timers(tx: Tx, now: datetime, many: int) -> list[Timer]:
    """What has come due, oldest first."""
    return [
        Timer(row.kind, row.ref, row.due_at, row.step)
        for row in tx.connection.execute(_DUE, {"now": now, "many": many})
    ]


def find_timer(tx: Tx, kind: str, ref: str) -> Timer | None:
    """The timer of this kind for this ref, if there is one."""
    row = tx.connection.execute(_FIND, {"k": kind, "r": ref}).first()
    return Timer(row.kind, row.ref, row.due_at, row.step) if row else None


def next_due(tx: Tx) -> datetime | None:
    """When the next timer comes due."""
    return tx.connection.execute(_NEXT).scalar()


def set_timers(tx: Tx, new: Iterable[Timer]) -> None:
    """Set timers; one of the same kind and ref is moved."""
    rows = [{"kind": timer.kind, "ref": timer.ref, "due_at": timer.due_at, "step": timer.step} for timer in new]
    if rows:
        tx.connection.execute(upsert(tx.connection.dialect.name, timers, ("kind", "ref"), ("due_at", "step")), rows)


def stop_timers(tx: Tx, which: Sequence[tuple[str, str]]) -> None:
    """These timers do not come."""
    if which:
        tx.connection.execute(_STOP, [{"k": kind, "r": ref} for kind, ref in which])
