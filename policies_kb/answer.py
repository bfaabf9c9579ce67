"""Words of an answer: the card, where it stands, how old it is; or what is not written, and who to ask."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import opencc

from policies_kb.types import Abstain, Answer, Card, Citation, Clause, Document, Language

# A rule whose period has passed, or older than this many years, is marked as old.
_OLD_AFTER = 2
_FITS = 200  # characters of an answer that still goes in three short messages


def render_answer(
    cards: Sequence[Card],
    clause: Clause,
    document: Document,
    citations: Sequence[Citation],
    confidence: float,
    language: Language,
    on: date,
    with_place: bool,
) -> Answer:
    """The best card first, a second one if there is room, then where it stands and that it is old."""
    english = language == "en"
    body = _body(cards[0], english)
    place = (document.place_en if english else document.place) if with_place else ""
    if place:
        body = f"{place}: {body}" if english else f"{place}：{body}"
    tail = _tail(cards[0], clause, document, on, english)
    more: list[str] = []
    for card in cards[1:]:
        further = _body(card, english)
        if len(body) + len(further) + len(tail) <= _FITS:
            body = f"{body} {further}" if english else body + further
        else:
            more.append(further)
    text = f"{body} {tail}" if english else body + tail
    return Answer(
        in_script(text, language), confidence, tuple(citations), language, in_script("".join(more), language) or None
    )


def render_abstain(text: str, confidence: float, language: Language, off_topic: bool = False) -> Abstain:
    """An abstention in the script of its reader."""
    return Abstain(in_script(text, language), confidence, language, off_topic)


def in_script(text: str, language: Language) -> str:
    """Simplified Chinese as its reader writes it."""
    if language != "zh-Hant":
        return text
    converted: str = _traditional().convert(text)
    return converted


def _body(card: Card, english: bool) -> str:
    text = (card.en if english else card.zh).strip()
    if english:
        return text if text.endswith((".", "?", ")")) else f"{text}."
    return text if text.endswith(("。", "？", "）")) else f"{text}。"


def _tail(card: Card, clause: Clause, document: Document, on: date, english: bool) -> str:
    year = int(document.published[:4])
    until = document.valid_until
    old = (until is not None and until < on) or on.year - year > _OLD_AFTER
    if english:
        where = f"({document.short_en}, {clause.label_en}, {year}.)"
        return f"{where} Today's figure: ask {card.ask_en}." if old and card.ask_en else where
    where = f"出处：《{document.short}》{clause.label}，{year}年。"
    return f"{where}这是老规定，现在的问{card.ask}。" if old and card.ask else where


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")
