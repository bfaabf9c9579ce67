"""Complaints go to the level above the cadre concerned, and never to the person complained of."""

import re
from datetime import datetime, timedelta

from dialogs.facts import unfinished
from dialogs.said import doubts_us, is_rude, says_nothing_else
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
    StayUnnamed,
    Step,
    Told,
    Turn,
    Unnamed,
)
from dialogs.unnaming import UNNAMED, is_unnaming
from dialogs.wording import marked as _

_KNOWN_FOR = timedelta(days=7)  # so long after it was told a complaint can still be made one without a name
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
    if _complained(session, turn) and is_unnaming(turn.plain):
        return Done((StayUnnamed(),))
    unnamed = bool(UNNAMED.search(turn.plain))
    rest = UNNAMED.sub("", turn.plain) if unnamed else turn.plain
    if _NOTHING_SAID.match(rest) or is_unnaming(turn.plain):
        return Goto("what", {"unnamed": True} if unnamed else {})
    return Done((Complain(turn.text),))


def _complained(session: Session, turn: Turn) -> bool:
    """Whether a complaint of theirs was passed on these days."""
    at = session.complained
    return at is not None and turn.at - datetime.fromisoformat(at) <= _KNOWN_FOR


def follows(session: Session, turn: Turn) -> bool:
    """Whether a message only says that the complaint just told is to be without a name."""
    if not _complained(session, turn) or not is_unnaming(turn.plain):
        return False
    begun = session.place is not None and session.place.flow == "complain"
    return not begun and not any(map(unfinished, session.stack))


def read_what(session: Session, turn: Turn) -> Move:
    """Whatever it is about is passed on; who thinks better of it is let go."""
    if turn.meant.intent in ("cancel", "deny", "thanks", "goodbye") or says_nothing_else(turn):
        return Done((Say(_("All right, nothing is passed on.")),))
    if turn.meant.intent in ("request_human", "help", "ask_case_status") and len(turn.plain) <= _SHORT:
        return Elsewhere()
    slots = session.place.slots if session.place else {}
    if is_unnaming(turn.plain):
        return Again(_ask_what({}, turn), missed=False, slots={"unnamed": True})
    if len(turn.plain.strip()) < _SAYS or _NOTHING_SAID.match(turn.plain):
        return Again(_ask_what({}, turn))
    return Done((Complain(turn.text, unnamed=bool(slots.get("unnamed"))),))


def wants_answer(words: str) -> bool:
    """Whether who complains wants to be answered, and so to be known above."""
    return bool(_ANSWER_ME.search(words)) and not UNNAMED.search(words)


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say where it went, only if it went somewhere; and what it now goes without."""
    if isinstance(outcome, Unnamed):
        return Done((_no_name(outcome),))
    if isinstance(outcome, Told) and outcome.name is not None:
        words = _("I am sorry. It goes to the level above without your name or number. You can also call 12345.")
        if outcome.named:
            words = _("I am sorry. It goes to the level above, with your number to answer to. You can also call 12345.")
        return Done((Say(words),))
    return Done((Say(_("I am sorry. I cannot pass it on from here; please call 12345, they take complaints.")),))


def _no_name(outcome: Unnamed) -> Say:
    if outcome.name is not None:
        return Say(
            _("I ask {name} to tell nobody who you are, and not to call you. They had your number already."),
            {"name": outcome.name},
        )
    if outcome.taken_out:
        return Say(_("Done: your number is taken out. It goes up without your name."))
    return Say(_("Be at ease: neither your name nor your number stands in it."))


def _ask_what(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What happened, and with whom? It goes above them, without your name.")),)


FLOW = Flow(
    name="complain",
    started_by=("complain",),
    start=start,
    steps={"what": Step(_ask_what, read_what)},
    hear=hear,
    follows=follows,
)
