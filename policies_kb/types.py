"""The values of the knowledge base: documents, clauses, cards, questions, answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["zh-Hans", "zh-Hant", "en"]

# What a question asks for, and what a card can therefore give.
Asked = Literal[
    "amount",      # a sum of money
    "share",       # a percentage, a part
    "count",       # how many people, households, projects, kinds
    "date",        # a day, month or year; from when, until when
    "duration",    # for how long
    "place",       # where; which county
    "person",      # which leader, by name
    "office",      # which office is responsible
    "phone",       # a number to call
    "procedure",   # how to apply, in which order
    "papers",      # what to bring
    "condition",   # who qualifies
    "list",        # which ones
    "meaning",     # what a term means
    "yes_no",      # whether it is helped with at all
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A policy paper: whose it is, of when, and how an answer names it."""

    id: str
    title: str
    short: str  # how an answer cites it, zh-Hans, e.g. 云南"十三五"规划
    short_en: str
    jurisdiction: str  # area code, e.g. 530000
    published: str  # a date or a year
    valid_from: date | None
    valid_until: date | None
    applies_to: tuple[str, ...] = ()  # rules of areas.is_under; empty: all of the jurisdiction
    place: str = ""  # how an answer names whose rule it is, zh-Hans, e.g. 武进区; empty for the nation
    place_en: str = ""
    source: str = ""  # file name of the original
    number: str = ""  # 文号
    issuer: str = ""
    superseded_by: str = ""  # the id of the document that took its place


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest passage quotable alone. `text` is cleaned and verbatim; None until the original is loaded."""

    id: str  # document/clause, e.g. yn-2016/box30.5
    document: str
    label: str  # how a person finds it on paper, zh-Hans, e.g. 专栏30
    label_en: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What we say of a clause, or of one piece of it, in plain words of our own."""

    id: str  # document/clause, or document/clause#k for one piece of a clause
    zh: str
    en: str
    figures: tuple[str, ...]  # every figure the card states, as it stands in `zh`, e.g. 2500元
    gives: frozenset[Asked]  # what this card can answer
    ask: str  # who knows today's figure, zh-Hans, e.g. 县教育局
    ask_en: str
    questions: tuple[str, ...]  # how people would ask, in many voices
    en_questions: tuple[str, ...]
    misses: tuple[str, ...] = ()  # asked near this card, and not written in its clause

    @property
    def clause(self) -> str:
        """The clause id without the piece: what a citation names."""
        return self.id.split("#", 1)[0]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked. `area` is a code of up to 12 digits; `language` None means: as the question is written."""

    text: str
    on: date
    area: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it is written. `quote` is the cleaned verbatim clause where the original is loaded."""

    clause: str
    document: str  # the title
    jurisdiction: str
    published: str
    quote: str | None = None
    name: str = ""  # the document as the answer names it, in its language


@dataclass(frozen=True, slots=True)
class Answer:
    """The card that answers, in the language of the question, short first; `more` is said on request."""

    text: str
    confidence: float
    citations: tuple[Citation, ...]
    language: Language
    more: str | None = None
    version: str = ""  # of the knowledge that gave it
    office: str = ""  # who has today's rule and takes the matter in hand


@dataclass(frozen=True, slots=True)
class Abstain:
    """Not written, or not for that place: `text` says what is not known, what is written nearby, and who to ask."""

    text: str
    confidence: float
    language: Language
    off_topic: bool = False  # not a question of policy at all
    version: str = ""  # of the knowledge that gave it
    office: str = ""  # who knows more of what is written nearby
