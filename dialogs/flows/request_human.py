"""A person, please: a cadre of the area is told, and the household hears who."""

import re

from dialogs.choosing import still_open
from dialogs.facts import unfinished
from dialogs.types import Done, Flow, Instead, Move, Outcome, RequestHuman, Say, Session, Told, Turn
from dialogs.wording import marked as _

_ASKS = re.compile(
    r"人工|找(个|到)?(人|领导|干部)|叫(个|人)|联系我|给我(打|回|来)|打给我|回个?电话"
    r"|\b(call|contact|talk|speak|person|human)\b"
)

_CALL_ME = re.compile(r"回我|回个?电|回复我|给(我)?个?(说法|答复)|call me back|answer me")


def start(session: Session, turn: Turn) -> Move:
    """Pass it on at once; the person has asked. What waits unsent goes along."""
    if "phone" in turn.meant.slots and still_open(turn) and not _ASKS.search(turn.plain):
        return Instead("update_case")  # only their number
    if any(said.get("complains") for said in session.recent[:-1]) and _CALL_ME.search(turn.plain):
        return Instead("complain")  # they want an answer to it, and not from who it is about
    waiting = next((place.slots for place in reversed(session.stack) if unfinished(place)), None)
    lapsed = session.lapsed if session.lapsed and not session.lapsed.get("dropped") else {}
    facts = waiting or lapsed.get("slots", {})
    return Done((RequestHuman(turn.text, facts),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say who was told, only if somebody was."""
    if not isinstance(outcome, Told) or outcome.name is None:
        return Done((Say(_("No cadre is on our list for you yet. Call 12345, or the township government.")),))
    if outcome.held_until is not None:
        values = {"name": outcome.name, "at": outcome.held_until}
        return Done(
            (Say(_("{name} hears of it on {at} and will contact you. If it is urgent, call 120 or 110."), values),)
        )
    return Done(
        (Say(_("I have told {name}, who will contact you. In danger call 120 or 110."), {"name": outcome.name}),)
    )


FLOW = Flow(
    name="request_human",
    started_by=("request_human",),
    start=start,
    words=frozenset({"人工", "转人工", "找人", "person"}),
    hear=hear,
)
