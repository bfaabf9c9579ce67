"""The engine: a session and a turn in, a session and words out. Everything the conversation decides passes here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from dialogs.alarm import beside_alarm, follows_emergency
from dialogs.facts import remembered, tells_of, unfinished
from dialogs.jests import jest
from dialogs.replies import takes_note
from dialogs.said import resumes
from dialogs.types import (
    Again,
    Answered,
    CaseOpened,
    Done,
    Drop,
    Effect,
    Elsewhere,
    FindSupport,
    Flow,
    Goto,
    Guide,
    Instead,
    KeepAnswer,
    Leave,
    Move,
    Outcome,
    Place,
    Result,
    Say,
    SayText,
    Session,
    SetLanguage,
    Slots,
    SupportFound,
    Told,
    Turn,
)
from dialogs.waiting import brings_back, waiting_report
from dialogs.wording import marked as _

Words = Say | SayText | Guide
# The same words so often in a row come from a machine: it is let fall silent, unless it tells of a danger.
ECHOES = 6
_WORDS_OF_A_SENTENCE = 3
_COMMAND_AT_MOST = 12  # characters
OFFER_AFTER = 3  # misunderstandings in a row
_LET_GO = frozenset({"my_data", "cancel", "complain", "menu", "change_language", "update_case"})
_DEPTH = 4  # places that may wait at once; the oldest is let go
# Heard in the middle of any question; everything else is first offered to the question that waits.
_HEARD_ANYWHERE = ("opt_out", "opt_in", "change_language")
# What changes something for the person, or troubles somebody, is done only when it was clearly said.
_ONLY_WHEN_CLEAR = frozenset({"affirm", "cancel", "opt_out", "opt_in", "request_human", "complain"})
_CLEAR = 0.5


def converse(
    session: Session, turn: Turn, flows: Mapping[str, Flow], carry_out: Callable[[Effect], Outcome | None]
) -> tuple[Session, tuple[Words, ...]]:
    """Take the turn, have its effects carried out, tell the flow what came of them; the words in order."""
    result = take_turn(session, turn, flows)
    words: list[Words] = []
    waiting, asked = list(result.effects), result.asked
    while waiting:
        effect = waiting.pop(0)
        if isinstance(effect, Say | SayText | Guide):
            words.append(effect)
            continue
        if isinstance(effect, SetLanguage):
            result = replace(result, session=replace(result.session, language=effect.language, chosen=True))
        if isinstance(effect, KeepAnswer):
            result = replace(result, session=replace(result.session, answered=effect.answered))
            continue
        if isinstance(effect, FindSupport):
            told = {"facts": effect.facts, "area": effect.area}
            result = replace(result, session=replace(result.session, household=told))
        if (outcome := carry_out(effect)) is not None:
            result = hear(result.session, turn, flows, result.flow, outcome)
            waiting, asked = [*result.effects, *waiting], asked or result.asked
    resumed: tuple[Words, ...] = ()
    if not asked and result.flow in flows and flows[result.flow].resumes:
        resumed = _resumed(result.session, turn, flows)
    return replace(result.session, aside=result.aside or bool(resumed)), (*words, *resumed)


def take_turn(session: Session, turn: Turn, flows: Mapping[str, Flow]) -> Result:
    """Continue what stands, or start what this turn asks for. Danger is heard before everything."""
    turn = _doubted(turn)
    session = remembered(_echoed(_follow_language(session, turn), turn), turn)
    before, offer = session, session.offer
    session = replace(session, offer=None, answered=_no_longer_just(session.answered))
    if beside_alarm(turn) is not None and session.echoes < ECHOES:
        return _begin(session, turn, flows, flows["beside_alarm"])
    if turn.meant.urgency.level == "critical":
        # What is only to be chosen or said yes to does not wait until the danger is over.
        waiting = (place for place in session.stack if place.flow not in _LET_GO and not tells_of(place, turn))
        session = replace(session, stack=tuple(waiting))
        return _start(session, turn, flows, "report_emergency")
    if session.echoes >= ECHOES:
        return Result(session, (), "")
    if (named := _named(turn, flows)) is not None:
        return _begin(_left(session, flows), turn, flows, named)
    if followed := next((flow for flow in flows.values() if flow.follows and flow.follows(before, turn)), None):
        return _begin(before, turn, flows, followed)
    going_on = resumes(turn) and any(unfinished(place) for place in session.stack)
    in_fear = turn.meant.intent == "opt_in" and not turn.known.opted_out and follows_emergency(turn)
    if turn.meant.intent in _HEARD_ANYWHERE and not going_on and not in_fear:
        return _start(session, turn, flows, turn.meant.intent)
    if session.place is None and follows_emergency(turn):
        return _begin(session, turn, flows, flows["small_talk"])
    if session.place is None and brings_back(session, turn):
        return _begin(session, turn, flows, flows["report_hardship"])
    if offer is not None and offer in flows and turn.meant.intent == "affirm":
        return _begin(_left(session, flows), turn, flows, flows[offer])
    return _continued(session, turn, flows)


def _no_longer_just(answered: Slots | None) -> Slots | None:
    """An answer that something else was said after; the next words may still only take note of it."""
    if answered is None:
        return None
    kept = {name: value for name, value in answered.items() if name not in ("just", "beside")}
    return {**kept, "beside": True} if answered.get("just") else kept


def _continued(session: Session, turn: Turn, flows: Mapping[str, Flow]) -> Result:
    flow = _standing(session, flows)
    if flow is None or session.place is None:
        # A stored step that a newer version lacks: begin anew with what this turn asks for.
        return _start(replace(session, stack=()), turn, flows, turn.meant.intent)
    step = flow.steps[session.place.step]
    if jest(turn) is not None:
        return _start(session, turn, flows, "out_of_scope")
    if session.aside and not step.yes and takes_note(turn) and (question := step.ask(session.place.slots, turn)):
        return Result(session, question, flow.name, asked=True, aside=True)
    move = step.read(session, turn)
    if isinstance(move, Elsewhere):
        return _start(session, turn, flows, turn.meant.intent)
    if isinstance(move, Drop):
        return _continued(session.pop(), turn, flows)
    if isinstance(move, Instead):
        return _begin(_left(session, flows), turn, flows, flows[move.flow])
    return _moved(session, turn, flow, move)


def hear(session: Session, turn: Turn, flows: Mapping[str, Flow], name: str, outcome: Outcome) -> Result:
    """Tell a flow what came of its effect."""
    flow = flows[name]
    if isinstance(outcome, SupportFound) and outcome.text:
        kept: Slots = {"question": turn.text, "text": outcome.text, "more": outcome.more, "quote": None}
        session = replace(session, answered=kept)
    if isinstance(outcome, CaseOpened):
        session = replace(session, recent=())
    complained = isinstance(outcome, Told) and outcome.what == "complaint" and outcome.name is not None
    if complained or (isinstance(outcome, Answered) and outcome.kind == "satisfied"):
        session = replace(session, complained=turn.at.isoformat())
    if flow.hear is None:
        return Result(session, (), name)
    move = flow.hear(session, turn, outcome)
    if isinstance(move, Instead):
        return _begin(session, turn, flows, flows[move.flow])
    if isinstance(move, Goto):
        session = session.push(Place(name, move.step))
    elif isinstance(move, Done):
        return Result(replace(session, offer=move.offer), move.effects, name)
    return _moved(session, turn, flow, move)


def _start(session: Session, turn: Turn, flows: Mapping[str, Flow], intent: str) -> Result:
    wanted = next((flow for flow in flows.values() if intent in flow.started_by), flows["small_talk"])
    return _begin(_left(session, flows), turn, flows, wanted)


def _left(session: Session, flows: Mapping[str, Flow]) -> Session:
    """What does not wait is let go when something else begins: a menu, a choice of language."""
    waiting = (place for place in session.stack if place.flow not in flows or flows[place.flow].waits)
    return replace(session, stack=tuple(waiting))


def _begin(session: Session, turn: Turn, flows: Mapping[str, Flow], flow: Flow) -> Result:
    move = flow.start(session, turn)
    if isinstance(move, Instead):
        return _begin(session, turn, flows, flows[move.flow])
    if isinstance(move, Goto):
        lapsed = None if flow.name == "report_hardship" else session.lapsed
        session = session.push(Place(flow.name, move.step))
        session = replace(session, stack=session.stack[-_DEPTH:], lapsed=lapsed)
    elif isinstance(move, Done):
        return Result(replace(session, misses=0, offer=move.offer), move.effects, flow.name)
    return _moved(session, turn, flow, move)


def _moved(session: Session, turn: Turn, flow: Flow, move: Move) -> Result:
    match move:
        case Goto(step, slots, first, missed):
            session = replace(session.at(step, slots), misses=session.misses + 1 if missed else 0)
            return Result(session, (*first, *flow.steps[step].ask(slots, turn)), flow.name, asked=True)
        case Done(effects, offered):
            return Result(replace(session.pop(), misses=0, offer=offered), effects, flow.name)
        case Leave(effects):
            dropped = waiting_report(session)
            kept = {"slots": dict(dropped.slots), "at": turn.at.isoformat(), "dropped": True} if dropped else None
            left = replace(session, stack=(), recent=(), misses=0, lapsed=kept or session.lapsed)
            return Result(left, effects, flow.name)
        case Again(effects, missed, slots):
            if slots is not None and session.place is not None:
                session = session.at(session.place.step, slots)
            return _again(session, turn, flow, effects, missed)
        case _:
            return Result(session, (), flow.name)


def _again(session: Session, turn: Turn, flow: Flow, effects: tuple[Effect, ...], missed: bool) -> Result:
    """Other words at the first misunderstanding, choices at the second, a person at the third."""
    misses = session.misses + missed
    if not missed or misses < OFFER_AFTER:
        step = flow.steps.get(session.place.step) if session.place and session.place.flow == flow.name else None
        other = (step.again if misses == 1 else step.choose) if step and missed else None
        if other is not None and session.place is not None:
            effects = other(session.place.slots, turn)
        return Result(replace(session, misses=misses), effects, flow.name, asked=True, aside=not missed)
    offer = Say(_("I still do not follow you, sorry. Shall a person contact you? 1 yes"))
    return Result(replace(session, misses=0, offer="request_human"), (offer,), flow.name, asked=True)


def _resumed(session: Session, turn: Turn, flows: Mapping[str, Flow]) -> tuple[Words, ...]:
    """After something that came in between, say where the conversation stands."""
    flow = _standing(session, flows)
    if flow is None or session.place is None:
        return ()
    step = flow.steps[session.place.step]
    said = (step.resume or step.ask)(session.place.slots, turn)
    return tuple(effect for effect in said if isinstance(effect, Say | SayText | Guide))


def _named(turn: Turn, flows: Mapping[str, Flow]) -> Flow | None:
    """The flow whose command the message is: 进度, 帮助, STOP."""
    said = turn.plain.strip(" \t\n\"'.,!?。、《》“”")
    if len(said) <= _COMMAND_AT_MOST and (named := next((f for f in flows.values() if said in f.words), None)):
        return named
    return next((flow for flow in flows.values() if flow.asked is not None and flow.asked(said)), None)


def _doubted(turn: Turn) -> Turn:
    """The turn; where it may only perhaps ask for something that counts, it asks for nothing."""
    meant = turn.meant
    if jest(turn) is not None:
        return replace(turn, meant=replace(meant, intent="out_of_scope"))
    if meant.intent not in _ONLY_WHEN_CLEAR or meant.confidence >= _CLEAR:
        return turn
    return replace(turn, meant=replace(meant, intent="out_of_scope"))


def _standing(session: Session, flows: Mapping[str, Flow]) -> Flow | None:
    place = session.place
    if place is None or place.flow not in flows or place.step not in flows[place.flow].steps:
        return None
    return flows[place.flow]


def _follow_language(session: Session, turn: Turn) -> Session:
    """Answer in the language the person writes, unless they chose one in words."""
    written = turn.meant.language
    if written is None or session.chosen or written == session.language:
        return session
    if (session.language, written) == ("zh-Hant", "zh-Hans") and _in_both_scripts(turn.text):
        return session
    if written == "en" and len(turn.text.split()) == 1 and turn.meant.urgency.level == "normal":
        return session  # a command, an ok: whoever writes Chinese still does
    if written == "en" and turn.meant.intent == "out_of_scope" and len(turn.text.split()) < _WORDS_OF_A_SENTENCE:
        return session  # a few letters are no English
    return replace(session, language=written)


def _in_both_scripts(text: str) -> bool:
    """Whether a text is written alike in simplified and traditional characters."""
    return bool(_to_traditional().convert(text) == text)


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def _echoed(session: Session, turn: Turn) -> Session:
    said = f"{turn.at:%Y%m%d%H} {' '.join(turn.text.split())[:40]}"
    if said == session.last_said:
        return replace(session, echoes=session.echoes + 1)
    return replace(session, echoes=0, last_said=said)
