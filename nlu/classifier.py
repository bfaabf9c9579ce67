"""A linear model over characters, words and cues: examples in, a Model out; a Model ranks the intents of a text."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from nlu.cues import Cues
from nlu.kept import drop_older
from nlu.types import Intent

LONGEST_GRAM = 3
READ = 400  # characters of a text that are read, from its head and its tail
EPOCHS, RATE, DECAY = 10, 0.5, 1e-5
LEFT_OUT = 0.5  # of the features of an example each time it is seen, so that none is relied on alone
FOLDS = 5
SEEN_AT_LEAST = 4  # a feature seen in fewer examples is chance

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]
Labelled = tuple[str, Intent]


@dataclass(frozen=True, slots=True)
class Model:
    """What training found: a row of weights for each feature, a column for each intent."""

    intents: tuple[Intent, ...]
    rows: Mapping[str, int]  # feature -> its row
    weights: Floats
    bias: Floats
    cues: Cues
    sharpness: float  # calibration: what the scores are multiplied with before they become shares of one

    def rank(self, text: str) -> list[tuple[Intent, float]]:
        """Give the intents of a normalised text with their probability, the likeliest first."""
        shares = _shares(self._scores(text) * self.sharpness)
        likeliest = sorted(zip(shares.tolist(), self.intents, strict=True), reverse=True)
        return [(intent, share) for share, intent in likeliest]

    def reasons(self, text: str, intent: Intent, most: int = 8) -> list[tuple[str, float]]:
        """Give the features of a text that speak most for an intent, with their weight."""
        column = self.intents.index(intent)
        known = {feature for feature in features(text, self.cues) if feature in self.rows}
        weighed = [(feature, float(self.weights[self.rows[feature], column])) for feature in known]
        return sorted(weighed, key=lambda pair: -pair[1])[:most]

    def _scores(self, text: str) -> Floats:
        rows = _rows(features(text, self.cues), self.rows)
        if not len(rows):
            return self.bias
        return cast("Floats", self.bias + self.weights[rows].sum(axis=0) / np.sqrt(len(rows), dtype=np.float32))


def train(examples: Sequence[Labelled], cues: Cues) -> Model:
    """Learn from normalised texts with their intents; the same examples give the same model."""
    intents = tuple(sorted({intent for _, intent in examples}))
    found = [set(features(text, cues)) for text, _ in examples]
    seen = Counter(feature for one in found for feature in one)
    rows = {feature: i for i, feature in enumerate(sorted(f for f, n in seen.items() if n >= SEEN_AT_LEAST))}
    inputs = [np.sort(_rows(one, rows)) for one in found]  # in one order: what is left out is drawn by place
    targets = np.array([intents.index(intent) for _, intent in examples], dtype=np.int32)
    shape = (len(rows), len(intents))
    sharpness = _calibrated(inputs, targets, shape)
    weights, bias = _learned(inputs, targets, shape, range(len(inputs)))
    return Model(intents, rows, weights, bias, cues, sharpness)


def features(text: str, cues: Cues) -> list[str]:
    """Give what the model sees of a normalised text: runs of characters, words, and kinds of cue words in order."""
    if len(text) > READ:
        text = text[: READ * 3 // 4] + "\n" + text[-READ // 4 :]
    return _spelled(text) + _cued(text, cues)


def _spelled(text: str) -> list[str]:
    if text.isascii():
        words = ["^", *_WORD.findall(text), "$"]
        found = [f"w {word}" for word in words]
        found += [f"w {a} {b}" for a, b in pairwise(words)]
        found += [f"w {a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
        found += [f"p {word[:5]}" for word in words if len(word) > 5]
        return found
    marked = f"^{text}$"
    found = list(text)
    for length in range(2, LONGEST_GRAM + 1):
        found += [marked[i : i + length] for i in range(len(marked) - length + 1)]
    return found


def _cued(text: str, cues: Cues) -> list[str]:
    in_order = [kind for kind, _, _ in cues.find(text)]
    kinds = sorted(set(in_order))
    found = [f"c {kind}" for kind in kinds]
    found += [f"c {a}+{b}" for a, b in combinations(kinds, 2)]
    found += [f"s {a}>{b}" for a, b in pairwise(["^", *in_order, "$"])]
    found.append(f"n {min(len(text) // 4, 8)}" if kinds else f"n none {min(len(text) // 4, 4)}")
    return found


def read_model(path: Path, cues: Cues) -> Model:
    """Read a model that was saved; the cues are not saved with it."""
    with np.load(path, allow_pickle=False) as stored:
        names = bytes(stored["features"]).decode().split("\0")
        intents = cast("tuple[Intent, ...]", tuple(bytes(stored["intents"]).decode().split("\0")))
        weights = stored["weights"].astype(np.float32)
        bias, sharpness = stored["bias"], float(stored["sharpness"])
    return Model(intents, {name: i for i, name in enumerate(names)}, weights, bias, cues, sharpness)


def save(model: Model, path: Path) -> None:
    """Write a model, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as unfinished:
        np.savez_compressed(
            unfinished,
            features=_bytes(model.rows),
            intents=_bytes(model.intents),
            weights=model.weights.astype(np.float16),
            bias=model.bias,
            sharpness=np.float32(model.sharpness),
        )
    Path(unfinished.name).replace(path)
    drop_older(path)


