"""What waits for clients that come for their messages themselves: the replies to a turn, and all that was sent since.

The number of a message is the moment it was sent, in microseconds: one held back over the night gets its number in
the morning, and whoever asks what came after the last number misses none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, func, or_, select, type_coerce, update

from bot.store import inbox as arrivals
from bot.store.outbox import message_of
from bot.store.people import Person, save_people
from bot.store.store import Tx
from bot.store.tables import Instant, inbox, outbox, people
from integrations.ports import Address, InboundMessage, OutboundMessage

WEB = "web"
_PURPOSE = "token of a conversation"
_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that stands in the inbox: its conversation, its place, and the replies if its turn was taken."""

    conversation: str
    row: int
    is_new: bool
    replies: Sequence[OutboundMessage] | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its client gets it."""

    number: int
    kind: str
    sent_at: datetime
    message: OutboundMessage


_IS_KNOWN = select(people.c.key).where(people.c.key == bindparam("k"))
_TAKEN = select(inbox.c.id).where(inbox.c.id.in_(bindparam("rows", expanding=True)), inbox.c.state != "waiting")
_REPLIES = (
    select(outbox)
    .where(outbox.c.in_reply_to.in_(bindparam("rows", expanding=True)), outbox.c.kind == "reply")
    .order_by(outbox.c.id)
)
_number = type_coerce(outbox.c.sent_at, BigInteger)
_LAST = select(func.max(outbox.c.sent_at)).where(outbox.c.key == bindparam("k"))
_TO_HAND_OVER = (
    select(outbox.c.id)
    .where(
        outbox.c.key == bindparam("k"),
        or_(outbox.c.status == "sending", (outbox.c.status == "waiting") & (outbox.c.due_at <= bindparam("now"))),
    )
    .order_by(outbox.c.id)
)
_HAND_OVER = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.sent_at.is_(None))
    .values(status="sent", sent_at=bindparam("went_at", type_=Instant))
)
_SINCE = (
    select(outbox, _number.label("number"))
    .where(
        outbox.c.key == bindparam("k"),
        outbox.c.status.in_(("sent", "delivered")),
        _number > bindparam("after", type_=BigInteger),
    )
    .order_by(_number, outbox.c.id)
    .limit(bindparam("many"))
)


def conversation_of(tx: Tx, token: str) -> str:
    """The name of the conversation a token opens; the token cannot be had from it."""
    return tx.cipher.blind(_PURPOSE, token)


def open_conversation(tx: Tx, token: str) -> str:
    """Begin a conversation. Of its token only the blind index is kept."""
    conversation = conversation_of(tx, token)
    key = arrivals.conversation_key(tx, Address(WEB, conversation))
    save_people(tx, [Person(key, WEB, conversation)])
    return conversation


def known_key(tx: Tx, conversation: str) -> str | None:
    """The key of a conversation that was begun here, else None."""
    key = arrivals.conversation_key(tx, Address(WEB, conversation))
    return key if tx.connection.execute(_IS_KNOWN, {"k": key}).first() else None


def accept(tx: Tx, message: InboundMessage, language: str | None) -> Accepted | None:
    """Take a message in, once; None where its conversation is not known."""
    conversation = message.sender.id
    if known_key(tx, conversation) is None:
        return None
    is_new = bool(arrivals.take_in(tx, [message], language))
    found = arrivals.find(tx, message.sender, message.provider_id)
    assert found is not None  # it was just taken in
    row, state = found
    return Accepted(conversation, row, is_new, None if state == "waiting" else answered(tx, [row])[row])


def answered(tx: Tx, rows: Collection[int]) -> dict[int, Sequence[OutboundMessage]]:
    """The replies to those of these inbound messages whose turns are committed."""
    taken: dict[int, list[OutboundMessage]] = {
        row: [] for row in tx.connection.execute(_TAKEN, {"rows": list(rows)}).scalars()
    }
    if taken:
        for row in tx.connection.execute(_REPLIES, {"rows": list(taken)}):
            taken[row.in_reply_to].append(message_of(tx, row))
    return dict(taken)


def collect(tx: Tx, token: str, after: int, now: datetime, many: int) -> tuple[str, Sequence[Letter]] | None:
    """Hand over what is due to a conversation, and give what was sent after a number; None: no such conversation."""
    conversation = conversation_of(tx, token)
    key = known_key(tx, conversation)
    if key is None:
        return None
    _hand_over(tx, key, now)
    found = tx.connection.execute(_SINCE, {"k": key, "after": after, "many": many})
    return conversation, [_letter(tx, row) for row in found]


def _hand_over(tx: Tx, key: str, now: datetime) -> None:
    rows = tx.connection.execute(_TO_HAND_OVER, {"k": key, "now": now}).scalars().all()
    if not rows:
        return
    last = tx.connection.execute(_LAST, {"k": key}).scalar()
    first = max(now, last + _NEXT) if last else now
    tx.connection.execute(_HAND_OVER, [{"row": row, "went_at": first + _NEXT * at} for at, row in enumerate(rows)])


def _letter(tx: Tx, row: Row[Any]) -> Letter:
    return Letter(row.number, row.kind, row.sent_at, message_of(tx, row))
