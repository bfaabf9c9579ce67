"""Numbers as people write them: 23,000 · 2.3万 · 3万8 · 两万三 · 拾贰万 · 俩 · twenty three."""

import re
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "幺": 1, "俩": 2, "仨": 3,
}  # fmt: skip
_TENS = {"廿": 20, "卅": 30}
_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "亿": 100_000_000,
    "拾": 10,
    "佰": 100,
    "仟": 1_000,
    "w": 10_000,
    "k": 1_000,
}
_ENGLISH = {
    word: value
    for value, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
} | {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}  # fmt: skip
_ENGLISH_UNITS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "grand": 1_000}

_CHINESE = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅俩仨"
_NUMBER = re.compile(
    rf"(?<![\d.])\d+(?:,\d{{3}})*(?:\.\d+)?(?:[wk](?![a-z])|[{_CHINESE}][\d{_CHINESE}]*)?(?:(?<=[百千万])半(?!["
    rf"年天月个斤亩小路夜边]))?"
    rf"|个半[千万]|[{_CHINESE}]+(?:\d+(?![\d号日月])|(?<=[百千万])半(?![年天月个斤亩小路夜边]))?"
)
_WORDS = "|".join(sorted((*_ENGLISH, *_ENGLISH_UNITS), key=len, reverse=True))
_ENGLISH_NUMBER = re.compile(
    rf"\b(?:a (?=hundred|thousand|grand))?(?:{_WORDS})(?:[ -](?:and )?(?:{_WORDS}))*\b|\ba couple\b"
)
_TWO_DIGITS_MORE = re.compile(r"([百千万])([一二三四五六七八九])([一二三四五六七八九])$")
_MIXED = re.compile(r"(?<![\d.,])(\d{1,6}(?:\.\d+)?) ?(hundred|thousand|grand|million)\b")
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|.")


class Number(NamedTuple):
    """A number met in a text: `text[start:end]`; `exact` is False for 三四万 and the like."""

    value: float
    start: int
    end: int
    exact: bool = True

    @property
    def whole(self) -> int | None:
        """Give the number as an integer, or None when it is not one."""
        return int(self.value) if self.value == int(self.value) else None


def numbers(text: str) -> Iterator[Number]:
    """Give every number of a normalised text, left to right."""
    english = text.isascii()
    mixed = list(_MIXED.finditer(text)) if english else []
    for match in mixed:
        yield Number(float(match[1]) * _ENGLISH_UNITS[match[2]], match.start(), match.end())
    for match in _NUMBER.finditer(text):
        if any(one.start() <= match.start() < one.end() for one in mixed):
            continue
        value, exact = read_number(match.group())
        if value is not None:
            yield Number(value, match.start(), match.end(), exact)
    if english:
        yield from (
            number
            for number in _english_numbers(text)
            if not any(one.start() <= number.start < one.end() for one in mixed)
        )


def read_number(written: str) -> tuple[float | None, bool]:
    """Give what a written number is worth, and whether it is exact; None for what is no number."""
    if written.startswith("个半"):  # one and a half
        return 1.5 * _UNITS[written[2]], True
    if written.endswith("半"):  # 三万半: half of the last unit more
        value, whole = read_number(written[:-1])
        return (None if value is None else value + _UNITS[written[-2]] / 2), whole
    if (pair := _TWO_DIGITS_MORE.search(written)) and DIGITS[pair[3]] != DIGITS[pair[2]] + 1:  # 两万六四, not 两万六七
        value, whole = read_number(written[: pair.end(1)])
        more = (DIGITS[pair[2]] * 10 + DIGITS[pair[3]]) * _UNITS[pair[1]] / 100
        return (None if value is None else value + more), whole
    total = section = 0.0
    pending: float | None = None
    last_unit, after_zero, exact = 1.0, False, True
    for token in _TOKEN.findall(written):
        if token in _UNITS:
            unit = _UNITS[token]
            if unit >= 10_000:
                section = (section + (pending or 0)) or 1
                total = (total + section) * unit if unit > 10_000 and total else total + section * unit
                section = 0.0
            else:
                section += (1 if pending is None else pending) * unit
            pending, last_unit, after_zero = None, float(unit), False
            continue
        if token in _TENS:
            section += _TENS[token]
            pending, last_unit = None, 10.0
            continue
        digit = float(token.replace(",", "")) if token[0].isdigit() else float(DIGITS[token])
        if token in "零〇" and pending is None:
            after_zero = True
            continue
        if pending is not None:
            exact = False  # 三四万, 七八千; a row of digits is no sum either
            if len(token) > 1:
                return None, False
            pending = digit
            continue
        pending = digit
    if pending is not None:
        shorthand = last_unit > 10 and not after_zero and pending < 10 and pending == int(pending)
        section += pending * (last_unit / 10 if shorthand else 1)
    elif after_zero and total + section == 0:
        return 0.0, exact
    return (total + section, exact) if isfinite(total + section) else (None, False)


def _english_numbers(text: str) -> Iterator[Number]:
    for match in _ENGLISH_NUMBER.finditer(text):
        if match.group() == "a couple":
            yield Number(2, match.start(), match.end())
            continue
        total = section = 0
        for word in re.findall(r"[a-z]+", match.group()):
            if word in _ENGLISH:
                section += _ENGLISH[word]
            elif word == "hundred":
                section = (section or 1) * 100
            elif word in _ENGLISH_UNITS:
                total += (section or 1) * _ENGLISH_UNITS[word]
                section = 0
        yield Number(total + section, match.start(), match.end())
