"""A question in, cards and clauses out, ranked by how well they fit."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

import nlu.normalise as nlu_normalise
from nlu.normalise import normalise
from nlu.normalise import read_lexicon as read_dialect
from policies_kb.index import Floats, Index, best, build_cosine, build_index
from policies_kb.kept import Arrays, code_seal, index_arrays, index_from, read_kept, write_kept
from policies_kb.lexicon import Lexicon
from policies_kb.scope import Scope
from policies_kb.spelling import Spelling, build_spelling
from policies_kb.terms import is_word, long_terms, plain, sounds
from policies_kb.types import Card, Clause

_SOUND = 0.3
_CONCEPT = 2.5
_TWIN = 1.0
_LENT = 0.5  # how much of what is asked of a twin counts among a card's own words
_FEW = 4  # clauses are picked out one by one where not more than one in so many may be cited
_HEADING = 40  # characters; a clause no longer than this that ends no sentence is a heading
_VARIANT = 0.3  # share of the closest question in the score; the rest is the card as a whole


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
class Fit:
    """How well each entry fits a question: by all that is said of it, and by its closest question alone."""

    raw: Floats  # of each card
    variant: Floats
    missed: Floats  # how close each question that is known not to be answered comes
    bare: Floats  # of each clause without a card, for its words alone


@dataclass(frozen=True)
class Shelf:
    """All entries, cards before clauses that have none, with their indexes: each as a whole, and each question asked.

    What is added changes nothing in how well a card fits: how much a word tells there is counted on cards alone.
    """

    entries: tuple[Entry, ...]
    documents: Mapping[str, int]  # document id -> its number
    document_of: npt.NDArray[np.int32]  # the document of each entry, by its number
    bare_starts: npt.NDArray[np.int64]  # where the clauses without a card of each document begin, and where all end
    lexicon: Lexicon
    spelling: Spelling
    pool: Index  # the cards
    bare: Index  # the clauses without a card
    variants: Index
    strays: Index  # questions of matters elsewhere
    asked: npt.NDArray[np.int64]  # the questions of one entry after another, by their number among the variants
    trust: Floats  # how far each of these counts: one lent by a twin may count less
    variant_starts: npt.NDArray[np.int64]  # where in `asked` the questions of each entry that has some begin
    variant_owners: npt.NDArray[np.int64]
    miss_owners: npt.NDArray[np.int64]  # the entry near which each of the last variants is asked and not answered
    twins: Mapping[str, frozenset[str]]  # card id -> cards that say the same elsewhere

    def read(self, text: str) -> tuple[str, dict[str, float]]:
        """A question in standard words, and its terms."""
        mended = self.spelling.mend(standard(text, self.lexicon))
        return mended, question_terms(mended, self.lexicon)

    def fit(self, terms: Mapping[str, float]) -> Fit:
        """How well every entry fits the terms."""
        pool = self.pool.scores(terms) / np.float32(_ceiling(terms, self.pool))
        variant = np.zeros(self.pool.size, dtype=np.float32)
        near = self.variants.scores(_unit(terms, self.variants))
        if len(self.variant_owners):
            close = near[self.asked] * self.trust
            variant[self.variant_owners] = np.maximum.reduceat(close, self.variant_starts)
        # A clause without a card has no questions to be close to: its words alone speak for it.
        bare = self.bare.scores(terms)
        bare /= np.float32(_ceiling(terms, self.bare))
        raw = (1 - _VARIANT) * pool + _VARIANT * variant
        return Fit(raw, variant, near[self.variants.size - len(self.miss_owners) :], bare)

    def has(self, term: str, number: int) -> bool:
        """Whether an entry has a term; none has it where the number is below zero."""
        cards = self.pool.size
        return self.pool.has(term, number) if number < cards else self.bare.has(term, number - cards)

    def idf_of(self, term: str, number: int = -1) -> float:
        """How much a term tells among cards, or for a clause without a card among all."""
        return (self.pool if number < self.pool.size else self.bare).idf_of(term)

    def missed(self, fit: Fit, best: Found) -> tuple[float, int]:
        """How close the question comes to one that the best card's document leaves open, and near which entry."""
        if not len(self.miss_owners):
            return 0.0, best.number
        eligible = self._miss_documents == self.document_of[best.number]
        twins = [self.number_of[id] for id in self.twins.get(best.entry.card.id if best.entry.card else "", ())]
        if twins:
            eligible = eligible | np.isin(self.miss_owners, twins)
        eligible = np.where(eligible, fit.missed, 0)
        at = int(eligible.argmax())
        return float(eligible[at]), int(self.miss_owners[at])

    @cached_property
    def _miss_documents(self) -> npt.NDArray[np.int32]:
        return self.document_of[self.miss_owners]

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Which entry a card is."""
        return {entry.card.id: number for number, entry in enumerate(self.entries) if entry.card}

    def stray(self, terms: Mapping[str, float]) -> float:
        """How close a question comes to one of matters elsewhere."""
        close = self.strays.scores(_unit(terms, self.strays))
        return float(close.max()) if len(close) else 0.0

    def rank(self, fit: Fit, scope: Scope, limit: int = 20) -> list[Found]:
        """The entries that may be cited and fit best, best first."""
        cards = self.pool.size
        weights = self._weights(scope)
        score = fit.raw * weights[self.document_of[:cards]]
        found = [self._found(i, fit, float(score[i])) for i in best(score, limit)]
        if self.bare.size:
            numbers, score = self._bare_scores(fit, weights)
            found += [self._found(cards + int(numbers[i]), fit, float(score[i])) for i in best(score, limit)]
            found.sort(key=lambda one: -one.score)
        return found[:limit]

    def _weights(self, scope: Scope) -> Floats:
        """How much each document is put forward."""
        weights = np.full(len(self.documents), scope.others, dtype=np.float32)
        known = [(self.documents[id], weight) for id, weight in scope.weights.items() if id in self.documents]
        if known:
            numbers, values = zip(*known, strict=True)
            weights[list(numbers)] = values
        return weights

    def _bare_scores(self, fit: Fit, weights: Floats) -> tuple[npt.NDArray[np.integer], Floats]:
        """Clauses without a card that may be cited, by their number among these, and their scores."""
        lengths = np.diff(self.bare_starts)
        held = np.flatnonzero((weights > 0) & (lengths > 0))
        if lengths[held].sum() * _FEW > self.bare.size:
            return np.arange(self.bare.size), fit.bare * np.repeat(weights, lengths)
        spans = [np.arange(self.bare_starts[at], self.bare_starts[at + 1]) for at in held]
        numbers = np.concatenate([np.zeros(0, dtype=np.int64), *spans])
        return numbers, fit.bare[numbers] * np.repeat(weights[held], lengths[held])

    def best_card(self, fit: Fit) -> Found | None:
        """The card that fits best, whosever rule it is."""
        return next((self._found(i, fit, float(fit.raw[i])) for i in best(fit.raw, 1)), None)

    def _found(self, number: int, fit: Fit, score: float) -> Found:
        cards = self.pool.size
        if number < cards:
            return Found(number, self.entries[number], score, float(fit.raw[number]), float(fit.variant[number]))
        return Found(number, self.entries[number], score, float(fit.bare[number - cards]), 0.0)


def standard(text: str, lexicon: Lexicon) -> str:
    """A question in plain standard words: simplified, dialect words replaced."""
    return lexicon.rewrite(normalise(text).text)


def standard_all(texts: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Many short texts in standard words at once: as `standard`, but for what people add by accident."""
    joined = plain("\n".join(text.replace("\n", " ") for text in texts))
    words = read_dialect(Path(nlu_normalise.__file__).parent / "data")
    dialect = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return lexicon.rewrite(dialect.sub(lambda match: words[match.group()], joined)).split("\n")


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
    titles: Mapping[str, str] | None = None,
    cache: Path | None = None,
) -> Shelf:
    """The shelf of all cards, and of all clauses with a text but no card.

    Twins are ids of cards that say the same: what is asked of one is asked of the others, a little less.
    """
    entries = [Entry(card.clause, clauses[card.clause].document, card) for card in cards]
    carded = {entry.clause for entry in entries}
    entries += [Entry(c.id, c.document, None) for c in clauses.values() if c.id not in carded and _says(c.text or "")]
    titles = titles or {}
    key = _key(clauses, told(cards), lexicon.strays, twins, titles) if cache else ""
    arrays = read_kept(cache, key) if cache else None
    if arrays is None:
        arrays = _derived(entries, cards, clauses, lexicon, twins, titles)
        if cache:
            write_kept(cache, key, arrays)
    words = arrays["words"].tobytes().decode().split("\n")
    asked, trust, starts, owners, missed = (arrays[name] for name in ("asked", "trust", "starts", "owners", "missed"))
    documents = {id: number for number, id in enumerate(dict.fromkeys(clause.document for clause in clauses.values()))}
    document_of = np.array([documents[entry.document] for entry in entries], dtype=np.int32)
    # The clauses of a document stand together, and documents in the order of their numbers.
    bare_starts = np.searchsorted(document_of[len(cards) :], np.arange(len(documents) + 1))
    pool = index_from("pool", arrays)
    return Shelf(
        tuple(entries),
        documents,
        document_of,
        bare_starts,
        lexicon,
        build_spelling(words),
        pool,
        index_from("bare", arrays, beside=pool),
        index_from("variants", arrays),
        index_from("strays", arrays),
        asked.astype(np.int64),
        trust.astype(np.float32),
        starts.astype(np.int64),
        owners.astype(np.int64),
        missed.astype(np.int64),
        {one: frozenset(group) for group in twins for one in group},
    )


