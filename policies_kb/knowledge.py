"""What is known: documents, clauses and cards read from folders, and the answers they give."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from policies_kb.answer import render_abstain, render_answer
from policies_kb.areas import full, normalise
from policies_kb.asked import STRICT, read_asked
from policies_kb.documents import Holding, read_documents, read_twins
from policies_kb.lexicon import Lexicon, read_lexicon
from policies_kb.originals import Original, Provenance, read_original
from policies_kb.retrieve import Found, Shelf, build_shelf
from policies_kb.scope import Scope, read_scope
from policies_kb.terms import plain
from policies_kb.types import Abstain, Answer, Card, Citation, Clause, Document, Language, Question

_HAN = re.compile(r"[㐀-鿿]")
_ENOUGH = 0.02  # a fit below this is no answer
_CITED = 3


@dataclass(frozen=True)
class Knowledge:
    """Documents with their clauses and cards, indexed; answers are pure and quick."""

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    cards: tuple[Card, ...]
    shelf: Shelf
    originals: Mapping[str, Original]  # document id -> its original, where it is at hand
    version: str

    def answer(self, question: Question) -> Answer | Abstain:
        """The cited answer, or an abstention that says what is written nearby and who to ask."""
        language = question.language or language_of(question.text)
        area = question.area
        found = self._ranked(question.text, area)
        asked = read_asked(plain(question.text), english=language_of(question.text) == "en")
        strict = asked & STRICT
        if not found or found[0].score < _ENOUGH:
            return render_abstain(_not_known(language), 0.5, language)
        first = found[0]
        if first.entry.card and strict and not strict & first.entry.card.gives:
            return render_abstain(_nearby(first.entry.card, language), 0.5, language)
        return self._answer(found, question, language)

    def search(self, text: str, area: str | None = None, limit: int = 10) -> tuple[tuple[Clause, float], ...]:
        """Clauses that fit a text, best first, with how well they fit."""
        ranked: dict[str, float] = {}
        for found in self._ranked(text, area, limit * 4):
            ranked.setdefault(found.entry.clause, found.score)
        return tuple((self.clauses[clause], score) for clause, score in list(ranked.items())[:limit])

    def clause(self, id: str) -> Clause | None:
        """The clause of that id, or of the clause a piece (#k) belongs to."""
        return self.clauses.get(id.split("#", 1)[0])

    def provenance(self, id: str) -> Provenance | None:
        """What stands in the original for a clause, and what was mended in it; None without the original."""
        clause = self.clause(id)
        original = self.originals.get(clause.document) if clause else None
        return original.provenance(clause.id.split("/", 1)[1]) if clause and original else None

    def _ranked(self, text: str, area: str | None, limit: int = 20) -> list[Found]:
        return self._find(text, read_scope(text, area, self.documents), limit)

    def _find(self, text: str, scope: Scope, limit: int = 20) -> list[Found]:
        by_document = {id: scope.weights.get(id, 0.0) for id in self.documents}
        weights = np.array([by_document[entry.document] for entry in self.shelf.entries], dtype=np.float32)
        return self.shelf.find(text, weights, limit)

    def _answer(self, found: Sequence[Found], question: Question, language: Language) -> Answer | Abstain:
        first = found[0].entry
        clause, document = self.clauses[first.clause], self.documents[first.document]
        cited = list(dict.fromkeys(one.entry.clause for one in found if one.score > 0.6 * found[0].score))[:_CITED]
        citations = [self._citation(self.clauses[id]) for id in cited]
        cards = [one.entry.card for one in found if one.entry.clause == clause.id and one.entry.card][:2]
        if not cards:
            return render_abstain(_not_known(language), 0.5, language)
        with_place = question.area is None and normalise(document.jurisdiction) != ""
        return render_answer(
            cards, clause, document, citations, min(1.0, found[0].score), language, question.on, with_place
        )

    def _citation(self, clause: Clause) -> Citation:
        document = self.documents[clause.document]
        return Citation(clause.id, document.title, full(document.jurisdiction), document.published, clause.text)


def read_knowledge(documents: Path | Sequence[Path], originals: Path | None = None) -> Knowledge:
    """All documents of a folder (or of several), with the texts of their originals where these are at hand."""
    folders = [documents] if isinstance(documents, Path) else list(documents)
    holdings = {holding.document.id: holding for folder in folders for holding in read_documents(folder)}
    lexicon = read_lexicon(Path(__file__).parent / "lexicon.yml")
    read = {holding.document.id: _original_of(holding, originals) for holding in holdings.values()}
    twins = tuple(group for folder in folders for group in read_twins(folder))
    return _build(tuple(holdings.values()), {id: each for id, each in read.items() if each}, lexicon, twins)


def language_of(text: str) -> Language:
    """The language and script a text is written in."""
    han = len(_HAN.findall(text))
    letters = sum(c.isascii() and c.isalpha() for c in text)
    if han * 3 < letters:
        return "en"
    return "zh-Hans" if plain(text) == text.lower() else "zh-Hant"


def _original_of(holding: Holding, originals: Path | None) -> Original | None:
    """The document's original: beside its papers, else in the folder of originals."""
    source = holding.document.source
    for folder in (holding.folder, originals):
        if source and folder and (folder / source).is_file():
            known = (clause.id.split("/", 1)[1] for clause in holding.clauses)
            return read_original(folder / source, tuple(known))
    return None


def _build(
    holdings: Sequence[Holding],
    originals: Mapping[str, Original],
    lexicon: Lexicon,
    twins: Sequence[Sequence[str]],
) -> Knowledge:
    documents = {holding.document.id: holding.document for holding in holdings}
    clauses: dict[str, Clause] = {}
    for holding in holdings:
        original = originals.get(holding.document.id)
        texts = original.texts() if original else {}
        for clause in holding.clauses:
            clauses[clause.id] = replace(clause, text=texts.get(clause.id.split("/", 1)[1]))
        if not holding.clauses and original:
            for passage in original.passages:
                id = f"{holding.document.id}/{passage.id}"
                label = passage.heading or passage.id
                clauses[id] = Clause(id, holding.document.id, label, label, texts[passage.id])
    cards = tuple(card for holding in holdings for card in holding.cards)
    seal = hashlib.sha256(repr((documents, clauses, cards)).encode()).hexdigest()[:12]
    return Knowledge(documents, clauses, cards, build_shelf(cards, clauses, lexicon, twins), originals, seal)


def _not_known(language: Language) -> str:
    if language == "en":
        return "I do not find this in the documents I have. Please ask the township office, or call 12345."
    return "这个我手头的文件里没有写。可以问乡镇便民服务中心，或打12345。"


def _nearby(card: Card, language: Language) -> str:
    if language == "en":
        return f"The documents I have do not say that. What is written: {card.en} Ask {card.ask_en or 'the township'}."
    return f"你问的这一点，手头的文件没写。写了的是：{card.zh}具体问{card.ask or '乡镇政府'}，或打12345。"
