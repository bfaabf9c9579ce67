"""The audit: every change of a case and every export, in a chain of hashes that nobody can rewrite unseen."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from bot.store.marks import read_mark, write_mark
from bot.store.store import Tx
from bot.store.tables import audit

_START = "0" * 64
_SINCE = select(audit).where(audit.c.id > bindparam("after")).order_by(audit.c.id)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something done: when, by whom (household, cadre 3, registry, operator, clock), what, to which case."""

    at: datetime
    actor: str
    action: str
    case_id: int | None
    body: Any
    id: int = 0
    hash: str = ""


def append(tx: Tx, entries: Iterable[Entry]) -> None:
    """Add to the chain. Another transaction that wants to add waits for this one."""
    rows = []
    last = None
    for entry in entries:
        if last is None:
            write_mark(tx, "audit lock", "held")  # the row lock that makes PostgreSQL's writers take turns
            last = read_mark(tx, "audit head") or _START
        last = _hash(last, entry)
        rows.append(
            {
                "at": entry.at,
                "actor": entry.actor,
                "action": entry.action,
                "case_id": entry.case_id,
                "body": tx.cipher.seal_json(entry.body),
                "hash": last,
            }
        )
    if rows and last:
        tx.connection.execute(insert(audit), rows)
        write_mark(tx, "audit head", last)


def read_since(tx: Tx, after: int) -> Iterator[Entry]:
    """The entries after an id, oldest first."""
    for row in tx.connection.execute(_SINCE, {"after": after}):
        yield Entry(row.at, row.actor, row.action, row.case_id, tx.cipher.open_json(row.body), row.id, row.hash)


def first_broken(tx: Tx) -> int | None:
    """The id of the first entry whose hash does not follow from those before it, 0 if entries were cut off."""
    last = _START
    for entry in read_since(tx, 0):
        last = _hash(last, entry)
        if last != entry.hash:
            return entry.id
    return None if last == (read_mark(tx, "audit head") or _START) else 0


def _hash(previous: str, entry: Entry) -> str:
    said = json.dumps(
        [previous, entry.at.astimezone(UTC).isoformat(), entry.actor, entry.action, entry.case_id, entry.body],
        ensure_ascii=True, sort_keys=True,
    )  # fmt: skip
    return hashlib.sha256(said.encode()).hexdigest()
