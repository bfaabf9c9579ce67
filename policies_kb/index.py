"""A lexical index: terms of many passages, ranked by BM25, with weights held in a few flat arrays."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from math import log

import numpy as np
import numpy.typing as npt

# BM25 as Lucene has it; k1 and b as measured on long paragraphs and on short cards alike.
_K1 = 1.5
_B = 0.75
_BLOCK = 64  # scores of which the highest is looked at first where many are ranked
_REMEMBERED = 50_000  # terms whose row is remembered, before all are forgotten

Floats = npt.NDArray[np.float32]
Terms = Mapping[str, float] | Sequence[str]


@dataclass(frozen=True, slots=True)
class Index:
    """Which passage has which term, and how much that says. Passages are known by their number.

    A term is known by a fingerprint of 64 bits: a million words take 8 MB so, and need no time to be read in.
    """

    prints: npt.NDArray[np.uint64]  # row -> the fingerprint of its term, ascending
    starts: npt.NDArray[np.int64]  # row -> where its postings begin
    passages: npt.NDArray[np.int32]
    weights: Floats
    idf: Floats
    size: int
    seen: int  # passages that idf was counted on
    usual: float  # length of a passage as it is weighed against
    beside: "Index | None" = None  # where terms were counted too
    _rows: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """How well each passage fits the weighted terms."""
        total = np.zeros(self.size, dtype=np.float32)
        passages: list[npt.NDArray[np.int32]] = []
        weights: list[Floats] = []
        for row, weight in zip(self._rows_of(terms), terms.values(), strict=True):
            if row >= 0:
                begin, end = self.starts[row], self.starts[row + 1]
                passages.append(self.passages[begin:end])
                weights.append(self.weights[begin:end] * np.float32(weight))
        if passages:
            np.add.at(total, np.concatenate(passages), np.concatenate(weights))
        return total

    def has(self, term: str, passage: int) -> bool:
        """Whether a passage has a term."""
        row = self._row(term)
        if row < 0 or passage < 0:
            return False
        begin, end = int(self.starts[row]), int(self.starts[row + 1])
        at = begin + int(self.passages[begin:end].searchsorted(passage))
        return at < end and int(self.passages[at]) == passage

    def idf_of(self, term: str) -> float:
        """How much a term tells; one that no passage has tells most."""
        row = self._row(term)
        return float(self.idf[row]) if row >= 0 else _idf(self.seen, self.beside.count_of(term) if self.beside else 0)

    def count_of(self, term: str) -> int:
        """How many passages have a term."""
        row = self._row(term)
        return int(self.starts[row + 1] - self.starts[row]) if row >= 0 else 0

    def idfs(self, terms: Iterable[str]) -> Floats:
        """How much each of some terms tells."""
        wanted = list(terms)
        rows = np.array(self._rows_of(wanted), dtype=np.int64)
        found = self.idf[rows] if len(self.idf) else np.zeros(len(rows), dtype=np.float32)
        for at in np.flatnonzero(rows < 0):
            found[at] = self.idf_of(wanted[at])
        return found

    def _row(self, term: str) -> int:
        row = self._rows.get(term)
        return self._rows_of((term,))[0] if row is None else row

    def _rows_of(self, terms: Collection[str]) -> list[int]:
        """The row of each term, -1 for one that no passage has."""
        known = self._rows
        new = [term for term in terms if term not in known]
        if new:
            if len(known) > _REMEMBERED:
                known.clear()
                new = list(terms)
            wanted = np.array([fingerprint(term) for term in new], dtype=np.uint64)
            at = self.prints.searchsorted(wanted)
            held = at < len(self.prints)
            held[held] = self.prints[at[held]] == wanted[held]
            known.update(zip(new, np.where(held, at, -1).tolist(), strict=True))
        return [known[term] for term in terms]


def fingerprint(term: str) -> int:
    """64 bits that stand for a term, the same in every run."""
    return int.from_bytes(blake2b(term.encode("utf8", "replace"), digest_size=8).digest(), "little")


def build_index(passages: Iterable[Terms], beside: Index | None = None) -> Index:
    """An index of passages given as terms, or as terms with their counts, weighed by BM25.

    Beside another index: a term tells as much as it does among the passages of both, and length is weighed as there.
    """
    counted = _count(passages, beside)
    usual = beside.usual if beside and beside.size else float(counted.lengths.mean()) if counted.size else 1.0
    norm = (_K1 * (1 - _B + _B * counted.lengths / max(usual, 1e-9))).astype(np.float32)
    weights = counted.counts * np.float32(_K1 + 1) / (counted.counts + norm[counted.passages])
    weights *= counted.idf[counted.rows]
    return _arranged(counted, weights, usual, beside)


def build_cosine(passages: Iterable[Terms]) -> Index:
    """An index whose score, for a question of length one, is the cosine of the angle between the two."""
    counted = _count(passages)
    weights = counted.idf[counted.rows] * counted.counts
    squares = np.bincount(counted.passages, weights=weights * weights, minlength=counted.size)
    lengths = np.sqrt(np.maximum(squares, 1e-9))
    return _arranged(counted, weights / lengths[counted.passages], 1.0)


@dataclass(frozen=True, slots=True)
class _Counted:
    prints: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int32]
    passages: npt.NDArray[np.int32]
    counts: Floats
    lengths: Floats
    idf: Floats
    size: int
    seen: int


def _count(passages: Iterable[Terms], beside: Index | None = None) -> _Counted:
    numbers: dict[str, int] = {}
    rows, counts, lengths, sizes = array("i"), array("f"), array("f"), array("i")
    for passage in passages:
        counted = passage if isinstance(passage, Mapping) else Counter(passage)
        rows.extend([numbers.setdefault(term, len(numbers)) for term in counted])
        counts.extend(counted.values())
        sizes.append(len(counted))
        lengths.append(sum(counted.values()))
    size = len(sizes)
    prints = np.array([fingerprint(term) for term in numbers], dtype=np.uint64)
    order = prints.argsort()
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    row_of = place[np.frombuffer(rows, dtype=np.int32)] if len(order) else np.zeros(0, dtype=np.int32)
    found = np.bincount(row_of, minlength=len(order))
    seen = size
    if beside and beside.size:
        seen += beside.size
        at = np.minimum(beside.prints.searchsorted(prints[order]), max(len(beside.prints) - 1, 0))
        found = found + np.where(beside.prints[at] == prints[order], np.diff(beside.starts)[at], 0)
    return _Counted(
        prints[order],
        row_of,
        np.repeat(np.arange(size, dtype=np.int32), np.frombuffer(sizes, dtype=np.int32)),
        np.frombuffer(counts, dtype=np.float32),
        np.frombuffer(lengths, dtype=np.float32),
        np.log(1 + (seen - found + 0.5) / (found + 0.5)).astype(np.float32),
        size,
        seen,
    )


def _arranged(counted: _Counted, weights: npt.NDArray[np.floating], usual: float, beside: Index | None = None) -> Index:
    order = np.argsort(counted.rows, kind="stable")
    starts = np.zeros(len(counted.prints) + 1, dtype=np.int64)
    np.cumsum(np.bincount(counted.rows, minlength=len(counted.prints)), out=starts[1:])
    return Index(
        counted.prints,
        starts,
        counted.passages[order],
        weights[order].astype(np.float32),
        counted.idf,
        counted.size,
        counted.seen,
        usual,
        beside,
    )


def _idf(size: int, found: int) -> float:
    return log(1 + (size - found + 0.5) / (found + 0.5))


def best(scores: Floats, limit: int) -> list[int]:
    """The passages with the highest scores above zero, best first, the earlier one first among equals."""
    at = _among(scores, limit)
    values = scores[at]
    if limit < len(at):
        least = np.partition(values, len(values) - limit)[len(values) - limit]
        at, values = at[values >= least], values[values >= least]
    order = np.lexsort((at, -values))[:limit]
    return [int(i) for i in at[order] if scores[i] > 0]


def _among(scores: Floats, limit: int) -> npt.NDArray[np.intp]:
    """Where the highest scores are: all places, or of very many those in the groups with the highest peaks."""
    blocks = len(scores) // _BLOCK
    if blocks <= limit * 2:
        return np.arange(len(scores))
    peaks = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
    least = np.partition(peaks, blocks - limit)[blocks - limit]
    high = np.flatnonzero(peaks >= max(least, np.float32(1e-12)))
    inside = (high + blocks * np.arange(_BLOCK)[:, None]).ravel()
    return np.concatenate([inside, np.arange(blocks * _BLOCK, len(scores))])
