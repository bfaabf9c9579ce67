"""Phrases written by people who know villages, found in a message in one pass.

A phrase is words, groups of words (`<call>`) and gaps: `~` is a few characters, `~~` about a sentence. `*` ends a
word that may go on (`bleed*`); `看听!不见了` is 不见了, not behind 看 or 听.
"""

import re
import string
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple, TypeVar

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

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.parts[-1][1]


class _Phrase(NamedTuple, Generic[T]):
    parts: tuple[int, ...]
    others: frozenset[int]  # its parts but the one it is looked for by
    gaps: tuple[int, ...]  # the longest gap allowed before each part but the first
    tag: T
    written: str


class _Word(NamedTuple):
    number: int  # of several that begin at one place the one first read comes first
    whole_before: bool  # of Latin letters: a letter before it makes it another word
    whole_after: bool
    not_behind: str
    parts: list[int]

    def stands(self, text: str, start: int, end: int) -> bool:
        """Whether the word, found at this place, stands there by itself."""
        if start and (text[start - 1] in self.not_behind or (self.whole_before and text[start - 1] in _JOINING)):
            return False
        return not (self.whole_after and end < len(text) and text[end] in _JOINING)


class Words:
    """Every word of a book, or of several that read the same messages: each message is gone through but once.

    The words stand by their beginning: one look-up a character tells whether anything starts here.
    """

    def __init__(self) -> None:
        self.rarity: list[tuple[int, int]] = []  # of each part: how many words it has, how long they are
        self._words: dict[str, int] = {}  # the part of a word by itself
        self._groups: dict[int, tuple[Sequence[str], int]] = {}  # by identity: a long group takes long to compare
        self._parts_of: dict[str, list[int]] = {}
        self._singles: dict[str, list[int]] = {}
        self._longer: dict[str, list[_Word]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the longer words that begin with a pair of characters
        self._last: tuple[str, dict[int, list[Span]]] = ("", {})

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
        self._longer.setdefault(text, []).append(_Word(len(self._parts_of), before, after, not_behind, known))
        lengths = self._lengths.get(text[:2], ())
        if len(text) not in lengths:
            self._lengths[text[:2]] = (*lengths, len(text))

    def _scan(self, text: str) -> dict[int, list[Span]]:
        at: dict[int, list[Span]] = {}
        singles, longer, lengths, size = self._singles, self._longer, self._lengths, len(text)
        for i, character in [(i, character) for i, character in enumerate(text) if character in singles]:
            for part in singles[character]:
                at.setdefault(part, []).append((i, i + 1))
        mixed = bool(at)
        found: list[tuple[int, int, int, _Word]] = []
        for i, pair in [(i, pair) for i, pair in enumerate(map(str.__add__, text, text[1:])) if pair in lengths]:
            if i and pair[0] in _JOINING and text[i - 1] in _JOINING:
                continue  # within a word of Latin letters
            for length in lengths[pair]:
                end = i + length
                for word in longer.get(text[i:end], ()) if end <= size else ():
                    if word.stands(text, i, end):
                        found.append((i, word.number, end, word))
        for i, _, end, word in sorted(found):
            for part in word.parts:
                at.setdefault(part, []).append((i, end))
        if mixed:
            for places in at.values():
                if len(places) > 1:
                    places.sort()
        return at


class PhraseBook(Generic[T]):
    """The phrases of a language or several, ready to be looked for."""

    def __init__(self, words: Words | None = None) -> None:
        self._words = words or Words()
        self._phrases: dict[int, list[_Phrase[T]]] = {}  # by the part they are looked for by
        self._masks: dict[int, list[_Phrase[T]]] = {}

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
        for written in phrases:
            key, phrase = self._read(written, tag, groups, gaps)
            book.setdefault(key, []).append(phrase)

    def find(self, text: str) -> list[Found[T]]:
        """Every phrase in the text that no mask hides; masks are found but not named."""
        at = self._words.scan(text)
        if not at:
            return []
        hidden = [
            (parts[0][0], parts[-1][1])
            for phrase in _candidates(self._masks, at)
            for parts in _matches(phrase, at, text)
        ]
        if hidden:
            at = _unhidden(at, hidden)
        found: list[Found[T]] = []
        for phrase in _candidates(self._phrases, at):
            if phrase.others or len(phrase.parts) > 1:
                found += [Found(phrase.tag, phrase.written, parts) for parts in _matches(phrase, at, text)]
            else:
                found += [Found(phrase.tag, phrase.written, (place,)) for place in at[phrase.parts[0]][:_LONGEST]]
        return found

    def _read(
        self, written: str, tag: T, groups: Mapping[str, Sequence[str]], gaps: tuple[int, int]
    ) -> tuple[int, _Phrase[T]]:
        """A phrase as written, and the part to look for it by: the rarest, of few words and long ones."""
        if "~" not in written and "<" not in written:
            part = self._words.word(written)
            return part, _Phrase((part,), _NO_OTHERS, (), tag, written)
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
        return key, _Phrase(tuple(parts), others, tuple(between), tag, written)


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


def _candidates(book: Mapping[int, list[_Phrase[T]]], at: Mapping[int, list[Span]]) -> list[_Phrase[T]]:
    standing = at.keys()
    return [
        phrase for part in at if part in book for phrase in book[part] if not phrase.others or standing >= phrase.others
    ]


def _matches(phrase: _Phrase[T], at: Mapping[int, list[Span]], text: str) -> Iterable[tuple[Span, ...]]:
    for first in at[phrase.parts[0]][:_LONGEST]:
        found = _follow(phrase, (first,), at, text)
        if found is not None:
            yield found


def _follow(
    phrase: _Phrase[T], found: tuple[Span, ...], at: Mapping[int, list[Span]], text: str
) -> tuple[Span, ...] | None:
    """The places of all parts, given those of the first; None when the rest does not follow."""
    position = len(found)
    if position == len(phrase.parts):
        return found
    gap, end = phrase.gaps[position - 1], found[-1][1]
    spans = at[phrase.parts[position]]
    for i in range(bisect_left(spans, (end,)), len(spans)):
        span = spans[i]
        if span[0] - end > gap or not _SENTENCE_END.isdisjoint(text[end : span[0]]):
            return None
        rest = _follow(phrase, (*found, span), at, text)
        if rest is not None:
            return rest
    return None


def _unhidden(at: Mapping[int, list[Span]], hidden: list[Span]) -> dict[int, list[Span]]:
    kept: dict[int, list[Span]] = {}
    for part, spans in at.items():
        left = [
            (start, end)
            for start, end in spans
            if not any(from_ <= start and end <= to and end - start < to - from_ for from_, to in hidden)
        ]
        if left:
            kept[part] = left
    return kept
