"""What is known: documents, clauses and cards read from folders, and the answers they give."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from policies_kb.ages import age_asked, begins, closest, spans
from policies_kb.answer import (
    DANGER,
    ELSEWHERE,
    elsewhere_written,
    in_script,
    joined,
    nearby,
    not_yet,
    render_abstain,
    render_answer,
    render_quote,
    say,
)
from policies_kb.areas import full, is_under, normalise
from policies_kb.asked import STRICT, question_of, read_asked, serves
from policies_kb.beside import differing, further, named
from policies_kb.documents import Holding, read_twins
from policies_kb.evidence import Evidence, read_evidence, subject_covered
from policies_kb.kept import KeptTexts
from policies_kb.lexicon import Lexicon, read_lexicon
from policies_kb.matters import Matter, matter_of
from policies_kb.originals import Original, Provenance, read_original
from policies_kb.register import read_holdings
from policies_kb.retrieve import Fit, Found, Shelf, build_shelf, question_terms, told
from policies_kb.scope import Scope, read_scope
from policies_kb.terms import simplify
from policies_kb.territory import Territory, build_territory
from policies_kb.types import Abstain, Answer, Asked, Card, Citation, Clause, Document, Language, Question
from policies_kb.written import Bearing

_HAN = re.compile(r"[㐀-鿿]")
_TOPICAL = 0.4  # below this a question is none of these policies
_NEARLY = 0.75  # how near a card must be to the best one to answer in its place because it gives what is asked for
_NEAR = 0.6  # how near a further clause must be to be cited too
# How much better another place's card must fit for the question to be about that place's rule: less is enough where
# the question names its own place, and so asks whether the rule holds there.
_STRANGER = 1.6
_STRANGER_NAMED = 1.3
_CLEAR = 0.2
_QUOTED = 0.15  # how well a clause without a card must fit to be quoted, or how much of the question it must have
_COVERED = 0.33
_SUBJECT = 0.5  # share of the matter asked about that a clause must speak of to be quoted where no card answers
_NUMBER = re.compile(r"(?<!\d)\d{3,6}(?!\d)")
_YEARS = frozenset(map(str, range(1990, 2040)))
# What is asked after a danger is past: help, not rescue.
_AFTER = re.compile(
    r"救助|补助|补贴|补偿|保险|理赔|政策|重建|修房|加固|贫困|(?:补|赔)(?:多少|几|不补|不赔|钱|点)|能补|有补|"
    r"(?:国家|政府|民政)\S{0,3}(?:补|赔|给)|subsid|policy|insurance|compensat"
)
_ON_REQUEST = 0.45  # how near a card must be to be told to who asks for more
_CITED = 3
_ALL_OF_IT = 0.8  # share of the matter asked about that a card must speak of to answer though others near it are open
_LEVEL = 0.5  # how near one must be to tell of another level of school
_LOOKED_AT = 200  # entries among which one that speaks of a matter is looked for
_FOREIGN = 0.15  # share of the matter asked about: where a card has less, it only happens to share a syllable
# A question that asks for a number twice, or for each of several.
_SEVERAL = re.compile(
    r"分别|分別|各[是有要给給发發补補]|各自|(?:几|幾|多少|好多)[^年月天了]{1,14}(?:几|幾|多少|好多)|"
    r"how (?:many|much).* and ",
    re.IGNORECASE,
)
_FOR_MONEY = re.compile(r"补|津贴|钱|资助|救助|奖|免|给不给|帮不帮|subsid|money|allowance|paid|grant|help")
_PIECES = 3  # cards of one clause in one answer


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found for a question, and how far it answers it."""

    found: Sequence[Found]
    best: Found  # what would be said
    kinds: frozenset[Asked]
    evidence: Evidence
    bearing: Bearing | None  # None for a clause without a card
    stranger: Found | None  # another place's card that the question is really about
    quoted: bool  # a clause without a card fits best, and well enough to be quoted
    answered: bool
    foreign: bool  # it names no idea of the policies, and the best card shares next to nothing with it

    @property
    def topical(self) -> float:
        """How likely the question is one of these policies."""
        return self.evidence.topical


