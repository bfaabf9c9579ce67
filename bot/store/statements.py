"""Statements that differ between databases, built once each."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


@cache
def insert_new(dialect: str, table: Table, unique: Sequence[str]) -> postgresql.Insert | sqlite.Insert:
    """Insert a row; where one with the same `unique` columns stands, do nothing."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing(index_elements=list(unique))


@cache
def upsert(dialect: str, table: Table, unique: tuple[str, ...], changed: tuple[str, ...]) -> Executable:
    """Insert a row, or change the `changed` columns of the one with the same `unique` columns."""
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    return insert.on_conflict_do_update(
        index_elements=list(unique), set_={name: insert.excluded[name] for name in changed}
    )
