"""Characters destroyed when two-byte GBK was searched off the character grid: undone where the bytes allow it.

A tool that wrote readings behind characters matched half of one character with half of the next. One byte is lost as
`?`, the rest stands shifted by one, until an annotated character puts it right again.
"""

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from policies_kb.terms import simplify

_HAN = "㐀-鿿豈-﫿"
_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"
_LOST = re.compile(rf"(?<=[{_HAN})])\?(?:([{_LETTERS}]+)\))?([^\s,，。、()]{{1,20}}?)\(([{_LETTERS}]+)\)")
# Half-width marks stand where two bytes once were a full-width one.
_WIDENED = str.maketrans(";?!:", "；？！：")
_LEADS = range(0x81, 0xFF)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))

Found = tuple[int, int, str, bool]


def find_grid_errors(text: str) -> Iterator[Found]:
    """Start, end, what stood there, and whether that is certain or inferred from the words around it."""
    for match in _LOST.finditer(text):
        swallowed, shifted, reading = match.groups()
        before = re.sub(rf"\([{_LETTERS}]+\)", "", text[max(0, match.start() - 30) : match.start()])[-4:]
        mended = _mend(before, swallowed, shifted, reading)
        if mended:
            word, certain = mended
            yield match.start(), match.end(), word, certain


def _mend(before: str, swallowed: str | None, shifted: str, reading: str) -> tuple[str, bool] | None:
    try:
        tail = shifted.translate(_WIDENED).encode("gbk")
        head = before[-1].encode("gbk")
    except UnicodeEncodeError:
        return None
    firsts = _lost_bytes(head, swallowed)
    whole = [word for first in firsts if (word := _decode(bytes([first]) + tail)) and sounds_as(word[-1], reading)]
    if len(firsts) == 1 and len(whole) == 1:
        filled = _fill_gap(before, bytes([firsts[0]]) + tail, reading)
        if filled and _pieces(before + filled) < _pieces(before + whole[0]):
            return filled, False
        return whole[0], True
    fitting = sorted(word for word in whole if _pieces(before + word) <= 0.7 * len(before + word))
    if not fitting:
        likely = [first for first in firsts if _is_word(before[-1] + (_decode(bytes([first, tail[0]])) or ""))]
        fitting = [word for first in likely if (word := _fill_gap(before, bytes([first]) + tail, reading))]
    if not fitting:
        return None
    return min(fitting, key=lambda word: _badness(before, word)), False


def _lost_bytes(head: bytes, swallowed: str | None) -> list[int]:
    """The byte that became `?`: with the half before it, it made a character of the reading that was written."""
    if swallowed is None:
        return list(_LEADS)
    return [second for second in _LEADS if sounds_as(_decode(bytes([head[-1], second])), swallowed)]


def _fill_gap(before: str, shifted: bytes, reading: str) -> str | None:
    """The word that appears when two bytes, lost off the grid, are put back at the one place where they fit."""
    best: str | None = None
    for at in range(1, len(shifted), 2):
        front, back = _decode(shifted[: at - 1]), _decode(shifted[at + 1 :])
        if front is None or back is None:
            continue
        left = (before + front)[-1]
        twos = [c for lead in _LEADS if (c := _decode(bytes([lead, shifted[at]]))) and _is_pair(c, back, reading)]
        ones = [c for trail in _TRAILS if (c := _decode(bytes([shifted[at - 1], trail])))] if twos else []
        for one in ones:
            for two in twos:
                if not _is_word(one + two) and (not back or not _is_word(left + one)):
                    continue
                word = front + one + two + back
                if best is None or _badness(before, word) < _badness(before, best):
                    best = word
    return best


def _is_pair(character: str, back: str, reading: str) -> bool:
    return _is_word(character + back[0]) if back else sounds_as(character, reading)


def _decode(octets: bytes) -> str | None:
    try:
        word = octets.decode("gbk")
    except UnicodeDecodeError:
        return None
    return word if all("㐀" <= c <= "鿿" for c in word) else None


def sounds_as(character: str | None, reading: str) -> bool:
    """Whether a character has that reading, with its tone mark."""
    from pypinyin.constants import PINYIN_DICT  # 50 MB, and needed only where a document is cleaned

    return bool(character) and reading in PINYIN_DICT.get(ord(character or " "), "").split(",")


@cache
def _is_word(pair: str) -> bool:
    simplified = simplify(pair)
    return rjieba.cut(simplified, False) == [simplified]


def _pieces(text: str) -> int:
    return len(_words(simplify(text)))


def _badness(before: str, word: str) -> tuple[int, int]:
    """Of two readings the one in fewer words is better, then the one whose first word is commoner."""
    first = simplify(before[-1] + word[0])
    return _pieces(before[-1] + word), -rjieba.suggest_freq(first) if rjieba.has_word(first) else 0


def _words(text: str) -> list[str]:
    words: list[str] = rjieba.cut(text, False)
    return words
