"""A silent line is an alarm: nothing comes in for hours, a test message does not return, a cadre never answers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cases import duty
from bot.store import cadres
from bot.store.store import Tx
from policies_kb.areas import full

_NEVER_AFTER = timedelta(days=7)  # since the first alert
_NEVER_FROM = 3  # alerts


def never_answered(tx: Tx, now: datetime) -> list[str]:
    """The names of cadres who were alerted several times over a week and have never acknowledged anything."""
    alerted = cadres.ever_alerted(tx)
    return [
        cadre.name
        for cadre in cadres.everybody(tx)
        if cadre.active
        and cadre.answered_at is None
        and cadre.id in alerted
        and alerted[cadre.id][0] >= _NEVER_FROM
        and now - alerted[cadre.id][1] >= _NEVER_AFTER
    ]


def cadre_lines(tx: Tx, now: datetime) -> Iterator[str]:
    """Every cadre on a line."""
    silent = set(never_answered(tx, now))
    for cadre in cadres.everybody(tx):
        marks = [
            "left" if not cadre.active else "",
            "away" if duty.is_away(cadre, now) else "",
            "never acknowledged" if cadre.name in silent else "",
        ]
        told = ", ".join(mark for mark in marks if mark)
        line = f"{cadre.level:<9}{full(cadre.area):<13}{cadre.name} {cadre.channel} {cadre.address}"
        yield f"{line} {told}".rstrip()
