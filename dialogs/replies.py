"""Replies of few words to the questions of a report: what they answer where no slot is understood in them."""

import re
from typing import Any

from dialogs.hardships import risks_in_a_word
from dialogs.said import says_nothing_else
from dialogs.types import Slots, Turn
from dialogs.whereabouts import bare_name, joined, parts, told_of

# What a reply may be that is not for the question that waits.
DIGRESSIONS = frozenset(
    {"ask_policy", "check_eligibility", "ask_case_status", "help", "request_human", "complain", "cancel"}
)
_SMALL = ("affirm", "deny", "greet", "thanks", "goodbye")
_SURE = 0.5
_WORDS_KEPT = 24
_A_NAME = 6  # characters of a township
_A_WORD = 3
_FEW_WORDS = 5  # of English
_FEW = 8  # characters of a short answer
_NO_WORD = re.compile(r"[\W_]+")
_NEED = re.compile(r"^(最|就是?|主要|只)?(缺(少|乏)?|想?要|需要)(的是|点|些)?")
_NEEDS = {
    **dict.fromkeys(("钱", "现金", "money"), "money"),
    **dict.fromkeys(("吃的", "穿的", "吃穿", "粮", "粮食", "米", "衣服", "food", "clothes"), "food"),
    **dict.fromkeys(("人", "人照顾", "照顾", "人照看", "照顾的人", "有人照顾", "care", "a carer"), "carer"),
}
_NO_PLACE = re.compile(
    r"先?报|[你您吗呢么谢钱病]|什么|怎么|为啥|哪|啥|不(知|晓|想|要|用|能|会|是)|我(爸|妈|爹|娘|们|家|自己)|谁|快|好了?$"
    r"|\b(i|you|my|he|she|please|what|why|how|money)\b"
)
_ENOUGH = re.compile(r"^\W*(够了|行了|差不多了?|别问了|不(要|用)(再)?问了?|enough|that will do)\W*$")
_ASKS = re.compile(
    r"[?吗么呢]\W*$|多少|怎么|咋|什么|啥|哪|几(时|点|号|天|个)|能不能|可不可以|是不是|有没有|算不算|行不行|要不要|为何|请问|想问|问一?下"
    r"|补贴|补助|报销|低保|医保|贷款|救助|政策|养老金|助学|进度|办得|办到|结果|批(了|下来)|查|消息|菜单|帮助"
    r"|\b(what|how|when|where|which|who|why|can|could|is|are|do|does|will|any|status|help|menu|progress)\b"
)
_WAITS = re.compile(
    r"^\W*(你|请)?(先)?(等|稍|待)(我)?(一?下|会儿?|等|看|找|问|查|想)?.{0,8}$|^\W*我?(先)?(去)?(看看|找找|问问|查查|翻翻|算算).{0,6}$"
    r"|^\W*(wait|hold on|one moment|let me (look|check|see|ask)).{0,20}$"
)
_TAKES_NOTE = re.compile(
    r"^(?:\W|好|行|可以|[嗯恩哦噢喔]|知道|晓得|明白|了解|谢|你|您|要得|[的了啦吧嘞哒啊呢]"
    r"|ok(?:ay)?|good|fine|i see|got it|thanks|thank you)+$"
)
_SUM_IN = re.compile(r"(?<![\d.:/-])(\d{2,7}(?:\.\d{1,2})?)(?![\d.:/-])")
_QUESTIONS = frozenset({"ask_policy", "check_eligibility", "ask_case_status", "help"})
_SHORT_ANSWER = 14  # characters
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


def asks(turn: Turn) -> bool:
    """Whether a message that is taken for a question is one: a short answer to ours has no sign of it."""
    if turn.meant.intent not in _QUESTIONS or len(turn.plain.strip()) > _SHORT_ANSWER:
        return True
    return is_question(turn)


def digresses(turn: Turn) -> bool:
    """Whether a message is for another flow."""
    return turn.meant.intent in DIGRESSIONS and asks(turn)


