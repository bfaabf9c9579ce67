"""A linear model over features of a text: learned, asked, written and read.

The classifier of intents and the second voice are both made of it.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from nlu import features
from nlu.features import Keys
from nlu.kept import drop_older

KEPT = np.float16  # as weights are kept, on disk and in memory: the few rows that are read are widened

_ONES = np.ones(400, dtype=np.float32)  # a product with ones adds up few rows in a third of the time

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
Seen = tuple[Sequence[str], Sequence[str]]  # of a text: the names of its runs, and of all else there is to see


class Runs:
    """The runs that a model knows, or several that read the same texts: each text is looked up but once."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys  # the smallest first
        self._last: tuple[str | None, Places] = (None, np.zeros(0, dtype=np.intp))

    def places(self, text: str) -> Places:
        """Give the places of those runs that stand in a text."""
        last, places = self._last
        if last != text and len(self.keys):
            runs = features.spelled(text)
            places = self.keys.searchsorted(runs)
            known = self.keys.take(places, mode="clip") == runs
            known[1:] &= runs[1:] != runs[:-1]
            places = places[known]
            self._last = (text, places)
        return places


@dataclass(slots=True)
class Linear:
    """What was learned: for each feature a row of weights, for each answer a column."""

    answers: tuple[str, ...]
    runs: Runs
    names: Mapping[str, int]  # of all other features, each with its row
    weights: npt.NDArray[np.floating]
    bias: Floats
    rows: Rows | None = None  # of each run its row, -1 for one that only others know; None: they are the first rows

    def scores(self, text: str, names: Iterable[str]) -> Floats:
        """Give the score of each answer for a text of which these names are seen too."""
        places: Places | Rows = self.runs.places(text)
        if self.rows is not None:
            places = self.rows.take(places)
            places = places[places >= 0]
        return self._added(np.concatenate((places, self._rows_of(names))))

    def scores_of_names(self, names: Iterable[str]) -> Floats:
        """Give the score of each answer where only these names are seen."""
        return self._added(self._rows_of(names))

    def _rows_of(self, names: Iterable[str]) -> Places:
        return np.array([row for row in map(self.names.get, set(names)) if row is not None], dtype=np.intp)

    def _added(self, rows: Places) -> Floats:
        if not len(rows):
            return self.bias
        of_each = self.weights.take(rows, axis=0).astype(np.float32, copy=False)
        found = np.dot(_ONES[: len(rows)], of_each) if len(rows) <= len(_ONES) else np.add.reduce(of_each, axis=0)
        return cast("Floats", self.bias + found / np.float32(sqrt(len(rows))))


