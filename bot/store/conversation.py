"""A conversation as it was: what came in and what went out, in order; and how it is erased."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, update

from bot.store.store import Tx
from bot.store.tables import Instant, inbox, outbox


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation. `direction` is in or out."""

    at: datetime
    direction: str
    text: str
    media: int = 0
    is_reply: bool = False


_IN = (
    select(inbox.c.id, inbox.c.body, inbox.c.written_at.label("at"))
    .where(inbox.c.key == bindparam("k"))
    .order_by(inbox.c.id.desc())
    .limit(bindparam("many"))
)
_OUT = (
    select(outbox.c.id, outbox.c.body, outbox.c.in_reply_to, outbox.c.created_at.label("at"))
    .where(outbox.c.key == bindparam("k"))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("many"))
)
_WHOLE = 100_000
_SENT = select(outbox.c.id).where(
    outbox.c.key == bindparam("k"), outbox.c.status.in_(["sent", "delivered", "failed", "dead", "dropped"])
)
# Messages to cadres of the last so many are looked through when somebody's words are to go from them.
_TO_CADRES = (
    select(outbox.c.id, outbox.c.body, outbox.c.case_id)
    .where(
        outbox.c.key != bindparam("k"),
        or_(
            outbox.c.case_id.in_(bindparam("cases", expanding=True)),
            and_(outbox.c.case_id.is_(None), outbox.c.key.in_(bindparam("keys", expanding=True))),
        ),
        outbox.c.created_at >= bindparam("since", type_=Instant),
    )
    .order_by(outbox.c.id)
)
_FIRST = select(func.min(inbox.c.received_at)).where(inbox.c.key == bindparam("k"))
_BLANK_IN = update(inbox).where(inbox.c.id == bindparam("row")).values(body=bindparam("sealed"))
_BLANK_OUT = update(outbox).where(outbox.c.id == bindparam("row")).values(body=bindparam("sealed"), sources=None)
_REWORD = update(outbox).where(outbox.c.id == bindparam("row")).values(body=bindparam("sealed"))


def read_conversation(tx: Tx, key: str, many: int = 200) -> list[Line]:
    """The newest messages of a conversation, oldest first."""
    found: list[tuple[tuple[datetime, float, int], Line]] = []
    for row in tx.connection.execute(_IN, {"k": key, "many": many}):
        body = tx.cipher.open_json(row.body)
        found.append(((row.at, row.id, 0), Line(row.at, "in", body["text"], len(body["media"]))))
    for sent in tx.connection.execute(_OUT, {"k": key, "many": many}):
        answers = sent.in_reply_to if sent.in_reply_to is not None else float("inf")
        found.append(
            (
                (sent.at, answers, sent.id),
                Line(sent.at, "out", _text(tx, sent.body), is_reply=sent.in_reply_to is not None),
            )
        )
    return [line for _, line in sorted(found, key=lambda each: each[0])][-many:]


def _text(tx: Tx, body: bytes) -> str:
    """The words of a message sent, without its buttons."""
    return str(tx.cipher.open_json(body)[0])


def count_messages(tx: Tx, key: str) -> int:
    """How many messages came in and were not erased."""
    return sum(1 for line in read_conversation(tx, key, _WHOLE) if line.direction == "in" and line.text)


def erase_conversation(tx: Tx, key: str) -> None:
    """Blank every text of a conversation; that there was a message stays, so that a repeat of it is still known."""
    whole = {"k": key, "many": _WHOLE}
    for row in tx.connection.execute(_IN, whole).all():
        body = tx.cipher.open_json(row.body) | {"text": "", "media": [], "location": None, "name": None}
        tx.connection.execute(_BLANK_IN, {"row": row.id, "sealed": tx.cipher.seal_json(body)})
    for row in tx.connection.execute(_SENT, {"k": key}).all():
        tx.connection.execute(_BLANK_OUT, {"row": row.id, "sealed": tx.cipher.seal_json(["", []])})


def words_of(tx: Tx, key: str) -> list[str]:
    """Everything a person wrote, each text once."""
    lines = (line.text for line in read_conversation(tx, key, _WHOLE) if line.direction == "in")
    return list(dict.fromkeys(text for text in lines if text.strip()))


def reword(
    tx: Tx, keys: Sequence[str], case_ids: Sequence[int], *, but_of: str,
    reworded: Callable[[str, int | None], str],
) -> None:  # fmt: skip
    """Put other words into messages about these cases, and into those of these conversations about no case.

    Only what went out since `but_of` first wrote; their own conversation is left alone.
    """
    since = tx.connection.execute(_FIRST, {"k": but_of}).scalar()
    if since is None:
        return
    wanted = {"k": but_of, "cases": case_ids, "keys": keys, "since": since}
    for row in tx.connection.execute(_TO_CADRES, wanted).all():
        text, buttons = tx.cipher.open_json(row.body)
        if (other := reworded(text, row.case_id)) != text:
            tx.connection.execute(_REWORD, {"row": row.id, "sealed": tx.cipher.seal_json([other, buttons])})
