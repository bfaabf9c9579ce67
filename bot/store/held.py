"""Messages to cadres that wait to go out together: at most one grouped message a minute."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.store.store import Tx
from bot.store.tables import held


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits for its minute."""

    cadre_id: int
    case_id: int | None
    kind: str  # alert, notice
    urgency: str
    text: str
    due_at: datetime
    id: int = 0


_DUE = (
    select(held)
    .where(held.c.cadre_id == bindparam("cadre"), held.c.due_at <= bindparam("now"))
    .order_by(held.c.id)
)  # fmt: skip
_NEXT = (
    select(held.c.cadre_id, func.min(held.c.due_at).label("due_at"))
    .where(held.c.cadre_id.in_(bindparam("ids", expanding=True)))
    .group_by(held.c.cadre_id)
)
_ALERT = select(func.min(held.c.due_at)).where(held.c.case_id == bindparam("case_id"), held.c.kind == "alert")
_OF = select(held).where(held.c.cadre_id.in_(bindparam("ids", expanding=True)))
_REWORD = update(held).where(held.c.id == bindparam("row")).values(body=bindparam("sealed"))
_GONE = delete(held).where(held.c.id.in_(bindparam("ids", expanding=True)))


def hold(tx: Tx, waiting: Iterable[Held]) -> None:
    """Let these wait."""
    rows = [
        {
            "cadre_id": each.cadre_id,
            "case_id": each.case_id,
            "kind": each.kind,
            "urgency": each.urgency,
            "body": tx.cipher.seal(each.text),
            "due_at": each.due_at,
        }
        for each in waiting
    ]
    if rows:
        tx.connection.execute(insert(held), rows)


def due(tx: Tx, cadre_id: int, now: datetime) -> list[Held]:
    """What has waited long enough for a cadre, in order."""
    return [
        Held(row.cadre_id, row.case_id, row.kind, row.urgency, tx.cipher.open(row.body), row.due_at, row.id)
        for row in tx.connection.execute(_DUE, {"cadre": cadre_id, "now": now})
    ]


def next_due(tx: Tx, cadre_ids: Sequence[int]) -> dict[int, datetime]:
    """When the next message of each of these is due."""
    return {row.cadre_id: row.due_at for row in tx.connection.execute(_NEXT, {"ids": cadre_ids})}


def gone(tx: Tx, ids: Sequence[int]) -> None:
    """These went out."""
    if ids:
        tx.connection.execute(_GONE, {"ids": ids})


def alert_until(tx: Tx, case_id: int) -> datetime | None:
    """When the first alert of a case goes out that still waits; None where none does."""
    return tx.connection.execute(_ALERT, {"case_id": case_id}).scalar()


def reword(tx: Tx, cadre_ids: Sequence[int], reworded: Callable[[str, int | None], str]) -> int:
    """Put other words into what waits for these cadres. How many messages have them now."""
    rows = []
    for row in tx.connection.execute(_OF, {"ids": cadre_ids}):
        text = tx.cipher.open(row.body)
        if (other := reworded(text, row.case_id)) != text:
            rows.append({"row": row.id, "sealed": tx.cipher.seal(other)})
    if rows:
        tx.connection.execute(_REWORD, rows)
    return len(rows)
