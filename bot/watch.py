"""The watch over the line itself: every hour somebody looks whether it is silent, and the operator is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, func, select

from bot import notices
from bot.batch import Batch
from bot.silence import never_answered
from bot.store.inbox import conversation_key
from bot.store.marks import read_mark, write_mark
from bot.store.store import Tx
from bot.store.tables import audit, inbox
from bot.store.timers import Timer, find_timer, set_timers
from dialogs.types import Say
from dialogs.wording import Listed
from dialogs.wording import marked as _
from integrations.ports import Address
from policies_kb.areas import full

log = structlog.get_logger()

KIND = "watch"
EVERY = timedelta(hours=1)
_LOOK_BACK = timedelta(hours=3)
_WEEKS = 4
_USUAL_FROM = 6.0  # messages usual in those hours: fewer may be chance
_ECHO_EVERY = timedelta(hours=6)
_ECHO_WITHIN = timedelta(minutes=15)
_ECHO_WORDS = "HEARTHLINE TEST"
_NEVER_EVERY = timedelta(days=7)
_ARRIVED = select(func.count()).where(
    inbox.c.received_at > bindparam("since"), inbox.c.received_at <= bindparam("until")
)
_TOLD, _TOLD_AT = "unanswered told", "unanswered told at"
_TOGETHER = timedelta(minutes=10)
_NAMED = 5
_UNANSWERED = (
    select(audit.c.id, audit.c.case_id)
    .where(audit.c.id > bindparam("after"), audit.c.action == "unanswered")
    .order_by(audit.c.id)
)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told, and the address that sends every test message back."""

    operators: tuple[Address, ...]
    echo: Address | None = None


def begin(tx: Tx, now: datetime) -> None:
    """The watch begins with the process; one that goes on already keeps its hour."""
    if find_timer(tx, KIND, "line") is None:
        set_timers(tx, [Timer(KIND, "line", now + EVERY, "look")])


def look(batch: Batch, watch: Watch) -> list[str]:
    """Look at the line, tell the operator what is wrong, and come again in an hour. What was found."""
    alarms = (*_silent(batch.tx, batch.now), *_echo(batch, watch), *_never(batch.tx, batch.now))
    found = [notices.said((alarm,), notices.CADRE_LANGUAGE) for alarm in alarms]
    for words in found:
        log.warning("alarm of the line", said=words)
        _tell(batch, watch, words)
        batch.note("clock", "alarm of the line", None, {"said": words})
    batch.set_timer(Timer(KIND, "line", batch.now + EVERY, "look"))
    return found


def unanswered(batch: Batch, watch: Watch) -> None:
    """Nobody answers a case, or nobody is there to: the operator hears of it at once, by its number and area alone.

    Of more that follow within minutes they hear together: on a flood night too their phone is theirs.
    """
    told, last = int(read_mark(batch.tx, _TOLD) or 0), _moment(read_mark(batch.tx, _TOLD_AT))
    if last is not None and last <= batch.now < last + _TOGETHER:
        batch.set_timer(Timer(KIND, "unanswered", last + _TOGETHER, "unanswered"))
        return
    rows = batch.tx.connection.execute(_UNANSWERED, {"after": told}).all()
    found = [case for row in rows if (case := batch.case(row.case_id)) and not case.ended and not case.acknowledged_by]
    if rows:
        write_mark(batch.tx, _TOLD, str(rows[-1].id))
    if not found:
        return
    write_mark(batch.tx, _TOLD_AT, batch.now.isoformat())
    first = found[0]
    values = {"number": first.number, "area": full(first.area) if first.area else "-", "count": len(found)}
    alarm = Say(_("Hearthline: nobody answers {number} (area {area}). See that somebody does."), values)
    if len(found) > 1:
        values["names"] = Listed(tuple(case.number for case in found[:_NAMED]))
        alarm = Say(_("Hearthline: nobody answers {count} cases: {names} … See that somebody does."), values)
    _tell(batch, watch, notices.said((alarm,), notices.CADRE_LANGUAGE))
    log.warning("nobody answers", cases=len(found), first=first.number)


def usual(tx: Tx, until: datetime) -> tuple[int, float]:
    """Messages of the last hours, and how many came in the same hours of the weeks before on average."""
    came = _count(tx, until - _LOOK_BACK, until)
    before = [
        _count(tx, until - timedelta(weeks=week) - _LOOK_BACK, until - timedelta(weeks=week))
        for week in range(1, _WEEKS + 1)
    ]
    weeks = [many for many in before if many]
    return came, sum(weeks) / len(weeks) if weeks else 0.0


def _silent(tx: Tx, now: datetime) -> Sequence[Say]:
    came, expected = usual(tx, now)
    was_silent = read_mark(tx, "line silent") == "yes"
    is_silent = came == 0 and expected >= _USUAL_FROM
    if is_silent != was_silent:
        write_mark(tx, "line silent", "yes" if is_silent else "no")
    if is_silent and not was_silent:
        values = {"hours": _LOOK_BACK.seconds // 3600, "usual": round(expected)}
        return (Say(_("Hearthline: no message for {hours} hours, about {usual} are usual. Look at the line."), values),)
    return (Say(_("Hearthline: messages come in again.")),) if was_silent and came else ()


def _echo(batch: Batch, watch: Watch) -> Sequence[Say]:
    """A test message goes out and must come back by itself."""
    if watch.echo is None:
        return ()
    tx, now = batch.tx, batch.now
    sent = _moment(read_mark(tx, "echo sent"))
    key = conversation_key(tx, watch.echo)
    problems: list[Say] = []
    if sent is not None and read_mark(tx, "echo back") != "yes":
        back = tx.connection.execute(
            select(func.count()).where(inbox.c.key == key, inbox.c.received_at >= sent)
        ).scalar_one()
        if back:
            write_mark(tx, "echo back", "yes")
        elif now - sent >= _ECHO_WITHIN and read_mark(tx, "echo back") != "told":
            write_mark(tx, "echo back", "told")
            values = {"time": f"{sent.astimezone(batch.zone):%H:%M}"}
            problems.append(
                Say(_("Hearthline: the test message of {time} did not come back. Look at the line."), values)
            )
    if sent is None or now - sent >= _ECHO_EVERY:
        write_mark(tx, "echo sent", now.isoformat())
        write_mark(tx, "echo back", "no")
        batch.queue(key, watch.echo, "notice", _ECHO_WORDS)
    return problems


def _never(tx: Tx, now: datetime) -> Sequence[Say]:
    told = _moment(read_mark(tx, "never told"))
    if told is not None and now - told < _NEVER_EVERY:
        return ()
    names = never_answered(tx, now)
    if not names:
        return ()
    write_mark(tx, "never told", now.isoformat())
    values = {"names": Listed(tuple(names[:5])), "count": len(names)}
    return (Say(_("Hearthline: {count} cadres have never acknowledged anything: {names}. Check numbers."), values),)


def _tell(batch: Batch, watch: Watch, words: str) -> None:
    for address in watch.operators:
        batch.queue(conversation_key(batch.tx, address), address, "notice", words)


def _count(tx: Tx, since: datetime, until: datetime) -> int:
    return int(tx.connection.execute(_ARRIVED, {"since": since, "until": until}).scalar_one())


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
