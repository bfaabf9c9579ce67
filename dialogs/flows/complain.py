"""Complaints go to the level above the cadre concerned, and never to the person complained of."""

import re

from dialogs.facts import is_rude
from dialogs.types import Complain, Done, Flow, Instead, Move, Outcome, Say, Session, Told, Turn
from dialogs.wording import marked as _

# Nobody's name goes along with a complaint unless they want to hear of it.
_UNNAMED = re.compile(r"匿名|不记名|不留名|anonymous", re.IGNORECASE)
_ANSWER_ME = re.compile(
    r"回我|回电|回复我|答复|联系我|留(我的)?(号码|电话)|实名|给我.{0,4}(说法|交代)|call me|answer me|let me know",
    re.IGNORECASE,
)


def start(session: Session, turn: Turn) -> Move:
    """Pass it on in the person's own words; abuse alone is no complaint."""
    if is_rude(turn):
        return Instead("small_talk")
    return Done((Complain(turn.text),))


def wants_answer(words: str) -> bool:
    """Whether who complains wants to be answered, and so to be known above."""
    return bool(_ANSWER_ME.search(words)) and not _UNNAMED.search(words)


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say where it went, only if it went somewhere."""
    if isinstance(outcome, Told) and outcome.name is not None:
        words = _("I am sorry. It goes to the level above without your name or number. You can also call 12345.")
        if wants_answer(turn.plain):
            words = _("I am sorry. It goes to the level above, with your number to answer to. You can also call 12345.")
        return Done((Say(words),))
    return Done((Say(_("I am sorry. I cannot pass it on from here; please call 12345, they take complaints.")),))


FLOW = Flow(name="complain", started_by=("complain",), start=start, hear=hear)
