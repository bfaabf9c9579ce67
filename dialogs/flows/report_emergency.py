"""Report an emergency: what to do first, then the case, then the one question that brings help faster."""

import re

from dialogs.alarm import alarm_of, breathes
from dialogs.facts import gathered, new_facts, with_recent
from dialogs.replies import place_answer
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
from dialogs.whereabouts import joined, question
from dialogs.wording import marked as _

_LIES_THERE = re.compile(
    r"[叫喊摇]不醒|不醒人事|昏|晕倒|没(有)?反应|(倒|躺)在.{0,6}不动|一动不动"
    r"|won'?t wake|not (moving|waking)|unconscious"
)
_PLACE = re.compile(
    r"[省市州县区镇乡村组寨屯庄坪坡沟湾街路队社]|门口|旁边|附近|village|town|county|road|street|near|next to",
    re.IGNORECASE,
)


def start(session: Session, turn: Turn) -> Move:
    """Guidance in the very first reply; the case opens with the message, and asks nothing first."""
    facts = with_recent(session, gathered(turn), turn.at)
    facts["urgency"] = "critical"
    facts["danger"] = _danger(turn)
    return Done((Guide(_danger(turn), turn.meant.child_writer), OpenCase(facts)))


def _danger(turn: Turn) -> str | None:
    """The kind of danger; somebody who lies there goes before a child being alone, and whoever breathes breathes."""
    danger = turn.meant.urgency.danger
    if danger in (None, "other") and (case := alarm_of(turn)) is not None:
        return case.danger  # come quickly: it is about what was told before
    if danger == "not_breathing" and breathes(turn):
        return "unconscious"
    return "unconscious" if danger == "child_alone" and _LIES_THERE.search(turn.plain) else danger


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say who is being told; ask where, if nobody knows."""
    match outcome:
        case CaseOpened(number, facts, joined, told):
            names = {"name": told[0] if told else "", "number": number}
            if joined and not told:
                words = Say(_("Added to {number}. Stay on the line with 120, 119 or 110."), names)
            elif joined:
                words = Say(_("Added to {number}, {name} has it. Stay on the line with 120, 119 or 110."), names)
            elif told and outcome.level == "village":
                words = Say(_("I am calling {name}. {number}."), names)
            elif told:
                words = Say(_("I am calling {name}. Your number is {number}."), names)
            else:
                words = Say(_("No cadre is on our list for you: call the village committee too. {number}."), names)
            ask = _lacks_a_place(turn, facts, number)
            if ask and not (joined or told):
                words = Say(_("I am looking for the nearest cadre. {number}."), names)
            return Goto("where", _where(turn, number, facts), (words,)) if ask else Done((words,))
        case CaseChanged(number, facts, told):
            words = (
                Say(_("Noted: I am calling {name}."), {"name": told[0]})
                if told
                else Say(_("Added to {number}."), {"number": number})
            )
            if _lacks_a_place(turn, facts, number):
                return Goto("where", _where(turn, number, facts), (words,))  # without it nobody finds them
            return Done((words,))
        case _:
            return Done()


def read_where(session: Session, turn: Turn) -> Move:
    """Whatever is said goes to the case; the place moves it to the cadre who is near."""
    slots = session.place.slots if session.place else {"number": ""}
    number, before = slots["number"], str(slots.get("place") or "")
    if turn.meant.intent in ("cancel", "opt_out"):
        return Done((Say(_("All right. If it is not over, call 120, 119 or 110.")),))
    facts = new_facts({"place": before}, turn)
    if not facts.get("place"):
        if not turn.text.strip() or turn.meant.intent in ("affirm", "deny", "greet", "thanks", "help"):
            return Again(_ask_where(slots, turn))
        if _PLACE.search(turn.plain):
            facts["place"] = joined(before, turn.text.strip()[:40]) if before else turn.text.strip()[:40]
        elif before:
            facts |= place_answer(before, turn)
    return Done((UpdateCase(number, facts, turn.text),))


def _lacks_a_place(turn: Turn, facts: Slots, number: str) -> bool:
    """Whether nobody finds them yet: no place at all, or one told just now that may be anywhere."""
    case = next((case for case in turn.known.cases if case.number == number), None)
    area = facts.get("area") or turn.known.area or (case.area if case else None)
    before = case.details.get("place") if case else None
    place = facts.get("place") or before
    if place is None:
        return area is None
    in_this_danger = case is not None and case.urgency == "critical"
    return not (in_this_danger and place == before) and question(str(place), area) is not None


def _where(turn: Turn, number: str, facts: Slots) -> Slots:
    before = next((case.details.get("place") for case in turn.known.cases if case.number == number), None)
    return {"number": number, "place": facts.get("place") or before, "area": facts.get("area")}


def _ask_where(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    nearer = question(slots["place"], slots.get("area")) if slots.get("place") else None
    return (nearer or Say(_("Which township and village are you in?")),)


FLOW = Flow(
    name="report_emergency",
    started_by=("report_emergency",),
    start=start,
    steps={"where": Step(_ask_where, read_where)},
    hear=hear,
    resumes=False,
)
