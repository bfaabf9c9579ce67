"""Whom a message is about, in the writer's own words: 老公, 学生小芳, mother."""

import re
from typing import Any

from dialogs.hardships import risks_told
from dialogs.said import sheltered
from dialogs.types import Slots, Turn

_WHO_AT_MOST = 16
_OF_THE_FAMILY = ("spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other_relative", "neighbour")
_NO_NAMES = ("里的", "家里的", "家里", "裡的", "家裡的")  # of 我家里的情况
_ONES_OWN = frozenset({"illness", "accident", "disability", "schooling"})
_TWO = 2
_MINE = re.compile(r"^(我们家?|我們家?|咱们?家?|我家|我的|我|俺家?|my |our )", re.IGNORECASE)
# Who is still in the home that somebody far away writes for, and that they are with a neighbour, which names no one.
_STILL_THERE = re.compile(
    r"(爷爷奶奶|外公外婆|爷爷|奶奶|外公|外婆)?(爸妈|父母|爹妈|爹娘|双亲|两个?老人?家?|爸爸?|妈妈?|老爸|老妈|爹|娘)?(们|他们)?(都|还|就)*在(家|老家|屋|老屋)"
    r"|\b(?:my )?(?:parents|mum|mom|mother|dad|father) (?:are|is) (?:still )?(?:there|at home|in the house|home)\b"
)
# The house of parents or grandparents, where somebody far away speaks of it.
_THEIR_HOUSE = re.compile(
    r"(爷爷奶奶|外公外婆|爷爷|奶奶|外公|外婆|爸妈|父母|爹妈|爹娘|爸爸?|妈妈?|爹|娘|老人)(们|他们)?(家|住)?的?(那个|老)?(房|屋)"
)
_BY_CALLING = re.compile(
    r"我(是|在).{0,8}(老师|教师|班主任|校长|村医|医生|护士|卫生室|社工|网格员|志愿者|邮递员|房东|同学|同事)"
    r"|\bi('m| am) (a|an|the|her|his|their) .{0,12}(teacher|doctor|nurse|social worker|volunteer|classmate)"
)
_WHOM_THEY_SEE = re.compile(
    r"(学生|同学|病人|孩子|娃娃?|老人|大爷|大娘|婆婆)(叫)?[^\W\d_的在没不跟和是有有家一两,。]{0,2}|有(一)?(户|家)人?家?"
    r"|\b(pupil|student|patient|child|old (man|woman))\b"
)
_MAY_BE_LEFT = (
    None,
    "self",
    "parent",
    "grandparent",
)  # the one concerned, where elders are still in the home that was hit


def cared_for(facts: Slots, turn: Turn) -> dict[str, Any]:
    """Who writes by their calling writes for somebody else: a teacher for a pupil, a nurse for whom she sees."""
    if facts.get("relation") not in (None, "self") or not _BY_CALLING.search(turn.plain):
        return {}
    found = _WHOM_THEY_SEE.search(turn.plain)
    return {"relation": "neighbour", "who": turn.text[found.start() : found.end()]} if found else {}


def left_there(facts: Slots, turn: Turn) -> dict[str, Any]:
    """Whose home it is that was hit, where somebody far away writes: those who are still in it."""
    found = _STILL_THERE.search(turn.plain)
    if not {"disaster", "housing"} & set(facts["risk_types"]) or facts.get("relation") not in _MAY_BE_LEFT:
        return {}
    if found is None and (house := _THEIR_HOUSE.search(turn.plain)) is not None:
        return {"relation": "grandparent" if house[1][0] in "爷奶外" else "parent", "who": house[1]}
    if found is None or not (found[2] or found[1] or found.group().isascii()):
        return {}
    relation = "grandparent" if found[1] and not found[2] else "parent"
    who = {"who": found[2] or found[1]} if found[2] or found[1] else {}
    return {"relation": relation, "left_there": True, **who}


def people_named(turn: Turn) -> list[str]:
    """The words for whom a message is about, and for others of the same relation."""
    relation = turn.meant.slots.get("relation")
    found = (each for each in turn.meant.entities if each.type == "relation" and each.value == relation)
    return [turn.text[each.start : each.end] for each in found if relation not in (None, "self")]


def who_named(turn: Turn) -> str | None:
    """The person concerned in the writer's own words: 老公, 奶奶, mother."""
    if sheltered(turn):
        return None
    named: dict[str, str] = {}
    for entity in turn.meant.entities:
        words = _MINE.sub("", turn.text[entity.start : entity.end].strip())
        named_so = 0 < len(words) <= _WHO_AT_MOST and words not in _NO_NAMES
        if entity.type == "relation" and entity.value in _OF_THE_FAMILY and named_so:
            named.setdefault(str(entity.value), words)
    first = named.pop(str(turn.meant.slots.get("relation")), None)
    if first is None or len(set(risks_told(turn)) & _ONES_OWN) < _TWO or not named:
        return first
    second = next(iter(named.values()))  # two of the family, each with a hardship of their own
    return f"{first}, {second}" if first.isascii() else f"{first}、{second}"
