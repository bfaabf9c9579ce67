"""What a case waits for that only a level above the village can do: a step, a second look, a word why no help came."""

from typing import Literal

from bot.cases.reviews import review_of
from bot.cases.types import Case, Level

Awaited = Literal["step", "review", "no_help"]
# Whose step it is when a case has arrived at a status.
NEXT: dict[str, Level] = {"township_check": "township", "county_approval": "county", "risk_cleared": "county"}


def awaited(case: Case, level: Level) -> Awaited | None:
    """What a case waits for from somebody of this level; None where it waits for nothing of theirs."""
    if NEXT.get(case.status) == level and (case.status != "risk_cleared" or "confirmed" in case.stages):
        return "step"
    if case.status == "rejected" and (review := review_of(case)).pending:
        return "review" if level == ("county" if review.decided_at else "township") else None
    if case.response == "disputed" and not case.ended and level != "village":
        return "no_help"
    return None
