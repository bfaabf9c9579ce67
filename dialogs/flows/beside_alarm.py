"""Small words while an alarm is fresh: the right part of the guidance again, noted for whoever comes; no other talk."""

from dialogs.alarm import alarm_of, beside_alarm
from dialogs.facts import new_facts
from dialogs.types import CaseChanged, Done, Effect, Flow, Guide, Move, Outcome, Say, Session, Turn, UpdateCase
from dialogs.wording import marked as _

_HERE = _("I am here. Go on as I wrote above.")
_NOT_TO_BE_MOVED = frozenset({"fall", "traffic", "landslide", "earthquake"})  # the back may be broken


def start(session: Session, turn: Turn) -> Move:
    """What helps now, then the case."""
    case, heard = alarm_of(turn), beside_alarm(turn)
    if case is None or heard is None:
        return Done()
    child = turn.meant.child_writer or bool(case.details.get("child"))
    first: Effect
    match heard:
        case "breathes":
            first = Guide("breathes_not_moved" if case.danger in _NOT_TO_BE_MOVED else heard, child)
        case "what_to_do":
            first = Guide(case.danger, child)
        case "here":
            first = Say(_HERE)
        case _:
            first = Guide(heard, child)
    facts = {name: value for name, value in new_facts(case.details, turn).items() if name != "risk_types"}
    if turn.meant.child_writer:
        facts["child"] = True
    return Done((first, UpdateCase(case.number, facts, turn.text)))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Who knows of it; and again where they are, if that is what was asked."""
    if not isinstance(outcome, CaseChanged):
        return Done()
    told: tuple[Effect, ...] = ()
    if outcome.told:
        told = (Say(_("{name} knows."), {"name": outcome.told[0]}),)
    if session.place and session.place.flow == "report_emergency" and not outcome.facts.get("place"):
        told = (*told, Say(_("Which township and village are you in?")))
    return Done(told)


FLOW = Flow(name="beside_alarm", started_by=(), start=start, hear=hear, resumes=False)
