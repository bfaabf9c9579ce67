"""Everything else: greetings, thanks, stray yes and no, pictures without words, and what we do not serve."""

import re

from dialogs.alarm import follows_emergency, fresh_emergency
from dialogs.choosing import still_open
from dialogs.facts import new_facts
from dialogs.hardships import tells_of_falling_house
from dialogs.jests import jest
from dialogs.said import asks_who_we_are, is_prank, is_rude
from dialogs.types import (
    Again,
    CaseBrief,
    CaseChanged,
    Done,
    Flow,
    Instead,
    Move,
    Outcome,
    Say,
    Session,
    Turn,
    UpdateCase,
)
from dialogs.whereabouts import question, told_of
from dialogs.wording import marked as _

_REPLIES = {
    "greet": _("Hello, this is Hearthline. Tell me what is hard at home, or ask about a policy."),
    "thanks": _("You are welcome. I am here when you need me."),
    "goodbye": _("Take care. Write any time."),
    "affirm": _("Good. If there is anything else, just say it."),
    "deny": _("All right. If there is anything else, just say it."),
}
_MISSED = _("I help with hardship at home and with policies. What is it about?")
# Read on the plain spelling, and only where nothing else was heard in it.
_ALL_RIGHT = re.compile(
    r"找到了|回来了|(人|都|孩子|老人|娃|他|她)[^,。]{0,4}(没事|平安|安全)|火(都)?灭了|水退了|救(出|上)来了"
    r"|\b(safe|found|is back)\b"
)
_NOT_RIGHT = re.compile(r"没(有)?(找到|回来|退|灭)|但|可是|[吗?]|\bnot\b|\bbut\b")
_WRONG_NUMBER = re.compile(r"(打|发|按|拨|找|加|点)错(了|人|号|地方)|wrong number|wrong person|sent by mistake")


def start(session: Session, turn: Turn) -> Move:
    """Answer kindly; words, pictures and places sent in an emergency go to its case."""
    intent = turn.meant.intent
    emergency = fresh_emergency(turn)
    wordless = not turn.text.strip()
    if emergency and (follows_emergency(turn) or turn.area):
        return Done((UpdateCase(emergency.number, new_facts(emergency.details, turn), turn.text),))
    if intent == "out_of_scope" and tells_of_falling_house(turn):
        return Instead("report_hardship")  # too grave to be taken for nothing
    if (lost := _nowhere(turn)) is not None:
        return Done((UpdateCase(lost.number, new_facts(lost.details, turn), turn.text),))
    if wordless and (turn.media or turn.location):
        if still_open(turn):
            return Instead("update_case")
        return Done((Say(_("I have it. What is it about? A few words will do.")),))
    if wordless:
        return Again((Say(_("Your message came empty. Write a few words: who, what, which village.")),), missed=False)
    if (words := jest(turn)) is not None:
        return Done((words,))
    if asks_who_we_are(turn):
        return Done((Say(_("This is your township's Hearthline. I never ask for passwords, codes or money.")),))
    if _WRONG_NUMBER.search(turn.plain):
        return Done((Say(_("No harm done. This is your township's Hearthline, for hardship and policies.")),))
    if is_rude(turn):
        return Done(
            (Say(_("I hear that you are angry. Is something hard at home? Just say it, or PERSON for a person.")),)
        )
    if is_prank(turn):
        return Done((Say(_("Good that all is well. People in need wait on this line; if it is ever serious, write.")),))
    if turn.meant.child_writer and intent not in ("thanks", "goodbye"):
        return Done((Say(_("I am listening. What is the matter? In danger: 110. To talk to somebody: 12355.")),))
    if intent in _REPLIES:
        return Done((Say(_REPLIES[intent]),))
    if session.misses:
        return Instead("menu")
    return Again((Say(_MISSED),))


def _nowhere(turn: Turn) -> CaseBrief | None:
    """The open case of which nobody knows well enough where it is, where a message tells a place and nothing else."""
    if not told_of(turn) or turn.meant.risk_types:
        return None
    cases = (case for case in reversed(still_open(turn)) if question(case.details.get("place"), case.area))
    return next(cases, None)


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say that it reached the case."""
    if isinstance(outcome, CaseChanged):
        emergency = fresh_emergency(turn)
        values = {"number": outcome.number, "name": outcome.told[0] if outcome.told else outcome.number}
        if emergency and emergency.danger in ("suicide", "suicide_attempt") and outcome.told:
            return Done(
                (Say(_("Good that you write. {name} knows. Hard to bear: 12356 listens. In danger: 110."), values),)
            )
        if emergency and outcome.told and _ALL_RIGHT.search(turn.plain) and not _NOT_RIGHT.search(turn.plain):
            return Done((Say(_("Good to hear; {name} knows. If anything changes, say so at once."), values),))
        if emergency and outcome.told:
            return Done((Say(_("Noted for {name}. If anything changes, say so at once."), values),))
        words = _("Added to {number}. {name} hears of it.") if outcome.told else _("Added to {number}.")
        return Done((Say(words, values),))
    return Done()


FLOW = Flow(
    name="small_talk",
    started_by=("greet", "thanks", "goodbye", "affirm", "deny", "out_of_scope"),
    start=start,
    hear=hear,
)
