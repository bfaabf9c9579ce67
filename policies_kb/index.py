"""A lexical index: terms of many passages, ranked by BM25, with weights held in a few flat arrays."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# BM25 as Lucene has it; k1 and b as measured on long paragraphs and on short cards alike.
_K1 = 1.5
_B = 0.75


@dataclass(frozen=True, slots=True)
class Index:
    """Which passage has which term, and how much that says. Passages are known by their number."""

    numbers: Mapping[str, int]  # term -> its row
    starts: npt.NDArray[np.int64]  # row -> where its postings begin
    passages: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    idf: npt.NDArray[np.float32]
    size: int

    def scores(self, terms: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """How well each passage fits the weighted terms."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms.items():
            row = self.numbers.get(term)
            if row is None:
                continue
            begin, end = self.starts[row], self.starts[row + 1]
            total[self.passages[begin:end]] += self.weights[begin:end] * np.float32(weight)
        return total

    def has(self, term: str, passage: int) -> bool:
        """Whether a passage has a term."""
        row = self.numbers.get(term)
        if row is None or passage < 0:
            return False
        begin, end = int(self.starts[row]), int(self.starts[row + 1])
        at = begin + int(np.searchsorted(self.passages[begin:end], passage))
        return at < end and int(self.passages[at]) == passage

    def idf_of(self, term: str) -> float:
        """How much a term tells; one that no passage has tells most."""
        row = self.numbers.get(term)
        return float(np.log(1 + (self.size + 0.5) / 0.5)) if row is None else float(self.idf[row])


def build_index(passages: Iterable[Mapping[str, float] | Sequence[str]]) -> Index:
    """An index of passages given as terms, or as terms with their counts, weighed by BM25."""
    counted = _count(passages)
    norm = _K1 * (1 - _B + _B * counted.lengths / max(float(counted.lengths.mean()) if counted.size else 1.0, 1e-9))
    weights = counted.idf[counted.rows] * counted.counts * (_K1 + 1) / (counted.counts + norm[counted.passages])
    return _arranged(counted, weights)


def build_cosine(passages: Iterable[Mapping[str, float] | Sequence[str]]) -> Index:
    """An index whose score, for a question of length one, is the cosine of the angle between the two."""
    counted = _count(passages)
    weights = counted.idf[counted.rows] * counted.counts
    squares = np.bincount(counted.passages, weights=weights * weights, minlength=counted.size)
    lengths = np.sqrt(np.maximum(squares, 1e-9))
    return _arranged(counted, weights / lengths[counted.passages])


@dataclass(frozen=True, slots=True)
class _Counted:
    numbers: dict[str, int]
    rows: npt.NDArray[np.int32]
    passages: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.float32]
    idf: npt.NDArray[np.float32]
    size: int


def _count(passages: Iterable[Mapping[str, float] | Sequence[str]]) -> _Counted:
    numbers: dict[str, int] = {}
    rows: list[int] = []
    counts: list[float] = []
    lengths: list[float] = []
    sizes: list[int] = []
    for passage in passages:
        counted = passage if isinstance(passage, Mapping) else Counter(passage)
        rows.extend([numbers.setdefault(term, len(numbers)) for term in counted])
        counts.extend(counted.values())
        sizes.append(len(counted))
        lengths.append(float(sum(counted.values())))
    size = len(sizes)
    row_of = np.array(rows, dtype=np.int32)
    found = np.bincount(row_of, minlength=len(numbers))
    return _Counted(
        numbers,
        row_of,
        np.repeat(np.arange(size, dtype=np.int32), np.array(sizes, dtype=np.int64)),
        np.array(counts, dtype=np.float32),
        np.array(lengths, dtype=np.float32),
        np.log(1 + (size - found + 0.5) / (found + 0.5)).astype(np.float32),
        size,
    )


def _arranged(counted: _Counted, weights: npt.NDArray[np.floating]) -> Index:
    order = np.argsort(counted.rows, kind="stable")
    starts = np.zeros(len(counted.numbers) + 1, dtype=np.int64)
    np.cumsum(np.bincount(counted.rows, minlength=len(counted.numbers)), out=starts[1:])
    return Index(
        counted.numbers,
        starts,
        counted.passages[order],
        weights[order].astype(np.float32),
        counted.idf,
        counted.size,
    )


def best(scores: npt.NDArray[np.float32], limit: int) -> list[int]:
    """The passages with the highest scores above zero, best first, the earlier one first among equals."""
    if limit >= len(scores):
        order = np.argsort(-scores, kind="stable")
    else:
        top = np.argpartition(-scores, limit)[:limit]
        order = top[np.lexsort((top, -scores[top]))]
    return [int(i) for i in order if scores[i] > 0]
