"""A report that waits: the reminder, letting it go, and how a late word brings it back."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.facts import unfinished
from dialogs.reporting import ASK, OPTIONAL, read_back
from dialogs.said import resumes
from dialogs.types import Place, Say, Session, Slots, Turn
from dialogs.wording import marked as _

# A report let go is kept so long for its writer; so long a bare 1 still means it.
KEPT = timedelta(days=30)
MEANT = timedelta(days=7)
_YES = frozenset({"1", "是", "是的", "对", "好", "报", "报上去", "确认", "提交", "yes", "send", "send it"})


# After it was dropped: only who says so has it back.
_AFTER_ALL = re.compile(
    r"^\W*(那|我|想了想)*(我)?(还是|又想|还想|重新)(要|想|给我)?(再)?报(上去|一下)?(吧|了|算了)?\W*$"
    r"|^\W*(no,? )?(do|please) (report|send) it (after all|anyway)\W*$"
)


def waiting_report(session: Session) -> Place | None:
    """The report that is not sent yet."""
    return next((place for place in reversed(session.stack) if unfinished(place)), None)


def reminded(session: Session) -> tuple[Session, tuple[Say, ...]]:
    """What to remind of: the question that is open, or what was noted where it can stay open; and the session then."""
    place = waiting_report(session)
    if place is None:
        return session, ()
    if place.step in ("confirm", "change", "second"):
        return session, (Say(_("Your report is still with me, not sent. 1 send it, or CANCEL to drop it.")),)
    if place.step in OPTIONAL:
        facts = {**place.slots, "asked": [*place.slots.get("asked", ()), place.step], "ends": True}
        moved = tuple(Place(place.flow, "confirm", facts) if each is place else each for each in session.stack)
        return replace(session, stack=moved), (Say(_("Your report is still with me.")), *read_back(facts, None))
    asked = tuple(each for each in ASK[place.step](place.slots, None) if isinstance(each, Say))
    return session, (Say(_("Your report is still with me.")), *asked)


def let_go(session: Session, at: datetime) -> tuple[Session, Slots | None]:
    """The session without the report that waited too long, which is kept aside; and its facts."""
    place = waiting_report(session)
    stack = tuple(each for each in session.stack if not unfinished(each) and each.flow != "check_eligibility")
    if place is None:
        return replace(session, stack=stack), None
    return replace(session, stack=stack, lapsed={"slots": dict(place.slots), "at": at.isoformat()}), place.slots


def brings_back(session: Session, turn: Turn) -> bool:
    """Whether a word brings a report back that was let go."""
    if session.lapsed is None:
        return False
    ago = turn.at - datetime.fromisoformat(session.lapsed["at"])
    if session.lapsed.get("dropped"):
        return ago <= MEANT and bool(_AFTER_ALL.match(turn.plain))
    return (ago <= MEANT and turn.plain.strip(" .。!,") in _YES) or (ago <= KEPT and resumes(turn))
