"""The second voice: a small linear model over spelling and over what the phrases of the rules found.

It hears what no phrase says. The judge of urgency and the finder of risk types ask it beside their rules.
"""

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path
from types import ModuleType
from typing import cast

import numpy as np
import numpy.typing as npt

from nlu.kept import drop_older

LONGEST_GRAM = 4
READ = 400  # characters of a text that are heard, from its head and its tail
EPOCHS, RATE, DECAY = 7, 0.5, 1e-5
LEFT_OUT = 0.4  # of the features of an example each time it is seen, so that none is relied on alone
SEEN_AT_LEAST = 2  # a feature seen in fewer examples is chance

_KEPT = np.float16  # as weights are kept on disk; fresh ones are rounded alike, so that every start hears the same
_WORD = re.compile(r"[a-z']+|\d+")

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A normalised text, what the phrases found in it, and the answer to learn."""

    text: str
    kinds: frozenset[str]
    answer: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What was learned: for each feature a row of weights, for each answer a column."""

    answers: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats
    bias: Floats

    def shares(self, text: str, kinds: Iterable[str]) -> dict[str, float]:
        """Give each answer its share of certainty."""
        rows = _rows(_features(text, kinds), self.rows)
        scores = self.bias
        if len(rows):
            scores = scores + self.weights.take(rows, axis=0).sum(axis=0) / np.float32(sqrt(len(rows)))
        return dict(zip(self.answers, _shares(scores).tolist(), strict=True))


def train_voice(lessons: Sequence[Lesson], weight_of: Mapping[str, float]) -> Voice:
    """Learn from lessons; an answer of more weight is missed less often. The same lessons give the same voice."""
    answers = tuple(sorted({lesson.answer for lesson in lessons}))
    found = [set(_features(lesson.text, lesson.kinds)) for lesson in lessons]
    seen = Counter(feature for one in found for feature in one)
    rows = {feature: i for i, feature in enumerate(sorted(f for f, n in seen.items() if n >= SEEN_AT_LEAST))}
    inputs = [np.sort(_rows(one, rows)) for one in found]
    targets = [answers.index(lesson.answer) for lesson in lessons]
    heavy = [weight_of.get(answer, 1.0) for answer in answers]
    weights, bias = _learned(inputs, targets, (len(rows), len(answers)), heavy)
    return Voice(answers, rows, weights.astype(_KEPT).astype(np.float32), bias)


def read_or_train(path: Path, lessons: Callable[[], Sequence[Lesson]], weight_of: Mapping[str, float]) -> Voice | None:
    """Read a voice, or learn it and keep it there if one may; None where the lessons know but one answer."""
    if path.exists():
        return read_voice(path)
    learned = lessons()
    if len({lesson.answer for lesson in learned}) < 2:
        return None
    voice = train_voice(learned, weight_of)
    with suppress(OSError):  # an installation may be read-only: then each start learns
        save_voice(voice, path)
    return voice


def key_of(data: Path, code: Iterable[ModuleType]) -> str:
    """Give a short name for exactly this data and this code."""
    digest = hashlib.sha256()
    for path in (*sorted(data.glob("*/*.yml")), Path(__file__), *(Path(module.__file__ or "") for module in code)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def save_voice(voice: Voice, path: Path) -> None:
    """Write a voice, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as unfinished:
        np.savez_compressed(
            unfinished,
            features=_bytes(voice.rows),
            answers=_bytes(voice.answers),
            weights=voice.weights.astype(_KEPT),
            bias=voice.bias,
        )
    Path(unfinished.name).replace(path)
    drop_older(path)


def read_voice(path: Path) -> Voice:
    """Read a voice that was saved."""
    with np.load(path, allow_pickle=False) as stored:
        names = bytes(stored["features"]).decode().split("\0")
        answers = tuple(bytes(stored["answers"]).decode().split("\0"))
        weights = stored["weights"].astype(np.float32)
        bias = stored["bias"]
    return Voice(answers, {name: i for i, name in enumerate(names)}, weights, bias)


def _features(text: str, kinds: Iterable[str]) -> list[str]:
    if len(text) > READ:
        text = text[: READ * 3 // 4] + "\n" + text[-READ // 4 :]
    found = [f"k {kind}" for kind in sorted(kinds)]
    if text.isascii():
        words = ["^", *_WORD.findall(text), "$"]
        found += [f"w {word}" for word in words]
        found += [f"w {a} {b}" for a, b in pairwise(words)]
        found += [f"w {a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    else:
        marked = f"^{text}$"
        for length in range(1, LONGEST_GRAM + 1):
            found += [marked[i : i + length] for i in range(len(marked) - length + 1)]
    return found


def _rows(found: Iterable[str], rows: Mapping[str, int]) -> Rows:
    known = set(map(rows.get, found))
    known.discard(None)
    return np.array(list(known), dtype=np.int32)


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max())
    return cast("Floats", grown / grown.sum())


def _learned(
    inputs: Sequence[Rows], targets: Sequence[int], shape: tuple[int, int], heavy: Sequence[float]
) -> tuple[Floats, Floats]:
    """Fit multinomial logistic regression, one example at a time, each weight with its own rate (Adagrad)."""
    weights = np.zeros(shape, dtype=np.float32)
    squares = np.full(shape, 1e-2, dtype=np.float32)
    bias = np.zeros(shape[1], dtype=np.float32)
    order = np.random.default_rng(3)
    for _ in range(EPOCHS):
        for i in order.permutation(len(inputs)):
            rows = inputs[i][order.random(len(inputs[i])) > LEFT_OUT]
            if not len(rows):
                continue
            scale = np.float32(1 / np.sqrt(len(rows)))
            found = weights[rows]
            error = _shares(bias + found.sum(axis=0) * scale)
            error[targets[i]] -= 1
            error *= np.float32(heavy[targets[i]])
            bias -= np.float32(0.01) * error
            gradient = error * scale + np.float32(DECAY) * found
            squares[rows] += gradient * gradient
            weights[rows] = found - np.float32(RATE) * gradient / np.sqrt(squares[rows])
    return weights, bias


def _bytes(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\0".join(names).encode(), dtype=np.uint8)
