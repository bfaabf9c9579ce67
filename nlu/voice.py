"""The second voice: a small linear model over spelling and over what the phrases of the rules found.

It hears what no phrase says. The judge of urgency and the finder of risk types ask it beside their rules.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from nlu import features, kept, linear
from nlu.linear import Course, Linear

LONGEST_GRAM = 4
COURSE = Course(epochs=7, left_out=0.4, seed=3)
SEEN_AT_LEAST = 3  # a feature seen in fewer examples is chance


@dataclass(frozen=True, slots=True)
class Lesson:
    """A normalised text, what the phrases found in it, and the answers to learn: one, or any number judged apart."""

    text: str
    kinds: frozenset[str]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What was learned of lessons."""

    linear: Linear

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers it knows."""
        return self.linear.answers

    def shares(self, text: str, kinds: Iterable[str]) -> dict[str, float]:
        """Give each answer its share of certainty."""
        scores = self.linear.scores(text, kinds)
        return dict(zip(self.answers, linear.shares_of_few(scores), strict=True))

    def chances(self, text: str, kinds: Iterable[str]) -> dict[str, float]:
        """Give each answer of a voice that was trained to judge them apart its own chance."""
        scores = self.linear.scores(text, kinds)
        return dict(zip(self.answers, linear.chances(scores).tolist(), strict=True))


def train_voice(lessons: Sequence[Lesson], weight_of: Mapping[str, float] | None) -> Voice:
    """Learn from lessons; an answer of more weight is missed less often. The same lessons give the same voice.

    Without weights each answer is judged apart from the others.
    """
    examples = [
        ((features.named(lesson.text, LONGEST_GRAM), tuple(lesson.kinds)), lesson.answers) for lesson in lessons
    ]
    prepared = linear.prepare(examples, SEEN_AT_LEAST)
    heavy = [(weight_of or {}).get(answer, 1.0) for answer in prepared.answers]
    return Voice(linear.made_of(prepared, *linear.learn(prepared, heavy, COURSE, apart=weight_of is None)))


def read_or_train(
    path: Path, lessons: Callable[[], Sequence[Lesson]], weight_of: Mapping[str, float] | None
) -> Voice | None:
    """Read a voice, or learn it and keep it there if one may; None where the lessons know but one answer."""
    if path.exists():
        return Voice(linear.read(path)[0])
    learned = lessons()
    if len({answer for lesson in learned for answer in lesson.answers}) < 2:
        return None
    voice = train_voice(learned, weight_of)
    with suppress(OSError):  # an installation may be read-only: then each start learns
        linear.save(voice.linear, path)
    return voice


def key_of(data: Path, code: Iterable[ModuleType]) -> str:
    """Give a short name for exactly this data and this code."""
    return kept.key_of(sorted(data.glob("*/*.yml")), (features, linear, sys.modules[__name__], *code))
