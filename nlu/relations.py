"""Who is concerned: through any family word, the relation of the one the message is about to the one who writes."""

from typing import NamedTuple

from nlu.concerned import signs_of, signs_of_nobody, signs_of_writer, weigh
from nlu.kin import find_people
from nlu.types import Relation

_CLEAR = -1.0  # a mere 我 below this says nothing of whom it is about


class Mention(NamedTuple):
    """A person met in a text: `text[start:end]`, the relation, and how clearly that person is the one concerned."""

    relation: Relation
    start: int
    end: int
    weight: float


def find_relations(text: str) -> list[Mention]:
    """Find the people of a normalised text, left to right, each weighed as the one the message is about."""
    people = find_people(text)
    return [
        Mention(person.relation, person.start, person.end, weigh(signs))
        for person, signs in zip(people, signs_of(text, people), strict=True)
    ]


def choose_relation(text: str, mentions: list[Mention]) -> Relation | None:
    """Choose the one the message is about; the writer too where no word says so (腿断了), None for nobody."""
    others = any(mention.relation != "self" for mention in mentions)
    best = max(mentions, key=lambda mention: mention.weight, default=None)
    if best is not None and best.relation == "self" and best.weight < _CLEAR:
        best = None
    unsaid_signs = signs_of_writer(text, mentions)
    unsaid = weigh(unsaid_signs) if unsaid_signs else float("-inf")
    nobody = weigh(signs_of_nobody(text, others))
    if best is not None and best.weight >= max(unsaid, nobody):
        return best.relation
    return "self" if unsaid > nobody else None
