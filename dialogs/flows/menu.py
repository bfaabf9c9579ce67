"""Help: what can be done here, with numbers for an old phone."""

from dialogs.types import Again, Done, Effect, Elsewhere, Flow, Goto, Move, Say, Session, Slots, Step, Turn
from dialogs.wording import marked as _

_CHOSEN = {
    "1": _("Tell me what is hard at home, in your own words: who, what, which village."),
    "2": _("Ask in your own words, for example: is the school fee helped with?"),
    "3": _("Send STATUS to hear where your report stands."),
    "4": _("Send PERSON and somebody of your township contacts you."),
}


def start(session: Session, turn: Turn) -> Move:
    """Show the menu."""
    return Goto("choose", {})


def read_choose(session: Session, turn: Turn) -> Move:
    """A number shows how; everything else is taken as said."""
    if (words := _CHOSEN.get(turn.plain.strip(" .。、"))) is not None:
        return Done((Say(words),))
    if turn.meant.intent == "help":
        return Again(_ask_choose({}, turn))
    if turn.meant.intent in ("affirm", "deny", "thanks", "goodbye"):
        return Done((Say(_("I am here when you need me.")),))
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