@dataclass(frozen=True)
class Knowledge:
    """Documents with their clauses and cards, indexed; answers are pure and quick."""

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    cards: tuple[Card, ...]
    shelf: Shelf
    originals: Mapping[str, Original]  # document id -> its original, where it is at hand
    version: str
    territory: Territory

    def answer(self, question: Question) -> Answer | Abstain:
        """The cited answer, or an abstention that says what is written nearby and who to ask."""
        return replace(self._found(question), version=self.version)

    def _found(self, question: Question) -> Answer | Abstain:
        language = question.language or language_of(question.text)
        text, terms = self.shelf.read(question.text)
        if self.shelf.lexicon.danger.search(text) and not _AFTER.search(text):
            return render_abstain(say(DANGER, language), 1.0, language)
        matter = matter_of(text)
        judged = self.judge(text, terms, read_scope(question.text, question.area, self.territory), matter)
        if judged is None and matter is not None:
            return render_abstain(matter.en if language == "en" else matter.zh, 1.0, language)
        if judged is None or judged.foreign or (judged.topical < _TOPICAL and not judged.quoted and matter is None):
            return render_abstain(say(ELSEWHERE, language), 1 - (judged.topical if judged else 0), language, True)
        if judged.stranger is not None:
            other = self.documents[judged.stranger.entry.document]
            words = elsewhere_written(other, judged.found[0].entry.card, language)
            return render_abstain(words, judged.topical, language)
        if not judged.answered:
            near = judged.found[0]
            words = nearby(near.entry.card, judged.kinds, language, self._place(near, question))
            return render_abstain(words, judged.topical, language, card=near.entry.card)
        found = [judged.best, *(one for one in judged.found if one is not judged.best)]
        return self._answer(found, question, language, judged.topical, judged.kinds)

    def judge(
        self, text: str, terms: Mapping[str, float], scope: Scope, matter: Matter | None = None
    ) -> "Judged | None":
        """What was found for a question in standard words, and how far it answers it; None where nothing fits.

        Of a matter only what speaks of it counts as found.
        """
        shelf = self.shelf
        fit = shelf.fit(terms)
        found = shelf.rank(fit, scope, _LOOKED_AT if matter else 20)
        if matter:
            found = [one for one in found if matter.written.search(self._about(one))]
        if not found:
            return None
        evidence = read_evidence(text, terms, found[0], shelf)
        kinds = read_asked(text, english=text.isascii()) & STRICT
        chosen = self._serving(_by_numbers(found, text), kinds)
        best = chosen or found[0]
        card = best.entry.card
        quotable = evidence.covered >= _COVERED or evidence.fit >= _QUOTED
        bearing = None
        if card is None:
            answered = quotable and _says_what(self.clauses[best.entry.clause].text or "", kinds)
        else:
            missed, _ = shelf.missed(fit, best)
            rival = shelf.lexicon.is_rival(text, card.zh)
            subject = max(subject_covered(part, best, shelf) for part in self._parts(text, terms))
            if self._leaves_level_open(text, kinds, card) and subject >= _ALL_OF_IT:
                missed = 0.0  # what is open near it is of one level or another; it is told with its level
            bearing = Bearing(text, kinds, card, subject, best.variant, missed, rival)
            answered = chosen is not None and not bearing.doubts()
        if not answered and kinds:
            # What no card says may stand in a clause that has no card yet.
            for one in found:
                said = self.clauses[one.entry.clause].text or "" if one.entry.card is None else ""
                if said and _says_what(said, kinds) and subject_covered(terms, one, shelf) >= _SUBJECT:
                    best, answered = one, True
                    break
        if answered and (nearer := self._nearer(best, found, text, terms)) is not None:
            best = nearer
        best = self._for_the_age(best, found, text, kinds)
        quoted = quotable and found[0].entry.card is None
        stranger = self._stranger(fit, scope, found[0])
        foreign = bearing is not None and bearing.subject < _FOREIGN and _names_nothing(evidence)
        return Judged(found, best, kinds, evidence, bearing, stranger, quoted, answered, foreign)

    def _nearer(self, best: Found, found: Sequence[Found], text: str, terms: Mapping[str, float]) -> Found | None:
        """A clause of a nearer area's added paper that gives a sum for the same, where the best card gives none."""
        card = best.entry.card
        if card is None or card.figures or not _FOR_MONEY.search(text):
            return None
        wide = len(normalise(self.documents[best.entry.document].jurisdiction))
        ideas = [term for term in terms if term.startswith("=") and self.shelf.has(term, best.number)]
        for one in found:
            near = one.score >= _NEAR * best.score and one.entry.card is None
            narrow = len(normalise(self.documents[one.entry.document].jurisdiction)) > wide
            said = self._words(one)
            alike = bool(ideas) and all(self.shelf.has(idea, one.number) for idea in ideas)
            if near and narrow and alike and _SIGNS["amount"].search(said):
                return one
        return None

    def _for_the_age(self, best: Found, found: Sequence[Found], text: str, kinds: frozenset[Asked]) -> Found:
        """Of the clauses of an added paper that speak of ages the one that holds for the age asked about."""
        age = age_asked(text)
        if age is None or best.entry.card is not None or not spans(self._words(best)):
            return best
        same = [one for one in found if one.entry.document == best.entry.document and one.entry.card is None]
        same = [best, *(one for one in same if one is not best and _says_what(self._words(one), kinds))]
        number = closest(age, [spans(self._words(one)) for one in same])
        return best if number is None else same[number]

    def _about(self, one: Found) -> str:
        """What an entry says, and where it is a clause the title that it stands under."""
        title = "" if one.entry.card else self.documents[one.entry.document].title
        return f"{title}\n{self._words(one)}"

    def _words(self, one: Found) -> str:
        """What an entry says: its card, else its clause."""
        card = one.entry.card
        return card.zh if card else self.clauses[one.entry.clause].text or ""

    def _place(self, one: Found, question: Question) -> str:
        """Whose rule an entry is, where it is another place's than the one asked for; empty else."""
        document = self.documents[one.entry.document]
        rules = document.applies_to or (document.jurisdiction,)
        local = normalise(document.jurisdiction) != ""
        if not local or (question.area is not None and is_under(normalise(question.area), rules)):
            return ""
        language = question.language or language_of(question.text)
        return document.place_en if language == "en" else document.place

    def _parts(self, text: str, terms: Mapping[str, float]) -> tuple[Mapping[str, float], ...]:
        """The terms of a question, and where it tells a story those of what it asks."""
        asking = question_of(text)
        return (terms,) if asking == text else (terms, question_terms(asking, self.shelf.lexicon))

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
        _, terms = self.shelf.read(text)
        return self.shelf.rank(self.shelf.fit(terms), read_scope(text, area, self.territory), limit)

    def _serving(self, found: Sequence[Found], kinds: frozenset[Asked]) -> Found | None:
        """The best entry that gives what is asked for, if it is near enough to the best of all."""
        for one in found:
            card = one.entry.card
            if one.score < (_NEARLY if card else _NEAR) * found[0].score:
                return None
            text = self.clauses[one.entry.clause].text or ""
            if not kinds or (any(serves(card.gives, kind) for kind in kinds) if card else _says_what(text, kinds)):
                return one
        return None

    def _stranger(self, fit: Fit, scope: Scope, best: Found) -> Found | None:
        """The card of another place that the question is really about, though it may not be told here."""
        stranger = self.shelf.best_card(fit)
        if stranger is None or scope.holds(stranger.entry.document):
            return None
        card, own = stranger.entry.card, best.entry.card
        enough = _STRANGER_NAMED if scope.named else _STRANGER
        if stranger.raw < enough * best.raw or stranger.raw < _CLEAR or card is None:
            return None
        return None if own is not None and own.id in self.shelf.twins.get(card.id, ()) else stranger

    def _answer(
        self,
        found: Sequence[Found],
        question: Question,
        language: Language,
        confidence: float,
        kinds: frozenset[Asked],
    ) -> Answer | Abstain:
        first = found[0].entry
        clause, document = self.clauses[first.clause], self.documents[first.document]
        near = [one for one in found if one.score > _NEAR * found[0].score]
        cited = list(dict.fromkeys([first.clause, *(one.entry.clause for one in near)]))[:_CITED]
        citations = [self._citation(self.clauses[id], language) for id in cited]
        levels = self._levels(found, self.shelf.read(question.text)[0], kinds)
        pieces = [one.entry.card for one in near if one.entry.clause == clause.id and one.entry.card]
        beside = [card for card in pieces if not self.shelf.lexicon.is_rival(pieces[0].zh, card.zh)]
        cards = levels or _needed(pieces, beside, kinds, several=_SEVERAL.search(question.text) is not None)
        with_place = bool(self._place(found[0], question))
        if not cards:
            age = age_asked(self.shelf.read(question.text)[0])
            first_age = begins(age, clause.text or "") if age is not None else None
            before = not_yet(age, first_age, language) if age is not None and first_age is not None else ""
            if age is None and "amount" in kinds:
                clause = self._with_its_steps(clause, near, kinds)
            return render_quote(clause, document, citations, confidence, language, question.on, with_place, before)
        told = [*pieces, *levels, *([other] if (other := differing(found, kinds)) else [])]
        differs = self._named(other, language) if other else ""
        also = [one for one in found if one.score > _ON_REQUEST * found[0].score]
        rest = further(also, told, self.shelf.twins, self.clauses, self.documents, language)
        if levels:
            kinds -= {"amount"}  # no sum goes in front that only holds for one of them
        return render_answer(
            cards, clause, document, citations, confidence, language, question.on, with_place, kinds, differs, rest
        )

    def _with_its_steps(self, clause: Clause, near: Sequence[Found], kinds: frozenset[Asked]) -> Clause:
        """A clause that gives a sum for some ages, with those of its paper for others, if there is room."""
        if not spans(clause.text or ""):
            return clause
        others = [one for one in near if one.entry.document == clause.document and one.entry.clause != clause.id]
        steps = [clause, *(self.clauses[one.entry.clause] for one in others if spans(self._words(one)))]
        steps = [each for each in steps if _says_what(each.text or "", kinds)]
        steps.sort(key=lambda each: list(self.clauses).index(each.id))
        return joined(steps) if len(steps) > 1 else clause

    def _leaves_level_open(self, text: str, kinds: frozenset[Asked], card: Card) -> bool:
        """Whether a sum is asked for without a level of school, and the card gives one for a level."""
        grade = self.shelf.lexicon.grade_of
        return "amount" in kinds and not text.isascii() and bool(card.figures and grade(card.zh)) and not grade(text)

    def _levels(self, found: Sequence[Found], text: str, kinds: frozenset[Asked]) -> list[Card]:
        """Where a sum is asked for and no level of school is named: a card for each level that the paper has one for.

        Empty where the level is named, or none matters.
        """
        first = found[0].entry
        if first.card is None or not self._leaves_level_open(text, kinds, first.card):
            return []
        grade = self.shelf.lexicon.grade_of
        close = [one.entry.card for one in found if one.score > _LEVEL * found[0].score]
        beside = [card for card in self.cards if card.clause == first.clause]
        by_grade = {grade(first.card.zh): first.card}
        for card in (*close, *beside):
            if card is None or self.clauses[card.clause].document != first.document:
                continue
            if len(of := grade(card.zh)) == 1 and card.figures and "amount" in card.gives:
                by_grade.setdefault(of, card)
        return list(by_grade.values())[:_PIECES]

    def _named(self, card: Card, language: Language) -> str:
        clause = self.clauses[card.clause]
        return named(card, clause, self.documents[clause.document], language)

    def _citation(self, clause: Clause, language: Language) -> Citation:
        document = self.documents[clause.document]
        name = document.short_en if language == "en" else in_script(document.short, language)
        area = full(document.jurisdiction)
        return Citation(clause.id, document.title, area, document.published, clause.text, name)


