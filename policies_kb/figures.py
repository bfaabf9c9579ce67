"""The figures of a card, checked against its clause: nothing is said that is not written there."""

import re

from policies_kb.terms import simplify
from policies_kb.types import Card

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def unfounded(card: Card, clause: str) -> tuple[str, ...]:
    """The numbers that a card states and its clause does not, in the order of the card."""
    written = set(_NUMBER.findall(in_digits(clause))) | set(_NUMBER.findall(_one_by_one(clause)))
    stated = _NUMBER.findall(in_digits(" ".join((card.zh, *card.figures))))
    return tuple(dict.fromkeys(number for number in stated if number not in written))


def in_digits(text: str) -> str:
    """A text with its Chinese numerals below ten thousand as digits: 三百 is 300."""
    return _NUMERAL.sub(lambda match: str(_value(match.group())), _plain(text))


def _one_by_one(text: str) -> str:
    return "".join(str(_DIGITS.get(character, character)) for character in _plain(text))


def _plain(text: str) -> str:
    return re.sub(r"(?<=\d)[,，](?=\d{3})", "", simplify(text))


def _value(numeral: str) -> int | str:
    if not any(character in _UNITS for character in numeral):
        return "".join(str(_DIGITS[character]) for character in numeral)
    total = digit = 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
