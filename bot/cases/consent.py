"""The consent of somebody whom another reported: where it stands among a case's details. Pure."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.cases.types import Case

State = Literal["to_ask", "given", "refused"]
TO_ASK: State = "to_ask"
GIVEN: State = "given"
REFUSED: State = "refused"


def is_to_ask(case: Case) -> bool:
    """Whether the person was not asked yet."""
    return case.details.get("consent") == TO_ASK


def is_missing(case: Case) -> bool:
    """Whether the case was reported for somebody who has not agreed: no review and no notice."""
    return case.details.get("consent") in (TO_ASK, REFUSED)


def is_kept_back(case: Case) -> bool:
    """Whether nobody else may have the facts: the person said no, and no danger needs them."""
    return case.details.get("consent") == REFUSED and case.urgency == "normal"


def of_both(kept: Case, joined: Case) -> Mapping[str, Any]:
    """The details of two cases become one: a declaration of the home's own goes before the question."""
    details = {**joined.details, **kept.details}
    told = [case.details.get("consent") for case in (kept, joined) if case.urgency != "critical"]
    if None in told:
        details.pop("consent", None)
    elif GIVEN in told:
        details["consent"] = GIVEN
    return details
