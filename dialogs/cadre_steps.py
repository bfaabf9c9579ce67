"""What a cadre writes to move a case through its procedure: one word, the case's number, and a reason or a note."""

import re
from dataclasses import dataclass
from typing import Literal

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
_TAIL = re.compile(r"(完了|好了|过了|了|完|过)?")


@dataclass(frozen=True, slots=True)
class CadreStep:
    """A step that a cadre asks for: the cases it names in their order, and the words behind it."""

    kind: StepKind
    cases: tuple[int, ...]
    words: str


def read_step(plain: str, text: str) -> CadreStep | None:
    """Read a message; None where it does not begin with the word of a step. Numbers may stand anywhere."""
    cases = tuple(int(number) for number in NUMBER.findall(plain))
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
        return CadreStep(_WORDS[word], cases, behind(text, word))
    return None


def behind(text: str, word: str) -> str:
    """The writer's own words behind a command, without the case numbers."""
    own = _SPACE.sub(" ", NUMBER.sub(" ", text)).strip()
    at = own.lower().find(word)
    rest = own[at + len(word) :] if at >= 0 else own
    return _TAIL.sub("", rest, count=1).strip() if at >= 0 else rest.strip()
