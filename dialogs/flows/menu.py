"""Help: what can be done here, with numbers for an old phone."""

import re

from dialogs.said import asks_who_we_are
from dialogs.types import Again, Done, Effect, Elsewhere, Flow, Goto, Instead, Move, Say, Session, Slots, Step, Turn
from dialogs.wording import marked as _

_TOLD = {
    "1": _("Tell me what is hard at home, in your own words: who, what, which village."),
    "2": _("Ask in your own words, for example: is the school fee helped with? Or LOOK: what your home may get."),
}
_WHAT_WE_DO = re.compile(r"干|做|能|会")
_DONE = {"3": "ask_case_status", "4": "request_human"}


def start(session: Session, turn: Turn) -> Move:
    """Show the menu; also where twice in a row nothing was understood."""
    if asks_who_we_are(turn) and not _WHAT_WE_DO.search(turn.plain):
        return Instead("small_talk")
    if session.misses and turn.meant.intent not in ("help", "greet"):
        return Goto("choose", {}, (Say(_("I did not follow. Choose one:")),), missed=True)
    return Goto("choose", {})


def read_choose(session: Session, turn: Turn) -> Move:
    """A number shows how, or does it; everything else is taken as said."""
    said = turn.plain.strip(" .。、")
    if (words := _TOLD.get(said)) is not None:
        return Done((Say(words),))
    if said in _DONE:
        return Instead(_DONE[said])
    if turn.meant.intent == "help":
        return Again(_ask_choose({}, turn), missed=False)
    if turn.meant.intent in ("affirm", "deny", "thanks", "goodbye"):
        return Done((Say(_("I am here when you need me.")),))
    if session.misses and turn.meant.intent == "out_of_scope":
        return Again(_ask_choose({}, turn))
    return Elsewhere()


def _ask_choose(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    said = _(
        "I can: 1 take down a hardship 2 look up policies 3 tell where a report stands 4 get a person. Danger: 120."
    )
    choices = ((_("report"), "1"), (_("ask"), "2"), (_("status"), "3"), (_("person"), "4"))
    return (Say(said, {}, choices),)


FLOW = Flow(
    name="menu",
    started_by=("help",),
    start=start,
    words=frozenset({"帮助", "菜单", "help", "menu", "?"}),
    steps={"choose": Step(_ask_choose, read_choose)},
    waits=False,
)
