"""Small facts of the whole: the last case number, the poll's offset, the registry's cursor."""

from sqlalchemy import BigInteger, bindparam, cast, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.statements import upsert
from bot.store.store import Tx
from bot.store.tables import marks

_READ = select(marks.c.value).where(marks.c.name == bindparam("wanted"))


def read_mark(tx: Tx, name: str) -> str | None:
    """A fact, or None where it was never written."""
    return tx.connection.execute(_READ, {"wanted": name}).scalar()


def write_mark(tx: Tx, name: str, value: str) -> None:
    """Write a fact over the one that stands."""
    tx.connection.execute(
        upsert(tx.connection.dialect.name, marks, ("name",), ("value",)), {"name": name, "value": value}
    )


def next_numbers(tx: Tx, name: str, many: int) -> int:
    """Take `many` numbers from a counter, and give the first. Another transaction that wants one waits."""
    insert = (postgresql.insert if tx.connection.dialect.name == "postgresql" else sqlite.insert)(marks)
    grown = cast(cast(marks.c.value, BigInteger) + many, marks.c.value.type)
    statement = (
        insert.values(name=name, value=str(many))
        .on_conflict_do_update(index_elements=["name"], set_={"value": grown})
        .returning(marks.c.value)
    )
    return int(tx.connection.execute(statement).scalar_one()) - many + 1
