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
# Messages to cadres are looked through when somebody's words are to go from them: so many at a time.
_PAGE = 1000
_TO_CADRES = (
    select(outbox.c.id, outbox.c.key, outbox.c.body, outbox.c.case_id, outbox.c.status)
    .where(
        outbox.c.id > bindparam("after"),
        outbox.c.key != bindparam("k"),
        or_(
            outbox.c.case_id.in_(bindparam("cases", expanding=True)),
            and_(outbox.c.case_id.is_(None), outbox.c.key.in_(bindparam("keys", expanding=True))),
        ),
        outbox.c.created_at >= bindparam("since", type_=Instant),
    )
    .order_by(outbox.c.id)
    .limit(_PAGE)
)
_FIRST = select(func.min(inbox.c.received_at)).where(inbox.c.key == bindparam("k"))
_BLANK_IN = update(inbox).where(inbox.c.id == bindparam("row")).values(body=bindparam("sealed"))
_BLANK_OUT = (
    update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.status.in_(["sent", "delivered", "failed", "dead", "dropped"]))
    .values(body=bindparam("sealed"), sources=None)
)
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
    blank: dict[str, object] = {"text": "", "media": [], "location": None, "name": None}
    rows = [
        {"row": row.id, "sealed": tx.cipher.seal_json(tx.cipher.open_json(row.body) | blank)}
        for row in tx.connection.execute(_IN, {"k": key, "many": _WHOLE})
    ]
    if rows:
        tx.connection.execute(_BLANK_IN, rows)
    tx.connection.execute(_BLANK_OUT, {"k": key, "sealed": tx.cipher.seal_json(["", []])})


def words_of(tx: Tx, key: str) -> list[str]:
    """Everything a person wrote, each text once."""
    lines = (line.text for line in read_conversation(tx, key, _WHOLE) if line.direction == "in")
    return list(dict.fromkeys(text for text in lines if text.strip()))


def first_wrote(tx: Tx, key: str) -> datetime | None:
    """When the first message of a conversation came in."""
    return tx.connection.execute(_FIRST, {"k": key}).scalar()


def reword(
    tx: Tx, keys: Sequence[str], case_ids: Sequence[int], *, but_of: str, since: datetime,
    reworded: Callable[[str, int | None], str],
) -> list[tuple[str, bool]]:  # fmt: skip
    """Put other words into messages about these cases, and into those of these conversations about no case.

    Only what was written since then; the conversation `but_of` is left alone. Of each message that has other words
    now: whose conversation it is of, and whether it still waits to go out.
    """
    wanted = {"k": but_of, "cases": case_ids, "keys": keys, "since": since, "after": 0}
    changed: list[tuple[str, bool]] = []
    while page := tx.connection.execute(_TO_CADRES, wanted).all():
        rows = []
        for row in page:
            text, buttons = tx.cipher.open_json(row.body)
            if (other := reworded(text, row.case_id)) != text:
                rows.append({"row": row.id, "sealed": tx.cipher.seal_json([other, buttons])})
                changed.append((row.key, row.status == "waiting"))
        if rows:
            tx.connection.execute(_REWORD, rows)
        wanted["after"] = page[-1].id
    return changed
