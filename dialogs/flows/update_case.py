"""Add to an open case, or correct it: the case of the person who writes, nobody else's."""

import re
from typing import Any

from dialogs.alarm import fresh_emergency
from dialogs.choosing import chosen_case, meant_case, still_open, which
from dialogs.facts import added_up, new_facts, put_right
from dialogs.hardships import is_terse
from dialogs.replies import takes_note
from dialogs.said import corrects, says_nothing_else
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
    Instead,
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
from nlu.normalise import normalise

_SAYS = 8  # characters below which words ask to add something, and add nothing
_REPORTS = re.compile(r"(想|要|还|再|重新?).{0,3}(报|申报|登记)|report (it|again)")
_ELSEWHERE = ("ask_policy", "check_eligibility", "ask_case_status", "help", "request_human", "complain")


def start(session: Session, turn: Turn) -> Move:
    """Change the case the words mean; where it may be several, ask which; without facts, ask for the facts."""
    cases = still_open(turn)
    if is_terse(turn.plain) or (not cases and (turn.meant.risk_types or _REPORTS.search(turn.plain))):
        return Instead("report_hardship")
    if not cases and len(turn.plain.strip()) <= _SAYS and not corrects(turn) and turn.plain not in FLOW.words:
        return Instead("small_talk")  # 我爸: the beginning of something
    if not cases:
        return Done((Say(_("You have no open report with us that I could change. To make one, say what is hard.")),))
    bare = turn.plain.strip(" .。!") in FLOW.words
    if all(_is_of_another(case, turn) for case in cases):
        return Instead("report_hardship")
    case = meant_case(turn) or (None if bare else fresh_emergency(turn))
    if case is not None and bare:
        return Goto("what", {"number": case.number})
    if case is not None and not turn.text.strip():
        return Done((UpdateCase(case.number, {}, ""),))
    if case is None:
        facts, said = _of_somebody(new_facts({}, turn)), turn.text.strip()[:300]
        told = {"facts": facts, "said": said if facts or len(said) >= _SAYS else "", "attached": dict(turn.attached)}
        return Goto("which", {"numbers": [each.number for each in cases], **told})
    return _changed(session, case, turn)


def _is_of_another(case: CaseBrief, turn: Turn) -> bool:
    """Whether a message tells of another hardship of somebody else than a case is about: my mother too is ill."""
    said = turn.meant.slots.get("relation")
    if said in (None, "self") or case.relation in (None, said) or corrects(turn):
        return False
    return bool(set(turn.meant.risk_types) - set(case.risk_types) - {"other"})


def _changed(session: Session, case: CaseBrief, turn: Turn) -> Move:
    facts = added_up(case.details, new_facts({"risk_types": list(case.risk_types), **case.details}, turn), turn.plain)
    facts = put_right(session, case.details, facts, turn)
    if not (facts or turn.media) and len(turn.text.strip()) < _SAYS and fresh_emergency(turn) is None:
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
            if len(turn.text.strip()) <= 2:
                return Done((Say(_("Added to {number}."), values),))
            return Done((Say(_("I have added your words to {number}."), values),))
        case _:
            return Done()


def read_what(session: Session, turn: Turn) -> Move:
    """Whatever is said is added."""
    number = session.place.slots["number"] if session.place else ""
    if turn.meant.intent in ("deny", "cancel", "goodbye") or says_nothing_else(turn):
        return Done((Say(_("All right, {number} stays as it is."), {"number": number}),))
    if turn.meant.intent in _ELSEWHERE:
        return Elsewhere()
    said = turn.plain.strip(" .。")
    if not turn.media and (not said or takes_note(turn) or (said.isdigit() and len(said) == 1)):
        return Again(_ask_what({"number": number}, turn))
    case = next((each for each in turn.known.cases if each.number == number), None)
    noted = {"risk_types": list(case.risk_types), **case.details} if case else {}
    return Done(
        (UpdateCase(number, added_up(case.details if case else {}, new_facts(noted, turn), turn.plain), turn.text),)
    )


def read_which(session: Session, turn: Turn) -> Move:
    """Which of several cases the words, or the picture, were for."""
    slots = session.place.slots if session.place else {}
    if (number := chosen_case(list(slots["numbers"]), turn)) is not None:
        if not (slots["facts"] or slots["said"] or slots.get("attached")):
            return Goto("what", {"number": number})
        case = next((each for each in turn.known.cases if each.number == number), None)
        facts = added_up(case.details if case else {}, dict(slots["facts"]), normalise(slots["said"]).text)
        return Done((UpdateCase(number, facts, slots["said"], slots.get("attached") or {}),))
    if turn.meant.intent in ("cancel", "deny", "goodbye"):
        return Done((Say(_("All right, nothing is changed.")),))
    if turn.meant.intent in (*_ELSEWHERE, "report_hardship"):
        return Elsewhere()
    return Again(_ask_which(slots, turn))


def _of_somebody(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without the writer themselves: whose words they are is not whom a case is about."""
    return {name: value for name, value in facts.items() if (name, value) != ("relation", "self")}


def _ask_what(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What shall I add to {number} or change in it?"), {"number": slots["number"]}),)


def _ask_which(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (which(list(slots["numbers"]), turn),)


FLOW = Flow(
    name="update_case",
    started_by=("update_case",),
    start=start,
    words=frozenset({"补充", "要补充", "add"}),
    steps={"what": Step(_ask_what, read_what), "which": Step(_ask_which, read_which)},
    hear=hear,
)
