"""Complaints go to the level above the cadre concerned, and never to the person complained of."""

import re

from dialogs.facts import doubts_us, is_rude, says_nothing_else
from dialogs.types import (
    Again,
    Complain,
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
    Told,
    Turn,
)
from dialogs.wording import marked as _

# Nobody's name goes along with a complaint unless they want to hear of it.
_UNNAMED = re.compile(r"匿名|不记名|不留名|anonymous", re.IGNORECASE)
_NOTHING_SAID = re.compile(
    r"^\W*(我|俺)?(想|要|来)*(投诉|举报|告状|反映(个)?(情况|问题|事)?|提意见)(一下|个事|你们|他们)?\W*$"
    r"|^\W*(i (want|would like) to )?(complain|make a complaint|complaint)\W*$"
)
_SAYS, _SHORT = 3, 12  # characters
_ANSWER_ME = re.compile(
    r"回我|回电|回复我|答复|联系我|留(我的)?(号码|电话)|实名|给我.{0,4}(说法|交代)|call me|answer me|let me know",
    re.IGNORECASE,
)


def start(session: Session, turn: Turn) -> Move:
    """Pass it on in the person's own words; abuse alone is no complaint."""
    if is_rude(turn) or doubts_us(turn):
        return Instead("small_talk")
    if _NOTHING_SAID.match(turn.plain):
        return Goto("what", {})
    return Done((Complain(turn.text),))


def read_what(session: Session, turn: Turn) -> Move:
    """Whatever it is about is passed on; who thinks better of it is let go."""
    if turn.meant.intent in ("cancel", "deny", "thanks", "goodbye") or says_nothing_else(turn):
        return Done((Say(_("All right, nothing is passed on.")),))
    if turn.meant.intent in ("request_human", "help", "ask_case_status") and len(turn.plain) <= _SHORT:
        return Elsewhere()
    if len(turn.plain.strip()) < _SAYS or _NOTHING_SAID.match(turn.plain):
        return Again(_ask_what({}, turn))
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


def _ask_what(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What happened, and with whom? It goes above them, without your name.")),)


FLOW = Flow(
    name="complain",
    started_by=("complain",),
    start=start,
    steps={"what": Step(_ask_what, read_what)},
    hear=hear,
)
