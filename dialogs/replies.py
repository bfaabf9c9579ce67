"""Replies of few words to the questions of a report: what they answer where no slot is understood in them."""

import re
from typing import Any

from dialogs.facts import risks_in_a_word, says_nothing_else
from dialogs.types import Turn

_SMALL = ("affirm", "deny", "greet", "thanks", "goodbye")
_SURE = 0.5
_WORDS_KEPT = 24
_A_WORD = 3
_FEW_WORDS = 5  # of English
_FEW = 8  # characters of a short answer
_NO_WORD = re.compile(r"[\W_]+")
_NEED = re.compile(r"^(最|就|主要)?缺(少|乏)?(的是)?")
_LACKS = re.compile(r"[缺少差要钱吃穿药粮米衣被人照顾护]|money|food|clothes|care|medicine|help")
_PLACE = re.compile(r"[省市州县区镇乡村组寨屯庄坪坡沟湾街路]|village|town|county")
_SINCE = re.compile(r"^(since|from|about|从|打|自)\s*", re.IGNORECASE)
_SPENT = re.compile(r"\d|花[了费掉]|用[了掉]|spent|paid")
_PUTS_RIGHT = re.compile(
    r"不|错|改|是|应该|其实|等|\b(wait|it'?s|is|was|no|not|actually|should|make it|change|sorry)\b"
)
_NUMBER = re.compile(r"(?<![\d.:/-])\d{3,7}(?![\d.:/-])")
_WITH_SUM = ("amount", "since", "need", "confirm", "change")
_SUM = re.compile(r"^\W*(\d{1,7})\s*(元|块|块钱|yuan)?\W*$")
_WHEN = re.compile(
    r"[年月日号天周]|星期|礼拜|今|昨|前|去|上个|那会|好久|一直|半个|刚|过年|开春|[春夏秋冬]天?"
    r"|\b(day|week|month|year|since|last|ago|spring|summer|autumn|winter|yesterday|today)"
)


def answers(step: str, turn: Turn) -> bool:
    """Whether a few words answer this question, whatever else they may be taken for."""
    length = len(turn.plain.strip())
    if turn.meant.intent in ("cancel", "request_human", "complain") and length > _A_WORD:
        return False
    short = length <= _FEW or (turn.plain.isascii() and len(turn.plain.split()) <= _FEW_WORDS)
    named = {"since": _WHEN, "need": _LACKS, "where": _PLACE}.get(step)
    return named is not None and short and bool(named.search(turn.plain))


def free_answer(step: str, turn: Turn) -> dict[str, Any]:
    """What the words answer where no slot was understood in them."""
    said = turn.text.strip()
    if step == "what" and (named := risks_in_a_word(turn)):
        return {"risk_types": named}
    sure = turn.meant.confidence >= _SURE or not answers(step, turn)
    small = turn.meant.intent in _SMALL and sure
    wordless = len(_NO_WORD.sub("", turn.plain)) < 2 and not answers(step, turn)
    if wordless or small or says_nothing_else(turn) or not_known(turn):
        return {}
    match step:
        case "where":
            return {"place": said[:40]}
        case "what":
            return {"risk_types": ["other"]}
        case "since" if _WHEN.search(turn.plain):
            return {"since": _SINCE.sub("", said)[:_WORDS_KEPT]}
        case "need" if not _SPENT.search(turn.plain):
            return {"need": _NEED.sub("", said)[:_WORDS_KEPT]}
        case _:
            return {}


def sum_alone(step: str, turn: Turn) -> dict[str, Any]:
    """A number that is a whole reply: the sum, where one is asked for or can be corrected."""
    found = _SUM.match(turn.plain)
    if found is None and step in ("confirm", "change") and _PUTS_RIGHT.search(turn.plain):
        numbers = _NUMBER.findall(turn.plain)
        return {"amount": int(numbers[0])} if len(numbers) == 1 else {}
    if found is None or (step != "amount" and len(found[1]) < 3) or step not in _WITH_SUM:
        return {}
    if found[2] is None and len(found[1]) < 2:
        return {}  # the 1 of a yes
    return {"amount": int(found[1])}


def ends(turn: Turn) -> bool:
    """Whether the person wants to be done with questions."""
    return says_nothing_else(turn) or turn.meant.intent == "affirm"


def skips(turn: Turn) -> bool:
    """Whether the person does not know."""
    return not_known(turn) and bool(turn.text.strip())


def not_known(turn: Turn) -> bool:
    """Whether the words say that it is not known."""
    return any(
        words in turn.plain for words in ("不清楚", "不知道", "晓不得", "不晓得", "说不清", "don't know", "not sure")
    )
