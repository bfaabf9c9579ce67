"""A household asks to be asked: a short message on a rhythm whether all is well."""

from dialogs.types import AnswerAsked, Answered, Done, Flow, Move, Outcome, Say, Session, Turn
from dialogs.wording import marked as _


def start(session: Session, turn: Turn) -> Move:
    """They agree by asking for it."""
    return Done((AnswerAsked("agree", "", "yes", turn.text),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say what happens now."""
    if isinstance(outcome, Answered):
        return Done((Say(_("Good, I write now and then. Reply 1 when all is well. To end it: STOP.")),))
    return Done()


FLOW = Flow(
    name="check_in", started_by=(), start=start, words=frozenset({"报平安", "定期报平安", "check in"}), hear=hear
)
