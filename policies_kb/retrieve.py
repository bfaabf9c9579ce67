"""A question in, cards and clauses out, ranked by how well they fit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlu.normalise import normalise
from policies_kb.index import Index, best, build_cosine, build_index
from policies_kb.lexicon import Lexicon
from policies_kb.spelling import Spelling, build_spelling
from policies_kb.terms import is_word, long_terms, sounds
from policies_kb.types import Card, Clause

_SOUND = 0.3
_CONCEPT = 2.5
_TWIN = 1.0
_VARIANT = 0.4  # share of the closest question in the score; the rest is the card as a whole


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: a card, or a clause that has none yet."""

    clause: str
    document: str
    card: Card | None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with how well it fits: `raw` by its words alone, `score` with whose rule it is."""

    number: int
    entry: Entry
    score: float
    raw: float
    variant: float  # the closest of its questions


@dataclass(frozen=True, slots=True)
class Shelf:
    """All entries with their two indexes: the whole of each, and each question asked of it."""

    entries: tuple[Entry, ...]
    lexicon: Lexicon
    spelling: Spelling
    pool: Index
    variants: Index
    asked: npt.NDArray[np.int64]  # the questions of one entry after another, by their number among the variants
    trust: npt.NDArray[np.float32]  # how far each of these counts: one lent by a twin may count less
    variant_starts: npt.NDArray[np.int64]  # where in `asked` the questions of each entry that has some begin
    variant_owners: npt.NDArray[np.int64]
    twins: Mapping[str, frozenset[str]]  # card id -> cards that say the same elsewhere

    def read(self, text: str) -> tuple[str, dict[str, float]]:
        """A question in standard words, and its terms."""
        mended = self.spelling.mend(standard(text, self.lexicon))
        return mended, question_terms(mended, self.lexicon)

    def find(
        self, terms: Mapping[str, float], weights: npt.NDArray[np.float32] | None = None, limit: int = 20
    ) -> list[Found]:
        """The entries that fit the terms best, best first; weights say how much each is put forward."""
        pool = self.pool.scores(terms)
        ceiling = sum(weight * self.pool.idf_of(term) * 2.5 for term, weight in terms.items())
        pool /= max(ceiling, 1e-6)
        variant = np.zeros(len(self.entries), dtype=np.float32)
        if len(self.variant_owners):
            close = self.variants.scores(_unit(terms, self.variants))[self.asked] * self.trust
            variant[self.variant_owners] = np.maximum.reduceat(close, self.variant_starts)
        raw = (1 - _VARIANT) * pool + _VARIANT * variant
        score = raw if weights is None else raw * weights
        return [
            Found(i, self.entries[i], float(score[i]), float(raw[i]), float(variant[i])) for i in best(score, limit)
        ]


def standard(text: str, lexicon: Lexicon) -> str:
    """A question in plain standard words: simplified, dialect words replaced."""
    return lexicon.rewrite(normalise(text).text)


def question_terms(text: str, lexicon: Lexicon) -> dict[str, float]:
    """The weighted terms of standard text, a question's or a card's."""
    terms: dict[str, float] = dict.fromkeys(sounds(text), _SOUND)
    for term in long_terms(text):
        terms[term] = 1.0
    for concept in lexicon.find_concepts(text):
        terms[f"={concept}"] = _CONCEPT
    return terms


def build_shelf(
    cards: Sequence[Card],
    clauses: Mapping[str, Clause],
    lexicon: Lexicon,
    twins: Sequence[Sequence[str]] = (),
) -> Shelf:
    """The shelf of all cards, and of all clauses with a text but no card.

    Twins are ids of cards that say the same: what is asked of one is asked of the others, a little less.
    """
    entries = [Entry(card.clause, clauses[card.clause].document, card) for card in cards]
    carded = {entry.clause for entry in entries}
    entries += [Entry(c.id, c.document, None) for c in clauses.values() if c.text and c.id not in carded]
    pool: list[Mapping[str, float]] = []
    variants: list[Mapping[str, float]] = []
    numbers: dict[str, range] = {}
    for entry in entries:
        if entry.card is None:
            pool.append(Counter(long_terms(clauses[entry.clause].text or "")))
            continue
        own = _questions(entry.card, lexicon)
        numbers[entry.card.id] = range(len(variants), len(variants) + len(own))
        variants.extend(own)
        bag: Counter[str] = Counter()
        for said in (*own, *(question_terms(standard(w, lexicon), lexicon) for w in (entry.card.zh, entry.card.en))):
            for term, weight in said.items():
                bag[term] += weight  # type: ignore[assignment]
        pool.append(bag)
    lent = _lent(numbers, twins)
    asked: list[int] = []
    trust: list[float] = []
    starts: list[int] = []
    owners: list[int] = []
    for number, entry in enumerate(entries):
        if entry.card is None or not (numbers[entry.card.id] or lent.get(entry.card.id)):
            continue
        starts.append(len(asked))
        owners.append(number)
        asked += [*numbers[entry.card.id], *lent.get(entry.card.id, ())]
        trust += [1.0] * len(numbers[entry.card.id]) + [_TWIN] * len(lent.get(entry.card.id, ()))
    return Shelf(
        tuple(entries),
        lexicon,
        build_spelling(_vocabulary(cards, lexicon)),
        build_index(pool),
        build_cosine(variants),
        np.array(asked, dtype=np.int64),
        np.array(trust, dtype=np.float32),
        np.array(starts, dtype=np.int64),
        np.array(owners, dtype=np.int64),
        {one: frozenset(group) for group in twins for one in group},
    )


def _questions(card: Card, lexicon: Lexicon) -> list[dict[str, float]]:
    return [question_terms(standard(q, lexicon), lexicon) for q in (*card.questions, *card.en_questions)]


def _lent(numbers: Mapping[str, range], twins: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """For each card the questions of its twins in other clauses, by number."""
    lent: dict[str, list[int]] = {}
    for group in twins:
        for one in group:
            for other in group:
                if one.split("#")[0] != other.split("#")[0]:
                    lent.setdefault(one, []).extend(numbers.get(other, ()))
    return lent


def _vocabulary(cards: Sequence[Card], lexicon: Lexicon) -> set[str]:
    """The words of the cards and all names of concepts: what a typing error is measured against."""
    words = {word for card in cards for word in long_terms(card.zh) if len(word) > 1 and is_word(word)}
    return words | set(lexicon.concepts) | set(lexicon.spelt)


def _unit(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    """The question's terms as a vector of length one, weighed by how much each tells."""
    weighed = {term: weight * index.idf_of(term) for term, weight in terms.items()}
    length = float(np.sqrt(sum(w * w for w in weighed.values()))) or 1.0
    return {term: weight / length for term, weight in weighed.items()}
