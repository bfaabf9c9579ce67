"""Change the language: named in words, or chosen by a number."""

import re

from dialogs.types import Again, Done, Effect, Elsewhere, Flow, Goto, Move, Say, Session, SetLanguage, Slots, Step, Turn
from dialogs.wording import marked as _

_CHOICES = {"1": "zh-Hans", "2": "zh-Hant", "3": "en"}
# What is asked for stands last: 看不懂英文，换成中文.
_NAMED = re.compile(
    r"(?P<hant>繁体|正体|繁體|正體|traditional)|(?P<en>英文|英语|洋文|english)"
    r"|(?P<hans>简体|中文|汉语|汉字|普通话|国语|chinese|mandarin|simplified)"
)
_NOT = re.compile(r"(看不懂|不懂|不会|别用|不要|don'?t (read|speak|understand)|no more|trouble|not)\W*\w{0,6}\W*$")


def start(session: Session, turn: Turn) -> Move:
    """Change to the language that the words name."""
    language = _asked_for(turn.plain)
    if language is None:
        return Goto("which", {})
    return Done((SetLanguage(language), Say(_("All right, from now on in English."))))


def read_which(session: Session, turn: Turn) -> Move:
    """Take the number, or the name."""
    language = _CHOICES.get(turn.plain.strip(" .。")) or _asked_for(turn.plain)
    if language is not None:
        return Done((SetLanguage(language), Say(_("All right, from now on in English."))))
    if turn.meant.intent in ("out_of_scope", "affirm", "deny", "change_language"):
        return Again(_ask_which({}, turn))
    return Elsewhere()


def _asked_for(said: str) -> str | None:
    wanted = None
    for found in _NAMED.finditer(said):
        before, after = said[: found.start()], said[found.end() : found.end() + 4]
        if _NOT.search(before) or after.startswith(("看不懂", "不会", "不懂", "不好")):
            continue
        wanted = {"hant": "zh-Hant", "en": "en", "hans": "zh-Hans"}[str(found.lastgroup)]
    return wanted


def _ask_which(slots: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Which language? 1 简体中文 2 繁體中文 3 English")),)


FLOW = Flow(
    name="change_language",
    started_by=("change_language",),
    start=start,
    words=frozenset({"english", "中文", "英文", "繁体", "简体"}),
    steps={"which": Step(_ask_which, read_which)},
    waits=False,
)
