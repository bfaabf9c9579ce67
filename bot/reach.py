"""Cadres whom no report can reach: the township of their code is not known, or nobody is known to live there."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.cases.types import Cadre
from bot.store import cadres
from bot.store.store import Tx
from bot.store.tables import cases, households
from policies_kb.areas import full, normalise, parents
from policies_kb.places import is_township, township_name

_TOWNSHIP = 9  # digits


def is_unheard_of(area: str) -> bool:
    """Whether a code is of a township, or of a village in one, that no list has."""
    code = normalise(area)
    return len(code) >= _TOWNSHIP and not is_township(code[:_TOWNSHIP])


def unreached(tx: Tx) -> list[Cadre]:
    """Cadres at their post in whose area no household and no case is known."""
    lived_in: set[str] = set()
    for table in (households, cases):
        for area in tx.connection.execute(select(table.c.area).distinct()).scalars():
            if area is not None:
                lived_in |= {normalise(area), *parents(area)}
    return [cadre for cadre in cadres.everybody(tx) if cadre.active and normalise(cadre.area) not in lived_in]


def in_words(cadre: Cadre) -> str:
    """A cadre with what was understood of their area: level, code, and the name down to the township."""
    return f"{cadre.name}, {cadre.level} {full(cadre.area)} ({township_name(cadre.area) or 'not known'})"


def warnings(tx: Tx) -> Iterator[tuple[Cadre, str]]:
    """Each cadre whom no report can reach, with what was understood of their area and why."""
    empty = {cadre.id for cadre in unreached(tx)}
    for cadre in cadres.everybody(tx):
        if cadre.active and is_unheard_of(cadre.area):
            yield cadre, f"{in_words(cadre)}: no such township is known, please check the code"
        elif cadre.id in empty:
            yield cadre, f"{in_words(cadre)}: nobody is known to live there yet"
