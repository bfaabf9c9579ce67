"""Which questions ask the same thing: by what they are about and what they ask for, not by their wording."""

from collections.abc import Mapping, Sequence

from policies_kb.asked import STRICT, read_asked
from policies_kb.retrieve import Shelf
from policies_kb.types import Asked

_ALIKE = 0.45  # cosine from which two questions are one matter; the concepts of the lexicon weigh most in it
_CONCEPTS = 0.7  # and from which two that share all their concepts are, whatever their words
Vector = Mapping[str, float]


def group(texts: Sequence[str], shelf: Shelf) -> list[list[int]]:
    """The texts by their numbers in groups, each in the order given; each group begins with its first."""
    groups: list[tuple[Vector, frozenset[str], frozenset[Asked], list[int]]] = []
    for number, text in enumerate(texts):
        vector, concepts, kinds = _read(text, shelf)
        for other, others, asked, members in groups:
            if kinds == asked and _is_alike(vector, concepts, other, others):
                members.append(number)
                break
        else:
            groups.append((vector, concepts, kinds, [number]))
    return [members for _, _, _, members in groups]


def _is_alike(one: Vector, concepts: frozenset[str], other: Vector, others: frozenset[str]) -> bool:
    if concepts and concepts == others:
        return True
    if concepts and others and len(concepts & others) < _CONCEPTS * len(concepts | others):
        return False  # they speak of different things, whatever words they share
    return sum(weight * other.get(term, 0.0) for term, weight in one.items()) >= _ALIKE


def _read(text: str, shelf: Shelf) -> tuple[Vector, frozenset[str], frozenset[Asked]]:
    """A question as a vector of length one, the concepts it names, and what it asks for."""
    plain, terms = shelf.read(text)
    weighed = {term: weight * shelf.variants.idf_of(term) for term, weight in terms.items()}
    length = sum(weight * weight for weight in weighed.values()) ** 0.5 or 1.0
    vector = {term: weight / length for term, weight in weighed.items()}
    concepts = frozenset(term for term in terms if term.startswith("="))
    return vector, concepts, read_asked(plain, english=plain.isascii()) & STRICT
