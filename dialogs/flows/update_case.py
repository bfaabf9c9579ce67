"""Add to an open case, or correct it: the case of the person who writes, nobody else's."""

from typing import Any

from dialogs.facts import fresh_emergency, new_facts, says_nothing_else
from dialogs.terms import facts_in_words
from dialogs.types import (
    Again,
    CaseBrief,
    CaseChanged,
    Done,
    Effect,
    Elsewhere,
    Flow,
    Goto,
    Move,
    Outcome,
    Say,
    Session,
    Slots,
    Step,
    Turn,
    UpdateCase,
)
from dialogs.wording import marked as _


def start(session: Session, turn: Turn) -> Move:
    """Change the case the words fit best; without facts in them, ask for the facts."""
    case = _meant(turn)
    if case is None:
        return Done((Say(_("You have no open report with us that I could change. To make one, say what is hard.")),))
    facts = new_facts({"risk_types": list(case.risk_types), **case.details}, turn)
    if not facts and len(turn.text.strip()) < 8 and fresh_emergency(turn) is None:
        return Goto("what", {"number": case.number})
    return Done((UpdateCase(case.number, facts, turn.text),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Read back what changed."""
    match outcome:
        case CaseChanged(number, facts, told):
            values: dict[str, Any] = {
                "number": number,
                "facts": facts_in_words(facts),
                "name": told[0] if told else "",
            }
            if facts_in_words(facts).values and told:
                return Done((Say(_("Changed in {number}: {facts}. {name} hears of it."), values),))
            if facts_in_words(facts).values:
                return Done((Say(_("Changed in {number}: {facts}."), values),))
            return Done((Say(_("I have added your words to {number}."), values),))
        case _:
            return Done()


def read_what(session: Session, turn: Turn) -> Move:
    """Whatever is said is added."""
    number = session.place.slots["number"] if session.place else ""
    if turn.meant.intent in ("deny", "cancel", "goodbye") or says_nothing_else(turn):
        return Done((Say(_("All right, {number} stays as it is."), {"number": number}),))
    if turn.meant.intent in ("ask_policy", "check_eligibility", "ask_case_status", "help", "request_human", "complain"):
        return Elsewhere()
    if not turn.text.strip():
        return Again(_ask_what({"number": number}, turn))
    return Done((UpdateCase(number, new_facts({}, turn), turn.text),))


def _meant(turn: Turn) -> CaseBrief | None:
    """The open case that shares a risk or the person with the words; else the newest."""
    still_open = [case for case in turn.known.cases if not case.ended]
    risks, relation = set(turn.meant.risk_types), turn.meant.slots.get("relation")
    for case in reversed(still_open):
        if risks & set(case.risk_types) or (relation and relation == case.relation):
            return case
    return still_open[-1] if still_open else None


def _ask_what(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What shall I add to {number} or change in it?"), {"number": slots["number"]}),)


FLOW = Flow(
    name="update_case",
    started_by=("update_case",),
    start=start,
    steps={"what": Step(_ask_what, read_what)},
    hear=hear,
)
