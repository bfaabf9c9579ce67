"""A linear model over characters, words and cues: examples in, a Model out; a Model ranks the intents of a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import cast

import numpy as np

from nlu import features, linear
from nlu.cues import Cues
from nlu.linear import Course, Floats, Lessons, Linear
from nlu.types import Intent

LONGEST_GRAM = 3
COURSE = Course(epochs=10, left_out=0.5, seed=7)
FOLDS = 5
SEEN_AT_LEAST = 3  # a feature seen in fewer examples is chance

Labelled = tuple[str, Intent]


@dataclass(frozen=True, slots=True)
class Model:
    """What training found, with the words it looks for."""

    linear: Linear
    cues: Cues
    sharpness: float  # calibration: what the scores are multiplied with before they become shares of one

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The intents it knows."""
        return cast("tuple[Intent, ...]", self.linear.answers)

    def rank(self, text: str) -> list[tuple[Intent, float]]:
        """Give the intents of a normalised text with their probability, the likeliest first."""
        scores = self.linear.scores(text, cued(text, self.cues))
        shares = linear.shares_of_few(scores, self.sharpness)
        likeliest = sorted(zip(shares, self.intents, strict=True), reverse=True)
        return [(intent, share) for share, intent in likeliest]


def train(examples: Sequence[Labelled], cues: Cues) -> Model:
    """Learn from normalised texts with their intents; the same examples give the same model."""
    lessons = linear.prepare([((_runs(text), cued(text, cues)), (intent,)) for text, intent in examples], SEEN_AT_LEAST)
    weight_of = _balanced(lessons)
    sharpness = _calibrated(lessons, weight_of)
    return Model(linear.made_of(lessons, *linear.learn(lessons, weight_of, COURSE)), cues, sharpness)


def cued(text: str, cues: Cues) -> list[str]:
    """Name what the model sees beside the spelling: beginnings of long words, and kinds of cue words in order."""
    text = features.heard_of(text)
    found = [f"p {word[:5]}" for word in features.words_of(text) if len(word) > 5] if text.isascii() else []
    in_order = [kind for kind, _, _ in cues.find(text)]
    kinds = sorted(set(in_order))
    found += [f"c {kind}" for kind in kinds]
    found += [f"c {a}+{b}" for a, b in combinations(kinds, 2)]
    found += [f"s {a}>{b}" for a, b in pairwise(["^", *in_order, "$"])]
    found.append(f"n {min(len(text) // 4, 8)}" if kinds else f"n none {min(len(text) // 4, 4)}")
    return found


def read_model(path: Path, cues: Cues) -> Model:
    """Read a model that was saved; the cues are not saved with it."""
    read, sharpness = linear.read(path)
    return Model(read, cues, sharpness)


def save(model: Model, path: Path) -> None:
    """Write a model, whole or not at all."""
    linear.save(model.linear, path, model.sharpness)


def _runs(text: str) -> list[str]:
    return [name for name in features.named(text, LONGEST_GRAM) if name not in ("^", "$")]


def _balanced(lessons: Lessons) -> Floats:
    """Give an example of a rare intent more weight: the square root of how rare it is."""
    count = np.bincount([target for (target,) in lessons.targets], minlength=len(lessons.answers))
    return cast("Floats", np.sqrt(count.mean() / np.maximum(count, 1)).astype(np.float32))


def _calibrated(lessons: Lessons, weight_of: Floats) -> float:
    """Find how sharp the scores must be so that of texts held at 0.9, nine of ten are right."""
    inputs, targets = lessons.inputs, [target for (target,) in lessons.targets]
    held = [i for i in range(len(inputs)) if i % FOLDS == 0]
    if not held:
        return 1.0
    weights, bias = linear.learn(lessons, weight_of, COURSE, [i for i in range(len(inputs)) if i % FOLDS])
    scores = [bias + weights[inputs[i]].sum(axis=0) / np.sqrt(max(1, len(inputs[i])), dtype=np.float32) for i in held]

    def surprise(sharpness: float) -> float:
        by_answer = [linear.shares(score * np.float32(sharpness)) for score in scores]
        return -sum(float(np.log(max(shares[targets[i]], 1e-9))) for i, shares in zip(held, by_answer, strict=True))

    return min((0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0), key=surprise)
