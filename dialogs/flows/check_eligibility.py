"""What may my family get? A few questions, and then what the documents give in that area. Never a promise."""

import re
from typing import Any

from dialogs.household import completed, joined, known_already, read_choice, read_words
from dialogs.said import is_prank, is_rude, says_nothing_else
from dialogs.types import (
    Again,
    Done,
    Drop,
    Effect,
    Elsewhere,
    FindSupport,
    Flow,
    Goto,
    Instead,
    Move,
    Outcome,
    Say,
    SayText,
    Session,
    Slots,
    Step,
    SupportFound,
    Turn,
)
from dialogs.whereabouts import of_home
from dialogs.wording import marked as _

# A question about one thing is answered first; the questions are offered after it.
_ONE_THING = re.compile(
    r"低保|五保|特困|补贴|津贴|医疗救助|大病|报销|助学|奖学|贷款|危房|搬迁|养老|培训|公益|护林|合作医疗|医保|临时救助|学费"
    r"|建档|贫困户|监测|生活费|救助金|退耕|营养餐|allowance|dibao|loan|pension|insurance|tuition|relocat|subsid|training"
)
# What a family may get in all, asked in free words.
_GENERAL = re.compile(
    r"(我家|我们|咱|俺|家里|情况).{0,8}(能|可以|该)(不能)?(够)?(得|领|享受|拿|申请|办|有)(到|着)?(些|点)?(哪些|什么|啥|哪样|哪几样)"
    r".{0,3}(帮助|帮扶|补助|补贴|政策|待遇|救助|好处)?\W*$"
    r"|what (help|support|benefits?|aid)\b.{0,20}\b(can|could|may|might)\b.{0,12}\b(i|we|my|our)\b"
)
_WHICHEVER = re.compile(r"(哪些|什么|啥|哪样|哪几样|多少种?)(补贴|津贴|补助|救助金?|政策)")  # names no one of them
_ORDER = ("home", "school", "work", "house", "status")
_ENOUGH = re.compile(r"够了|不(用|想)(再)?(问|答|说)|看结果|直接(说|看)|就这样|别问了|enough|show me|no more questions")
_NOT_KNOWN = re.compile(r"不(清楚|知道|晓得|记得)|没有|都不是|都没|跳过|无|说不(清|好)|don'?t know|skip|none|not sure")
_NO = re.compile(r"^\W*(不|不是|没|无|no|nope|neither)\W*$")
_UNWRITTEN = {
    "house": Say(_("For an unsafe house I find nothing written for your area: ask the township's housing office.")),
    "water": Say(_("For drinking water I find nothing written for your area: ask the village or the water office.")),
}
_AWAY = frozenset(
    {"ask_policy", "ask_case_status", "help", "request_human", "complain", "cancel", "report_hardship", "update_case"}
)  # fmt: skip


def start(session: Session, turn: Turn) -> Move:
    """One thing asked for is looked up; else ask what is not known yet."""
    if turn.meant.intent == "check_eligibility" and names_one(turn.plain):
        return Instead("ask_policy")
    if any(place.flow == FLOW.name for place in session.stack):
        return Drop()
    facts = joined(known_already(session, turn), read_words(turn.plain))
    slots: dict[str, Any] = {"facts": facts, "asked": []}
    told = [place.slots for place in session.stack if place.flow == "report_hardship"]
    areas = (turn.area, *(each.get("area") for each in (session.household or {}, *told, of_home(turn))))
    if area := next((area for area in areas if area), None):
        slots["area"] = area
    first = Say(_("A few questions, then I tell what is written. Several numbers are fine; ENOUGH ends it."))
    return _next(slots, turn, (first,))


def names_one(plain: str) -> bool:
    """Whether one help of several is named: dibao, a loan."""
    return bool(_ONE_THING.search(_WHICHEVER.sub("", plain)))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """The list, that it is no promise, and how to go on."""
    silent = tuple(_UNWRITTEN[fact] for fact in outcome.unwritten) if isinstance(outcome, SupportFound) else ()
    if not isinstance(outcome, SupportFound) or not outcome.text:
        words = _("In the documents for your area I find nothing that fits. The township office knows more, or 12345.")
        return Done(silent or (Say(words),))
    promise = Say(_("Rules of those years, and no promise: village and township check and decide."))
    more = (Say(_("More: reply MORE. To apply: say what is hard at home.")),) if outcome.more else ()
    return Done((SayText(outcome.text), *silent, promise, *(more or (Say(_("To apply, say what is hard at home.")),))))


