"""Households that agreed to be asked on a rhythm whether all is well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, select

from bot.store.statements import upsert
from bot.store.store import Tx
from bot.store.tables import checkins

State = Literal["invited", "waits", "asked", "again", "told", "ended"]


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The rhythm of one household, and where it stands."""

    key: str
    every_days: int
    state: State
    kind: str = "elder"


_BY_KEYS = select(checkins).where(checkins.c.key.in_(bindparam("keys", expanding=True)))


def load(tx: Tx, keys: Sequence[str]) -> dict[str, CheckIn]:
    """The rhythms of these conversations."""
    return {
        row.key: CheckIn(row.key, row.every_days, row.state, row.kind)
        for row in tx.connection.execute(_BY_KEYS, {"keys": keys})
    }


def save(tx: Tx, check_in: CheckIn, now: datetime) -> None:
    """Write a rhythm, new or changed."""
    row = {
        "key": check_in.key,
        "kind": check_in.kind,
        "every_days": check_in.every_days,
        "state": check_in.state,
        "changed_at": now,
    }
    columns = ("kind", "every_days", "state", "changed_at")
    tx.connection.execute(upsert(tx.connection.dialect.name, checkins, ("key",), columns), row)
