"""Characters that scanning takes for others, mended only in words that cannot be anything else.

A dictionary alone is no proof: it would also make 入会 of 没人会. So each word is named here, and the text must fall
into fewer words with it than as it stands.
"""

import re
from collections.abc import Iterator, Sequence

import rjieba

# Read for another -> the words it was read in; each word occurs in policy papers all the time.
_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("人", "入"): ("投入", "深入", "收入", "输入", "升入", "纳入", "列入", "流入", "融入", "进入"),
    ("闲", "困"): ("贫困", "困难", "困境", "特困"),
    ("閑", "困"): ("貧困", "困難", "困境", "特困"),
    ("己", "已"): ("已经", "而已", "早已", "业已"),
    ("末", "未"): ("未成年", "未来", "尚未", "从未", "未经"),
    ("曰", "日"): ("工作日", "节日", "日期", "生日", "次日"),
    ("夭", "天"): ("每天", "今天", "当天", "天然"),
    ("土", "士"): ("护士", "战士", "硕士", "博士"),
}
_AROUND = 4  # characters on each side that decide how words fit together


def _wrongly() -> dict[str, tuple[int, str]]:
    """Each word as it is misread -> where in it, and what should stand there."""
    wrong: dict[str, tuple[int, str]] = {}
    for (read, meant), words in _WORDS.items():
        for word in words:
            at = word.index(meant)
            wrong[word[:at] + read + word[at + 1 :]] = (at, meant)
    return wrong


_WRONG = _wrongly()
_FINDING = re.compile("|".join(map(re.escape, sorted(_WRONG, key=len, reverse=True))))


def find_misread(text: str) -> Iterator[tuple[int, str]]:
    """Where a character was misread, and which it should be."""
    at = 0
    while (match := _FINDING.search(text, at)) is not None:
        offset, meant = _WRONG[match.group()]
        place = match.start() + offset
        if _fits_better(text, place, meant, match.start(), len(match.group())):
            yield place, meant
        at = match.start() + 1


def _fits_better(text: str, place: int, meant: str, start: int, length: int) -> bool:
    head, tail = text[max(0, place - _AROUND) : place], text[place + 1 : place + 1 + _AROUND]
    head, tail = re.split(r"[\W\d]", head)[-1], re.split(r"[\W\d]", tail)[0]
    words = rjieba.cut(head + meant + tail, False)
    begin = start - (place - len(head))
    own = any(at <= begin and at + len(word) >= begin + length for word, at in _placed(words))
    return own and len(words) < len(rjieba.cut(head + text[place] + tail, False))


def _placed(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    at = 0
    for word in words:
        yield word, at
        at += len(word)
