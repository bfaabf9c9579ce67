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
from policies_kb.index import Index, best, build_cosine, build_index
from policies_kb.kept import Arrays, index_arrays, index_from, read_kept, write_kept
from policies_kb.lexicon import Lexicon
from policies_kb.spelling import Spelling, build_spelling
from policies_kb.terms import is_word, long_terms, plain, sounds
from policies_kb.types import Card, Clause

_SOUND = 0.3
_CONCEPT = 2.5
_TWIN = 1.0
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

    raw: npt.NDArray[np.float32]
    variant: npt.NDArray[np.float32]
    missed: npt.NDArray[np.float32]  # how close each question that is known not to be answered comes


@dataclass(frozen=True)
class Shelf:
    """All entries with their two indexes: the whole of each, and each question asked of it."""

    entries: tuple[Entry, ...]
    documents: tuple[str, ...]
    document_of: npt.NDArray[np.int64]  # the document of each entry, by its number
    carded: npt.NDArray[np.bool_]
    lexicon: Lexicon
    spelling: Spelling
    pool: Index
    variants: Index
    strays: Index  # questions of matters elsewhere
    asked: npt.NDArray[np.int64]  # the questions of one entry after another, by their number among the variants
    trust: npt.NDArray[np.float32]  # how far each of these counts: one lent by a twin may count less
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
        pool = self.pool.scores(terms)
        ceiling = sum(weight * self.pool.idf_of(term) * 2.5 for term, weight in terms.items())
        pool /= max(ceiling, 1e-6)
        variant = np.zeros(len(self.entries), dtype=np.float32)
        near = self.variants.scores(_unit(terms, self.variants))
        if len(self.variant_owners):
            close = near[self.asked] * self.trust
            variant[self.variant_owners] = np.maximum.reduceat(close, self.variant_starts)
        # A clause without a card has no questions to be close to: its words alone speak for it.
        raw = np.where(self.carded, (1 - _VARIANT) * pool + _VARIANT * variant, pool)
        return Fit(raw, variant, near[self.variants.size - len(self.miss_owners) :])

    def missed(self, fit: Fit, best: Found) -> tuple[float, int]:
        """How close the question comes to one that the best card's document leaves open, and near which entry."""
        if not len(self.miss_owners):
            return 0.0, best.number
        same = self.document_of[self.miss_owners] == self.document_of[best.number]
        twins = [self.number_of[id] for id in self.twins.get(best.entry.card.id if best.entry.card else "", ())]
        eligible = np.where(same | np.isin(self.miss_owners, twins), fit.missed, 0)
        at = int(eligible.argmax())
        return float(eligible[at]), int(self.miss_owners[at])

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Which entry a card is."""
        return {entry.card.id: number for number, entry in enumerate(self.entries) if entry.card}

    def stray(self, terms: Mapping[str, float]) -> float:
        """How close a question comes to one of matters elsewhere."""
        close = self.strays.scores(_unit(terms, self.strays))
        return float(close.max()) if len(close) else 0.0

    def rank(self, fit: Fit, weights: Mapping[str, float] | None = None, limit: int = 20) -> list[Found]:
        """The entries that fit best, best first; weights say how much each document is put forward, if at all."""
        score = fit.raw
        if weights is not None:
            by_document = np.array([weights.get(id, 0.0) for id in self.documents], dtype=np.float32)
            score = score * by_document[self.document_of]
        return [
            Found(i, self.entries[i], float(score[i]), float(fit.raw[i]), float(fit.variant[i]))
            for i in best(score, limit)
        ]


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
    key = _key(told(cards), clauses, lexicon.strays, twins, titles) if cache else ""
    arrays = read_kept(cache, key) if cache else None
    if arrays is None:
        arrays = _derived(entries, cards, clauses, lexicon, twins, titles)
        if cache:
            write_kept(cache, key, arrays)
    words = arrays["words"].tobytes().decode().split("\n")
    asked, trust, starts, owners, missed = (arrays[name] for name in ("asked", "trust", "starts", "owners", "missed"))
    documents = tuple(dict.fromkeys(entry.document for entry in entries))
    return Shelf(
        tuple(entries),
        documents,
        np.array([documents.index(entry.document) for entry in entries], dtype=np.int64),
        np.array([entry.card is not None for entry in entries], dtype=np.bool_),
        lexicon,
        build_spelling(words),
        index_from("pool", arrays),
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
    pool: list[Mapping[str, float]] = []
    variants: list[Mapping[str, float]] = []
    numbers: dict[str, range] = {}
    said_of = [text for card in cards for text in (card.zh, card.en, *card.questions, *card.en_questions, *card.misses)]
    spoken = iter(standard_all(said_of, lexicon))
    missed: list[tuple[int, Mapping[str, float]]] = []
    for number, entry in enumerate(entries):
        if entry.card is None:
            pool.append(_clause_terms(clauses[entry.clause], titles.get(entry.document, ""), lexicon))
            continue
        card = entry.card
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
    strays = [question_terms(text, lexicon) for text in standard_all(lexicon.strays, lexicon)]
    words = "\n".join(sorted(_vocabulary(cards, lexicon)))
    return {
        **index_arrays("pool", build_index(pool)),
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


def _key(*parts: object) -> str:
    """A key of all that the derived arrays come from: what was given, and this code with its words."""
    seal = hashlib.sha256(repr(parts).encode("utf8", "replace"))
    for folder in (Path(__file__).parent, Path(nlu_normalise.__file__).parent):
        for path in sorted((*folder.glob("*.py"), *folder.glob("*.yml"), *folder.glob("data/zh/lexicon.yml"))):
            seal.update(path.read_bytes())
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


def _unit(terms: Mapping[str, float], index: Index) -> dict[str, float]:
    """The question's terms as a vector of length one, weighed by how much each tells."""
    weighed = {term: weight * index.idf_of(term) for term, weight in terms.items()}
    length = float(np.sqrt(sum(w * w for w in weighed.values()))) or 1.0
    return {term: weight / length for term, weight in weighed.items()}
