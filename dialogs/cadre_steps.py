"""What a cadre writes to move a case through its procedure: one word, the case's number, and a reason or a note."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlu.normalise import normalise

StepKind = Literal[
    "verifying", "village_review", "township_check", "county_approval", "pass", "rejected", "assisted", "risk_cleared",
    "monitored", "closed", "upheld", "confirmed", "pause", "resume", "merge", "split", "visit",
]  # fmt: skip

NUMBER = re.compile(r"[aA]\s?(\d{4,9})(?!\d)")
_SPACE = re.compile(r"[\s,，。:：;；、]+")
# The first word of a message. What stands behind it is the reason or the note.
_WORDS: dict[str, StepKind] = {
    "核实": "verifying", "入户": "verifying", "入户核查": "verifying", "核查": "verifying", "verify": "verifying",
    "评议": "village_review", "上会": "village_review", "民主评议": "village_review", "review": "village_review",
    "报镇": "township_check", "报乡": "township_check", "上报": "township_check", "forward": "township_check",
    "报县": "county_approval",
    "通过": "pass", "审核通过": "pass", "审定": "pass", "批准": "pass", "approve": "pass",
    "不通过": "rejected", "驳回": "rejected", "不批": "rejected", "没通过": "rejected", "不符合": "rejected",
    "维持": "rejected", "复核 维持": "rejected", "reject": "rejected",
    "帮扶": "assisted", "assist": "assisted",
    "消除": "risk_cleared", "风险消除": "risk_cleared", "clear": "risk_cleared",
    "回退": "monitored", "返贫": "monitored", "reopen": "monitored",
    "结案": "closed", "close case": "closed",
    "复核成立": "upheld", "复核 成立": "upheld", "成立": "upheld", "重查": "upheld", "uphold": "upheld",
    "户主确认": "confirmed", "签字": "confirmed", "confirmed": "confirmed",
    "暂停": "pause", "中止": "pause", "pause": "pause",
    "继续": "resume", "恢复": "resume", "resume": "resume",
    "合并": "merge", "merge": "merge",
    "拆开": "split", "分开": "split", "split": "split",
    "走访": "visit", "visit": "visit",
}  # fmt: skip
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
# What input by pinyin puts for a character of these words; read only beside a case's number.
_SOUNDS = {
    "核": "和合河何荷", "实": "时十食石事是识", "评": "平苹凭瓶", "议": "义意艺易异", "报": "抱暴保", "镇": "阵振真",
    "通": "同痛统", "过": "国果", "帮": "邦绑", "扶": "付夫服福", "消": "小销肖", "除": "出处", "回": "会汇",
    "退": "腿推", "结": "节接洁", "案": "按安", "暂": "站占", "停": "听挺", "继": "急既记", "续": "需许",
    "维": "为围唯", "持": "吃迟", "驳": "拨搏", "走": "周奏", "访": "放房防", "复": "付父覆", "成": "城称",
    "立": "里利",
}  # fmt: skip
_HEARD = (
    "核实",
    "评议",
    "报镇",
    "通过",
    "不通过",
    "帮扶",
    "消除",
    "回退",
    "结案",
    "暂停",
    "继续",
    "维持",
    "驳回",
    "走访",
    "复核成立",
)
_BY_SOUND = tuple(
    (word, re.compile("".join(f"[{character}{_SOUNDS.get(character, '')}]" for character in word) + "了?"))
    for word in _HEARD
)
_TAIL = re.compile(r"(完了|好了|过了|過了|了|完|过|過)?")
_EDGES = re.compile(r"[\s,，.。:：;；、]*")
_TRAILING_EDGE = re.compile(r"[\s,，.。:：;；、]+$")
_NUMBERS = re.compile(rf"{NUMBER.pattern}(?:\s*[,，、和跟与&]?\s*{NUMBER.pattern})*")
_LAST_NUMBER = re.compile(rf"[\s,，.。:：;；、]*{NUMBER.pattern}$")


@dataclass(frozen=True, slots=True)
class CadreStep:
    """A step that a cadre asks for: the cases it is for in their order, and the words behind it."""

    kind: StepKind
    cases: tuple[int, ...]
    words: str


def read_step(plain: str, text: str) -> CadreStep | None:
    """Read a message; None where it does not begin with the word of a step. Numbers may stand anywhere."""
    cases = NUMBER.findall(plain)
    said = _SPACE.sub(" ", NUMBER.sub(" ", plain)).strip()
    for word in _LONGEST_FIRST:
        if not said.startswith(word):
            continue
        rest = said[len(word) :]
        if (found := _TAIL.match(rest)) is not None:
            rest = rest[found.end() :]
        # A word that goes on ("评议会下周开") is a note, unless the message names a case for it.
        if rest and not rest.startswith(" ") and not cases:
            return None
        return CadreStep(_WORDS[word], *behind(text, word))
    if cases and (meant := _by_sound(said)) is not None:
        return CadreStep(_WORDS[meant], *behind(text, said.split(" ")[0]))
    return None


def _by_sound(said: str) -> str | None:
    """The word of a step that is written by its sound alone: 平议 is 评议. Only where nothing else goes on with it."""
    first = said.split(" ")[0]
    return next((word for word, pattern in _BY_SOUND if pattern.fullmatch(first)), None)


def behind(text: str, word: str) -> tuple[tuple[int, ...], str]:
    """The cases a command is for, and the writer's own words behind it as they were written.

    A case's number further on, within those words, belongs to them; where no other is said it is the command's too.
    """
    plain = normalise(text)
    found = _command(word).search(plain.text)
    begin, end = found.end() if found else 0, len(plain.text)
    numbers = NUMBER.findall(plain.text, 0, begin)
    for beside in (_TAIL, _EDGES, _NUMBERS, _EDGES):
        if (skipped := beside.match(plain.text, begin)) is not None:
            numbers += NUMBER.findall(skipped.group())
            begin = skipped.end()
    end = begin + len(_TRAILING_EDGE.sub("", plain.text[begin:]))
    if not numbers and (last := _LAST_NUMBER.search(plain.text, begin, end)) is not None:
        numbers, end = [last[1]], last.start()
    numbers = numbers or NUMBER.findall(plain.text, begin, end)[:1]
    start, stop = plain.span(begin, end)
    return tuple(int(number) for number in dict.fromkeys(numbers)), text[start:stop]


@cache
def _command(word: str) -> re.Pattern[str]:
    """The word of a command as it stands in a message: its parts may have a case number between them."""
    between = rf"(?:{_SPACE.pattern}|{NUMBER.pattern})+"
    return re.compile(between.join(re.escape(part) for part in word.split(" ")), re.IGNORECASE)
