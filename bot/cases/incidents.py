"""When many cases are one incident: one kind of disaster, one village, one day. Pure."""

from bot.cases.types import Case
from policies_kb.areas import normalise

FROM = 3  # cases
TOLD_AT = (3, 10, 30, 100, 300, 1000)  # how many cases there are when those above hear of it
COUNTY_FROM = 10
_OF_DANGERS = {"flood": "flood", "landslide": "landslide", "fire": "fire", "earthquake": "earthquake", "storm": "wind"}
_TOWNSHIP = 9  # digits: a wider area is no place


def kind_of(case: Case) -> str | None:
    """The disaster a case is of; None where it is of none."""
    told = case.details.get("disaster_kind")
    return str(told) if told else _OF_DANGERS.get(case.danger or "")


def place_of(case: Case) -> str | None:
    """Where it is, if that is exact enough."""
    area = normalise(case.area)
    return area if len(area) >= _TOWNSHIP else None
