"""The outbox and the registry's queue: what is to go out, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update

from bot.store.statements import upsert
from bot.store.store import Tx
from bot.store.tables import Instant, cases, early_receipts, outbox, syncs
from bot.store.timers import Timer, set_timers
from integrations.ports import Address, Button, OutboundMessage


@dataclass(frozen=True, slots=True)
class Sources:
    """What an answer rests on, so that it can be looked up years later: clauses, and the version of the knowledge."""

    version: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """A message to put into the outbox."""

    key: str
    to: Address
    kind: str  # reply, alert, notice
    text: str
    due_at: datetime
    buttons: tuple[Button, ...] = ()
    case_id: int | None = None
    in_reply_to: int | None = None
    sources: Sources | None = None
    broadcast_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """A message of the outbox that is being sent."""

    id: int
    key: str
    kind: str
    case_id: int | None
    attempts: int
    status: str
    due_at: datetime
    created_at: datetime
    message: OutboundMessage


@dataclass(frozen=True, slots=True)
class Syncing:
    """A case whose newest version the registry does not have."""

    case_id: int
    version: int  # what it has; 0: nothing
    attempts: int
    until: datetime  # the end of the lease: whoever finds another one there was overtaken


# The ways to stand in the outbox from which a message still goes out.
_OPEN = ("waiting", "sending", "unknown")
_earlier = outbox.alias("earlier")
# A message that failed and is to be tried again holds back later ones to the same address, so that order stays.
_DUE = (
    select(outbox)
    .where(
        outbox.c.status.in_(_OPEN),
        outbox.c.due_at <= bindparam("now"),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.key == outbox.c.key,
            _earlier.c.id < outbox.c.id,
            _earlier.c.status.in_(_OPEN),
            _earlier.c.attempts > 0,
            _earlier.c.due_at > bindparam("now"),
        )
        .exists(),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("many"))
)
# Only as it was seen: tries grow with each lease, so one that another dispatcher took and sent meanwhile is not ours,
# even where the clock stood still.
_LEASE = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("row"),
        outbox.c.due_at == bindparam("seen"),
        outbox.c.attempts == bindparam("tried"),
        or_(*(outbox.c.status == each for each in _OPEN)),  # no list: this goes for many rows at once
    )
    .values(status="sending", attempts=outbox.c.attempts + 1, due_at=bindparam("until"))
)
_BECAME = {
    "status": bindparam("became"),
    "due_at": bindparam("again_at"),
    "provider_id": func.coalesce(bindparam("sid"), outbox.c.provider_id),
    # A client may have come for it.
    "sent_at": func.coalesce(outbox.c.sent_at, bindparam("went_at", type_=Instant)),
    "reason": bindparam("why"),
}
# What became of it is written by who has the lease. That it went counts from anybody.
_OUTCOME = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.status == "sending", outbox.c.attempts == bindparam("tried"))
    .values(_BECAME)
)
_WENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), or_(outbox.c.status.in_(_OPEN), outbox.c.provider_id.is_(None)))
    .values(_BECAME)
)
_NEXT = select(func.min(outbox.c.due_at)).where(outbox.c.status.in_(_OPEN))
_DROP = (
    update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.status == "waiting", outbox.c.kind == "notice")
    .values(status="dropped", reason="opted out")
)
# Delivered beats sent, whatever order the receipts come in; a failure beats sent, not delivered.
_RECEIPT = (
    update(outbox)
    .where(
        outbox.c.channel == bindparam("on"),
        outbox.c.provider_id == bindparam("sid"),
        or_(outbox.c.status == "sent", bindparam("became") == "delivered"),
    )
    .values(status=bindparam("became"), reason=bindparam("why"))
    .returning(outbox.c.id, outbox.c.kind)
)
_IS_SENT = select(outbox.c.id).where(outbox.c.channel == bindparam("on"), outbox.c.provider_id == bindparam("sid"))
_EARLY = (
    delete(early_receipts)
    .where(early_receipts.c.channel == bindparam("on"), early_receipts.c.provider_id == bindparam("sid"))
    .returning(early_receipts.c.status, early_receipts.c.reason)
)
_EARLY_GONE = delete(early_receipts).where(early_receipts.c.at < bindparam("before"))
_EARLY_KEPT = timedelta(hours=1)
_LAST_ALERT = (
    select(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.case_id == bindparam("c"), outbox.c.kind == "alert")
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_SYNC_DUE = (
    select(syncs)
    .where(syncs.c.status == "waiting", syncs.c.due_at <= bindparam("now"))
    .order_by(syncs.c.due_at, syncs.c.case_id)
    .limit(bindparam("many"))
)
_SYNC_NEXT = select(func.min(syncs.c.due_at)).where(syncs.c.status == "waiting")
_SYNC_LEASE = (
    update(syncs)
    .where(
        syncs.c.case_id == bindparam("ref"),
        syncs.c.due_at == bindparam("seen"),
        syncs.c.attempts == bindparam("tried"),
        syncs.c.version == bindparam("had"),
        syncs.c.status == "waiting",
    )
    .values(attempts=syncs.c.attempts + 1, due_at=bindparam("until"))
)
# Only under the lease: a change that came meanwhile has set the row to go again, and that stands.
_SYNC_OUTCOME = (
    update(syncs)
    .where(syncs.c.case_id == bindparam("ref"), syncs.c.due_at == bindparam("until"), syncs.c.status == "waiting")
    .values(
        status=bindparam("became"),
        version=bindparam("has"),
        due_at=bindparam("again_at"),
        attempts=bindparam("tries"),
        reason=bindparam("why"),
    )
)
_SYNC_HAS = (
    update(syncs)
    .where(syncs.c.case_id == bindparam("ref"), syncs.c.version < bindparam("has"))
    .values(version=bindparam("has"))
)
_CASE_VERSION = select(cases.c.version).where(cases.c.id == bindparam("ref"))


def enqueue(tx: Tx, messages: Iterable[Queued], now: datetime) -> None:
    """Put messages into the outbox, in order."""
    rows = [
        {
            "key": message.key,
            "channel": message.to.channel,
            "address": tx.cipher.seal(message.to.id),
            "kind": message.kind,
            "body": tx.cipher.seal_json([message.text, [[button.label, button.value] for button in message.buttons]]),
            "case_id": message.case_id,
            "in_reply_to": message.in_reply_to,
            "broadcast_id": message.broadcast_id,
            "created_at": now,
            "due_at": message.due_at,
            "status": "waiting",
            "attempts": 0,
            "sources": _sealed(tx, message.sources),
        }
        for message in messages
    ]
    if rows:
        tx.connection.execute(insert(outbox), rows)


def lease(tx: Tx, now: datetime, until: datetime, many: int) -> list[Sending]:
    """Take messages that are due; nobody else takes them before `until`."""
    found = [_sending(tx, row) for row in tx.connection.execute(_DUE, {"now": now, "many": many})]
    if not found:
        return []
    if tx.connection.dialect.name == "sqlite":  # this transaction is the only writer there is
        tx.connection.execute(_LEASE, [_as_seen(each, until) for each in found])
        return found
    ours: list[Sending] = []
    elsewhere: set[str] = set()  # conversations whose messages another dispatcher took meanwhile: it goes first
    for each in found:
        if each.key not in elsewhere and tx.connection.execute(_LEASE, _as_seen(each, until)).rowcount:
            ours.append(each)
        else:
            elsewhere.add(each.key)
    return ours


def _as_seen(sending: Sending, until: datetime) -> dict[str, Any]:
    return {"row": sending.id, "seen": sending.due_at, "tried": sending.attempts, "until": until}


def outcome(
    tx: Tx, sending: Sending, status: str, now: datetime, *, provider_id: str | None = None,
    reason: str | None = None, again_at: datetime | None = None,
) -> bool:  # fmt: skip
    """What became of a message: sent, failed, dead, or waiting for another try. False where another knows better.

    A receipt that came before is written down now.
    """
    values = {
        "row": sending.id,
        "became": status,
        "again_at": again_at or now,
        "sid": provider_id,
        "went_at": now if status == "sent" else None,
        "why": reason[:200] if reason else None,
    }
    if status == "sent":
        done = tx.connection.execute(_WENT, values)
    else:
        done = tx.connection.execute(_OUTCOME, {**values, "tried": sending.attempts + 1})
    if provider_id is not None:
        channel = sending.message.to.channel
        for row in tx.connection.execute(_EARLY, {"on": channel, "sid": provider_id}).all():
            receipt(tx, channel, provider_id, row.status, row.reason, now)
    return done.rowcount > 0


def receipt(tx: Tx, channel: str, provider_id: str, status: str, reason: str | None, now: datetime) -> int:
    """A provider's word on a message it took."""
    values = {"on": channel, "sid": provider_id, "became": status, "why": reason}
    changed = tx.connection.execute(_RECEIPT, values).all()
    if not changed and tx.connection.execute(_IS_SENT, values).first() is None:
        _keep_early(tx, channel, provider_id, status, reason, now)
    if status == "failed":
        undelivered(tx, [row.id for row in changed if row.kind != "reply"], now)
    return len(changed)


