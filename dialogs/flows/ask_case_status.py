"""Where my case stands: each open case of the household, the step, and by when it is due."""

from dialogs.terms import status_in_words
from dialogs.types import Done, Effect, Flow, Move, Say, Session, Turn
from dialogs.wording import marked as _

_AT_MOST = 3  # cases told of in one reply


def start(session: Session, turn: Turn) -> Move:
    """Tell of the newest cases; who has none learns nothing of anybody else's."""
    named = [case for case in turn.known.cases if case.number.lower() in turn.plain]
    cases = named or [case for case in turn.known.cases if not case.ended] or list(turn.known.cases[-1:])
    if not cases:
        return Done((Say(_("There is no report from you with us. To make one, say what is hard at home.")),))
    effects: list[Effect] = []
    for case in cases[-_AT_MOST:]:
        effects.append(Say("{case}", {"case": status_in_words(case)}))
        if case.note and case.status == "rejected":
            effects.append(Say(_("The reason: {note}. If you do not agree, reply REVIEW."), {"note": case.note}))
        elif case.cadre and not case.ended:
            effects.append(Say(_("{cadre} is looking after it."), {"cadre": case.cadre}))
    return Done(tuple(effects))


FLOW = Flow(
    name="ask_case_status",
    started_by=("ask_case_status",),
    start=start,
    words=frozenset({"进度", "查进度", "状态", "status"}),
)
