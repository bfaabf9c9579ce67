"""Somebody of the family has died: it is about those who are left, and begins with a word of condolence."""

import re
from collections.abc import Mapping
from typing import Any

from dialogs.types import Slots, Turn

_KIN = (
    r"老公|丈夫|男人|爱人|老伴|老婆|妻子|媳妇|屋头人|爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷?|奶奶?|外公|外婆|公公|婆婆|岳父|岳母"
    r"|儿子|女儿|孙子|孙女|哥哥?|弟弟?|姐姐?|妹妹?"
)
# Read on the plain spelling. Worried to death, and near to death, is not dead.
_DIED = (
    r"(?:去世|过世|病故|病逝|离世|不在人世|不在了|人没了|人走了|没了命"
    r"|(?<![急累愁气烦吓饿热冷痛疼笑快要点怕想])死(?:了|掉|的时候|后))"
)
_LOST = re.compile(
    rf"({_KIN})[^,。;!?]{{0,10}}?{_DIED}"
    r"|(老伴)[^,。;!?]{0,3}走了"
    r"|\b(husband|wife|father|mother|dad|mum|mom|son|daughter|brother|sister|grand(?:father|mother|pa|ma))\b"
    r"(?: \w+){0,2}? (?:died|passed away|is dead|is gone)\b"
)
# Gone, and buried: gone alone may be gone to work.
_BURIED = re.compile(r"办(丧|后|白)事|丧(葬|事)|出殡|下葬|安葬|火化|棺材|白事")
_GONE = re.compile(rf"({_KIN})[^,。;!?]{{0,6}}?(?:走|没)了")
_IT_WAS_DEATH = re.compile(
    rf"(?:他|她|人)[^,。;!?]{{0,4}}(?:走了|没了|{_DIED})|\b(?:he|she) (?:has )?(?:died|passed away|is dead)\b"
)
_OF_THE_DEAD = frozenset({"illness", "accident", "disability", "care"})


def lost(turn: Turn) -> str | None:
    """The word for who has died, where the message is about that one."""
    found = _LOST.search(turn.plain) or (_GONE.search(turn.plain) if _BURIED.search(turn.plain) else None)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    relation = turn.meant.slots.get("relation")
    about = [turn.text[each.start : each.end] for each in turn.meant.entities if each.value == relation]
    if relation in (None, "self") or any(word in each.lower() or each in word for each in about):
        return word
    return None


def in_mourning(facts: Mapping[str, Any], who: str) -> dict[str, Any]:
    """Facts of those who are left: what ailed the dead is over."""
    risks = [risk for risk in facts.get("risk_types", ()) if risk not in _OF_THE_DEAD]
    return {**facts, "lost": who, "who": "", "relation": "self", "risk_types": risks or ["other"]}


def said_to_be_dead(facts: Slots, turn: Turn) -> dict[str, Any]:
    """What changes where a reply says that the one noted has died: 他走了."""
    if facts.get("lost") or facts.get("relation") in (None, "self") or not _IT_WAS_DEATH.search(turn.plain):
        return {}
    mourning = in_mourning(facts, str(facts.get("who") or ""))
    return {name: mourning[name] for name in ("lost", "who", "relation", "risk_types")} if mourning["lost"] else {}
