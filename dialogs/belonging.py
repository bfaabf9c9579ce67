"""Which open case of the household a message goes on about, instead of being a report of its own."""

import re

from dialogs.alarm import FRESH, fresh_emergency
from dialogs.kinfolk import are_others_than_in
from dialogs.reporting import tells_apart
from dialogs.said import sheltered
from dialogs.types import CaseBrief, Turn
from dialogs.whom import people_named

IN_FEAR = 6  # characters
_OF_A_DISASTER = frozenset({"housing"})  # what is left of the house after a fire is the fire's
_A_FACT = 16  # characters
_OF_THEM = re.compile(
    r"^\W*(他|她|人家|两个?老人?|老人)(们|俩|两个?|家)?.{0,12}$|^\W*(he|she|they)('s|'re)? (is|are|has|have|was|were)\b"
)
# "And again": it goes on from what was told before.
_GOES_ON = re.compile(
    r"^\W*(又|还|再|后来|现在|这回|前后)|一共|总共|加起来|合起来"
    r"|in total|altogether|\bagain\b"
)


def already_open(turn: Turn) -> CaseBrief | None:
    """What the person adds after a case is open changes that case: the same person and a risk it has.

    In an emergency of the last hours everything belongs to it that does not plainly tell of another hardship.
    """
    risks, relation = set(turn.meant.risk_types), turn.relation
    emergency = fresh_emergency(turn)
    theirs = emergency.relation if emergency else None
    if emergency and relation in (None, "self") and len(turn.plain.strip()) <= IN_FEAR:
        return emergency  # 在堂屋: where it is, and no trouble with the house
    if emergency and risks <= {"other"} and not tells_apart(turn) and len(turn.plain.strip()) <= _A_FACT:
        return emergency  # 隔壁伯伯来了: who came is no report of them
    if (
        emergency
        and (None in (relation, theirs) or relation == theirs)
        and risks <= {*emergency.risk_types, "other", "care", *_OF_A_DISASTER}
        and (not risks & _OF_A_DISASTER or "disaster" in emergency.risk_types)
    ):
        return emergency
    adds = _adds(turn) or _OF_THEM.match(turn.plain)
    if (risks <= {"other"} and relation in (None, "self") and adds) or sheltered(turn):
        recent = [case for case in turn.known.cases if not case.ended and turn.at - case.changed_at <= FRESH]
        if recent:
            return recent[-1]
    for case in reversed(turn.known.cases):
        goes_on = relation == "self" and bool(_GOES_ON.search(turn.plain))
        same_person = goes_on or relation is None or case.relation is None or relation == case.relation
        if relation == case.relation and are_others_than_in(case.said, people_named(turn)):
            continue  # father, and not mother
        if not case.ended and case.urgency != "critical" and same_person and risks and risks <= set(case.risk_types):
            return case
    return None


def _adds(turn: Turn) -> bool:
    """Whether a short message names a fact and no hardship: how many they are, a number, a day."""
    facts = set(turn.meant.slots) & {"people", "phone", "amount", "event_date"}
    return bool(facts) and len(turn.plain) <= _A_FACT
