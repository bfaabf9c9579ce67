"""Sessions: where each conversation stands. A version guards against two workers at one conversation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.store.statements import upsert
from bot.store.store import Tx
from bot.store.tables import sessions


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as JSON, and how often it was written."""

    body: Any
    version: int


_LOAD = select(sessions).where(sessions.c.key.in_(bindparam("keys", expanding=True)))


def load_sessions(tx: Tx, keys: Sequence[str]) -> dict[str, StoredSession]:
    """The sessions of these conversations, one query."""
    rows = tx.connection.execute(_LOAD, {"keys": keys})
    return {row.key: StoredSession(tx.cipher.open_json(row.body), row.version) for row in rows}


def save_sessions(tx: Tx, changed: Iterable[tuple[str, StoredSession]], now: datetime) -> None:
    """Write sessions, new or changed."""
    rows = [
        {"key": key, "body": tx.cipher.seal_json(session.body), "version": session.version, "changed_at": now}
        for key, session in changed
    ]
    if rows:
        columns = ("body", "version", "changed_at")
        tx.connection.execute(upsert(tx.connection.dialect.name, sessions, ("key",), columns), rows)
