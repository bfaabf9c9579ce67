"""Phrases written by people who know villages, found in a message in one pass.

A phrase is words, groups of words (`<call>`) and gaps: `~` is a few characters, `~~` about a sentence. `*` ends a
word that may go on (`bleed*`); `看听!不见了` is 不见了, not behind 看 or 听.
"""

import re
import string
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, Self, TypeVar

from nlu.normalise import LONGEST, normalise

T = TypeVar("T")
Span = tuple[int, int]

_TOKEN = re.compile(r"<(\w+)>|(~+)|([^<~]+)")
_SENTENCE_END = frozenset("。！？!?\n")
_LONGEST = 40
_NO_OTHERS: frozenset[int] = frozenset()
_JOINING = frozenset(string.ascii_letters + string.digits)


class Found(NamedTuple, Generic[T]):
    """A phrase met in a text: what it stands for, where, and how it is written in the file."""

    tag: T
    phrase: str
    parts: tuple[Span, ...]  # where each of its words stands
    start: int  # of the first of them
    end: int  # of the last


# What is kept is plain. A word: itself; a number, for of several that begin at one place the one first read comes
# first; its parts; its guard, if any: must no letter stand before it, none after it, what it does not stand behind.
_Guard = tuple[bool, bool, str]
_Word = tuple[str, int, list[int], _Guard | None]
# A phrase: its parts; those but the one it is looked for by; the longest gap before each part but the first; the number
# of its tag; how it is written.
_Phrase = tuple[tuple[int, ...], frozenset[int], tuple[int, ...], int, str]
_Phrases = dict[int, list[_Phrase]]  # by the part they are looked for by


class Words:
    """Every word of a book, or of several that read the same messages: each message is gone through but once.

    The words stand by their first two characters, and by the third: one look-up a character rules most places out.
    """

    def __init__(self) -> None:
        self.rarity: list[tuple[int, int]] = []  # of each part: how many words it has, how long they are
        self._words: dict[str, int] = {}  # the part of a word by itself
        self._groups: dict[int, tuple[Sequence[str], int]] = {}  # by identity: a long group takes long to compare
        self._parts_of: dict[str, list[int]] = {}
        self._singles: dict[str, list[int]] = {}  # of a word of one character its parts
        self._longer: dict[str, dict[str, list[_Word]]] = {}  # no third character: words of two
        self._last: tuple[str, dict[int, list[Span]]] = ("", {})

    @classmethod
    def of(cls, plain: Any) -> Self:  # noqa: ANN401 - what `plain` gave
        """Give the words again that were made plain; they take in no more."""
        words = cls()
        words._singles, words._longer = plain
        return words

    def plain(self) -> Any:  # noqa: ANN401 - to be kept
        """Give all that it takes to find the words."""
        return self._singles, self._longer

    def word(self, word: str) -> int:
        """Give the number of the part that is this word."""
        part = self._words.get(word)
        if part is None:
            part = self._words[word] = self._part((word,))
        return part

    def group(self, words: Sequence[str]) -> int:
        """Give the number of the part that may be any of these words."""
        known = self._groups.get(id(words))
        if known is None:
            known = self._groups[id(words)] = (words, self._part(words))
        return known[1]

    def _part(self, words: Sequence[str]) -> int:
        part = len(self.rarity)
        self.rarity.append((len(words), -len(words[0])))
        for word in words:
            self._add(word, part)
        return part

    def scan(self, text: str) -> Mapping[int, list[Span]]:
        """Give the parts that stand in a text, each with its places from left to right."""
        last, at = self._last
        if last != text:
            at = self._scan(text)
            self._last = (text, at)
        return at

    def _add(self, word: str, part: int) -> None:
        known = self._parts_of.setdefault(word, [])
        known.append(part)
        if len(known) > 1:
            return
        not_behind, _, text = word.rpartition("!")
        whole = not text.endswith("*")
        text = text.rstrip("*")
        if len(text) == 1 and not not_behind:
            self._singles[text] = known
            return
        before = text[0].isascii() and text[0].isalnum()
        after = whole and text[-1].isascii() and text[-1].isalnum()
        guard = (before, after, not_behind) if before or after or not_behind else None
        by_third = self._longer.setdefault(text[:2], {})
        by_third.setdefault(text[2:3], []).append((text, len(self._parts_of), known, guard))

    def _scan(self, text: str) -> dict[int, list[Span]]:
        at: dict[int, list[Span]] = {}
        singles, longer = self._singles, self._longer
        for i, character in [(i, character) for i, character in enumerate(text) if character in singles]:
            for part in singles[character]:
                at.setdefault(part, []).append((i, i + 1))
        mixed = bool(at)
        found: list[tuple[int, int, int, list[int]]] = []
        thirds = text[2:] + "\n"  # no word goes on with that
        for start, pair in [(i, pair) for i, pair in enumerate(map(str.__add__, text, text[1:])) if pair in longer]:
            by_third = longer[pair]
            for third in ("", thirds[start]):
                for word, number, parts, guard in by_third.get(third, ()):
                    end = start + len(word)
                    if text.startswith(word, start) and (guard is None or _stands(text, start, end, guard)):
                        found.append((start, number, end, parts))
        for start, _, end, parts in sorted(found):
            for part in parts:
                at.setdefault(part, []).append((start, end))
        if mixed:
            for spans in at.values():
                if len(spans) > 1:
                    spans.sort()
        return at


