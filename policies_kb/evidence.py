"""Is this a question of these policies at all? What speaks for it and against it, weighed openly."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.retrieve import Found, Shelf

# Weights fitted to the cards' own questions (each held out in turn) against small talk and matters of elsewhere.
_WEIGHTS: Mapping[str, float] = {
    "fit": 7.19,
    "close": 1.13,
    "covered": 6.78,
    "shared": 0.69,
    "ideas": 0.44,
    "frame": 2.37,
    "stray": -3.41,
    "elsewhere": -1.41,
    "long": 0.65,
    "english": -1.08,
}
_BIAS = -3.31


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind the best card for a question."""

    fit: float  # the best card's score, 0 to 1
    close: float  # how close the nearest question of that card is
    covered: float  # share of what the question says that the card says too
    shared: float  # ideas that question and card have in common
    ideas: float  # ideas of the policies that the question names
    frame: float  # words of someone who asks what the authorities do
    stray: float  # how close it comes to a question of matters elsewhere
    elsewhere: float  # words of other matters
    long: float  # length of the question
    english: float

    @property
    def topical(self) -> float:
        """How likely the question is one of these policies, 0 to 1."""
        total = _BIAS + sum(weight * getattr(self, name) for name, weight in _WEIGHTS.items())
        return 1 / (1 + math.exp(-total))


def read_evidence(text: str, terms: Mapping[str, float], best: Found | None, shelf: Shelf) -> Evidence:
    """The evidence for standard text with these terms and its best card."""
    lexicon = shelf.lexicon
    ideas = [term for term in terms if term.startswith("=")]
    said = {term: weight * shelf.pool.idf_of(term) for term, weight in terms.items() if term[0] not in "~="}
    number = best.number if best else -1
    covered = sum(weight for term, weight in said.items() if shelf.pool.has(term, number))
    return Evidence(
        fit=best.raw if best else 0.0,
        close=best.variant if best else 0.0,
        covered=covered / max(sum(said.values()), 1e-6),
        shared=min(3.0, sum(shelf.pool.has(idea, number) for idea in ideas)),
        ideas=min(3.0, len(ideas)),
        frame=min(3.0, len(set(lexicon.frame.find(text)))),
        stray=shelf.stray(terms),
        elsewhere=min(3.0, len(set(lexicon.elsewhere.find(text)))),
        long=math.log(2 + len(text)) - 3,
        english=float(text.isascii()),
    )