def free_answer(step: str, turn: Turn) -> dict[str, Any]:
    """What the words answer where no slot was understood in them."""
    said = turn.text.strip()
    if step == "what" and (named := risks_in_a_word(turn)):
        return {"risk_types": named}
    sure = turn.meant.confidence >= _SURE or not answers(step, turn)
    small = turn.meant.intent in _SMALL and sure
    wordless = len(_NO_WORD.sub("", turn.plain)) < 2 and not answers(step, turn)
    if wordless or small or says_nothing_else(turn) or _ENOUGH.match(turn.plain) or not_known(turn):
        return {}
    match step:
        case "where" if not _NO_PLACE.search(turn.plain) or _PLACE.search(turn.plain):
            name = bare_name(said)
            bare = 1 < len(name) <= _A_NAME and not (any(parts(name)[:2]) or _PLACE.search(name) or said.isascii())
            return {"place": name if bare else said[:40], **({"township": name} if bare else {})}
        case "what":
            return {"risk_types": ["other"]}
        case "since" if _WHEN.search(turn.plain):
            return {
                "since": _SINCE.sub("", said)[:_WORDS_KEPT]
                .rstrip("了啦。. ")
                .removesuffix("的事")
                .removesuffix("开始")
                .removesuffix("起")
            }
        case "need" if not _SPENT.search(turn.plain) and not _late_day(turn):
            need = _NEED.sub("", said)[:_WORDS_KEPT].strip(" 。.!！，,了啊")
            return {"need": _NEEDS.get(need, need)} if need else {}
        case "need" if _late_day(turn):
            return {"since": said[:_WORDS_KEPT]}
        case _:
            return {}


def place_answer(before: str, turn: Turn) -> dict[str, Any]:
    """What a reply to the question of the township tells beside the place that stands: its kind may be left out."""
    if told := told_of(turn).get("place"):
        return {"place": joined(before, str(told))}
    name = bare_name(turn.text)
    if turn.meant.intent in _SMALL and turn.meant.confidence >= _SURE:
        return {}
    if any(parts(name)[:2]):
        return {"place": joined(before, name)}
    return {"place": before, "township": name} if 1 < len(name) <= _A_NAME and not _NO_PLACE.search(name) else {}


def named_need(turn: Turn) -> str | None:
    """The need that a word or two name."""
    return _NEEDS.get(_NEED.sub("", turn.plain.strip(" 。.!！，,了啊")))


def takes_note(turn: Turn) -> bool:
    """Whether a message only takes note of what was said: 好的, 知道了, ok."""
    return bool(_TAKES_NOTE.match(turn.plain))


def waits(turn: Turn) -> bool:
    """Whether the person will look it up first."""
    return bool(_WAITS.match(turn.plain))


def late_answer(facts: Slots, turn: Turn, but: str = "") -> dict[str, Any]:
    """What a few words answer of the questions asked before the one that waits."""
    asked = set(facts.get("asked", ())) - {but}
    if "since" in asked and not (facts.get("since") or facts.get("event_date")) and _late_day(turn):
        return {"since": turn.text.strip()[:_WORDS_KEPT]}
    need = named_need(turn)
    return {"need": need} if need and "need" in asked and not facts.get("need") else {}


def is_question(turn: Turn) -> bool:
    """Whether a message has a sign of a question."""
    return bool(_ASKS.search(turn.plain))


def _late_day(turn: Turn) -> bool:
    """Whether a few words only say when, and nothing of what is needed."""
    short = len(turn.plain.strip()) <= _FEW
    return short and bool(_WHEN.search(turn.plain)) and not _LACKS.search(turn.plain)


def sum_alone(step: str, turn: Turn) -> dict[str, Any]:
    """A number that is a whole reply: the sum, where one is asked for or can be corrected."""
    found = _SUM.match(turn.plain)
    if (
        found is None
        and step == "amount"
        and len(sums := _SUM_IN.findall(turn.plain)) == 1
        and "phone" not in turn.meant.slots
    ):
        yuan = float(sums[0])
        return {"amount": int(yuan) if yuan.is_integer() else yuan}
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
    return says_nothing_else(turn) or turn.meant.intent == "affirm" or bool(_ENOUGH.match(turn.plain))


def skips(turn: Turn) -> bool:
    """Whether the person does not know."""
    return not_known(turn) and bool(turn.text.strip())


def not_known(turn: Turn) -> bool:
    """Whether the words say that it is not known."""
    return any(
        words in turn.plain for words in ("不清楚", "不知道", "晓不得", "不晓得", "说不清", "don't know", "not sure")
    )