def read_knowledge(
    documents: Path | Sequence[Path],
    originals: Path | Sequence[Path] | None = None,
    cache: Path | None = None,
    retired: bool = False,
) -> Knowledge:
    """All documents of a folder (or of several), with the texts of their originals where these are at hand.

    What is worked out is kept in the cache folder, if one is given, for the next start. With `retired` also the
    documents that were removed or superseded are there: to be read, not to answer from.
    """
    folders = [documents] if isinstance(documents, Path) else list(documents)
    sources = [originals] if isinstance(originals, Path) else list(originals or ())
    holdings = {holding.document.id: holding for holding in read_holdings(folders, retired)}
    lexicon = read_lexicon(Path(__file__).parent)
    texts = KeptTexts(cache) if cache else None
    read = {holding.document.id: _original_of(holding, sources, texts) for holding in holdings.values()}
    if texts:
        texts.save()
    twins = tuple(group for folder in folders for group in read_twins(folder))
    return build_knowledge(
        tuple(holdings.values()), {id: each for id, each in read.items() if each}, lexicon, twins, cache
    )


def language_of(text: str) -> Language:
    """The language and script a text is written in."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    han = len(_HAN.findall(text))
    letters = sum(c.isascii() and c.isalpha() for c in text)
    if han * 3 < letters:
        return "en"
    characters = [character for character in text if _HAN.match(character)]
    old = sum(map(_is_old, characters))
    # The table to traditional characters is large: it is asked only where some stand in the text.
    return "zh-Hant" if old and old > sum(map(_is_new, characters)) else "zh-Hans"


@lru_cache(maxsize=16_384)
def _is_old(character: str) -> bool:
    return simplify(character) != character


@lru_cache(maxsize=16_384)
def _is_new(character: str) -> bool:
    return in_script(character, "zh-Hant") != character


def _original_of(holding: Holding, originals: Sequence[Path], texts: KeptTexts | None) -> Original | None:
    """The document's original: beside its papers, else in the folders of originals."""
    source = holding.document.source
    for folder in (holding.folder, *originals):
        if source and (folder / source).is_file():
            known = (clause.id.split("/", 1)[1] for clause in holding.clauses)
            return read_original(folder / source, tuple(known), texts)
    return None