def _derived(
    entries: Sequence[Entry],
    cards: Sequence[Card],
    clauses: Mapping[str, Clause],
    lexicon: Lexicon,
    twins: Sequence[Sequence[str]],
    titles: Mapping[str, str],
) -> Arrays:
    """All that is worked out from cards and clauses, as arrays that can be kept."""
    pool: list[Counter[str]] = []
    variants: list[Mapping[str, float]] = []
    numbers: dict[str, range] = {}
    said_of = [text for card in cards for text in (card.zh, card.en, *card.questions, *card.en_questions, *card.misses)]
    spoken = iter(standard_all(said_of, lexicon))
    missed: list[tuple[int, Mapping[str, float]]] = []
    for number, card in enumerate(cards):
        count = len(card.questions) + len(card.en_questions)
        texts = [question_terms(next(spoken), lexicon) for _ in range(2 + count)]
        missed += [(number, question_terms(next(spoken), lexicon)) for _ in card.misses]
        own = texts[2:]
        numbers[card.id] = range(len(variants), len(variants) + len(own))
        variants.extend(own)
        bag: Counter[str] = Counter()
        for said in texts:
            for term, weight in said.items():
                bag[term] += weight  # type: ignore[assignment]
        pool.append(bag)
    lent = _lent(numbers, twins)
    for number, card in enumerate(cards):
        for borrowed in lent.get(card.id, ()):
            for term, weight in variants[borrowed].items():
                pool[number][term] = pool[number].get(term, 0.0) + _LENT * weight  # type: ignore[assignment]
    asked: list[int] = []
    trust: list[float] = []
    starts: list[int] = []
    owners: list[int] = []
    for number, card in enumerate(cards):
        if not (numbers[card.id] or lent.get(card.id)):
            continue
        starts.append(len(asked))
        owners.append(number)
        asked += [*numbers[card.id], *lent.get(card.id, ())]
        trust += [1.0] * len(numbers[card.id]) + [_TWIN] * len(lent.get(card.id, ()))
    strays = [question_terms(text, lexicon) for text in standard_all(lexicon.strays, lexicon)]
    words = "\n".join(sorted(_vocabulary(cards, lexicon)))
    whole = build_index(pool)
    bare = (
        _clause_terms(clauses[entry.clause], titles.get(entry.document, ""), lexicon) for entry in entries[len(cards) :]
    )
    return {
        **index_arrays("pool", whole),
        **index_arrays("bare", build_index(bare, beside=whole)),
        **index_arrays("variants", build_cosine([*variants, *(terms for _, terms in missed)])),
        **index_arrays("strays", build_cosine(strays)),
        "asked": np.array(asked, dtype=np.int64),
        "trust": np.array(trust, dtype=np.float32),
        "starts": np.array(starts, dtype=np.int64),
        "owners": np.array(owners, dtype=np.int64),
        "missed": np.array([number for number, _ in missed], dtype=np.int64),
        "words": np.frombuffer(words.encode(), dtype=np.uint8),
    }


