"""Why a household may fall back: the risk types a message speaks of, the strongest first.

The signs of danger and need that urgency knows speak of risks too, past or not.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, get_args

from nlu import normalise, phrases
from nlu.normalise import Normalised, read_yaml
from nlu.phrases import Found, PhraseBook, Words, read_phrases
from nlu.training_data import TrainingData, read_training_data
from nlu.types import RiskType
from nlu.voice import Lesson, Voice, key_of, read_or_train

# Chances by the second voice: what it adds alone, what it leaves of that which the rules found, and what is likely
# enough where nothing else is.
SURE, NOT_IN_DOUBT, LIKELIEST = 0.35, 0.2, 0.15
_SURER: Mapping[str, float] = {"disaster": 0.5}  # it leads to a question of its own: which disaster was it?
_WEIGHTS = {"sure": 3, "likely": 2, "hint": 1}
_ENOUGH = 3
_ABOUT_NOTHING = frozenset(("greet", "goodbye", "thanks", "affirm", "deny", "request_human", "out_of_scope"))
_TYPES: Mapping[str, RiskType] = {name: name for name in get_args(RiskType)}
_MOST = 4  # types of one message, at the utmost
_REACH, _REACH_LATIN = 3, 14  # characters between a denial and what it denies
_SETTLED = 12  # characters between what is long over and the words that say so
_TODAY = re.compile(r"今年|现在|如今|眼下|目前|这阵子?|这回|这两年")
_LONG_AGO = re.compile(
    r"(?<!\d)[一二三四五六七八九零〇\d][一二三四五六七八九零〇几\d]年(?!级)|当年|那年|早年|小时候|年轻时|多年前|几年前|过去了|老黄历|老话"
)
# Signs that count for a type only where no rival is named: what happens to people in a disaster is the disaster.
_LESSER = (
    ("blood", "accident", ("illness", "disaster")),
    ("mishap", "accident", ("disaster",)),
    ("state", "illness", ("accident", "disaster", "care")),
    ("treatment", "illness", ("accident",)),
)


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: str  # a risk type, one of the lesser kinds, "denied" or "settled"
    weight: int = 0


_FEW = 3  # characters


class RiskFinder:
    """Finds risk types by the phrases it was given."""

    def __init__(
        self, book: PhraseBook[_Tag], unless: Mapping[str, frozenset[str]], voice: Voice | None = None
    ) -> None:
        self._book = book
        self._unless = unless
        self.voice = voice
        self._last: tuple[str, list[Found[_Tag]]] = ("", [])

    @classmethod
    def of(cls, plain: Any, words: Words) -> Self:  # noqa: ANN401 - what `plain` gave
        """Give the finder again that was made plain."""
        book, unless = plain
        return cls(PhraseBook.of(book, words, lambda tag: _Tag(*tag)), unless)

    def plain(self) -> Any:  # noqa: ANN401 - to be kept
        """Give all that it takes to find risk types, but for the words and the second voice."""
        return self._book.plain(lambda tag: (tag.kind, tag.weight)), self._unless

    def find(self, text: Normalised) -> tuple[RiskType, ...]:
        """The risk types the message is about; none when it speaks of none."""
        words = of_today(text.text)
        counted = self._counted(words)
        ruled = self._ruled(counted)
        if self.voice is None or not words or (not counted and len(words) <= _FEW):
            return ruled  # of a few characters without a phrase the voice knows nothing: 上个月
        chances = self.voice.chances(words, kinds(ruled, counted))
        by_chance = sorted(chances, key=lambda name: -chances[name])
        kept = [
            name for name in by_chance if chances[name] >= (NOT_IN_DOUBT if name in ruled else _SURER.get(name, SURE))
        ]
        kept = [name for name in kept if not self._unless.get(name, frozenset()).intersection(kept)]
        if not kept and chances[by_chance[0]] >= LIKELIEST:
            kept = by_chance[:1]
        return _as_types(kept[:_MOST]) or ruled

    def beside(self, voice: Voice | None) -> Self:
        """Give the finder that asks this voice too."""
        return type(self)(self._book, self._unless, voice)

    def heard(self, text: str) -> frozenset[str]:
        """Name what the rules found in a normalised text, for the second voice."""
        counted = self._counted(text)
        return kinds(self._ruled(counted), counted)

    def marks(self, text: str) -> list[tuple[int, int, str]]:
        """Give the phrases of a normalised text that tell of a kind, each with where it begins and ends."""
        return [(phrase.start, phrase.end, phrase.tag.kind) for phrase in self._found(text)]

    def _found(self, text: str) -> list[Found[_Tag]]:
        """Give the phrases of a text; those of the last one are at hand."""
        last, found = self._last
        if last != text:
            found = self._book.find(text)
            self._last = (text, found)
        return found

    def _counted(self, text: str) -> dict[str, int]:
        """How much the phrases say for each kind."""
        found = self._found(text)
        denials = [phrase for phrase in found if phrase.tag.kind == "denied"]
        settled = [phrase.start for phrase in found if phrase.tag.kind == "settled"]
        counted: dict[str, dict[str, int]] = {}
        for phrase in _apart([phrase for phrase in found if phrase.tag.weight]):
            if not _denied(phrase, denials, text) and not _settled(phrase, settled):
                counted.setdefault(phrase.tag.kind, {})[phrase.phrase] = phrase.tag.weight
        return {kind: _score(said.values()) for kind, said in counted.items()}

    def _ruled(self, counted: Mapping[str, int]) -> tuple[RiskType, ...]:
        weights = dict(counted)
        _settle_lesser(weights)
        enough = {kind for kind, weight in weights.items() if weight >= _ENOUGH}
        kept = [kind for kind in enough if not self._unless.get(kind, frozenset()) & enough]
        return _as_types(sorted(kept, key=lambda kind: (-weights[kind], kind))[:_MOST])


def of_today(text: str) -> str:
    """What a message says of today, where it first tells of times long gone: 九八年发过大水. 今年难在养鸭亏了."""
    today = _TODAY.search(text)
    return text[today.start() :] if today and _LONG_AGO.search(text[: today.start()]) else text


def read_phrases_of_risk(data: Path, words: Words | None = None) -> RiskFinder:
    """Read the phrases of every language under the folder; they find by themselves, without the second voice."""
    book: PhraseBook[_Tag] = PhraseBook(words)
    unless: dict[str, frozenset[str]] = {}
    for path in sorted(data.glob("*/risk.yml")):
        entries = read_yaml(path)
        _take_in(book, entries)
        _take_in_urgency(book, read_yaml(path.with_name("urgency.yml")), entries["dangers"], entries["needs"])
        for name, others in entries["unless"].items():
            unless[name] = unless.get(name, frozenset()) | frozenset(others.split())
    return RiskFinder(book, unless)


def read_risks(data: Path, cache: Path | None = None, finder: RiskFinder | None = None) -> RiskFinder:
    """Read the second voice beside a finder, as `read_urgency` does; without one the phrases are read too."""
    by_phrases = read_phrases_of_risk(data) if finder is None else finder
    folder = data.parent / "model" if cache is None else cache
    path = folder / f"risks-{key_of(data, (normalise, phrases, sys.modules[__name__]))}.npz"

    def lessons() -> Sequence[Lesson]:
        return _lessons(read_training_data(data), _read_further(data), by_phrases)

    return by_phrases.beside(read_or_train(path, lessons, None))


def kinds(ruled: Sequence[RiskType], counted: Mapping[str, int]) -> frozenset[str]:
    """Name what the rules found and how much spoke for it, for the second voice."""
    first = f"first {ruled[0]}" if ruled else "none"
    said = (f"said {kind} {min(weight // _ENOUGH, 2)}" for kind, weight in counted.items())
    return frozenset((*(f"rule {name}" for name in ruled), first, *said))


def _lessons(training: TrainingData, further: Sequence[tuple[str, str]], finder: RiskFinder) -> Sequence[Lesson]:
    """Each report with all of its types, and talk that is about none."""
    right: dict[str, tuple[str, ...]] = {one.text: () for one in training.examples if one.intent in _ABOUT_NOTHING}
    right |= {text: () if name == "none" else (name,) for text, name in further}
    right |= {report.text: report.risk_types for report in training.risk_examples}
    plain = {text: normalise.normalise(text).text for text in right}
    return [Lesson(words, finder.heard(words), right[text]) for text, words in plain.items()]


def _read_further(data: Path) -> list[tuple[str, str]]:
    """Read the messages that were written for the second voice alone, each with what it is about."""
    books: list[Mapping[str, Sequence[str]]] = [read_yaml(path) for path in sorted(data.glob("*/risk_lessons.yml"))]
    return [(text, name) for lessons in books for name, texts in lessons.items() for text in texts]


def _take_in(book: PhraseBook[_Tag], entries: Mapping[str, Any]) -> None:
    separator, gaps = entries["separator"], (int(entries["gaps"][0]), int(entries["gaps"][1]))
    groups = {name: read_phrases(words, separator) for name, words in entries["groups"].items()}
    book.add(read_phrases(entries["harmless"], separator), _Tag("harmless"), groups, gaps, mask=True)
    for kind in ("denied", "settled"):
        book.add(read_phrases(entries[kind], separator), _Tag(kind), groups, gaps)
    for name, strengths in entries["types"].items():
        for strength, listed in strengths.items():
            book.add(read_phrases(listed, separator), _Tag(name, _WEIGHTS[strength]), groups, gaps)


def _take_in_urgency(
    book: PhraseBook[_Tag], entries: Mapping[str, Any], dangers: Mapping[str, str], needs: Mapping[str, str]
) -> None:
    """Let the signs of dangers and needs stand for the risk types they speak of."""
    separator, gaps = entries["separator"], (int(entries["gaps"][0]), int(entries["gaps"][1]))
    groups = {f"urgent_{name}": read_phrases(words, separator) for name, words in entries["groups"].items()}
    book.add(_urgent(entries["harmless"], separator), _Tag("harmless"), groups, gaps, mask=True)
    for part, kinds in (("dangers", dangers), ("needs", needs)):
        for kind, names in kinds.items():
            for name in names.split():
                for strength in ("sure", "likely"):
                    listed = entries[part][name].get(strength, "")
                    book.add(_urgent(listed, separator), _Tag(kind, _WEIGHTS[strength]), groups, gaps)


def _urgent(listed: str, separator: str) -> list[str]:
    return [phrase.replace("<", "<urgent_") for phrase in read_phrases(listed, separator)]


def _apart(found: Sequence[Found[_Tag]]) -> list[Found[_Tag]]:
    """The strongest and longest phrases of each kind that share no words."""
    kept: dict[str, list[Found[_Tag]]] = {}
    taken: dict[str, set[int]] = {}
    for phrase in sorted(found, key=lambda phrase: (-phrase.tag.weight, phrase.start - phrase.end)):
        place, of_kind = range(phrase.start, phrase.end), taken.setdefault(phrase.tag.kind, set())
        if of_kind.isdisjoint(place):
            of_kind.update(place)
            kept.setdefault(phrase.tag.kind, []).append(phrase)
    return [phrase for phrases in kept.values() for phrase in phrases]


def _denied(phrase: Found[_Tag], denials: Sequence[Found[_Tag]], text: str) -> bool:
    reach = _REACH_LATIN if text[phrase.start].isascii() else _REACH
    return any(
        denial.end <= phrase.start <= denial.end + reach and "," not in text[denial.end : phrase.start]
        for denial in denials
    )


def _settled(phrase: Found[_Tag], settled: Sequence[int]) -> bool:
    return any(phrase.end <= start <= phrase.end + _SETTLED for start in settled)


def _score(weights: Iterable[int]) -> int:
    """The weight of all different phrases; hints alone weigh nothing."""
    listed = list(weights)
    return sum(listed) if max(listed) > 1 else 0


def _settle_lesser(weights: dict[str, int]) -> None:
    """Give the signs that may speak of several types to the one that the rest of the message names."""
    for lesser, greater, rivals in _LESSER:
        weight = weights.pop(lesser, 0)
        if not any(weights.get(rival, 0) >= _ENOUGH for rival in rivals):
            weights[greater] = weights.get(greater, 0) + weight


def _as_types(names: Sequence[str]) -> tuple[RiskType, ...]:
    return tuple(_TYPES[name] for name in names if name in _TYPES)
