"""What was asked and not answered, grouped by wording, for the operators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store.store import Tx
from bot.store.tables import gaps
from nlu.normalise import normalise


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that read alike: how many, the newest time, one of their wordings."""

    question: str
    count: int
    last_at: datetime
    reason: str
    area: str | None


def grouped(tx: Tx) -> list[Gap]:
    """The gaps, the most frequent first, the newest among equals."""
    groups: dict[tuple[str, str, str | None], Gap] = {}
    for row in tx.connection.execute(select(gaps).order_by(gaps.c.id)):
        question = tx.cipher.open(row.question)
        key = ("".join(normalise(question).text.split()), row.reason, row.area)
        count = groups[key].count + 1 if key in groups else 1
        groups[key] = Gap(" ".join(question.split()), count, row.at, row.reason, row.area)
    return sorted(groups.values(), key=lambda gap: (gap.count, gap.last_at), reverse=True)
