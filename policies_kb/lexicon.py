"""How people speak of what the papers say: standard words for dialect, and concepts with all their names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from policies_kb.terms import plain


@dataclass(frozen=True, slots=True)
class Phrases:
    """Many phrases, found in one pass over a text, overlapping ones too."""

    by_start: Mapping[str, tuple[str, ...]]  # the first two characters -> the phrases that begin so

    def find(self, text: str) -> Iterator[str]:
        """Every phrase in the text, as often as it stands there."""
        by_start = self.by_start
        for at in range(len(text)):
            for phrase in by_start.get(text[at : at + 2], ()):
                if text.startswith(phrase, at):
                    yield phrase
            yield from by_start.get(text[at], ()) if at + 1 < len(text) else ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Ways of speaking, ready to be looked up in plain text."""

    standard: Mapping[str, str]  # a way of saying -> the standard word
    concepts: Mapping[str, tuple[str, ...]]  # a phrase -> the concepts it names
    spelt: tuple[str, ...]  # further words that a typing error may stand for
    rewriting: re.Pattern[str]
    naming: Phrases
    frame: Phrases  # words of someone who asks what the authorities do
    elsewhere: Phrases  # what is no matter of these policies
    danger: re.Pattern[str]
    strays: tuple[str, ...]  # whole questions of matters elsewhere
    rivals: tuple[tuple[tuple[str, ...], ...], ...]  # grades and kinds of one thing, each with its names

    def rewrite(self, text: str) -> str:
        """Plain text with dialect words replaced by standard ones."""
        return self.rewriting.sub(lambda match: self.standard[match.group()], text)

    def is_rival(self, text: str, answer: str) -> bool:
        """Whether a question names a grade or kind of something, and the answer only others of it."""
        for group in self.rivals:
            asked = {number for number, names in enumerate(group) if any(name in text for name in names)}
            said = {number for number, names in enumerate(group) if any(name in answer for name in names)}
            if asked and said and not asked & said:
                return True
        return False

    def grade_of(self, text: str) -> frozenset[int]:
        """The levels of school that a text names, by their number."""
        return frozenset(n for n, names in enumerate(self.rivals[0]) if any(name in text for name in names))

    def find_concepts(self, text: str) -> tuple[str, ...]:
        """The concepts plain text names, each once; overlapping names all count."""
        return tuple(dict.fromkeys(concept for phrase in self.naming.find(text) for concept in self.concepts[phrase]))


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon as it stands in the YAML files of a folder."""
    held = yaml.load((folder / "lexicon.yml").read_text(encoding="utf8"), Loader=yaml.CSafeLoader)
    strays = yaml.load((folder / "elsewhere.yml").read_text(encoding="utf8"), Loader=yaml.CSafeLoader)
    standard = {plain(str(way)): word for word, ways in held["rewrite"].items() for way in (*ways, word)}
    concepts: dict[str, tuple[str, ...]] = {}
    for concept, phrases in held["concepts"].items():
        for phrase in phrases:
            key = plain(str(phrase))
            concepts[key] = (*concepts.get(key, ()), str(concept))
    return Lexicon(
        standard,
        concepts,
        tuple(held["spell"]),
        re.compile("|".join(map(re.escape, sorted(standard, key=len, reverse=True)))),
        _phrases(concepts),
        _phrases(held["frame"]),
        _phrases(held["elsewhere"]),
        re.compile("|".join(held["danger"])),
        tuple(map(str, strays)),
        tuple(tuple(tuple(names) for names in group) for group in held["rivals"]),
    )


def _phrases(phrases: Iterable[object]) -> Phrases:
    by_start: dict[str, list[str]] = {}
    for phrase in dict.fromkeys(plain(str(each)) for each in phrases):
        by_start.setdefault(phrase[:2], []).append(phrase)
    return Phrases({start: tuple(found) for start, found in by_start.items()})
