"""Is a life in danger now? The strictest floor of all: rules that say why, and a second voice for what they miss."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache as cached
from pathlib import Path
from typing import get_args

from nlu import features, normalise, phrases, signs
from nlu import joined as joining
from nlu.joined import answers_of, joined, joined_to_grave
from nlu.normalise import Normalised, read_yaml
from nlu.signs import Reading, SignBook, danger_called, is_over, read_signs
from nlu.training_data import TrainingData, read_training_data
from nlu.types import Danger, Urgency, UrgencyLevel
from nlu.voice import Lesson, Voice, key_of, read_or_train

# Shares of the second voice. Alone it must be as sure as SURE; where the rules say the same it need only not doubt.
# The more the message looks like calm talk that reports nothing, the surer it must be, by up to CALMER; despair is
# often said between the lines of a farewell or of thanks, there by less.
SURE, NOT_IN_DOUBT = 0.4, 0.4
CALMER, CALMER_BY_RULE, CALMER_IN_DESPAIR = 0.5, 0.3, 0.0
NEEDY, NEEDY_BY_RULE, NEEDY_BY_DANGER = 0.4, 0.25, 0.08
AGREED, AGREED_CRITICAL = 0.9, 0.1  # a danger by rule that the voice too finds urgent, if not so sure how much
TOLD = 0.2  # how much a message must look like a report for a need that the voice alone hears
RULE_OF_DANGER = 0.8  # the share that a rule's word has in which danger it is
SURE_OF_OVER = 0.5  # where all danger told is said to be over the voice must be this sure
FEW, SURE_OF_FEW = 7, 0.5  # so few characters without a sign of danger say little: the voice must be surer
_DESPAIR = tuple(f"danger suicide {strength}" for strength in ("sure", "likely", "hint"))
_AROUND, _PLACES = 60, 4  # characters before and behind a sign in a long message; so many signs
_NAMED = {f"danger {danger} {s}": w for danger in get_args(Danger) for s, w in (("sure", 0.3), ("likely", 0.2))}
_LEVELS: tuple[str, ...] = get_args(UrgencyLevel)
_WEIGHT_OF = {"critical": 2.0, "high": 1.5}  # a missed emergency costs more than a false alarm


@dataclass(frozen=True, slots=True)
class Heard:
    """One message: what the rules say, which signs they found, and the shares of the second voice, if there is one."""

    text: str
    ruled: Urgency
    kinds: frozenset[str] = frozenset()
    shares: Mapping[str, float] = field(default_factory=dict)

    def talk(self) -> dict[str, float]:
        """Give the share of each intent: reports of all levels are one, and what else talk is about is named by it."""
        told = dict(self.shares)
        told["report_hardship"] = sum(told.pop(level, 0.0) for level in _LEVELS)
        return told


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges messages: the rules first, then the second voice where there is one."""

    signs: SignBook
    levels: Voice | None = None
    dangers: Voice | None = None

    def judge(self, text: Normalised, now: datetime, reported: float = 1.0) -> Urgency:
        """Judge a message written at `now`; `reported` as in `weigh`."""
        return self.weigh(self.hear(text), reported)

    def hear(self, text: Normalised) -> Heard:
        """Look for the signs in a message and ask the second voice, without deciding anything.

        Of a message longer than the voice reads, what stands around signs of danger is heard too: the gravest counts.
        """
        cry = self.signs.cry(text.text)
        if cry is not None:
            return Heard(text.text, Urgency("critical", cry, (f"rule: {cry}, the whole message",)))
        reading = self.signs.read(text.text)
        whole = self._hear(text.text, reading)
        if len(text.text) <= features.READ or not whole.shares:
            return whole
        around = (_sentence(text.text, at) for at in reading.telling_dangers(_AROUND)[:_PLACES])
        parts = (self._hear(part, self.signs.read(part)) for part in around)
        grave = (part for part in parts if part.ruled.level == "critical")
        return max((whole, *grave), key=lambda heard: heard.shares["critical"])

    def _hear(self, text: str, reading: Reading) -> Heard:
        ruled = reading.urgency()
        if self.levels is None or not {"critical", "high"}.issubset(self.levels.answers) or not text:
            return Heard(text, ruled)
        kinds = reading.kinds(ruled)
        return Heard(text, ruled, kinds, self.levels.shares(text, kinds))

    def weigh(self, message: Heard, reported: float) -> Urgency:
        """How urgent what was heard is, the danger if any, and the reasons in the order they counted.

        `reported` is how much the message looks like a report, from 0 to 1, to whoever reads its intent.
        """
        text, ruled, kinds, heard = message.text, message.ruled, message.kinds, message.shares
        if not heard:
            return ruled
        surest = SURE_OF_FEW if len(text) <= FEW and not text.isascii() else SURE
        if is_over(ruled):
            surest = SURE_OF_OVER
        level = _level(ruled.level, heard, reported, surest, despair=not kinds.isdisjoint(_DESPAIR))
        reasons = (*ruled.reasons, f"heard: critical {heard['critical']:.2f}, high {heard['high']:.2f}")
        if level != "critical" or self.dangers is None:
            return Urgency(level, ruled.danger if level == ruled.level else None, reasons)
        by_danger = self.dangers.shares(text, kinds)
        for kind, weight in _NAMED.items():
            if kind in kinds:
                danger = kind.split()[1]
                by_danger[danger] = by_danger.get(danger, 0.0) + weight
        if ruled.level == "critical" and ruled.danger is not None:
            by_danger[ruled.danger] = by_danger.get(ruled.danger, 0.0) + RULE_OF_DANGER
        danger = danger_called(max(by_danger, key=lambda name: by_danger[name]))
        return Urgency(level, danger, reasons, float(heard["critical"]))


