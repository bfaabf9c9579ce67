"""Everything the bot remembers: one thread, one connection, works done in groups that commit together."""

import queue
import re
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from bot.store.crypto import Cipher

T = TypeVar("T")
# Works that wait while another commits are committed together, so many at most.
_GROUP = 64
_DECIDE_ALONE = text("SELECT pg_advisory_xact_lock(5741)")  # any number, the same for all
_MIGRATING = 7_301_001  # the lock that migrations hold, a number of ours
_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction: the connection, and the cipher that seals what goes in."""

    connection: Connection
    cipher: Cipher


def decide_alone(tx: Tx) -> None:
    """Wait until no other worker decides anything: one batch at a time, and each sees all that those before it did.

    On SQLite a transaction is alone from its beginning. Taking in and sending never wait here.
    """
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_DECIDE_ALONE)


@dataclass(slots=True)
class _Work:
    run: Callable[[Tx], Any]
    done: Future[Any]


class Store:
    """A SQLite file or a PostgreSQL database. Nothing is opened before `start`."""

    def __init__(self, url: str, cipher: Cipher) -> None:
        self._url = url
        self._cipher = cipher
        self._works: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.stopped = False

    def start(self) -> None:
        """Open the database, bring its schema up to date, start the thread. Raises DBAPIError if it is not there."""
        engine = _engine(self._url)
        connection = engine.connect()
        migrate(connection)
        self._thread = threading.Thread(target=self._serve, args=(engine, connection), name="store", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Tx], T]) -> Future[T]:
        """Run a plain function in a transaction on the store's thread; the future is done once it is committed."""
        done: Future[T] = Future()
        self._works.put(_Work(run, done))
        return done

    def call(self, run: Callable[[Tx], T]) -> T:
        """`submit`, and wait."""
        return self.submit(run).result()

    def stop(self) -> None:
        """Finish what was submitted, and close."""
        self.stopped = True
        if self._thread is not None:
            self._works.put(None)
            self._thread.join()
            self._thread = None

    def _serve(self, engine: Engine, connection: Connection | None) -> None:
        while (first := self._works.get()) is not None:
            group = [first]
            while len(group) < _GROUP and not self._works.empty():
                work = self._works.get()
                if work is None:
                    self._works.put(None)  # stop after this group
                    break
                group.append(work)
            connection = self._commit(engine, connection, group)
        if connection is not None:
            connection.close()
        engine.dispose()

    def _commit(self, engine: Engine, connection: Connection | None, works: list[_Work]) -> Connection | None:
        """Run works and commit them together; a lost connection is None, and made again for the next works."""
        # Who gave up waiting before it began wants nothing done; from here on a work cannot be called off.
        group = [work for work in works if work.done.set_running_or_notify_cancel()]
        if not group:
            return connection
        if connection is None:
            try:
                connection = engine.connect()
            except DBAPIError as error:  # still away: whoever submitted them tries again
                for work in group:
                    work.done.set_exception(error)
                return None
        results: list[Any] = []
        try:
            with connection.begin():
                tx = Tx(connection, self._cipher)
                if len(group) == 1:
                    results.append(group[0].run(tx))
                else:
                    results.extend(_attempt(tx, work) for work in group)
        except BaseException as error:
            for work in group:
                work.done.set_exception(error)
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                connection.close()
                return None
            return connection
        for work, result in zip(group, results, strict=True):
            if isinstance(result, _Failed):
                work.done.set_exception(result.error)
            else:
                work.done.set_result(result)
        return connection


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


def _attempt(tx: Tx, work: _Work) -> Any:  # noqa: ANN401 - whatever the work gives
    """Run one work of a group in a savepoint, so that its failure is its own."""
    try:
        with tx.connection.begin_nested():
            return work.run(tx)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return _Failed(error)
    except Exception as error:  # whoever submitted it hears of it
        return _Failed(error)


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest revision."""
    is_there = inspect(connection).has_table("alembic_version")
    revision = connection.execute(text("select version_num from alembic_version")).scalar() if is_there else None
    connection.rollback()
    if revision == newest_revision():
        return
    from alembic import command  # a fifth of a start's time, and needed only where there is something to do
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    if connection.dialect.name == "postgresql":  # two processes that start at once take turns
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()


def newest_revision() -> str:
    """The revision that no other follows."""
    scripts = [path.read_text(encoding="utf-8") for path in (_MIGRATIONS / "versions").glob("*.py")]
    (newest,) = set(_revisions("revision", scripts)) - set(_revisions("down_revision", scripts))
    return newest


def _revisions(name: str, scripts: Iterable[str]) -> list[str]:
    return [found for script in scripts for found in re.findall(rf'^{name}\b[^=\n]*= "(\w+)"', script, re.MULTILINE)]


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, poolclass=NullPool)
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    engine = create_engine(
        url, poolclass=StaticPool if in_memory else NullPool, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(raw: Any, _: object) -> None:  # noqa: ANN401 - sqlite3's connection
        raw.isolation_level = None  # we say BEGIN ourselves, below
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA busy_timeout=20000")

    @event.listens_for(engine, "begin")
    def begin_immediate(connection: Connection) -> None:
        # A transaction that begins by reading and then writes would fail where another process wrote in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
