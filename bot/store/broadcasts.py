"""Broadcasts: what is to be told to everybody of an area, who decided it, and who still waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update

from bot.store.people import Person, load_people
from bot.store.store import Tx
from bot.store.tables import broadcast_people, broadcasts, households, outbox, people
from policies_kb.areas import normalise

Status = Literal["draft", "approved", "stopped", "done"]


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to an area. `cap` is the alert it came from or goes out as, as XML."""

    area: str
    text: str
    author: str
    made_at: datetime
    status: Status = "draft"
    approver: str | None = None
    cap: str | None = None
    cap_id: str | None = None  # the identifier of the CAP alert it came from
    a_minute: int = 60
    id: int = 0


_BY_ID = select(broadcasts).where(broadcasts.c.id == bindparam("row"))
_BY_CAP = select(broadcasts).where(broadcasts.c.cap_id == bindparam("cap"))
_CHANGE = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("row"))
    .values(status=bindparam("stands"), approver=bindparam("by"), changed_at=bindparam("now"), body=bindparam("sealed"))
)
_WAITING = (
    select(broadcast_people.c.key)
    .where(broadcast_people.c.broadcast_id == bindparam("row"))
    .order_by(broadcast_people.c.key)
    .limit(bindparam("many"))
)
_TAKEN = delete(broadcast_people).where(
    broadcast_people.c.broadcast_id == bindparam("row"), broadcast_people.c.key == bindparam("k")
)
_RECEIPTS = (
    select(outbox.c.status, func.count())
    .where(outbox.c.broadcast_id == bindparam("row"))
    .group_by(outbox.c.status)
)  # fmt: skip


def add(tx: Tx, draft: Broadcast) -> Broadcast:
    """Write a draft; the same CAP alert again gives the draft there is."""
    cap_key = tx.cipher.blind("cap", draft.cap_id) if draft.cap_id else None
    if cap_key and (row := tx.connection.execute(_BY_CAP, {"cap": cap_key}).first()) is not None:
        return _broadcast(tx, row)
    values = {
        "area": normalise(draft.area),
        "status": draft.status,
        "author": draft.author,
        "approver": draft.approver,
        "body": _sealed(tx, draft),
        "cap_id": cap_key,
        "a_minute": draft.a_minute,
        "made_at": draft.made_at,
        "changed_at": draft.made_at,
    }
    added = tx.connection.execute(insert(broadcasts).returning(broadcasts.c.id), values).scalar_one()
    found = load(tx, int(added))
    assert found is not None  # it was just written
    return found


def load(tx: Tx, broadcast_id: int) -> Broadcast | None:
    """A broadcast by its id."""
    row = tx.connection.execute(_BY_ID, {"row": broadcast_id}).first()
    return _broadcast(tx, row) if row else None


def of_cap(tx: Tx, cap_id: str) -> Broadcast | None:
    """The broadcast that came from a CAP alert."""
    row = tx.connection.execute(_BY_CAP, {"cap": tx.cipher.blind("cap", cap_id)}).first()
    return _broadcast(tx, row) if row else None


def change(tx: Tx, changed: Broadcast, now: datetime) -> None:
    """Write what became of a broadcast."""
    values = {"row": changed.id, "stands": changed.status, "by": changed.approver, "now": now}
    tx.connection.execute(_CHANGE, {**values, "sealed": _sealed(tx, changed)})


def recipients(tx: Tx, area: str) -> list[Person]:
    """Everybody known in an area who agrees to be written to."""
    code = normalise(area)
    rows = tx.connection.execute(
        select(people.c.key)
        .join(households, people.c.household == households.c.id)
        .where(
            households.c.area.startswith(code, autoescape=True), people.c.opted_out.is_(False),
            people.c.blocked.is_(False),
        )
        .order_by(people.c.key)
    )  # fmt: skip
    keys = rows.scalars().all()
    found: dict[str, Person] = {}
    for at in range(0, len(keys), 500):
        found.update(load_people(tx, keys[at : at + 500]))
    return [found[key] for key in keys]


def passed_over(tx: Tx, area: str) -> int:
    """How many of an area do not want to be written to, or cannot be."""
    count = (
        select(func.count())
        .select_from(people.join(households, people.c.household == households.c.id))
        .where(
            households.c.area.startswith(normalise(area), autoescape=True),
            or_(people.c.opted_out.is_(True), people.c.blocked.is_(True)),
        )
    )
    return int(tx.connection.execute(count).scalar_one())


def wait(tx: Tx, broadcast_id: int, keys: Iterable[str]) -> None:
    """These are to get it."""
    if rows := [{"broadcast_id": broadcast_id, "key": key} for key in keys]:
        tx.connection.execute(insert(broadcast_people), rows)


def take(tx: Tx, broadcast_id: int, many: int) -> list[str]:
    """The next ones who wait for it; they wait no more."""
    keys = list(tx.connection.execute(_WAITING, {"row": broadcast_id, "many": many}).scalars())
    if keys:
        tx.connection.execute(_TAKEN, [{"row": broadcast_id, "k": key} for key in keys])
    return keys


def waiting(tx: Tx, broadcast_id: int) -> int:
    """How many still wait for it."""
    count = select(func.count()).where(broadcast_people.c.broadcast_id == broadcast_id)
    return int(tx.connection.execute(count).scalar_one())


def forget(tx: Tx, broadcast_id: int) -> None:
    """Nobody waits for it any more, and what stands unsent in the outbox does not go."""
    tx.connection.execute(delete(broadcast_people).where(broadcast_people.c.broadcast_id == broadcast_id))
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.broadcast_id == broadcast_id, outbox.c.status == "waiting")
        .values(status="dropped", reason="stopped")
    )


def receipts(tx: Tx, broadcast_id: int) -> dict[str, int]:
    """What became of its messages: status -> how many."""
    return {status: many for status, many in tx.connection.execute(_RECEIPTS, {"row": broadcast_id})}


def everything(tx: Tx) -> list[Broadcast]:
    """Every broadcast, oldest first."""
    return [_broadcast(tx, row) for row in tx.connection.execute(select(broadcasts).order_by(broadcasts.c.id))]


def _sealed(tx: Tx, broadcast: Broadcast) -> bytes:
    return tx.cipher.seal_json({"text": broadcast.text, "cap": broadcast.cap, "cap_id": broadcast.cap_id})


def _broadcast(tx: Tx, row: Row[Any]) -> Broadcast:
    body = tx.cipher.open_json(row.body)
    return Broadcast(
        row.area, body["text"], row.author, row.made_at, row.status, row.approver, body["cap"], body["cap_id"],
        row.a_minute, row.id,
    )  # fmt: skip
