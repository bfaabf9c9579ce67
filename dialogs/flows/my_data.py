"""What is kept about me, and erase it: said in one message, done on a clear yes, with what the law keeps."""

import re

from dialogs.said import says_yes
from dialogs.types import (
    Again,
    Described,
    DescribeMe,
    Done,
    Effect,
    Elsewhere,
    EraseMe,
    Flow,
    Goto,
    Leave,
    Move,
    Outcome,
    Say,
    Session,
    Slots,
    Step,
    Turn,
)
from dialogs.wording import Listed
from dialogs.wording import marked as _

# Read on the plain spelling.
_ERASE = re.compile(
    r"^\W*(删除?资料|erase)\W*$"
    r"|(删|清|抹|注销|销毁)(除|空|掉|了)?.{0,4}(我|俺|自己)?的?.{0,4}(资料|信息|数据|档案|聊天记录)"
    r"|(我|俺|自己)的?.{0,2}(资料|信息|数据|档案|聊天记录).{0,4}(删|清|抹|注销|销毁)"
    r"|(delete|erase|remove|forget) (all )?(of )?(my|the) (data|details|information|messages|account)"
)
_TELL = re.compile(
    r"^\W*(我的)?(资料|个人资料|个人信息|数据)(有哪些|有什么|有啥)?\W*$"
    r"|(存|留|记|保存|收集|知道)(了|着|下)?(我|俺)(的|家)?(些|的)?.{0,3}(什么|哪些|啥).{0,5}(资料|信息|数据|东西|内容)?\W*$"
    r"|what (do|did) you (keep|store|know|have) (about|on|of) me|my data\W*$"
)


_KEEP = re.compile(r"(不|别|莫)(要|想|用)?(删|清)|留着|keep|don'?t")
_YES = re.compile(r"^\W*(删|删掉|删吧|删了吧|确定删|erase)\W*$")


def start(session: Session, turn: Turn) -> Move:
    """Tell what is kept; to erase it, ask for a clear yes first."""
    if _ERASE.search(turn.plain):
        if (unanswered := _unanswered(turn)) is not None:
            words = _("Help first: nobody has answered {number} yet. Once somebody has, send ERASE again.")
            return Done((Say(words, {"number": unanswered}),))
        return Goto("erase", {"cases": [case.number for case in turn.known.cases]})
    return Done((DescribeMe(),))


def read_erase(session: Session, turn: Turn) -> Move:
    """Erase only on yes."""
    slots = session.place.slots if session.place else {}
    if _KEEP.search(turn.plain) or turn.meant.intent in ("deny", "cancel"):
        return Done((Say(_("All right, nothing is erased.")),))
    if says_yes(turn) or _YES.match(turn.plain):
        return Leave((EraseMe(),))
    match turn.meant.intent:
        case "out_of_scope" | "opt_out" | "affirm":
            return Again(_ask_erase(slots, turn))
        case _:
            return Elsewhere()


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """What is kept and why, in one message; or that it is gone, and what stays."""
    if not isinstance(outcome, Described):
        return Done()
    cases = {"cases": Listed(outcome.cases), "messages": outcome.messages}
    if outcome.erased and outcome.cases:
        stays = _("Of {cases} stay name, village, hardship, sums and steps: checks of aid need them. And your number.")
        return Done((Say(_("Erased: what you wrote, pictures, my answers.")), Say(stays, cases)))
    if outcome.erased:
        return Done((Say(_("Erased: what you wrote, my answers, your name. Your number stays, to know you by.")),))
    kept = (
        Say(_("I keep: your number, your messages ({messages}), the reports {cases}."), cases)
        if outcome.cases
        else Say(_("I keep: your number, your messages ({messages}). There is no report."), cases)
    )
    why = Say(_("It is sealed; only cadres of your village, township and county see reports. To erase it: ERASE."))
    return Done((kept, why))


def _unanswered(turn: Turn) -> str | None:
    """An alarm that still climbs needs its words: its number."""
    calls = (case for case in turn.known.cases if case.urgency == "critical" and not case.ended and not case.cadre)
    return next((case.number for case in calls), None)


def _ask_erase(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    values = {"cases": Listed(tuple(slots["cases"]))}
    if slots["cases"]:
        words = _("Your words go. Of the reports {cases} the bare facts stay, for checks of aid. 1 erase 2 leave it")
        return (Say(words, values),)
    return (Say(_("What we wrote, and your name, are erased for good. 1 erase 2 leave it")),)


FLOW = Flow(
    name="my_data",
    started_by=(),
    start=start,
    words=frozenset({"我的资料", "我的数据", "my data"}),
    asked=lambda said: bool(_ERASE.search(said) or _TELL.search(said)),
    steps={"erase": Step(_ask_erase, read_erase)},
    hear=hear,
)
