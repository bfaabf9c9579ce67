"""Complaints go to the level above the cadre concerned, and never to the person complained of."""

from dialogs.facts import is_rude
from dialogs.types import Complain, Done, Flow, Instead, Move, Outcome, Say, Session, Told, Turn
from dialogs.wording import marked as _


def start(session: Session, turn: Turn) -> Move:
    """Pass it on in the person's own words; abuse alone is no complaint."""
    if is_rude(turn):
        return Instead("small_talk")
    return Done((Complain(turn.text),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say where it went, only if it went somewhere."""
    if isinstance(outcome, Told) and outcome.name is not None:
        words = _("I am sorry. I pass this to the level above, not to whom it is about. You can also call 12345.")
        if "匿名" in turn.plain or "anonymous" in turn.plain:
            words = _("I am sorry. It goes to the level above without your name or number. You can also call 12345.")
        return Done((Say(words),))
    return Done((Say(_("I am sorry. I cannot pass it on from here; please call 12345, they take complaints.")),))


FLOW = Flow(name="complain", started_by=("complain",), start=start, hear=hear)
