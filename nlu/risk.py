"""Why a household may fall back: the risk types a message speaks of, the strongest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from nlu.normalise import Normalised
from nlu.phrases import Found, PhraseBook, read_phrases, read_yaml
from nlu.types import RiskType

_WEIGHTS = {"sure": 3, "likely": 2, "hint": 1}
_ENOUGH = 3
_MOST = 5  # types of one message, at the utmost
_DENIAL = 3  # characters between a denial and what it denies


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: str  # a risk type, or "denied", "asked"
    weight: int = 0


class RiskFinder:
    """Finds risk types by the phrases it was given."""

    def __init__(self, book: PhraseBook[_Tag], unless: Mapping[RiskType, frozenset[str]]) -> None:
        self._book = book
        self._unless = unless

    def find(self, text: Normalised) -> tuple[RiskType, ...]:
        """The risk types the message is about; none when it speaks of none."""
        found = self._book.find(text.text)
        denials = [phrase for phrase in found if phrase.tag.kind == "denied"]
        weights: dict[str, int] = {}
        for phrase in _apart([phrase for phrase in found if phrase.tag.weight]):
            if not _denied(phrase, denials, text.text):
                weights[phrase.tag.kind] = weights.get(phrase.tag.kind, 0) + phrase.tag.weight
        enough = [name for name in get_args(RiskType) if weights.get(name, 0) >= _ENOUGH]
        kept = [name for name in enough if not self._unless.get(name, frozenset()).intersection(enough)]
        kept.sort(key=lambda name: -weights[name])
        return tuple(kept[:_MOST])


def read_risks(data: Path) -> RiskFinder:
    """Read the phrases of every language under the folder."""
    book: PhraseBook[_Tag] = PhraseBook()
    unless: dict[RiskType, frozenset[str]] = {}
    for path in sorted(data.glob("*/risk.yml")):
        entries = read_yaml(path)
        _take_in(book, entries)
        for name in get_args(RiskType):
            others = entries["unless"].get(name, "")
            unless[name] = unless.get(name, frozenset()) | frozenset(others.split())
    return RiskFinder(book, unless)


def _take_in(book: PhraseBook[_Tag], entries: Mapping[str, Any]) -> None:
    separator, gaps = entries["separator"], (int(entries["gaps"][0]), int(entries["gaps"][1]))
    groups = {name: read_phrases(words, separator) for name, words in entries["groups"].items()}
    book.add(read_phrases(entries["harmless"], separator), _Tag("harmless"), groups, gaps, mask=True)
    book.add(read_phrases(entries["denied"], separator), _Tag("denied"), groups, gaps)
    for name in get_args(RiskType):
        for strength, weight in _WEIGHTS.items():
            listed = entries["types"].get(name, {}).get(strength, "")
            book.add(read_phrases(listed, separator), _Tag(name, weight), groups, gaps)


def _apart(found: list[Found[_Tag]]) -> list[Found[_Tag]]:
    """The strongest and longest phrases of each type that share no words."""
    kept: list[Found[_Tag]] = []
    for phrase in sorted(found, key=lambda phrase: (-phrase.tag.weight, phrase.start - phrase.end)):
        if all(
            other.tag.kind != phrase.tag.kind or phrase.end <= other.start or other.end <= phrase.start
            for other in kept
        ):
            kept.append(phrase)
    return kept


def _denied(phrase: Found[_Tag], denials: list[Found[_Tag]], text: str) -> bool:
    reach = _DENIAL * (5 if text[phrase.start].isascii() else 1)
    return any(
        denial.end <= phrase.start <= denial.end + reach and "," not in text[denial.end : phrase.start]
        for denial in denials
    )
