"""Small facts of the whole: the last case number, the poll's offset, the registry's cursor."""

from functools import cache

from sqlalchemy import BigInteger, Executable, bindparam, cast, select
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
    values = {"name": name, "value": str(many), "many": many}
    return int(tx.connection.execute(_grow(tx.connection.dialect.name), values).scalar_one()) - many + 1


@cache
def _grow(dialect: str) -> Executable:
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(marks)
    grown = cast(cast(marks.c.value, BigInteger) + bindparam("many", type_=BigInteger), marks.c.value.type)
    return (
        insert.values(name=bindparam("name"), value=bindparam("value"))
        .on_conflict_do_update(index_elements=["name"], set_={"value": grown})
        .returning(marks.c.value)
    )
