"""Ask for a review: the household does not agree with a refusal, and the township hears of it."""

from dialogs.types import AskReview, Done, Flow, Move, Outcome, Say, Session, Told, Turn
from dialogs.wording import marked as _


def start(session: Session, turn: Turn) -> Move:
    """Pass on the newest refusal of this household."""
    refused = [case for case in turn.known.cases if case.status == "rejected"]
    if not refused:
        return Done((Say(_("None of your reports was refused. Send STATUS to hear where it stands.")),))
    return Done((AskReview(refused[-1].number),))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Say who was told, only if somebody was."""
    if isinstance(outcome, Told) and outcome.name is not None and outcome.by_county:
        return Done((Say(_("I have asked {name} of the county to look at it again."), {"name": outcome.name}),))
    if isinstance(outcome, Told) and outcome.name is not None:
        return Done((Say(_("I have asked {name} of the township to look at it again."), {"name": outcome.name}),))
    return Done((Say(_("I cannot pass it on from here: ask the township government for a review, or call 12345.")),))


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
)