def _next(slots: Slots, turn: Turn, first: tuple[Effect, ...] = ()) -> Move:
    facts, asked = slots["facts"], slots["asked"]
    if not (turn.known.area or slots.get("area") or "where" in asked):
        return Goto("where", slots, first)
    for question in _ORDER:
        if question in asked or (question != "home" and facts.get(question)):
            continue
        if question == "school" and "student" not in facts.get("home", ()):
            continue
        return Goto(question, slots, first)
    return Done((*(first if not asked else ()), FindSupport(completed(facts), slots.get("area"))))


def _reader(question: str):  # type: ignore[no-untyped-def] # noqa: ANN202
    """Read the reply to one question: numbers, free words, or not known; then the next."""

    def read(session: Session, turn: Turn) -> Move:
        slots = dict(session.place.slots) if session.place else {"facts": {}, "asked": []}
        slots["asked"] = [*slots["asked"], question]
        if is_rude(turn) or is_prank(turn):
            return Done((Say(_("All right, then I ask no more. If something is hard at home, just say it.")),))
        chosen = read_choice(question, turn.plain) if question != "where" else None
        if chosen is not None:
            slots["facts"] = joined(slots["facts"], chosen)
            return _next(slots, turn)
        told = read_words(turn.plain)
        if question != "status" and told == {"status": ["none"]}:
            told = {}  # 都没有: nobody of those, and not a word on any list
        if turn.meant.intent in _AWAY and not _short(turn):
            return Elsewhere()
        if _ENOUGH.search(turn.plain) or (says_nothing_else(turn) and turn.meant.intent != "affirm"):
            if question == "home" and not _ENOUGH.search(turn.plain):
                return _next(slots, turn)
            return Done((FindSupport(completed(joined(slots["facts"], told)), slots.get("area")),))
        if question == "where" and (turn.area or turn.meant.slots.get("place") or len(turn.text.strip()) > 1):
            slots["area"] = turn.area
            slots["facts"] = joined(slots["facts"], told)
            return _next(slots, turn)
        if told:
            slots["facts"] = joined(slots["facts"], told)
            return _next(slots, turn)
        if _NOT_KNOWN.search(turn.plain) or _NO.match(turn.plain):
            return _next(slots, turn)
        if turn.meant.intent in ("thanks", "goodbye", "greet"):
            return Elsewhere()
        return Again(_ASKS[question](slots, turn))

    return read


def _short(turn: Turn) -> bool:
    """An answer of a few words, whatever it may be taken for: 种地, 我妈病了."""
    return turn.meant.intent in ("report_hardship", "update_case") and len(turn.plain) <= 15 and bool(
        read_words(turn.plain)
    )  # fmt: skip


def _ask_where(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Which county and township is your home in?")),)


def _ask_home(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    if slots["facts"].get("home"):
        return (Say(_("Who else is at home? 1 an elder 2 a pupil or student 3 a disabled person 4 somebody ill")),)
    return (Say(_("Who is at home? 1 an elder 2 a pupil or student 3 a disabled person 4 somebody ill")),)


def _ask_school(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Which school? 1 kindergarten 2 primary or middle 3 high school 4 university; others: say it")),)


def _ask_work(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What do you live on? 1 work away from home 2 farming 3 no work to be had 4 nobody can work")),)


def _ask_house(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("The house? 1 fine 2 not safe 3 a place of landslides or floods, or too remote 4 no clean water")),)


def _ask_status(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Are you 1 registered poor or watched over 2 on dibao or other allowance 3 neither 4 not sure")),)


_ASKS = {
    "where": _ask_where,
    "home": _ask_home,
    "school": _ask_school,
    "work": _ask_work,
    "house": _ask_house,
    "status": _ask_status,
}

FLOW = Flow(
    name="check_eligibility",
    started_by=("check_eligibility",),
    start=start,
    asked=lambda said: bool(_GENERAL.search(said)) and not names_one(said),
    words=frozenset({"看看", "能领什么", "能得什么", "帮我看看", "看我家", "eligible", "what can we get"}),
    steps={question: Step(ask, _reader(question)) for question, ask in _ASKS.items()},
    hear=hear,
)
