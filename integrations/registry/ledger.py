"""What the sandbox registry remembers: households, cases, what the county did to them, requests already answered."""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    StaticPool,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url

PAGE = 200  # changes handed out at a time

_metadata = MetaData()
_households = Table(
    "households",
    _metadata,
    Column("household_id", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
_phones = Table(
    "phones",
    _metadata,
    Column("blind", String, primary_key=True),
    Column("household_id", String, primary_key=True),
)
_cases = Table(
    "cases",
    _metadata,
    Column("key", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("edits", Integer, nullable=False),  # what the county did to it; with the version, its ETag
    Column("status", String, nullable=False),
    Column("reported", String, nullable=False),  # the status last sent in, beside the one that holds
    Column("fingerprint", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
_changes = Table(
    "changes",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False),
    Column("status", String, nullable=False),
    Column("note", LargeBinary),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)
_requests = Table(
    "requests",
    _metadata,
    Column("idempotency_key", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("key", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", String, nullable=False),
)


class Conflict(Exception):
    """The request does not fit what is here: `code` says how, `etag` what is."""

    def __init__(self, code: str, reason: str, etag: str | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.etag = etag


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a change request: created, changed or unchanged."""

    outcome: str
    version: int
    etag: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing the county did to a case."""

    number: int
    key: str
    status: str
    note: str | None
    at: str


class Ledger:
    """The sandbox's own database. Opens at the first use; every call is one durable transaction.

    With a key, households, cases and notes are encrypted at rest and phones are looked up by a keyed hash.
    """

    def __init__(self, database_url: str, key: bytes | None = None) -> None:
        memory = make_url(database_url).database in (None, "", ":memory:")
        shared = {"poolclass": StaticPool} if memory else {}
        self._engine = create_engine(database_url, connect_args={"check_same_thread": False}, **shared)
        event.listen(self._engine, "connect", _on_connect)
        event.listen(self._engine, "begin", _on_begin)
        self._lock = threading.Lock()
        self._ready = False
        self._seal = _Seal(key)

    def close(self) -> None:
        """Let go of the database; it opens again at the next use."""
        self._engine.dispose()
        self._ready = False

    def put_household(self, household: Mapping[str, Any]) -> None:
        """Put a household in, or in the place of the one with its id."""
        household_id, phones = household["household_id"], dict.fromkeys(household["phones"])
        row = {"household_id": household_id, "body": self._seal.close(json.dumps(household))}
        with self._transaction() as tx:
            tx.execute(delete(_phones).where(_phones.c.household_id == household_id))
            tx.execute(delete(_households).where(_households.c.household_id == household_id))
            tx.execute(insert(_households), row)
            for phone in phones:
                tx.execute(insert(_phones), {"blind": self._seal.blind(phone), "household_id": household_id})

    def households(self, phone: str) -> Sequence[Mapping[str, Any]]:
        """The households that have this phone."""
        wanted = (
            select(_households.c.body)
            .join(_phones, _phones.c.household_id == _households.c.household_id)
            .where(_phones.c.blind == self._seal.blind(phone))
            .order_by(_households.c.household_id)
        )
        with self._transaction() as tx:
            return [json.loads(self._seal.open(row.body)) for row in tx.execute(wanted)]

    def file(self, record: Mapping[str, Any], idempotency_key: str, expected: str | None) -> Filed:
        """Create or change a case by its key. `expected` is the ETag it must have, None that it must be new.

        An older version changes nothing, and neither does a request that was answered before. A status the
        county set stands until another status than the last one is sent in. Raises Conflict.
        """
        fingerprint = _fingerprint(record)
        with self._transaction() as tx:
            if answered := tx.execute(select(_requests).where(_requests.c.idempotency_key == idempotency_key)).first():
                if answered.fingerprint != fingerprint:
                    raise Conflict("key_reused", "this Idempotency-Key came with another request")
                return Filed(answered.outcome, answered.version, self._etag(tx, answered.key) or "")
            filed = self._file(tx, record, fingerprint, expected)
            request = {"idempotency_key": idempotency_key, "fingerprint": fingerprint, "key": record["case"]}
            tx.execute(insert(_requests), request | {"version": filed.version, "outcome": filed.outcome})
            return filed

    def case(self, key: str) -> tuple[Mapping[str, Any], str] | None:
        """A case as it stands, and its ETag."""
        with self._transaction() as tx:
            row = tx.execute(select(_cases).where(_cases.c.key == key)).first()
        if row is None:
            return None
        return json.loads(self._seal.open(row.body)) | {"status": row.status}, _etag_of(row.version, row.edits)

    def set_status(self, key: str, status: str, note: str | None, at: datetime) -> None:
        """Set a case's status as a county would. Raises Conflict when the case is not here."""
        sealed = None if note is None else self._seal.close(note)
        with self._transaction() as tx:
            edit = update(_cases).where(_cases.c.key == key).values(status=status, edits=_cases.c.edits + 1)
            if not tx.execute(edit).rowcount:
                raise Conflict("unknown_case", "no such case here")
            tx.execute(insert(_changes), {"key": key, "status": status, "note": sealed, "at": at.isoformat()})

    def changes(self, after: int) -> Sequence[Change]:
        """What the county did after change number `after`, oldest first, a page at most. Raises Conflict."""
        wanted = select(_changes).where(_changes.c.number > after).order_by(_changes.c.number).limit(PAGE)
        with self._transaction() as tx:
            last = tx.execute(select(func.max(_changes.c.number))).scalar() or 0
            if after > last:
                raise Conflict("unknown_cursor", "this cursor was never given out here")
            return [
                Change(row.number, row.key, row.status, row.note and self._seal.open(row.note), row.at)
                for row in tx.execute(wanted)
            ]

    def _file(self, tx: Connection, record: Mapping[str, Any], fingerprint: str, expected: str | None) -> Filed:
        now = tx.execute(select(_cases).where(_cases.c.key == record["case"])).first()
        etag = None if now is None else _etag_of(now.version, now.edits)
        if now is not None and _is_old(record, fingerprint, now):
            return Filed("unchanged", now.version, etag or "")  # whatever it expected: nothing is overwritten
        if etag != expected:
            raise Conflict("stale", "the case is not as expected", etag)
        status = now.status if now is not None and record["status"] == now.reported else record["status"]
        # The same version with other content is a change too; its ETag must then differ by something else.
        edits = 0 if now is None else now.edits + (record["version"] == now.version)
        row = {
            "key": record["case"],
            "version": record["version"],
            "edits": edits,
            "status": status,
            "reported": record["status"],
            "fingerprint": fingerprint,
            "body": self._seal.close(json.dumps(record)),
        }
        written = sqlite_insert(_cases).values(row)
        tx.execute(written.on_conflict_do_update(index_elements=["key"], set_=row))
        return Filed("created" if now is None else "changed", row["version"], _etag_of(row["version"], row["edits"]))

    def _etag(self, tx: Connection, key: str) -> str | None:
        row = tx.execute(select(_cases.c.version, _cases.c.edits).where(_cases.c.key == key)).first()
        return None if row is None else _etag_of(row.version, row.edits)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._lock:
            if not self._ready:
                _metadata.create_all(self._engine)
                self._ready = True
            with self._engine.begin() as connection:
                yield connection


class _Seal:
    """Closes texts with a key, or leaves them as they are without one."""

    def __init__(self, key: bytes | None) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"ledger" + key).digest()) if key else None
        self._hash_key = hashlib.sha256(b"phones" + (key or b"")).digest()

    def close(self, text: str) -> bytes:
        if self._cipher is None:
            return text.encode()
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, text.encode(), None)

    def open(self, sealed: bytes) -> str:
        if self._cipher is None:
            return sealed.decode()
        return self._cipher.decrypt(sealed[:12], sealed[12:], None).decode()

    def blind(self, text: str) -> str:
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()


def _is_old(record: Mapping[str, Any], fingerprint: str, now: Row[Any]) -> bool:
    same = bool(record["version"] == now.version and fingerprint == now.fingerprint)
    return same or bool(record["version"] < now.version)


def _etag_of(version: int, edits: int) -> str:
    return f'"{version}.{edits}"'


def _fingerprint(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def _on_connect(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
    # The driver must not begin by itself: a read before a write has to hold the write lock already.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
