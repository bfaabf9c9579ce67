"""A person, please: a cadre takes the conversation over, and hands it back. The bot is quiet meanwhile.

Who asked for a person stands in the cadres' own sessions under a number, T1; whoever says something first has it.
The household's session says who has it and until when, so that a cadre who forgets does not leave it alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import notices
from bot.batch import Batch
from bot.cases.types import Cadre
from bot.store.conversation import Line, read_conversation
from bot.store.inbox import Waiting
from bot.store.marks import next_numbers
from bot.store.people import Person, cadres_by_id, load_people
from dialogs import stored
from dialogs.cadre import read_command
from dialogs.cadre_orders import read_order
from dialogs.cadre_steps import read_step
from dialogs.types import Say, Session
from dialogs.wording import Phrase
from dialogs.wording import marked as _

KEPT_QUIET = timedelta(hours=12)  # after the cadre's last word the bot answers again
LIVE = timedelta(hours=1)  # so long after a cadre's word the two are talking, at any hour
_KEPT = timedelta(days=14)
_LINES = 8  # of a conversation in one message
_LINE_AT_MOST = 40
_SAY = re.compile(
    r"^\s*(?:说|说给(?:他|她|他们)|回话|回复|告诉(?:他|她|他们|家里人?)|say|tell(?: them)?)"
    r"\s*(?:t\s*(\d+))?\s*[:：,，]?\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SHOW = re.compile(r"^\s*(?:看|看看|对话|聊天记录|history)\s*(?:t\s*(\d+))?\s*$", re.IGNORECASE)
_BACK = re.compile(
    r"^\s*(?:交还|交回|聊完了?|谈完了?|结束对话|hand back)\s*(?:t\s*(\d+))?\s*[。.!]?\s*$", re.IGNORECASE
)
# The household would rather go on with the bot.
_TO_BOT = re.compile(r"^\W*(不用(人工|人)了?|不找人了|跟机器人说|回到?机器人?|menu|back to the bot)\W*$")


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody who asked for a person, as it stands with a cadre."""

    number: int
    key: str
    name: str | None
    asked_at: datetime
    said_at: datetime | None = None  # when this cadre last said something


def ask(batch: Batch, person: Person, cadres: Sequence[Cadre]) -> int:
    """These cadres may take the conversation; the number it has with them."""
    number = next_numbers(batch.tx, "talk", 1)
    for cadre in cadres:
        talks = [each for each in talks_of(batch, cadre) if each.key != person.key]
        _keep(batch, cadre, [*talks, Talk(number, person.key, person.name, batch.now)])
    return number


def talks_of(batch: Batch, cadre: Cadre) -> list[Talk]:
    """Who waits for this cadre, or talks with them, oldest first."""
    body: Mapping[str, Any] = batch.session_of(cadre.key) or {}
    found = [_talk(each) for each in body.get("talks", ())]
    return [each for each in found if batch.now - (each.said_at or each.asked_at) <= _KEPT]


def say(batch: Batch, cadre: Cadre, talk: Talk, text: str) -> bool:
    """A cadre's words to a household: the conversation is theirs from now on. False where no message reaches it."""
    person = _person(batch, talk.key)
    if person is None or person.opted_out or person.blocked:
        return False
    live = talk.said_at is not None and batch.now - talk.said_at <= LIVE
    words = (Say(_("{name}: {said}"), {"name": cadre.name, "said": text.strip()}),)
    notices.to_person(batch, person, words, None, urgent=live)
    _hand_over(batch, talk.key, {"cadre": cadre.id, "name": cadre.name, "at": batch.now.isoformat()})
    others = [each for each in talks_of(batch, cadre) if each.key != talk.key]
    _keep(batch, cadre, [*others, replace(talk, said_at=batch.now)])
    batch.note(f"cadre {cadre.id}", "answered in person", None, {"talk": talk.number})
    return True


def hand_back(batch: Batch, cadre: Cadre, talk: Talk) -> None:
    """The bot answers again."""
    _hand_over(batch, talk.key, None)
    _keep(batch, cadre, [each for each in talks_of(batch, cadre) if each.key != talk.key])
    if (person := _person(batch, talk.key)) is not None and talk.said_at is not None:
        notices.to_person(batch, person, (Say(_("I am here again. Anything else, just write.")),), None)


def forget_name(batch: Batch, cadres: Sequence[Cadre], key: str) -> None:
    """Who asked these cadres for a person wants their name forgotten."""
    batch.have_sessions(cadre.key for cadre in cadres)
    for cadre in cadres:
        talks = talks_of(batch, cadre) if cadre.key in batch.sessions else []
        if any(each.key == key and each.name for each in talks):
            _keep(batch, cadre, [replace(each, name=None) if each.key == key else each for each in talks])


def take(batch: Batch, cadre: Cadre, waiting: Waiting) -> bool:
    """A cadre's message that is for a household, or about such a conversation. False where it is none."""
    talks = talks_of(batch, cadre)
    words = _done(batch, cadre, waiting.message.text, talks) if talks else None
    if words is None:
        return False
    text = notices.said(words, notices.CADRE_LANGUAGE)
    batch.queue(waiting.key, waiting.message.sender, "reply", text, in_reply_to=waiting.id)
    return True