def build_knowledge(
    holdings: Sequence[Holding],
    originals: Mapping[str, Original],
    lexicon: Lexicon,
    twins: Sequence[Sequence[str]],
    cache: Path | None = None,
) -> Knowledge:
    """The knowledge of these documents, indexed."""
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
                clauses[id] = Clause(id, holding.document.id, passage.label, passage.label_en, texts[passage.id])
    cards = tuple(card for holding in holdings for card in holding.cards)
    seal = hashlib.sha256(repr((documents, told(cards))).encode("utf8", "replace"))
    for clause in clauses.values():
        seal.update(repr(clause).encode("utf8", "replace"))
    titles = {document.id: document.title for document in documents.values()}
    shelf = build_shelf(cards, clauses, lexicon, twins, titles, cache)
    return Knowledge(documents, clauses, cards, shelf, originals, seal.hexdigest()[:12], build_territory(documents))


def _names_nothing(evidence: Evidence) -> bool:
    """Whether a question names neither an idea of the policies nor anybody who makes them."""
    return not evidence.ideas and not evidence.frame


def _needed(pieces: Sequence[Card], beside: Sequence[Card], kinds: frozenset[Asked], several: bool) -> list[Card]:
    """The best card, and further ones that give what it lacks of what is asked, or say more without new figures.

    `beside` are those of them that speak of the same level or kind.
    """
    needed = list(pieces[:1])
    for card in pieces[1:]:
        lacking = {kind for kind in kinds if not any(serves(one.gives, kind) for one in needed)}
        told = {figure for one in needed for figure in one.figures}
        again = several and any(serves(card.gives, kind) for kind in kinds)
        same = card in beside and set(card.figures) <= told
        if again or same or any(serves(card.gives, kind) for kind in lacking):
            needed.append(card)
    return needed[:_PIECES]


def _by_numbers(found: Sequence[Found], text: str) -> list[Found]:
    """Of entries of which some say the long number of the question, those alone."""
    numbers = [number for number in _NUMBER.findall(text) if number not in _YEARS]
    if not numbers:
        return list(found)

    def says(one: Found) -> bool:
        card = one.entry.card
        return card is not None and any(number in card.zh for number in numbers)

    return [one for one in found if says(one)] or list(found)


# What must stand in a clause without a card to answer a question for these.
_SIGNS: Mapping[Asked, re.Pattern[str]] = {
    "amount": re.compile(r"\d[\d,.万亿]*元|元"),
    "share": re.compile(r"%|百分之|成"),
    "phone": re.compile(r"\d{5,}"),
    "papers": re.compile(r"证|材料|证明|户口|表"),
    "procedure": re.compile(r"申请|办理|申报|提交|报名|审核"),
    "date": re.compile(r"年|月|日|季"),
    "duration": re.compile(r"年|月|日|天|季"),
}


def _says_what(text: str, kinds: frozenset[Asked]) -> bool:
    return all(_SIGNS[kind].search(text) for kind in kinds if kind in _SIGNS)
