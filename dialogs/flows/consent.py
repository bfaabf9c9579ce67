"""Opt out and opt in: whether the system may begin to write by itself. Emergencies are always answered."""

from dialogs.types import Done, Flow, Move, Say, Session, SetConsent, Turn
from dialogs.wording import marked as _


def start_opt_out(session: Session, turn: Turn) -> Move:
    """One confirmation, then nothing but replies."""
    words = Say(_("All right, I will not write by myself any more. You can always write to me. To undo: START."))
    return Done((SetConsent(opted_out=True), words))


def start_opt_in(session: Session, turn: Turn) -> Move:
    """Notices come again."""
    return Done((SetConsent(opted_out=False), Say(_("Good, I will tell you again when something changes."))))


FLOWS = (
    Flow("opt_out", ("opt_out",), start_opt_out, frozenset({"退订", "td", "t", "stop", "unsubscribe"})),
    Flow("opt_in", ("opt_in",), start_opt_in, frozenset({"恢复", "start", "unstop"})),
)
