"""A household objects to a refusal: whether somebody is to look again, and what came of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.cases.types import Case, Level

# Among a case's stages.
_ASKED, _DECIDED, _BY_COUNTY = "review", "reviewed", "county_reviewed"


@dataclass(frozen=True, slots=True)
class Review:
    """When it was asked for, and of the last decision when it was made and by whom."""

    asked_at: datetime | None
    decided_at: datetime | None
    decided_by: Literal["", "township", "county"]

    @property
    def pending(self) -> bool:
        """Whether somebody is still to look."""
        return self.asked_at is not None and (self.decided_at is None or self.asked_at >= self.decided_at)


def review_of(case: Case) -> Review:
    """How the review of a refusal stands."""
    decided_at, by_county = case.began(_DECIDED), case.began(_BY_COUNTY)
    by: Literal["", "township", "county"] = "county" if by_county else "township" if decided_at else ""
    return Review(case.began(_ASKED), by_county or decided_at, by)


def asked(case: Case, now: datetime) -> Mapping[str, str]:
    """The stages once a review is asked for."""
    return {**case.stages, _ASKED: now.isoformat()}


def stands(case: Case, level: Level, now: datetime) -> Mapping[str, str]:
    """The stages once somebody of this level looked again and came to the same end: what was asked is answered."""
    by_county = {_BY_COUNTY: now.isoformat()} if level == "county" else {}
    answered = {name: at for name, at in case.stages.items() if name != _ASKED}
    return {**answered, _DECIDED: now.isoformat(), **by_county}


def anew(stages: Mapping[str, str]) -> Mapping[str, str]:
    """The stages of a case that is refused anew: nobody has looked at this refusal yet."""
    return {name: at for name, at in stages.items() if name not in (_ASKED, _DECIDED, _BY_COUNTY)}
