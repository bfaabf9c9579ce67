"""Cancel: drop a report that is not sent yet, or take a case back."""

import re

from dialogs.choosing import chosen_case, meant_case, still_open, which
from dialogs.facts import unfinished
from dialogs.replies import is_question
from dialogs.said import resumes, says_yes
from dialogs.terms import risks_in_words
from dialogs.types import (
    Again,
    CaseBrief,
    Done,
    Drop,
    Effect,
    Elsewhere,
    Flow,
    Goto,
    Instead,
    Leave,
    Move,
    Outcome,
    Say,
    Session,
    Slots,
    Step,
    Told,
    Turn,
    WithdrawCase,
)
from dialogs.wording import marked as _

_KEEP = re.compile(
    r"(不|别|勿|莫)(要|想|用)?(撤|取消|收回)|留着|照常|还是(要)?(报|办)|keep|(don'?t|do not) (cancel|withdraw|take)"
)
_WITHDRAWS = re.compile(r"撤(回|销|掉|了)|withdraw|take (it|my report|that) back")
_FEW, _LATELY = 24, 30  # characters, days
_DENIES = re.compile(
    r"没(有)?(这|那)?(么)?(一)?(个|回|件)?事(?!做|干)|没(有)?(报|申请|申报|讲|说)过?|不是我(报|家|们|说)|不(想|要|用|愿意?)?(报|申请|登记)"
    r"|(搞|弄|报|认|写|打)错|别(报|管)|not (true|us|me|mine)|did ?n[o']t (report|ask|say)|\bwrong\b|mistake"
)
_TAKE_BACK = re.compile(
    r"撤|取消|收回|不(想|要|用)?(报|办|弄|搞|申请|登记|说)|不要|不用|算[了啦哒球]|作罢|别(报|弄|办|搞)|退出|当我没说|没事了"
    r"|cancel|withdraw|take it back|drop|forget|never ?mind|stop|no longer|changed my mind|scrap"
    r"|don'?t (want|send|need|bother)"
)


def follows(session: Session, turn: Turn) -> bool:
    """Whether a household denies, in a few words, what a cadre reported for it these days."""
    found = _found_for_them(turn)
    return found is not None and session.place is None and len(turn.plain) <= _FEW and bool(_DENIES.search(turn.plain))


def _found_for_them(turn: Turn) -> CaseBrief | None:
    return next(
        (
            case
            for case in reversed(turn.known.cases)
            if case.found_by == "cadre" and not case.ended and (turn.at.date() - case.opened_on).days <= _LATELY
        ),
        None,
    )


def start(session: Session, turn: Turn) -> Move:
    """What is not sent is dropped at once; what is sent is taken back only on a clear yes."""
    if session.place is not None and session.place.flow == FLOW.name and session.place.step == "withdraw":
        return Done((WithdrawCase(session.place.slots["number"]),))  # CANCEL once more is a yes
    waiting = any(unfinished(place) for place in session.stack)
    if waiting and resumes(turn):
        return Elsewhere()
    if waiting and not _TAKE_BACK.search(turn.plain) and not turn.plain.strip(" .。").isdigit():
        return Goto("drop", {})
    if waiting:
        return Leave((Say(_("All right, it is dropped. Nothing was sent. I am here when you need me.")),))
    if follows(session, turn) and (found := _found_for_them(turn)) is not None:
        return Goto("withdraw", {"number": found.number})
    cases = still_open(turn)
    takes_back = bool(cases) and bool(_WITHDRAWS.search(turn.plain))
    begun = [place for place in session.stack if place.flow not in ("asked", FLOW.name, "report_hardship")]
    if begun and not takes_back:
        return Leave((Say(_("All right, we leave that. I am here when you need me.")),))
    if not cases:
        return Leave((Say(_("There is nothing to cancel. I am here when you need me.")),))
    if is_question(turn) and not _TAKE_BACK.search(turn.plain):
        return Instead("ask_case_status")  # whether it still counts
    case = meant_case(turn)
    if case is None:
        return Goto("which", {"numbers": [each.number for each in cases]})
    return Goto("withdraw", {"number": case.number})


def read_which(session: Session, turn: Turn) -> Move:
    """Which of several is to be taken back."""
    numbers = list(session.place.slots["numbers"]) if session.place else []
    if (number := chosen_case(numbers, turn)) is not None:
        return Goto("withdraw", {"number": number})
    if turn.meant.intent in ("deny", "affirm", "thanks", "goodbye"):
        return Done((Say(_("All right, all of them go on.")),))
    if turn.meant.intent in ("out_of_scope", "cancel"):
        return Again((which(numbers, turn),))
    return Elsewhere()


def read_withdraw(session: Session, turn: Turn) -> Move:
    """Take the case back on yes, keep it on no."""
    number = session.place.slots["number"] if session.place else ""
    if _KEEP.search(turn.plain):
        return Done((Say(_("All right, {number} goes on."), {"number": number}),))
    if turn.meant.intent in ("report_hardship", "update_case"):
        return Drop()  # who adds to it does not take it back
    match turn.meant.intent:
        case "affirm" | "cancel" if says_yes(turn) or _TAKE_BACK.search(turn.plain):
            return Done((WithdrawCase(number),))
        case "deny":
            return Done((Say(_("All right, {number} goes on."), {"number": number}),))
        case "out_of_scope" | "affirm" | "cancel":
            return Again(_ask_withdraw({"number": number}, turn))
        case _:
            return Elsewhere()


def read_drop(session: Session, turn: Turn) -> Move:
    """A report is dropped on a yes only, where it was not said in so many words."""
    if _KEEP.search(turn.plain) or turn.meant.intent == "deny":
        return Done()
    if says_yes(turn) or turn.meant.intent == "cancel":
        return Leave((Say(_("All right, it is dropped. Nothing was sent. I am here when you need me.")),))
    return Drop()


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say that it is taken back, and who hears of it."""
    if isinstance(outcome, Told) and outcome.name:
        return Leave(
            (Say(_("It is taken back; {name} is told. You can report again any time."), {"name": outcome.name}),)
        )
    return Leave((Say(_("It is taken back. You can report again any time.")),))


def _ask_withdraw(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    choices = ((_("take it back"), "1"), (_("keep it"), "2"))
    case = next((case for case in turn.known.cases if case.number == slots["number"]), None)
    if case is None or set(case.risk_types) <= {"other"}:
        words = _("Take back your report {number}? 1 take it back 2 keep it")
        return (Say(words, {"number": slots["number"]}, choices),)
    values = {"number": slots["number"], "risks": risks_in_words(case.risk_types)}
    return (Say(_("Take back your report {number} ({risks})? 1 take it back 2 keep it"), values, choices),)


def _ask_drop(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Shall I drop the report? 1 drop it 2 go on")),)


def _ask_which(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (which(list(slots["numbers"]), turn),)


FLOW = Flow(
    name="cancel",
    started_by=("cancel",),
    start=start,
    words=frozenset({"撤回", "取消", "cancel"}),
    steps={
        "drop": Step(_ask_drop, read_drop),
        "withdraw": Step(_ask_withdraw, read_withdraw),
        "which": Step(_ask_which, read_which),
    },
    hear=hear,
    follows=follows,
)
