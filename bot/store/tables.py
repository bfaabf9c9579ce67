"""The tables. Names, phones, ids and texts are sealed; look-ups go by a blind index (`key`, `*_key`).

`key` is the blind index of channel and address: it names a conversation everywhere. Times are UTC, microseconds
since 1970, so that both databases order them alike.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    true,
)
from sqlalchemy.engine import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment: a datetime with a zone in Python, microseconds since 1970 in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401, D102
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, D102
        return None if value is None else _EPOCH + int(value) * _MICROSECOND


# SQLite counts rows by itself only for INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")
KEY = String(32)

metadata = MetaData()

inbox = Table(
    "inbox", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", KEY, nullable=False),
    Column("provider_key", KEY, nullable=False),  # blind index of the provider's id
    Column("channel", String(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),  # JSON: provider_id, text, location, media, sender_name, lang
    Column("written_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),  # waiting, taken, aside
    Column("taken_at", Instant),
    Column("reason", String(200)),
    UniqueConstraint("key", "provider_key"),
    Index("inbox_waiting", "state", "id"),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("key", KEY, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)  # fmt: skip

households = Table(
    "households", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("registry_key", KEY, unique=True),  # blind index of the registry's household id
    Column("registry_id", LargeBinary),
    Column("area", String(12)),
)  # fmt: skip

people = Table(
    "people", metadata,
    Column("key", KEY, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("name", LargeBinary),
    Column("household", Id, ForeignKey("households.id")),
    Column("language", String(8)),
    Column("opted_out", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Index("people_household", "household"),
)  # fmt: skip

cadres = Table(
    "cadres", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", KEY, nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("area", String(12), nullable=False),  # without the groups of zeros at its end
    Column("level", String(8), nullable=False),
    Column("deputy", Id),  # the cadre who stands in while they are away
    Column("away_from", Instant),
    Column("away_until", Instant),
    Column("duty", String(60)),  # days and hours of their rota: 1-5 08:00-18:00; 6 09:00-12:00
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("answered_at", Instant),  # when they last acknowledged anything
    Column("heard_at", Instant),  # when the last message that was not critical went to them
    Column("heard_in_a_row", Integer, nullable=False, server_default="0"),  # that followed each other within the minute
    Index("cadres_area", "area"),
)  # fmt: skip

cadre_channels = Table(
    "cadre_channels", metadata,  # further ways to reach a cadre, in the order they are tried
    Column("key", KEY, primary_key=True),
    Column("cadre_id", Id, ForeignKey("cadres.id"), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Index("cadre_channels_cadre", "cadre_id"),
)  # fmt: skip

household_phones = Table(
    "household_phones", metadata,  # a phone that several households share: those besides the one in `people`
    Column("key", KEY, ForeignKey("people.key"), primary_key=True),
    Column("household", Id, ForeignKey("households.id"), primary_key=True),
)  # fmt: skip

cases = Table(
    "cases", metadata,
    Column("id", Id, primary_key=True),  # 1001 is written A1001
    Column("household", Id, ForeignKey("households.id")),
    Column("opened_by", KEY, nullable=False),
    Column("status", String(16), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("area", String(12)),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # JSON: the rest of bot.cases.types.Case
    Index("cases_household", "household"),
    Index("cases_area", "area", "status"),
)  # fmt: skip

voices = Table(
    "voices", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("key", KEY, primary_key=True),
    Column("joined_at", Instant, nullable=False),
    Index("voices_key", "key"),
)  # fmt: skip

alerts = Table(
    "alerts", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("cadre_id", Id, ForeignKey("cadres.id"), primary_key=True),
    Column("urgency", String(8), nullable=False),
    Column("alerted_at", Instant, nullable=False),
    Column("open", Boolean, nullable=False),  # until somebody acknowledges the case
    Index("alerts_cadre", "cadre_id", "open"),
)  # fmt: skip

incidents = Table(
    "incidents", metadata,  # the cases of one disaster in one place on one day
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("area", String(12), nullable=False),
    Column("day", String(10), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("cases", Integer, nullable=False),
    UniqueConstraint("kind", "area", "day"),
)  # fmt: skip

held = Table(
    "held", metadata,  # messages to cadres that wait to go out together
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("cadre_id", Id, ForeignKey("cadres.id"), nullable=False),
    Column("case_id", Id),
    Column("kind", String(8), nullable=False),  # alert, notice
    Column("urgency", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("due_at", Instant, nullable=False),
    Index("held_cadre", "cadre_id", "due_at"),
)  # fmt: skip

tasks = Table(
    "tasks", metadata,  # what a cadre is to see to that is no case: a silent household, a visit, a warning
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),  # silent, visit, warning
    Column("area", String(12)),
    Column("key", KEY),  # the household's conversation, where it has one
    Column("case_id", Id),
    Column("level", String(8), nullable=False),  # the level that was told last
    Column("cadre_id", Id),  # who took it
    Column("status", String(8), nullable=False),  # open, taken, done
    Column("body", LargeBinary, nullable=False),  # JSON: name, words, phone, note
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Index("tasks_area", "area", "status"),
    Index("tasks_case", "case_id"),
)  # fmt: skip

checkins = Table(
    "checkins", metadata,  # households that agreed to be asked on a rhythm whether all is well
    Column("key", KEY, ForeignKey("people.key"), primary_key=True),
    Column("kind", String(12), nullable=False),  # elder, child, disabled
    Column("every_days", Integer, nullable=False),
    Column("state", String(8), nullable=False),  # invited, waits, asked, again, told, ended
    Column("changed_at", Instant, nullable=False),
)  # fmt: skip

ratings = Table(
    "ratings", metadata,  # what households say of how it went; without a case where they wish so
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("area", String(12)),
    Column("month", String(7), nullable=False),
    Column("score", Integer, nullable=False),
    Column("case_id", Id),
    Index("ratings_area", "area", "month"),
)  # fmt: skip

broadcasts = Table(
    "broadcasts", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("area", String(12), nullable=False),
    Column("status", String(8), nullable=False),  # draft, approved, stopped, done
    Column("author", String(40), nullable=False),
    Column("approver", String(40)),
    Column("body", LargeBinary, nullable=False),  # JSON: the text, and the CAP alert it comes from or goes out as
    Column("cap_id", KEY, unique=True),  # blind index of the CAP alert it comes from
    Column("a_minute", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)  # fmt: skip

broadcast_people = Table(
    "broadcast_people", metadata,  # who is to get a broadcast and has not yet
    Column("broadcast_id", Id, ForeignKey("broadcasts.id"), primary_key=True),
    Column("key", KEY, primary_key=True),
)  # fmt: skip

outbox = Table(
    "outbox", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", KEY, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("kind", String(8), nullable=False),  # reply, alert, notice
    Column("body", LargeBinary, nullable=False),  # JSON: text, buttons
    Column("case_id", Id),
    Column("in_reply_to", Id),
    Column("broadcast_id", Id),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting, sending, unknown, sent, delivered, failed, dead, dropped
    Column("attempts", Integer, nullable=False),
    Column("provider_id", String(64)),
    Column("sent_at", Instant),
    Column("reason", String(200)),
    Column("sources", LargeBinary),  # JSON: the version of the knowledge, the clauses of a policy answer
    Index("outbox_due", "status", "due_at"),
    Index("outbox_reply", "in_reply_to"),
    Index("outbox_key", "key", "id"),
    Index("outbox_provider", "channel", "provider_id"),
    Index("outbox_broadcast", "broadcast_id"),
)  # fmt: skip

early_receipts = Table(
    "early_receipts", metadata,  # what providers said of messages before we had written down that they went
    Column("channel", String(16), primary_key=True),
    Column("provider_id", String(64), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("reason", String(200)),
    Column("at", Instant, nullable=False),
)  # fmt: skip

syncs = Table(
    "syncs", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("version", Integer, nullable=False),  # the registry has it up to here; 0: not at all
    Column("status", String(8), nullable=False),  # waiting, synced, dead
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("reason", String(200)),
    Index("syncs_due", "status", "due_at"),
)  # fmt: skip

timers = Table(
    "timers", metadata,
    Column("kind", String(12), primary_key=True),
    Column("ref", String(40), primary_key=True),  # a case id or a conversation key
    Column("due_at", Instant, nullable=False),
    Column("step", String(12), nullable=False),
    Index("timers_due", "due_at"),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(40), nullable=False),
    Column("case_id", Id),
    Column("body", LargeBinary, nullable=False),  # JSON: the case line, or what was done
    Column("hash", String(64), nullable=False),  # SHA-256 over the previous hash and this row
)  # fmt: skip

gaps = Table(
    "gaps", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("area", String(12)),
    Column("reason", String(16), nullable=False),  # abstained, doubted
    Column("question", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
)  # fmt: skip

marks = Table(
    "marks", metadata,  # small facts of the whole: the last case number, the poll's offset, the registry's cursor
    Column("name", String(32), primary_key=True),
    Column("value", String(200), nullable=False),
)  # fmt: skip