def _keep_early(tx: Tx, channel: str, provider_id: str, status: str, reason: str | None, now: datetime) -> None:
    """A receipt was quicker than we are at writing down that the message went; of messages not ours it goes again."""
    row = {"channel": channel, "provider_id": provider_id, "status": status, "reason": reason, "at": now}
    columns = ("status", "reason", "at")
    dialect = tx.connection.dialect.name
    tx.connection.execute(upsert(dialect, early_receipts, ("channel", "provider_id"), columns), row)
    tx.connection.execute(_EARLY_GONE, {"before": now - _EARLY_KEPT})


def undelivered(tx: Tx, rows: Iterable[int], now: datetime) -> None:
    """What the system began and could not deliver is seen to: another channel, another level."""
    set_timers(tx, [Timer("fallback", str(row), now, "failed") for row in rows])


def find(tx: Tx, row: int) -> Sending | None:
    """A message of the outbox by its place in it."""
    found = tx.connection.execute(select(outbox).where(outbox.c.id == row)).first()
    return _sending(tx, found) if found else None


def last_alert(tx: Tx, key: str, case_id: int) -> str | None:
    """The words of the last alert of a case to a conversation."""
    found = tx.connection.execute(_LAST_ALERT, {"k": key, "c": case_id}).first()
    return message_of(tx, found).text if found else None


