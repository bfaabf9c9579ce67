"""What the system asked by itself and a household answers by a number: help, a risk that is over, how it went."""

import re
from datetime import datetime, timedelta

from dialogs.types import (
    AnswerAsked,
    Answered,
    Done,
    Effect,
    Elsewhere,
    Flow,
    Instead,
    Move,
    Outcome,
    Say,
    Session,
    Slots,
    Step,
    Turn,
)
from dialogs.wording import marked as _

_FEW = 20  # characters: whoever says more tells a report of its own
_HOLDS = timedelta(days=10)  # so long a bare number answers the question
_YES = re.compile(r"^\W*(1|一|是的?|对的?|好了?|到了|来了|收到了?|有|消除了|没事了?|愿意|同意|可以|好的|yes|y|ok)\W*$")
_NO = re.compile(
    r"^\W*(2|二|不是|不对|没有?(到|来|收到|消除|好)?|还没有?(到|来|好)?|不愿意|不同意|不要|no|n|not yet)\W*$"
)
# More than a yes or a no, where the first words are one.
_YES_AND = re.compile(
    r"^\W*(1|是的?|对的?|到了|收到了?|领到了?|yes)[\s,.!]+(?!.*(但|不过|可是|只是|就是|没|不|but|not))\S", re.DOTALL
)
_NO_AND = re.compile(
    r"^\W*(2|不是|不对|没有?(到|来|收到|消除|好|拿到|领到)?|还没有?(到|来|好|收到)?|哪有|no|not yet)[\s,.!]+\S"
    r"|^\W*还(没|欠|在(住院|吃药|借))",
    re.DOTALL,
)
_AT_MOST = 60  # characters of an answer that says more than yes or no
_UNWELL = re.compile(
    r"不(太|大|怎么)?(好|行|舒服|得劲|方便)|难受|病|摔|跌|疼|痛|吃不下|没力气|没劲|下不了床|\b(ill|sick|hurt|pain|fell)\b"
)
_SCORE = re.compile(r"^\W*([1-3])(?:[\s,，。:：]+(?P<more>.*))?\W*$", re.DOTALL)
_ANONYMOUS = re.compile(r"匿名|不记名|不留名|anonymous")


def read_yes_no(session: Session, turn: Turn) -> Move:
    """A yes or a no; anything else is something new. Whoever is asked whether all is well may say no in any words."""
    if session.place is None or _is_stale(session.place.slots, turn):
        return Elsewhere()
    kind, number = session.place.slots["kind"], session.place.slots["number"]
    if _YES.match(turn.plain) or (turn.meant.intent == "affirm" and len(turn.plain) <= 6):
        return Done((AnswerAsked(kind, number, "yes", turn.text),))
    if _NO.match(turn.plain) or (turn.meant.intent == "deny" and len(turn.plain) <= 6):
        return Done((AnswerAsked(kind, number, "no", turn.text),))
    brief = kind in ("arrived", "cleared") and len(turn.plain) <= _AT_MOST and turn.meant.urgency.level == "normal"
    if brief and _NO_AND.match(turn.plain):
        return Done((AnswerAsked(kind, number, "no", turn.text),))
    if brief and _YES_AND.match(turn.plain):
        return Done((AnswerAsked(kind, number, "yes", turn.text),))
    unwell = turn.meant.intent == "deny" or (len(turn.plain) <= _FEW and _UNWELL.search(turn.plain))
    if kind == "checkin" and turn.meant.urgency.level != "critical" and unwell:
        return Done((AnswerAsked(kind, number, "no", turn.text),))
    return Elsewhere()


def read_score(session: Session, turn: Turn) -> Move:
    """A number from 1 (content) to 3, and perhaps a word; 匿名 keeps the name out."""
    if session.place is None or _is_stale(session.place.slots, turn):
        return Elsewhere()
    said = _ANONYMOUS.sub("", turn.plain)
    if (found := _SCORE.match(said)) is None:
        return Elsewhere()
    value = found.group(1) + (" anonymous" if _ANONYMOUS.search(turn.plain) else "")
    return Done((AnswerAsked("satisfied", session.place.slots["number"], value, turn.text),))


def start(session: Session, turn: Turn) -> Move:
    """The question comes from us. Whoever says that nobody came need not wait to be asked."""
    helped = [case for case in turn.known.cases if case.cadre and not case.ended]
    if not helped:
        return Done((Say(_("There is no report from you with us. To make one, say what is hard at home.")),))
    return Done((AnswerAsked("arrived", helped[-1].number, "no", turn.text),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say what comes of the answer."""
    if not isinstance(outcome, Answered):
        return Done()
    values = {"number": outcome.number, "name": outcome.name or ""}
    match outcome.kind, outcome.value:
        case "arrived", "yes":
            return Done((Say(_("Good to hear. {number} stays with us until it is over."), values),))
        case "arrived", _ if outcome.name:
            return Done((Say(_("Then I tell {name}, one level up, that no help has come. {number}"), values),))
        case "arrived", _:
            return Done((Say(_("That is noted with {number}. Please call 12345 as well."), values),))
        case "cleared", "yes":
            return Done((Say(_("Noted: {number} is over. If it gets hard again, write to me."), values),))
        case "cleared", _ if outcome.name:
            return Done((Say(_("Then {number} stays open, and {name} hears that it is not over."), values),))
        case "cleared", _:
            return Done((Say(_("Then {number} stays open."), values),))
        case "checkin", "yes":
            return Done((Say(_("Good. Take care."), values),))
        case "checkin", _ if turn.meant.urgency.level == "high":
            return Instead("report_hardship")  # it is told already: the task is given, and a report begun
        case "checkin", _:
            return Done((Say(_("What is the matter? Tell me in a few words. In danger call 120 or 110."), values),))
        case "agree", "yes":
            return Done((Say(_("Good, I write now and then. Reply 1 when all is well. To end it: STOP."), values),))
        case "agree", _:
            return Done((Say(_("All right, I will not ask. You can always write to me."), values),))
        case _:
            return Done((Say(_("Thank you. It goes to the level above, to do better."), values),))


def _is_stale(slots: Slots, turn: Turn) -> bool:
    return turn.at - datetime.fromisoformat(slots["at"]) > _HOLDS


def _again(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    """Nothing is asked twice in one breath."""
    return ()


FLOW = Flow(
    name="asked",
    started_by=(),
    start=start,
    words=frozenset({"没人来", "没来人", "没有人来", "一直没人来", "帮忙没到", "nobody came"}),
    steps={"yes_no": Step(_again, read_yes_no), "score": Step(_again, read_score)},
    hear=hear,
    resumes=False,
)
