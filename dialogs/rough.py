"""What is said only about: a sum that is no exact one, how long it has been so; kept in the person's own words."""

import re
from typing import Any

from dialogs.types import Slots, Turn

# A sum that is no exact one, and how long it has been so: kept in the person's own words.
_ABOUT = re.compile(
    r"(?:(?:大概|大约|差不多|快|将近|上)[有要是花了]{0,2})?"
    r"(?:好?几|[\d.一二两三四五六七八九十百]+)[万千百](?:[一二三四五六七八九]{2}|多|来|把|好几|几)?[块元蚊]?(?:钱|左右|上下)?"
)
_NOT_EXACT = re.compile(r"大概|大约|差不多|快|将近|上|几|多|来|把|左右|上下|[一二三四五六七八九]{2}")
_SPENDS = re.compile(r"花|掏|付|交|用[了掉去]|借|欠|费|亏|损失|赔|spent|paid|lost")
_COSTS = re.compile(
    r"(?:每|一个?)(?:年|月|个月|次|天|回).{0,8}(?:要|得)|(?:药|治病|看病|透析|住院|手术|医院|学费|化疗).{0,6}(?:要|得|就)"
    r"|\bcosts?\b"
)
_SO_LONG = re.compile(
    r"(?:好几?|几|半|[\d一二两三四五六七八九十]{1,3})(?:多|来|几)?(?:年|个多?月|个?星期|个?礼拜|周)(?:多|来)?(?:前|(?=了|啦|[,。!]|$))"
    r"|(?:好|多)多?年(?=了|啦|[,。!]|$)"
    r"|\b(?:for|over|about) (?:\w+ ){1,2}(?:years?|months?|weeks?)\b"
    r"|\bsince (?:last|this) (?:week|month|year|spring|summer|autumn|winter)\b"
    r"|\b(?:since|in) (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_SINCE = re.compile(r"^(since|in) ")
_OTHER_TIMES = re.compile(r"打工|在外|结婚|嫁|读书|住院|\d岁")  # so long somebody was elsewhere, not ill


def roughly(facts: Slots, turn: Turn, *, asked_for_sum: bool = False) -> dict[str, Any]:
    """What a message says only about: a sum that is no exact one, how long it has been so; in its own words."""
    said: dict[str, Any] = {}
    told = turn.meant.slots
    found = _ABOUT.search(turn.plain)
    spends = asked_for_sum or _SPENDS.search(turn.plain) or _COSTS.search(turn.plain)
    if "amount" not in told and facts.get("amount") is None and found and spends and _NOT_EXACT.search(found.group()):
        said["spent"] = _as_written(turn, found)
    if "event_date" not in told and not (facts.get("event_date") or facts.get("since")):
        lasts = _SO_LONG.search(turn.plain)
        if lasts and not _OTHER_TIMES.search(turn.plain):
            since = _SINCE.sub("", _as_written(turn, lasts))
            said["since"] = since if " " in since else since.capitalize()
    return said


def says_only_a_sum(turn: Turn) -> bool:
    """Whether a message is nothing but a sum that is no exact one: 五万多."""
    return bool(_ABOUT.fullmatch(turn.plain.strip(" ,。.!了吧的")))


def _as_written(turn: Turn, found: re.Match[str]) -> str:
    """Words found in the plain spelling, in the writer's own script where the two run side by side."""
    if len(turn.plain) == len(turn.text) and turn.text.isascii() is False:
        return turn.text[found.start() : found.end()]
    return found.group()