def told(cards: Sequence[Card]) -> list[tuple[Card, list[str]]]:
    """Cards in a form that reads the same in every run: a set has no order of its own."""
    return [(replace(card, gives=frozenset()), sorted(card.gives)) for card in cards]


def _key(clauses: Mapping[str, Clause], *parts: object) -> str:
    """A key of all that the derived arrays come from: what was given, and this code with its words."""
    seal = hashlib.sha256(repr((code_seal(), parts)).encode("utf8", "replace"))
    for clause in clauses.values():
        seal.update(f"{clause.id}\0{clause.label}\0{clause.text}\0".encode("utf8", "replace"))
    return seal.hexdigest()[:32]


def _says(text: str) -> bool:
    """Whether a clause says something, and is not a heading alone."""
    return "。" in text or "；" in text or ";" in text or len(text) > _HEADING


def _clause_terms(clause: Clause, title: str, lexicon: Lexicon) -> Mapping[str, float]:
    """The terms of a clause without a card, with the title it stands under."""
    text = lexicon.rewrite(plain(clause.text or ""))
    terms: dict[str, float] = dict(Counter(long_terms(text)))
    for term in long_terms(plain(f"{title} {clause.label}")):
        terms[term] = terms.get(term, 0) + 0.5
    for concept in lexicon.find_concepts(text):
        terms[f"={concept}"] = _CONCEPT
    return terms


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


def _ceiling(terms: Mapping[str, float], index: Index) -> float:
    """What a passage would score that had nothing but the terms."""
    return max(2.5 * float(_weighed(terms, index).sum()), 1e-6)


def _unit(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    """The question's terms as a vector of length one, weighed by how much each tells."""
    weighed = _weighed(terms, index)
    weighed /= float(np.sqrt(weighed @ weighed)) or 1.0
    return dict(zip(terms, weighed.tolist(), strict=True))


def _weighed(terms: Mapping[str, float], index: Index) -> npt.NDArray[np.float64]:
    """The weights of terms, each by how much it tells."""
    return index.idfs(terms).astype(np.float64) * np.fromiter(terms.values(), np.float64, len(terms))
