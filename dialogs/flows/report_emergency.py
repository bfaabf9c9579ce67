"""Report an emergency: what to do first, then the case, then the one question that brings help faster."""

from dialogs.facts import gathered, new_facts, with_recent
from dialogs.types import (
    Again,
    CaseChanged,
    CaseOpened,
    Done,
    Effect,
    Flow,
    Goto,
    Guide,
    Move,
    OpenCase,
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
    """Guidance in the very first reply; the case opens with the message, and asks nothing first."""
    facts = with_recent(session, gathered(turn), turn.at)
    facts["urgency"] = "critical"
    return Done((Guide(turn.meant.urgency.danger, turn.meant.child_writer), OpenCase(facts)))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say who is being told; ask where, if nobody knows."""
    match outcome:
        case CaseOpened(number, facts, joined, told):
            names = {"name": told[0] if told else "", "number": number}
            if joined:
                words = Say(_("Added to {number}, {name} has it. Stay on the line with 120, 119 or 110."), names)
            elif told:
                words = Say(_("I am calling {name}. {number}."), names)
            else:
                words = Say(_("No cadre is on our list for you: call the village committee too. {number}."), names)
            if not (turn.known.area or facts.get("area") or facts.get("place") or _place_known(turn, number)):
                return Goto("where", {"number": number}, (words if joined or told else _alone(names),))
            return Done((words,))
        case CaseChanged(number, _facts, told):
            if told:
                return Done((Say(_("Noted: I am calling {name}."), {"name": told[0]}),))
            return Done((Say(_("Added to {number}."), {"number": number}),))
        case _:
            return Done()


def read_where(session: Session, turn: Turn) -> Move:
    """Whatever is said goes to the case; the place moves it to the cadre who is near."""
    number = session.place.slots["number"] if session.place else ""
    if turn.meant.intent in ("cancel", "opt_out"):
        return Done((Say(_("All right. If it is not over, call 120, 119 or 110.")),))
    facts = new_facts({}, turn)
    if not facts.get("place") and not turn.area:
        if not turn.text.strip() or turn.meant.intent in ("affirm", "deny", "greet", "thanks", "help"):
            return Again(_ask_where({}, turn))
        facts["place"] = turn.text.strip()[:40]
    return Done((UpdateCase(number, facts, turn.text),))


def _place_known(turn: Turn, number: str) -> bool:
    return any(case.number == number and case.details.get("place") for case in turn.known.cases)


def _alone(values: dict[str, str]) -> Say:
    return Say(_("I am looking for the nearest cadre. {number}."), values)


def _ask_where(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Which township and village are you in?")),)


FLOW = Flow(
    name="report_emergency",
    started_by=("report_emergency",),
    start=start,
    steps={"where": Step(_ask_where, read_where)},
    hear=hear,
    resumes=False,
)