def read_urgency(data: Path, cache: Path | None = None, signs_read: SignBook | None = None) -> Judge:
    """Read the second voice, from the cache if it fits data and code, else learned; and the phrases, if not given.

    Without a cache folder it is kept in `model` beside the data.
    """
    book = read_signs(data) if signs_read is None else signs_read
    folder = data.parent / "model" if cache is None else cache
    key = key_of(data, (joining, normalise, phrases, signs, sys.modules[__name__]))

    training = cached(lambda: read_training_data(data))

    def levels() -> Sequence[Lesson]:
        return _levels(training(), _read_further(data), book)

    def dangers() -> Sequence[Lesson]:
        return _dangers(training(), book)

    return Judge(
        book,
        read_or_train(folder / f"levels-{key}.npz", levels, _WEIGHT_OF),
        read_or_train(folder / f"dangers-{key}.npz", dangers, {}),
    )


def _sentence(text: str, at: int) -> str:
    """Give the sentence that stands at a place, or what of a long one stands near."""
    start = max(0, at - _AROUND)
    start = max(start, *(text.rfind(stop, start, at) + 1 for stop in "。!?\n"))
    ends = [end for stop in "。!?\n" if (end := text.find(stop, at, at + _AROUND)) >= 0]
    return text[start : min(ends, default=at + _AROUND)]


def _level(
    ruled: UrgencyLevel, heard: Mapping[str, float], reported: float, sure: float, *, despair: bool
) -> UrgencyLevel:
    critical, needy = heard["critical"], heard["critical"] + heard["high"]
    enough, calmer = (NOT_IN_DOUBT, CALMER_BY_RULE) if ruled == "critical" else (sure, CALMER)
    if despair:
        calmer = CALMER_IN_DESPAIR
    agreed = ruled == "critical" and needy >= AGREED and critical >= AGREED_CRITICAL
    if agreed or critical >= enough + calmer * (1 - reported):
        return "critical"
    if (needy >= NEEDY and reported >= TOLD) or (ruled == "high" and needy >= NEEDY_BY_RULE):
        return "high"
    if ruled == "critical" and needy >= NEEDY_BY_DANGER and reported >= TOLD:
        return "high"  # a danger named, and not all calm: somebody is to look soon
    return "normal"


def _read_further(data: Path) -> dict[str, str]:
    """Read the messages that were written for the second voice alone: how urgent, or else their intent."""
    further: dict[str, str] = {}
    for path in sorted(data.glob("*/urgency_lessons.yml")):
        lessons: Mapping[str, Sequence[str]] = read_yaml(path)
        further.update((text, answer) for answer, texts in lessons.items() for text in texts)
    return further


def _levels(training: TrainingData, further: Mapping[str, str], book: SignBook) -> Sequence[Lesson]:
    """How urgent each report is, or else what the talk is about."""
    answers = {**further, **answers_of(training)}
    return [_lesson(text, answer, book) for text, answer in (*answers.items(), *joined(answers))]


def _dangers(training: TrainingData, book: SignBook) -> Sequence[Lesson]:
    """Which danger each emergency is, alone and beside other talk."""
    named = {one.text: one.danger or "other" for one in training.risk_examples if one.urgency == "critical"}
    beside = [(text, named[grave]) for text, grave in joined_to_grave(answers_of(training)) if grave in named]
    return [_lesson(text, danger, book) for text, danger in (*named.items(), *beside)]


def _lesson(text: str, answer: str, book: SignBook) -> Lesson:
    plain = normalise.normalise(text).text
    reading = book.read(plain)
    return Lesson(plain, reading.kinds(reading.urgency()), (answer,))
