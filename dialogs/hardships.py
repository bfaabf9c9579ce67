"""Which hardships a message names: as it was understood, in a word, or in one line of single words."""

import re

from dialogs.types import Turn

_TERSE = {
    "病": "illness", "学": "schooling", "残": "disability", "灾": "disaster", "伤": "accident",
    "亏": "business_failure", "工": "employment", "房": "housing", "水": "water",
}  # fmt: skip
_HOUSE_FALLS = re.compile(r"(房子?|屋|墙|梁)[^,。?吗]{0,6}(要|快|怕)[^,。?吗]{0,4}(倒|塌|垮)(?![^,。]*[?吗])")
_AT_WORK = re.compile(r"在.{1,8}(打工|务工|上班|做工|干活)")
_NO_WORK = re.compile(r"没(有)?(活|事|工)|失业|下岗|裁|欠薪|工钱|工资|找不到|停工|倒闭|关门|没得")


def risks_told(turn: Turn) -> list[str]:
    """The risks of a message. Who works far away has work: that alone is no lost work."""
    at_work = _AT_WORK.search(turn.plain) and not _NO_WORK.search(turn.plain)
    if not turn.meant.risk_types and tells_of_falling_house(turn):
        return ["housing"]
    return [risk for risk in turn.meant.risk_types if not (at_work and risk == "employment")]


def tells_of_falling_house(turn: Turn) -> bool:
    """Whether it is said that a house comes down: too grave to be taken for nothing."""
    return bool(_HOUSE_FALLS.search(turn.plain))


def risks_in_a_word(turn: Turn) -> list[str]:
    """What a few words in answer to "what is hard?" name: 得了病, 房子, 没水."""
    return list(dict.fromkeys(risk for word, risk in _TERSE.items() if word in turn.plain))


def is_terse(plain: str) -> bool:
    """Whether a message is a report in one line of single words: 报 病 妈 23000 新田村."""
    return bool(terse_risks(plain))


def bare_sum(turn: Turn) -> int | None:
    """The sum of a report in single words: a number that stands alone."""
    if not terse_risks(turn.plain):
        return None
    sums = [word for word in turn.plain.split() if word.isascii() and word.isdigit() and 2 < len(word) < 8]
    return int(sums[0]) if len(sums) == 1 else None


def terse_risks(plain: str) -> list[str]:
    """The risk of a report in one line of single words: 报 病 妈 23000 新田村."""
    first, *rest = plain.split() or [""]
    return [_TERSE[word] for word in rest if word in _TERSE] if first in ("报", "上报", "申报") else []
