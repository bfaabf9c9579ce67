"""Cancel: drop a report that is not sent yet, or take a case back."""

from dialogs.choosing import chosen_case, meant_case, still_open, which
from dialogs.facts import unfinished
from dialogs.types import (
    Again,
    Done,
    Effect,
    Elsewhere,
    Flow,
    Goto,
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


def start(session: Session, turn: Turn) -> Move:
    """What is not sent is dropped at once; what is sent is taken back only on a clear yes."""
    if session.place is not None and session.place.flow == FLOW.name and session.place.step == "withdraw":
        return Done((WithdrawCase(session.place.slots["number"]),))  # CANCEL once more is a yes
    if any(unfinished(place) for place in session.stack):
        return Leave((Say(_("All right, it is dropped. Nothing was sent. I am here when you need me.")),))
    cases = still_open(turn)
    if any(place.flow not in ("asked", FLOW.name) for place in session.stack):
        return Leave((Say(_("All right, we leave that. I am here when you need me.")),))
    if not cases:
        return Leave((Say(_("There is nothing to cancel. I am here when you need me.")),))
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
    match turn.meant.intent:
        case "affirm" | "cancel":
            return Done((WithdrawCase(number),))
        case "deny":
            return Done((Say(_("All right, {number} goes on."), {"number": number}),))
        case "out_of_scope":
            return Again(_ask_withdraw({"number": number}, turn))
        case _:
            return Elsewhere()


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say that it is taken back, and who hears of it."""
    if isinstance(outcome, Told) and outcome.name:
        return Done(
            (Say(_("It is taken back; {name} is told. You can report again any time."), {"name": outcome.name}),)
        )
    return Done((Say(_("It is taken back. You can report again any time.")),))


def _ask_withdraw(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    choices = ((_("take it back"), "1"), (_("keep it"), "2"))
    return (Say(_("Take back your report {number}? 1 take it back 2 keep it"), {"number": slots["number"]}, choices),)


def _ask_which(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (which(list(slots["numbers"]), turn),)


FLOW = Flow(
    name="cancel",
    started_by=("cancel",),
    start=start,
    words=frozenset({"撤回", "取消", "cancel"}),
    steps={"withdraw": Step(_ask_withdraw, read_withdraw), "which": Step(_ask_which, read_which)},
    hear=hear,
)