class PhraseBook(Generic[T]):
    """The phrases of a language or several, ready to be looked for."""

    def __init__(self, words: Words | None = None) -> None:
        self._words = words or Words()
        self._tags: list[T] = []
        self._phrases: _Phrases = {}
        self._masks: _Phrases = {}

    @classmethod
    def of(cls, plain: Any, words: Words, tag_of: Callable[[Any], T]) -> Self:  # noqa: ANN401 - what `plain` gave
        """Give the book again that was made plain; it takes in no more."""
        book = cls(words)
        tags, book._phrases, book._masks = plain
        book._tags = [tag_of(tag) for tag in tags]
        return book

    def plain(self, plain_tag: Callable[[T], Any]) -> Any:  # noqa: ANN401 - to be kept
        """Give all that it takes to find the phrases, but for their words."""
        return [plain_tag(tag) for tag in self._tags], self._phrases, self._masks

    def add(
        self,
        phrases: Iterable[str],
        tag: T,
        groups: Mapping[str, Sequence[str]],
        gaps: tuple[int, int],
        *,
        mask: bool = False,
    ) -> None:
        """Take in phrases that stand for `tag`; a mask hides all words within the place it spans."""
        book = self._masks if mask else self._phrases
        number = len(self._tags)
        self._tags.append(tag)
        for written in phrases:
            key, phrase = self._read(written, number, groups, gaps)
            book.setdefault(key, []).append(phrase)

    def find(self, text: str) -> list[Found[T]]:
        """Every phrase in the text that no mask hides; masks are found but not named."""
        at = self._words.scan(text)
        if not at:
            return []
        hidden = [
            (places[0][0], places[-1][1])
            for parts, _, gaps, _, _ in _candidates(self._masks, at)
            for places in _matches(parts, gaps, at, text)
        ]
        if hidden:
            at = _unhidden(at, hidden)
        tags = self._tags
        return [
            Found(tags[tag], written, places, places[0][0], places[-1][1])
            for parts, _, gaps, tag, written in _candidates(self._phrases, at)
            for places in _matches(parts, gaps, at, text)
        ]

    def _read(
        self, written: str, tag: int, groups: Mapping[str, Sequence[str]], gaps: tuple[int, int]
    ) -> tuple[int, _Phrase]:
        """A phrase as written, and the part to look for it by: the rarest, of few words and long ones."""
        if "~" not in written and "<" not in written:
            part = self._words.word(written)
            return part, ((part,), _NO_OTHERS, (), tag, written)
        parts: list[int] = []
        between: list[int] = []
        gap = 0
        for name, wave, literal in _TOKEN.findall(written):
            if wave:
                gap = gaps[min(len(wave), 2) - 1]
                continue
            if parts:
                between.append(gap)
            parts.append(self._words.group(groups[name]) if name else self._words.word(literal.strip()))
            gap = 0
        key = min(parts, key=lambda part: self._words.rarity[part])
        others = frozenset(part for part in parts if part != key)
        return key, (tuple(parts), others, tuple(between), tag, written)