def _bytes(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\0".join(names).encode(), dtype=np.uint8)


def _rows(found: Iterable[str], rows: Mapping[str, int]) -> Rows:
    known = set(map(rows.get, found))
    known.discard(None)
    return np.array(list(known), dtype=np.int32)


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max())
    return cast("Floats", grown / grown.sum())


def _learned(
    inputs: Sequence[Rows], targets: npt.NDArray[np.int32], shape: tuple[int, int], chosen: Sequence[int]
) -> tuple[Floats, Floats]:
    """Fit multinomial logistic regression, one example at a time, each weight with its own rate (Adagrad)."""
    weights = np.zeros(shape, dtype=np.float32)
    squares = np.full(shape, 1e-2, dtype=np.float32)
    bias = np.zeros(shape[1], dtype=np.float32)
    weight_of = _balanced(targets, shape[1])
    order = np.random.default_rng(7)
    for _ in range(EPOCHS):
        for i in order.permutation(np.asarray(chosen)):
            rows = inputs[i][order.random(len(inputs[i])) > LEFT_OUT]
            if not len(rows):
                continue
            scale = np.float32(1 / np.sqrt(len(rows)))
            found = weights[rows]
            error = _shares(bias + found.sum(axis=0) * scale)
            error[targets[i]] -= 1
            error *= weight_of[targets[i]]
            bias -= np.float32(0.01) * error
            gradient = error * scale + np.float32(DECAY) * found
            squares[rows] += gradient * gradient
            weights[rows] = found - np.float32(RATE) * gradient / np.sqrt(squares[rows])
    return weights, bias


def _balanced(targets: npt.NDArray[np.int32], intents: int) -> Floats:
    """Give an example of a rare intent more weight: the square root of how rare it is."""
    count = np.bincount(targets, minlength=intents)
    return cast("Floats", np.sqrt(count.mean() / np.maximum(count, 1)).astype(np.float32))


def _calibrated(inputs: Sequence[Rows], targets: npt.NDArray[np.int32], shape: tuple[int, int]) -> float:
    """Find how sharp the scores must be so that of texts held at 0.9, nine of ten are right."""
    held = [i for i in range(len(inputs)) if i % FOLDS == 0]
    weights, bias = _learned(inputs, targets, shape, [i for i in range(len(inputs)) if i % FOLDS])
    if not held:
        return 1.0
    scores = [bias + weights[inputs[i]].sum(axis=0) / np.sqrt(max(1, len(inputs[i])), dtype=np.float32) for i in held]

    def surprise(sharpness: float) -> float:
        shares = (_shares(score * np.float32(sharpness))[targets[i]] for i, score in zip(held, scores, strict=True))
        return -sum(float(np.log(max(share, 1e-9))) for share in shares)

    return min((0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0), key=surprise)
