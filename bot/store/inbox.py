"""The inbox: a message taken in stands there once, and is taken once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, select, update

from bot.store.statements import insert_new
from bot.store.store import Tx
from bot.store.tables import inbox
from integrations.ports import Address, InboundMessage, Location, Media


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits for its turn: its place in the inbox, its conversation, and itself."""

    id: int
    key: str
    message: InboundMessage
    language: str | None = None  # what the web client says the page is in


def conversation_key(tx: Tx, address: Address) -> str:
    """The blind index that names a conversation."""
    return tx.cipher.blind(address.channel, address.id)


_IS_KNOWN = select(inbox.c.id, inbox.c.state).where(
    inbox.c.key == bindparam("k"), inbox.c.provider_key == bindparam("p")
)
_WAITING = select(inbox).where(inbox.c.state == "waiting").order_by(inbox.c.id).limit(bindparam("many"))
_CLAIM = (
    update(inbox)
    .where(inbox.c.id.in_(bindparam("ids", expanding=True)), inbox.c.state == "waiting")
    .values(state="taken", taken_at=bindparam("now"))
    .returning(inbox.c.id)
)
_ASIDE = update(inbox).where(inbox.c.id == bindparam("row")).values(state="aside", reason=bindparam("why"))


def take_in(tx: Tx, messages: Iterable[InboundMessage], language: str | None = None) -> int:
    """Store messages as waiting; those that stand there already change nothing. How many were new."""
    rows = [_row(tx, message, language) for message in messages]
    if not rows:
        return 0
    return len(tx.connection.execute(_take_in(tx.connection.dialect.name), rows).all())


@cache
def _take_in(dialect: str) -> Executable:
    # A row count would do, but PostgreSQL's driver has none for such an insert.
    return insert_new(dialect, inbox, ("key", "provider_key")).returning(inbox.c.id)


def find(tx: Tx, address: Address, provider_id: str) -> tuple[int, str] | None:
    """The place in the inbox and the state of a message taken in before."""
    row = tx.connection.execute(
        _IS_KNOWN, {"k": conversation_key(tx, address), "p": tx.cipher.blind(provider_id)}
    ).first()
    return (row.id, row.state) if row else None


def waiting(tx: Tx, many: int) -> list[Waiting]:
    """The messages that wait, oldest first."""
    return [_read(tx, row) for row in tx.connection.execute(_WAITING, {"many": many})]


def claim(tx: Tx, ids: Sequence[int], now: datetime) -> set[int]:
    """Take messages for this transaction; those another worker took are not among the answer."""
    return set(tx.connection.execute(_CLAIM, {"ids": ids, "now": now}).scalars())


def set_aside(tx: Tx, row: int, reason: str) -> None:
    """Keep a message that no turn could be taken for, with the reason."""
    tx.connection.execute(_ASIDE, {"row": row, "why": reason[:200]})


def _row(tx: Tx, message: InboundMessage, language: str | None) -> dict[str, object]:
    body = {
        "provider_id": message.provider_id,
        "text": message.text,
        "location": [message.location.lat, message.location.lon] if message.location else None,
        "media": [[media.type, media.url] for media in message.media],
        "name": message.sender_name,
        "language": language,
    }
    return {
        "key": conversation_key(tx, message.sender),
        "provider_key": tx.cipher.blind(message.provider_id),
        "channel": message.sender.channel,
        "address": tx.cipher.seal(message.sender.id),
        "body": tx.cipher.seal_json(body),
        "written_at": message.written_at,
        "received_at": message.received_at,
        "state": "waiting",
    }


def _read(tx: Tx, row: Row[Any]) -> Waiting:
    body = tx.cipher.open_json(row.body)
    return Waiting(
        row.id,
        row.key,
        InboundMessage(
            provider_id=body["provider_id"],
            sender=Address(row.channel, tx.cipher.open(row.address)),
            text=body["text"],
            received_at=row.received_at,
            written_at=row.written_at,
            location=Location(*body["location"]) if body["location"] else None,
            media=tuple(Media(*media) for media in body["media"]),
            sender_name=body["name"],
        ),
        body["language"],
    )