@cache
def read_phrases(listed: str, separator: str) -> tuple[str, ...]:
    """The phrases of one entry of a phrase file, spelled as messages are once they are normalised."""
    split = listed.split() if separator == " " else [phrase.strip() for phrase in re.split(r"[,\n]", listed)]
    spelled: list[str] = []
    for together in _in_pieces(list(dict.fromkeys(filter(None, split)))):
        spelled += normalise("\n".join(together)).text.split("\n")
    return tuple(dict.fromkeys(spelled))


def _in_pieces(phrases: Iterable[str]) -> Iterator[list[str]]:
    """Phrases to be normalised together: as many as are read whole."""
    piece: list[str] = []
    length = 0
    for phrase in phrases:
        length += len(phrase) + 1
        if length > LONGEST:
            yield piece
            piece, length = [], len(phrase) + 1
        piece.append(phrase)
    if piece:
        yield piece


def _stands(text: str, start: int, end: int, guard: _Guard) -> bool:
    """Whether a word, found at this place, stands there by itself."""
    whole_before, whole_after, not_behind = guard
    if start and (text[start - 1] in not_behind or (whole_before and text[start - 1] in _JOINING)):
        return False
    return not (whole_after and end < len(text) and text[end] in _JOINING)


def _candidates(book: _Phrases, at: Mapping[int, list[Span]]) -> list[_Phrase]:
    standing = at.keys()
    return [phrase for part in at if part in book for phrase in book[part] if not phrase[1] or standing >= phrase[1]]


def _matches(
    parts: tuple[int, ...], gaps: tuple[int, ...], at: Mapping[int, list[Span]], text: str
) -> list[tuple[Span, ...]]:
    firsts = at[parts[0]][:_LONGEST]
    if len(parts) == 1:
        return [(first,) for first in firsts]
    followed = [_follow(parts, gaps, (first,), at, text) for first in firsts]
    return [places for places in followed if places is not None]


def _follow(
    parts: tuple[int, ...], gaps: tuple[int, ...], found: tuple[Span, ...], at: Mapping[int, list[Span]], text: str
) -> tuple[Span, ...] | None:
    """The places of all parts, given those of the first; None when the rest does not follow."""
    position = len(found)
    if position == len(parts):
        return found
    gap, end = gaps[position - 1], found[-1][1]
    spans = at[parts[position]]
    for i in range(bisect_left(spans, (end,)), len(spans)):
        span = spans[i]
        if span[0] - end > gap or not _SENTENCE_END.isdisjoint(text[end : span[0]]):
            return None
        rest = _follow(parts, gaps, (*found, span), at, text)
        if rest is not None:
            return rest
    return None


def _unhidden(at: Mapping[int, list[Span]], hidden: list[Span]) -> dict[int, list[Span]]:
    """The parts that do not stand within a longer hidden place."""
    furthest: dict[int, tuple[int, int]] = {}  # of the hidden places over a character the last end, the first start
    for start, end in hidden:
        for place in range(start, end):
            furthest[place] = max(furthest.get(place, (0, 0)), (end, -start))
    kept: dict[int, list[Span]] = {}
    for part, spans in at.items():
        left = [(start, end) for start, end in spans if (end, -start) >= furthest.get(start, (0, 0))]
        if left:
            kept[part] = left
    return kept
