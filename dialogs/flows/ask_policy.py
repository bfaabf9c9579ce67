"""Ask what the policies say: a short answer with where it is written, more on request, doubts to the operators."""

from dialogs.types import (
    AskPolicy,
    Done,
    Effect,
    Flow,
    Move,
    NoteGap,
    Outcome,
    PolicyAnswered,
    Say,
    SayText,
    Session,
    Turn,
)
from dialogs.wording import marked as _

_MORE = frozenset({"更多", "多说点", "详细", "more"})
_QUOTE = frozenset({"原文", "原话", "看原文", "quote"})
_DOUBT = frozenset({"这个说得不对", "说得不对", "不准", "答错了", "that is wrong"})


def start(session: Session, turn: Turn) -> Move:
    """Look it up; `更多`, `原文` and `这个说得不对` are about the last answer."""
    said = turn.plain.strip(" \n\"'.,!?。、")
    if said not in FLOW.words:
        return Done((AskPolicy(turn.text),))
    last = session.answered
    if last is None:
        return Done((Say(_("Ask me about a policy first, for example: is the school fee helped with?")),))
    if said in _DOUBT:
        noted = NoteGap(last["question"], "doubted", last["text"])
        return Done((noted, Say(_("Thank you. A person will look at it. The county office has today's rule."))))
    words = last.get("more") if said in _MORE else last.get("quote")
    if not words:
        return Done((Say(_("That is all I have on it. For more, ask the office named, or 12345.")),))
    return Done((SayText(words),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say the answer; keep it for `更多`; note what could not be answered."""
    if not isinstance(outcome, PolicyAnswered):
        return Done()
    effects: tuple[Effect, ...] = (SayText(outcome.text),)
    if outcome.abstained and not outcome.off_topic:
        effects = (*effects, NoteGap(outcome.question, "abstained"))
    if turn.meant.intent == "check_eligibility" and session.place is None:
        offer = Say(_("Shall I ask a few questions, and see what your home may get? 1 yes"))
        return Done((*effects, offer), offer="check_eligibility")
    return Done(effects)


FLOW = Flow(
    name="ask_policy",
    started_by=("ask_policy",),
    start=start,
    words=_MORE | _QUOTE | _DOUBT,
    hear=hear,
)