def pass_on(batch: Batch, person: Person, session: Session, waiting: Waiting) -> Say | None:
    """A household's words to the cadre who has the conversation, and the short reply; None: the bot answers."""
    if session.handed is None:
        return None
    spoke = datetime.fromisoformat(session.handed["at"])
    cadre = cadres_by_id(batch.tx, [session.handed["cadre"]]).get(session.handed["cadre"])
    if cadre is None or batch.now - spoke > KEPT_QUIET or _TO_BOT.match(waiting.message.text.lower()):
        return None
    said = waiting.message.text.strip() or Phrase(_("(a picture or a position)"), {})
    name = person.name or Phrase(_("a household"), {})
    words = (Say(_("{name} says: {said}"), {"name": name, "said": said}),)
    notices.to_cadre(batch, cadre, words, None, urgent=batch.now - spoke <= LIVE, at_once=True)
    return Say(_("Passed on to {name}."), {"name": cadre.name})


def ends(session: Session, now: datetime, text: str) -> bool:
    """Whether a hand-over is over: the cadre was silent too long, or the household wants the bot."""
    if session.handed is None:
        return False
    spoke = datetime.fromisoformat(session.handed["at"])
    return now - spoke > KEPT_QUIET or bool(_TO_BOT.match(text.lower()))


def _done(batch: Batch, cadre: Cadre, text: str, talks: list[Talk]) -> tuple[Say, ...] | None:
    if (found := _SHOW.match(text)) is not None:
        talk = _named(talks, found[1])
        lines = read_conversation(batch.tx, talk.key, _LINES) if talk else []
        return (Say("{said}", {"said": _shown(lines)}),)
    if (found := _BACK.match(text)) is not None:
        talk = _named(talks, found[1])
        if talk is None:
            return (Say(_("There is no such conversation with you.")),)
        hand_back(batch, cadre, talk)
        return (Say(_("T{talk} is with the line again."), {"talk": talk.number}),)
    if (found := _SAY.match(text)) is not None:
        talk = _named(talks, found[1])
        return _said(batch, cadre, talk, found[2])
    talk = _named(talks, None)
    live = talk is not None and talk.said_at is not None and batch.now - talk.said_at <= LIVE
    return _said(batch, cadre, talk, text) if live and _is_talk(batch, text) else None


def _is_talk(batch: Batch, text: str) -> bool:
    """Whether a cadre's words are no command, order or step, and name no case."""
    command = read_command(text.lower())
    today = batch.now.astimezone(batch.zone).date()
    ordered = read_order(text.lower(), text, today) or read_step(text.lower(), text)
    return command.kind in ("note", "declined") and not command.cases and ordered is None


def _said(batch: Batch, cadre: Cadre, talk: Talk | None, text: str) -> tuple[Say, ...]:
    if talk is None:
        return (Say(_("There is no such conversation with you.")),)
    values = {"talk": talk.number, "name": talk.name or Phrase(_("a household"), {})}
    if say(batch, cadre, talk, text):
        return (Say(_("Sent to {name}. When you are done: 交还 T{talk}."), values),)
    return (Say(_("{name} gets no messages from us: please call or visit."), values),)


def _named(talks: list[Talk], number: str | None) -> Talk | None:
    """The conversation named; else the one that was spoken in last, else the newest."""
    if number is not None:
        return next((each for each in talks if each.number == int(number)), None)
    return max(talks, key=lambda each: (each.said_at or each.asked_at, each.number), default=None)


def _shown(lines: Sequence[Line]) -> str:
    return "\n".join(f"{'>' if line.direction == 'in' else '<'}{_short(line.text)}" for line in lines)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE_AT_MOST else f"{flat[:_LINE_AT_MOST]}…"


def _hand_over(batch: Batch, key: str, handed: dict[str, Any] | None) -> None:
    kept = batch.session_of(key)
    session = stored.from_json(kept) if kept is not None else Session()
    batch.set_session(key, stored.to_json(replace(session, handed=handed)))


def _person(batch: Batch, key: str) -> Person | None:
    if key not in batch.people:
        batch.people.update(load_people(batch.tx, [key]))
    return batch.people.get(key)


def _keep(batch: Batch, cadre: Cadre, talks: list[Talk]) -> None:
    body = dict(batch.session_of(cadre.key) or {})
    body["talks"] = [
        {
            "number": each.number,
            "key": each.key,
            "name": each.name,
            "asked_at": each.asked_at.isoformat(),
            "said_at": each.said_at.isoformat() if each.said_at else None,
        }
        for each in talks
    ]
    batch.set_session(cadre.key, body)


def _talk(kept: Mapping[str, Any]) -> Talk:
    said_at = kept["said_at"]
    return Talk(
        kept["number"], kept["key"], kept["name"], datetime.fromisoformat(kept["asked_at"]),
        datetime.fromisoformat(said_at) if said_at else None,
    )  # fmt: skip
