"""Ask what the policies say: a short answer with where it is written, more on request, doubts to the operators."""

import re
from typing import Any

from dialogs.portions import portion
from dialogs.types import (
    AskPolicy,
    Done,
    Effect,
    Flow,
    KeepAnswer,
    Move,
    NoteGap,
    Outcome,
    PolicyAnswered,
    Say,
    SayText,
    Session,
    Slots,
    Turn,
)
from dialogs.wording import marked as _

_MORE = frozenset({"更多", "多说点", "再说点", "详细", "详细点", "more", "tell me more"})
_QUOTE = frozenset({"原文", "原话", "看原文", "quote", "original"})
_DOUBT = frozenset(
    {
        "这个说得不对",
        "说得不对",
        "说的不对",
        "你说得不对",
        "不准",
        "答错了",
        "这个不对",
        "that is wrong",
        "that's wrong",
    }
)
# Right after an answer a few words more mean that it is doubted, alone or before what would be right.
_DOUBTS = re.compile(
    r"(?:不对|不对吧|不是吧|错了|说错了|讲错了|搞错了|乱说|瞎说|wrong|not true)(?:[,，。.!！;；]\s*(.*))?$"
)
_QUESTIONS = ("ask_policy", "check_eligibility")


def start(session: Session, turn: Turn) -> Move:
    """Look it up; `更多`, `原文` and `这个说得不对` are about the last answer."""
    said, last = _said(turn), session.answered
    doubted = said in _DOUBT or (last is not None and follows(session, turn))
    if not doubted and said not in FLOW.words:
        return Done((AskPolicy(turn.text),))
    if last is None:
        return Done((Say(_("Ask me about a policy first, for example: is the school fee helped with?")),))
    if doubted:
        return Done(_noted(last, turn))
    if said in _QUOTE and last.get("paper"):
        return _shown(last, last.get("quote"), turn, session, _not_loaded(last))
    nothing = Say(_("That is all I have on it. For more, ask the office named, or 12345."))
    return _shown(last, last.get("more") if said in _MORE else None, turn, session, nothing)


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say the answer; keep it for `更多`; note what could not be answered."""
    if not isinstance(outcome, PolicyAnswered):
        return Done()
    first, rest = portion(outcome.text, turn.known.channel, session.language)
    more = "\n".join(part for part in (rest, outcome.more) if part)
    effects: tuple[Effect, ...] = (SayText(first, outcome.clauses, outcome.version),)
    if outcome.abstained and not outcome.off_topic:
        effects = (*effects, NoteGap(outcome.question, "abstained"))
    if not outcome.off_topic:
        kept = {
            "question": outcome.question,
            "text": outcome.text,
            "more": more or None,
            "quote": outcome.quote,
            "paper": outcome.paper,
            "clauses": list(outcome.clauses),
            "version": outcome.version,
            "just": True,
        }
        effects = (KeepAnswer(kept), *effects)
    if turn.meant.intent == "check_eligibility" and session.place is None:
        offer = Say(_("Shall I ask a few questions, and see what your home may get? 1 yes"))
        return Done((*effects, offer), offer="check_eligibility")
    return Done(effects)


def follows(session: Session, turn: Turn) -> bool:
    """Whether a message doubts the answer that was just given: only then is a bare 不对 about it."""
    just = session.answered is not None and session.answered.get("just") is True
    return just and session.place is None and _DOUBTS.match(_said(turn)) is not None


def _said(turn: Turn) -> str:
    return turn.plain.strip(" \t\n\"'.,!?。、！？，“”").lower()


def _noted(last: Slots, turn: Turn) -> tuple[Effect, ...]:
    """Question and answer go to the operators once, with what the person says instead; a new question is answered."""
    match = _DOUBTS.match(_said(turn))
    instead = (match.group(1) or "").strip() if match else ""
    answer = f"{last['text']}\n> {instead}" if instead else str(last["text"])
    thanks = Say(_("Thank you, I have passed it on: somebody checks it. The county office has today's rule."))
    effects: tuple[Effect, ...] = (thanks,)
    if not last.get("doubted"):
        effects = (NoteGap(str(last["question"]), "doubted", answer), KeepAnswer({**last, "doubted": True}), thanks)
    if instead and turn.meant.intent in _QUESTIONS:
        return (*effects, AskPolicy(instead))
    return effects


def _not_loaded(last: Slots) -> Say:
    message = _("I do not have the paper's own words here. It is called: {paper}. The township office can show it.")
    return Say(message, {"paper": last["paper"]})


def _shown(last: Slots, words: Any, turn: Turn, session: Session, nothing: Say) -> Move:  # noqa: ANN401 - JSON
    """As much as a message holds; the rest follows at the next `更多`."""
    if not words:
        return Done((KeepAnswer({**last, "just": True}), nothing))
    first, rest = portion(str(words), turn.known.channel, session.language)
    kept = {**last, "more": rest or None, "just": True}
    effects: tuple[Effect, ...] = (
        KeepAnswer(kept),
        SayText(first, tuple(last.get("clauses") or ()), str(last.get("version") or "")),
    )
    return Done((*effects, Say(_("There is more: reply MORE."))) if rest else effects)


FLOW = Flow(
    name="ask_policy",
    started_by=("ask_policy",),
    start=start,
    words=_MORE | _QUOTE | _DOUBT,
    hear=hear,
    follows=follows,
)
