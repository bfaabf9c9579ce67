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

_SOUND = 0.4
_CONCEPT = 1.5
_TWIN = 0.9
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
    spelling: Spelling
    pool: Index
    variants: Index
    trust: npt.NDArray[np.float32]  # how far each question counts: one lent by a twin counts less
    variant_starts: npt.NDArray[np.int64]  # where the questions of each entry that has some begin
    variant_owners: npt.NDArray[np.int64]

    def find(self, text: str, weights: npt.NDArray[np.float32] | None = None, limit: int = 20) -> list[Found]:
        """The entries that fit best, best first."""
        terms = question_terms(self.spelling.mend(standard(text, self.lexicon)), self.lexicon)
        pool = self.pool.scores(terms)
        ceiling = sum(weight * self.pool.idf_of(term) * 2.5 for term, weight in terms.items())
        pool /= max(ceiling, 1e-6)
        variant = np.zeros(len(self.entries), dtype=np.float32)
        if len(self.variant_owners):
            close = self.variants.scores(_unit(terms, self.variants)) * self.trust
            variant[self.variant_owners] = np.maximum.reduceat(close, self.variant_starts)
        score = (1 - _VARIANT) * pool + _VARIANT * variant
        if weights is not None:
            score = score * weights
        return [Found(self.entries[i], float(score[i]), float(variant[i]), float(pool[i])) for i in best(score, limit)]


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
    pool: list[Counter[str]] = []
    variants: list[Mapping[str, float]] = []
    trust: list[float] = []
    owners: list[int] = []
    starts: list[int] = []
    asked_of = {card.id: _questions(card, lexicon) for card in cards}
    shared = _shared(asked_of, twins)
    for number, entry in enumerate(entries):
        bag: Counter[str] = Counter()  # weights may be fractions
        if entry.card is None:
            bag.update(long_terms(clauses[entry.clause].text or ""))
        else:
            card = entry.card
            own, others = asked_of[card.id], shared.get(card.id, [])
            asked = [*own, *others]
            for said in (card.zh, card.en):
                bag.update(question_terms(standard(said, lexicon), lexicon))
            if asked:
                starts.append(len(variants))
                owners.append(number)
            for terms in asked:
                variants.append(terms)
                trust.append(1.0 if len(trust) - starts[-1] < len(own) else _TWIN)
            for terms in own:
                bag.update(terms)
        pool.append(bag)
    return Shelf(
        tuple(entries),
        lexicon,
        build_spelling(_vocabulary(cards, lexicon)),
        build_index(pool),
        build_cosine(variants),
        np.array(trust, dtype=np.float32),
        np.array(starts, dtype=np.int64),
        np.array(owners, dtype=np.int64),
    )


def _questions(card: Card, lexicon: Lexicon) -> list[dict[str, float]]:
    return [question_terms(standard(q, lexicon), lexicon) for q in (*card.questions, *card.en_questions)]


def _shared(
    asked_of: Mapping[str, list[dict[str, float]]], twins: Sequence[Sequence[str]]
) -> dict[str, list[dict[str, float]]]:
    """For each card the questions of its twins in other clauses."""
    shared: dict[str, list[dict[str, float]]] = {}
    for group in twins:
        for one in group:
            for other in group:
                if one.split("#")[0] != other.split("#")[0]:
                    shared.setdefault(one, []).extend(asked_of.get(other, ()))
    return shared


def _vocabulary(cards: Sequence[Card], lexicon: Lexicon) -> set[str]:
    """The words of the cards and all names of concepts: what a typing error is measured against."""
    words = {word for card in cards for word in long_terms(card.zh) if len(word) > 1 and is_word(word)}
    return words | set(lexicon.concepts)


def _unit(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    """The question's terms as a vector of length one, weighed by how much each tells."""
    weighed = {term: weight * index.idf_of(term) for term, weight in terms.items()}
    length = float(np.sqrt(sum(w * w for w in weighed.values()))) or 1.0
    return {term: weight / length for term, weight in weighed.items()}