@dataclass(frozen=True, slots=True)
class Course:
    """How a model is learned."""

    epochs: int
    left_out: float  # of the features of an example each time it is seen, so that none is relied on alone
    seed: int
    rate: float = 0.5
    decay: float = 1e-5


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is to be learned, in numbers: of each example the rows of its features, and the answer."""

    answers: tuple[str, ...]
    vocabulary: tuple[str, ...]  # the name of each row
    others: frozenset[str]  # those names that are no runs
    inputs: tuple[Rows, ...]
    targets: tuple[tuple[int, ...], ...]  # one answer each, or any number where answers are judged apart


def prepare(examples: Sequence[tuple[Seen, Sequence[str]]], seen_at_least: int) -> Lessons:
    """Make lessons of examples with their right answers; a feature seen in too few of them is chance and left out."""
    answers = tuple(sorted({answer for _, right in examples for answer in right}))
    found = [{*runs, *others} for (runs, others), _ in examples]
    count = Counter(name for one in found for name in one)
    vocabulary = tuple(sorted(name for name, times in count.items() if times >= seen_at_least))
    row_of = {name: row for row, name in enumerate(vocabulary)}
    inputs = [np.array(sorted(row_of[name] for name in one if name in row_of), dtype=np.int32) for one in found]
    targets = tuple(tuple(answers.index(answer) for answer in right) for _, right in examples)
    named = frozenset(name for (_, others), _ in examples for name in others)
    return Lessons(answers, vocabulary, named, tuple(inputs), targets)


def learn(
    lessons: Lessons,
    weight_of: Sequence[float] | Floats,
    course: Course,
    chosen: Sequence[int] | None = None,
    *,
    apart: bool = False,
) -> tuple[Floats, Floats]:
    """Fit multinomial logistic regression, one example at a time, each weight with its own rate (Adagrad).

    Give the weights and the bias. An answer of more weight is missed less often; the same lessons give the same.
    With `apart` each answer is judged on its own, right or not, and weights do not count.
    """
    shape = (len(lessons.vocabulary), len(lessons.answers))
    weights = np.zeros(shape, dtype=np.float32)
    squares = np.full(shape, 1e-2, dtype=np.float32)
    bias = np.zeros(shape[1], dtype=np.float32)
    order = np.random.default_rng(course.seed)
    for _ in range(course.epochs):
        for i in order.permutation(np.arange(len(lessons.inputs)) if chosen is None else np.asarray(chosen)):
            rows = lessons.inputs[i][order.random(len(lessons.inputs[i])) > course.left_out]
            if not len(rows):
                continue
            targets = lessons.targets[i]
            scale = np.float32(1 / np.sqrt(len(rows)))
            found = weights[rows]
            scores = bias + found.sum(axis=0) * scale
            error = chances(scores) if apart else shares(scores)
            for target in targets:
                error[target] -= 1
            if not apart:
                error *= np.float32(weight_of[targets[0]])
            bias -= np.float32(0.01) * error
            gradient = error * scale + np.float32(course.decay) * found
            squares[rows] += gradient * gradient
            weights[rows] = found - np.float32(course.rate) * gradient / np.sqrt(squares[rows])
    return weights, bias


def made_of(lessons: Lessons, weights: Floats, bias: Floats) -> Linear:
    """Make a model of what was learned."""
    runs = sorted(
        (features.key(name), row) for row, name in enumerate(lessons.vocabulary) if name not in lessons.others
    )
    others = [(name, row) for row, name in enumerate(lessons.vocabulary) if name in lessons.others]
    order = [row for _, row in (*runs, *others)]
    return Linear(
        lessons.answers,
        Runs(np.array([key for key, _ in runs], dtype=np.uint64)),
        {name: len(runs) + i for i, (name, _) in enumerate(others)},
        weights[order].astype(KEPT),
        bias,
    )


def share(models: Sequence[Linear]) -> None:
    """Let models that read the same texts look up their runs together."""
    keys = np.concatenate([model.runs.keys for model in models])
    keys.sort(kind="stable")  # quick where parts are sorted
    runs = Runs(keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]])
    for model in models:
        rows = np.full(len(runs.keys), -1, dtype=np.int32)
        rows[runs.keys.searchsorted(model.runs.keys)] = np.arange(len(model.runs.keys))
        model.runs, model.rows = runs, rows


def shares(scores: Floats) -> Floats:
    """Give each answer its share of one."""
    grown = np.exp(scores - scores.max())
    return cast("Floats", grown / grown.sum())


def chances(scores: Floats) -> Floats:
    """Give each answer its own chance, whatever the others have."""
    return cast("Floats", 1 / (1 + np.exp(-scores)))


def shares_of_few(scores: Floats, sharpness: float = 1.0) -> list[float]:
    """Give each answer its share of one, as `shares` does; quicker for one row of scores."""
    listed: list[float] = scores.tolist()
    highest = max(listed)
    grown = [exp((score - highest) * sharpness) for score in listed]
    whole = sum(grown)
    return [one / whole for one in grown]


def save(model: Linear, path: Path, sharpness: float = 1.0) -> None:
    """Write a model, whole or not at all, and how sharp its scores are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as unfinished:
        np.savez(
            unfinished,
            keys=model.runs.keys,
            names=_bytes(model.names),
            answers=_bytes(model.answers),
            weights=model.weights,
            bias=model.bias,
            sharpness=np.float32(sharpness),
        )
    Path(unfinished.name).replace(path)
    drop_older(path)


def read(path: Path) -> tuple[Linear, float]:
    """Read a model that was saved, and how sharp its scores are."""
    with np.load(path, allow_pickle=False) as stored:
        keys, names = stored["keys"], bytes(stored["names"]).decode()
        answers = tuple(bytes(stored["answers"]).decode().split("\0"))
        rows = {name: len(keys) + i for i, name in enumerate(names.split("\0"))} if names else {}
        return Linear(answers, Runs(keys), rows, stored["weights"], stored["bias"]), float(stored["sharpness"])


def _bytes(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\0".join(names).encode(), dtype=np.uint8)
