"""What stands beside an answer: another place's or year's figure for the same, and what else is written on it."""

from collections.abc import Mapping, Sequence

from policies_kb.asked import serves
from policies_kb.retrieve import Found
from policies_kb.types import Asked, Card, Clause, Document, Language

_AS_GOOD = 0.85  # how near a card of another document must be to speak of the same thing
_FURTHER = 3  # cards that are told on request
# How many there are, and by when, differs by right between a nation and its counties; what one gets does not.
_NUMBERS: frozenset[Asked] = frozenset(("amount", "share", "duration"))


def differing(found: Sequence[Found], kinds: frozenset[Asked]) -> Card | None:
    """The best card of another document that gives another number for what is asked; None where nothing differs."""
    first = found[0].entry
    asked = kinds & _NUMBERS
    if first.card is None or not first.card.figures or not asked:
        return None
    for one in found[1:]:
        card = one.entry.card
        if one.score < _AS_GOOD * found[0].score or one.variant < _AS_GOOD * found[0].variant:
            continue
        if card is None or one.entry.document == first.document or not card.figures:
            continue
        gives = any(serves(card.gives, kind) and serves(first.card.gives, kind) for kind in asked)
        if gives and not set(card.figures) & set(first.card.figures):
            return card
    return None


def further(
    found: Sequence[Found],
    said: Sequence[Card],
    twins: Mapping[str, frozenset[str]],
    clauses: Mapping[str, Clause],
    documents: Mapping[str, Document],
    language: Language,
) -> str:
    """What else is written on it, each with where it stands; empty where there is nothing."""
    told: list[Card] = list(said)
    lines: list[str] = []
    for one in found:
        card = one.entry.card
        if card is None or any(card.id == other.id or card.id in twins.get(other.id, ()) for other in told):
            continue
        told.append(card)
        lines.append(named(card, clauses[card.clause], documents[one.entry.document], language))
        if len(lines) == _FURTHER:
            break
    return "\n".join(lines)


def named(card: Card, clause: Clause, document: Document, language: Language) -> str:
    """A card with the document and year it is of."""
    year = document.published[:4]
    if language == "en":
        return f"{card.en.strip().rstrip('.')} ({document.short_en}, {clause.label_en}, {year})."
    return f"{card.zh.strip().rstrip('。')}（《{document.short}》{clause.label}，{year}年）。"
