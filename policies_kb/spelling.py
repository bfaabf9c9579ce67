"""Typing errors by sound: a run of characters that is no word but sounds like a word of the papers becomes it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rjieba

from policies_kb.terms import sound

_HAN = re.compile(r"[㐀-鿿]{2,}")
# Small words of every sentence; a run with one of these in it is seldom a word misspelt.
_SMALL = frozenset("的了吗呢吧啊是在不有没我你他她它们这那哪个就都也还和跟把被给要会能去来到说讲一二三两几多少什么怎")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of the papers by their sound."""

    by_sound: Mapping[str, str]
    words: frozenset[str]

    def mend(self, text: str) -> str:
        """Plain text with what is typed by sound put right."""
        return _HAN.sub(lambda match: self._mend_run(match.group()), text)

    def _mend_run(self, run: str) -> str:
        tokens = rjieba.cut(run, False)
        spoken = [sound(character) for character in run]
        fixed = _boundaries(tokens)
        at, pieces = 0, []
        while at < len(run):
            length = self._misspelt(run, spoken, at, fixed)
            if length:
                pieces.append(self.by_sound[" ".join(spoken[at : at + length])])
                at += length
            else:
                pieces.append(run[at])
                at += 1
        return "".join(pieces)

    def _misspelt(self, run: str, spoken: list[str], at: int, fixed: Mapping[int, str]) -> int:
        for length in range(min(_LONGEST, len(run) - at), 1, -1):
            heard = self.by_sound.get(" ".join(spoken[at : at + length]))
            if heard is None:
                continue
            written = run[at : at + length]
            if heard == written:
                return length
            shared = sum(a == b for a, b in zip(heard, written, strict=True))
            if length == 2:
                inside = any(
                    len(word) > 1 and begin < at + 2 and at < begin + len(word) for begin, word in fixed.items()
                )
                if inside or not shared or any(c in _SMALL for c in written):
                    continue
            elif shared * 2 < length or written in fixed.values():
                continue
            return length
        return 0


def build_spelling(words: Iterable[str]) -> Spelling:
    """A spelling of the given words; of two that sound alike neither is taken for a typing error of the other."""
    by_sound: dict[str, str] = {}
    twice: set[str] = set()
    kept = frozenset(word for word in words if 2 <= len(word) <= _LONGEST and _HAN.fullmatch(word))
    for word in sorted(kept):
        key = " ".join(map(sound, word))
        if key in by_sound:
            twice.add(key)
        by_sound[key] = word
    for key in twice:
        del by_sound[key]
    return Spelling(by_sound, kept)


def _boundaries(tokens: Iterable[str]) -> dict[int, str]:
    begins: dict[int, str] = {}
    at = 0
    for token in tokens:
        begins[at] = token
        at += len(token)
    return begins
