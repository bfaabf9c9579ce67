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
# Right after an answer a few words that name no matter of their own ask more of it: how much, and where to go.
_END = r"(?:[呢嘛吗啊呀哦噢么咧]|的)*$"
_TIME = r"(?:每?一?(?:年|个?月|学期|次|回|个人|人))"
_HOW_MUCH = re.compile(
    rf"(?:那么?|所以|请问|就是)?{_TIME}?(?:是|能|要|给|补|有|领)?(?:给|补|拿|领|得到?)?(?:好多|多少|几多|几大|多老少)"
    rf"(?:个?钱|元|块)?{_TIME}?{_END}|(?:and )?how much(?: is it| a year| a month| money| do (?:we|i) get)?$"
)
_PLACE = r"(?:哪点|哪里|哪儿|哪块|哪搭|哪个(?:部门|单位|地方|窗口)?|哪家|哪边|何处|啥地方|什么地方|哪(?=[办问领报申]))"
_DO = r"(?:办理?|申请|问|领|报名?|找|说)?"
_WHERE = re.compile(
    rf"(?:那么?|我们?|请问)*(?:要|该|得|应该|可以)?(?:(?:去|到|在|上){_PLACE}|{_PLACE}(?=[办问领报申找]))(?:去|能|可以)?{_DO}{_END}|"
    rf"(?:那么?|我们?|请问)*(?:要|该|得|应该|可以)?去?(?:找|问|跟|向)(?:谁|什么人|{_PLACE})(?:去|能|可以)?{_DO}{_END}|"
    r"(?:and )?where (?:do|can|should) (?:i|we) (?:go|apply|ask)$|(?:and )?who (?:do|should|can) (?:i|we) ask$"
)
_QUESTIONS = ("ask_policy", "check_eligibility")


def start(session: Session, turn: Turn) -> Move:
    """Look it up; `更多`, `原文` and `这个说得不对` are about the last answer."""
    said, last = _said(turn), session.answered
    doubted = said in _DOUBT or (last is not None and _doubts(session, turn))
    if last is not None and _asks_more(session, turn):
        return Done(_more_of(last, turn))
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
            "office": outcome.office,
            "clauses": list(outcome.clauses),
            "version": outcome.version,
            "just": True,
        }
        effects = (KeepAnswer(kept), *effects)
    if turn.meant.intent == "report_hardship" and session.place is None:
        offer = Say(_("If this weighs on your home now, shall I tell the village? 1 yes"))
        return Done((*effects, offer), offer="report_hardship")
    if turn.meant.intent == "check_eligibility" and session.place is None:
        offer = Say(_("Shall I ask a few questions, and see what your home may get? 1 yes"))
        return Done((*effects, offer), offer="check_eligibility")
    return Done(effects)


def follows(session: Session, turn: Turn) -> bool:
    """Whether a message is about the answer that was just given: a bare 不对, 一年好多钱, 要去哪点办."""
    return _doubts(session, turn) or _asks_more(session, turn)


def _doubts(session: Session, turn: Turn) -> bool:
    return _just_answered(session) and _DOUBTS.match(_said(turn)) is not None


def _asks_more(session: Session, turn: Turn) -> bool:
    """Whether a few words without a matter of their own ask how much or where."""
    said = _said(turn)
    return _just_answered(session) and any(rule.match(said) for rule in (_HOW_MUCH, _WHERE))


def _just_answered(session: Session) -> bool:
    return session.answered is not None and session.answered.get("just") is True and session.place is None


def _more_of(last: Slots, turn: Turn) -> tuple[Effect, ...]:
    """How much: the last question, asked for its sum. Where: the office of the last answer."""
    if not _WHERE.match(_said(turn)):
        return (AskPolicy(f"{str(last['question']).rstrip(' ?？。.!！')}，{turn.text}"),)
    office = last.get("office")
    words = (
        Say(_("Ask {office}. Which window and which papers is not written; if you cannot go, call first or 12345."),
            {"office": office})
        if office
        else Say(_("Ask the village committee or the township service centre; 12345 tells you which office it is."))
    )  # fmt: skip
    return (KeepAnswer({**last, "just": True}), words)


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
