"""What households say of how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from bot.store.store import Tx
from bot.store.tables import ratings


@dataclass(frozen=True, slots=True)
class Rating:
    """A score from 3 (content) to 1; without a case where the household wants no name."""

    area: str | None
    month: str
    score: int
    case_id: int | None = None


_UNNAMED = update(ratings).where(ratings.c.case_id.in_(bindparam("ids", expanding=True))).values(case_id=None)


def add(tx: Tx, rating: Rating) -> None:
    """Write a score."""
    row = {"area": rating.area, "month": rating.month, "score": rating.score, "case_id": rating.case_id}
    tx.connection.execute(insert(ratings), row)


def forget_cases(tx: Tx, case_ids: Sequence[int]) -> None:
    """The scores of these cases are of nobody's any more."""
    tx.connection.execute(_UNNAMED, {"ids": case_ids})


def everything(tx: Tx, since: datetime | None = None) -> list[Rating]:
    """Every score, oldest first; since a month where one is given."""
    wanted = select(ratings).order_by(ratings.c.id)
    if since is not None:
        wanted = wanted.where(ratings.c.month >= f"{since:%Y-%m}")
    return [Rating(row.area, row.month, row.score, row.case_id) for row in tx.connection.execute(wanted)]