def drop_notices(tx: Tx, key: str) -> None:
    """Notices to somebody who opted out do not go."""
    tx.connection.execute(_DROP, {"k": key})


def next_send(tx: Tx) -> datetime | None:
    """When the next message is due."""
    return tx.connection.execute(_NEXT).scalar()


def want_sync(tx: Tx, case_ids: Iterable[int], now: datetime) -> None:
    """The registry is to have the newest version of these cases."""
    rows = [
        {"case_id": case_id, "version": 0, "status": "waiting", "attempts": 0, "due_at": now} for case_id in case_ids
    ]
    if rows:
        tx.connection.execute(upsert(tx.connection.dialect.name, syncs, ("case_id",), ("status", "due_at")), rows)


def lease_syncs(tx: Tx, now: datetime, until: datetime, many: int) -> list[Syncing]:
    """Take cases that the registry is to have; nobody else takes them before `until`."""
    taken = []
    for row in tx.connection.execute(_SYNC_DUE, {"now": now, "many": many}).all():
        seen = {"seen": row.due_at, "tried": row.attempts, "had": row.version}
        if tx.connection.execute(_SYNC_LEASE, {"ref": row.case_id, **seen, "until": until}).rowcount:
            taken.append(Syncing(row.case_id, row.version, row.attempts + 1, until))
    return taken


def synced(tx: Tx, sync: Syncing, version: int, now: datetime) -> None:
    """The registry has this version; if the case changed meanwhile, it goes again."""
    newest = tx.connection.execute(_CASE_VERSION, {"ref": sync.case_id}).scalar_one()
    status = "synced" if newest <= version else "waiting"
    values = {"ref": sync.case_id, "until": sync.until, "became": status, "has": version, "again_at": now}
    if not tx.connection.execute(_SYNC_OUTCOME, {**values, "tries": 0, "why": None}).rowcount:
        tx.connection.execute(_SYNC_HAS, {"ref": sync.case_id, "has": version})


def sync_failed(tx: Tx, sync: Syncing, again_at: datetime | None, reason: str, now: datetime) -> None:
    """It did not go: again at `again_at`, or never (dead) without one."""
    tx.connection.execute(
        _SYNC_OUTCOME,
        {
            "ref": sync.case_id,
            "until": sync.until,
            "became": "waiting" if again_at else "dead",
            "has": sync.version,
            "again_at": again_at or now,
            "tries": sync.attempts,
            "why": reason[:200],
        },
    )


def next_sync(tx: Tx) -> datetime | None:
    """When the next case is due to go to the registry."""
    return tx.connection.execute(_SYNC_NEXT).scalar()


def sources_of(tx: Tx, row: Row[Any]) -> Sources | None:
    """What the answer in a row of the outbox rests on; None where it is no answer of policy."""
    if row.sources is None:
        return None
    version, clauses = tx.cipher.open_json(row.sources)
    return Sources(version, tuple(clauses))


def _sealed(tx: Tx, sources: Sources | None) -> bytes | None:
    return tx.cipher.seal_json([sources.version, list(sources.clauses)]) if sources else None


def message_of(tx: Tx, row: Row[Any]) -> OutboundMessage:
    """The message of a row of the outbox."""
    text, buttons = tx.cipher.open_json(row.body)
    return OutboundMessage(
        id=str(row.id),
        to=Address(row.channel, tx.cipher.open(row.address)),
        text=text,
        buttons=tuple(Button(*button) for button in buttons),
    )


def _sending(tx: Tx, row: Row[Any]) -> Sending:
    return Sending(
        row.id,
        row.key,
        row.kind,
        row.case_id,
        row.attempts,
        row.status,
        row.due_at,
        row.created_at,
        message_of(tx, row),
    )
