"""A question in, cards and clauses out, ranked by how well they fit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policies_kb.index import Index, best, build_cosine, build_index
from policies_kb.lexicon import Lexicon
from policies_kb.terms import long_terms, pairs, plain, sounds
from policies_kb.types import Card, Clause

_SOUND = 0.4
_CONCEPT = 1.5
_VARIANT = 0.6  # share of the closest question in the score; the rest is the card as a whole


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: a card, or a clause that has none yet."""

    clause: str
    document: str
    card: Card | None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with how well it fits, 0 to 1."""

    entry: Entry
    score: float
    variant: float
    pool: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """All entries with their two indexes: the whole of each, and each question asked of it."""

    entries: tuple[Entry, ...]
    lexicon: Lexicon
    pool: Index
    variants: Index
    variant_starts: npt.NDArray[np.int64]  # where the questions of each entry that has some begin
    variant_owners: npt.NDArray[np.int64]

    def find(self, text: str, allowed: npt.NDArray[np.bool_] | None = None, limit: int = 20) -> list[Found]:
        """The entries that fit best, best first."""
        terms = question_terms(text, self.lexicon)
        pool = self.pool.scores(terms)
        ceiling = sum(weight * self.pool.idf_of(term) * 2.5 for term, weight in terms.items())
        pool /= max(ceiling, 1e-6)
        variant = np.zeros(len(self.entries), dtype=np.float32)
        if len(self.variant_owners):
            close = self.variants.scores(_unit(terms, self.variants))
            variant[self.variant_owners] = np.maximum.reduceat(close, self.variant_starts)
        score = (1 - _VARIANT) * pool + _VARIANT * variant
        if allowed is not None:
            score = np.where(allowed, score, 0)
        return [Found(self.entries[i], float(score[i]), float(variant[i]), float(pool[i])) for i in best(score, limit)]


def question_terms(text: str, lexicon: Lexicon) -> Counter[str]:
    """The weighted terms of a question or of a card."""
    text = lexicon.rewrite(plain(text))
    terms: Counter[str] = Counter()
    for term in long_terms(text):
        terms[term] = 1
    for term in pairs(text):
        terms[term] = 1
    for term in sounds(text):
        terms[term] = _SOUND  # type: ignore[assignment]
    for concept in lexicon.find_concepts(text):
        terms[f"={concept}"] = _CONCEPT  # type: ignore[assignment]
    return terms


def build_shelf(cards: Sequence[Card], clauses: Mapping[str, Clause], lexicon: Lexicon) -> Shelf:
    """The shelf of all cards, and of all clauses with a text but no card."""
    entries = [Entry(card.clause, clauses[card.clause].document, card) for card in cards]
    carded = {entry.clause for entry in entries}
    entries += [Entry(c.id, c.document, None) for c in clauses.values() if c.text and c.id not in carded]
    pool: list[Counter[str]] = []
    variants: list[dict[str, float]] = []
    owners: list[int] = []
    starts: list[int] = []
    for number, entry in enumerate(entries):
        bag: Counter[str] = Counter()
        if entry.card is None:
            bag.update(long_terms(clauses[entry.clause].text or ""))
        else:
            card = entry.card
            bag.update(question_terms(card.zh, lexicon))
            bag.update(question_terms(card.en, lexicon))
            asked = [question_terms(q, lexicon) for q in (*card.questions, *card.en_questions)]
            if asked:
                starts.append(len(variants))
                owners.append(number)
            for terms in asked:
                bag.update(terms)
                variants.append(dict(terms))
        pool.append(bag)
    return Shelf(
        tuple(entries),
        lexicon,
        build_index(pool),
        build_cosine(variants),
        np.array(starts, dtype=np.int64),
        np.array(owners, dtype=np.int64),
    )


def _unit(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    """The question's terms as a vector of length one, weighed by how much each tells."""
    weighed = {term: weight * index.idf_of(term) for term, weight in terms.items()}
    length = float(np.sqrt(sum(w * w for w in weighed.values()))) or 1.0
    return {term: weight / length for term, weight in weighed.items()}
