"""What is asked once a report is sent: where it is, how many can work. Nothing hangs on it, and it is asked once."""

from dialogs.replies import digresses, not_known, place_answer
from dialogs.types import Done, Drop, Effect, Move, Say, Session, Slots, Step, Turn, UpdateCase
from dialogs.whereabouts import question
from dialogs.wording import marked as _

_NONE = frozenset(
    {"没有", "没人", "没", "无", "一个都没有", "一个也没有", "一个没有", "都没有", "none", "nobody", "no one"}
)


def read_township(session: Session, turn: Turn) -> Move:
    """Where it is, asked once after the report is sent; nothing hangs on it."""
    number, place = (session.place.slots["number"], session.place.slots["place"]) if session.place else ("", "")
    if not_known(turn):
        return Done((Say(_("No matter: the cadre will ask you.")),))
    if turn.meant.risk_types or digresses(turn):
        return Drop()
    facts = place_answer(place, turn)
    return Done((UpdateCase(number, facts, turn.text),)) if facts else Drop()


def read_hands(session: Session, turn: Turn) -> Move:
    """How many can work, asked once after the report is sent; nothing hangs on it."""
    number = session.place.slots["number"] if session.place else ""
    hands = turn.plain.strip(" .。个人")
    count = turn.meant.slots.get("people")
    if hands.isascii() and hands.isdigit() and len(hands) == 1:
        count = int(hands)
    elif turn.plain.strip(" .。了的啦!") in _NONE:
        count = 0
    elif turn.meant.risk_types or turn.meant.intent not in ("out_of_scope", "update_case"):
        count = None
    return Drop() if count is None else Done((UpdateCase(number, {"workers": count}, turn.text),))


def _ask_township(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    asked = question(facts.get("place"), facts.get("area"))
    return (asked,) if asked else ()


def _ask_hands(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("One more thing, if you know: how many at home can work? A number is enough.")),)


def _says_nothing(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    """What is asked once, and not again."""
    return ()


AFTERWARDS = {
    "township": Step(_ask_township, read_township, resume=_says_nothing),
    "hands": Step(_ask_hands, read_hands, resume=_says_nothing),
}
