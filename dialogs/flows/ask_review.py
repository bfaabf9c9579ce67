"""Ask for a review: the household does not agree with a refusal, and the township hears of it, later the county."""

from datetime import datetime

from dialogs.facts import unfinished
from dialogs.refusals import more_than_no, objects, refused
from dialogs.types import AskReview, Done, Flow, Move, Outcome, Say, Session, Told, Turn
from dialogs.wording import marked as _


def start(session: Session, turn: Turn) -> Move:
    """Pass on the newest refusal of this household."""
    case = refused(turn)
    if case is None:
        return Done((Say(_("None of your reports was refused. Send STATUS to hear where it stands.")),))
    return Done((AskReview(case.number, more_than_no(turn)),))


def follows(session: Session, turn: Turn) -> bool:
    """Whether a message objects to what was refused, and answers no question that was put since."""
    case = refused(turn)
    if case is None or not objects(turn) or any(map(unfinished, session.stack)):
        return False
    place = session.place
    if place is None:
        return True
    return place.flow == "asked" and datetime.fromisoformat(place.slots["at"]) < case.changed_at


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say who was told, only if somebody was."""
    if not isinstance(outcome, Told) or outcome.name is None:
        return Done(
            (Say(_("I cannot pass it on from here: ask the township government for a review, or call 12345.")),)
        )
    values = {"name": outcome.name, "moment": outcome.held_until}
    if outcome.again:
        return Done(
            (Say(_("{name} has your objection already and looks at it; you will hear what comes of it."), values),)
        )
    if outcome.held_until is not None:
        return Done((Say(_("{name} hears of it on {moment}, to look at it again."), values),))
    if outcome.by_county:
        return Done((Say(_("I have asked {name} of the county to look at it again."), values),))
    return Done((Say(_("I have asked {name} of the township to look at it again."), values),))


FLOW = Flow(
    name="ask_review",
    started_by=(),
    start=start,
    words=frozenset(
        {
            "复核",
            "申请复核",
            "要求复核",
            "我要复核",
            "复议",
            "申请复议",
            "申诉",
            "我要申诉",
            "不服",
            "我不服",
            "review",
            "appeal",
        }
    ),
    hear=hear,
    follows=follows,
)
