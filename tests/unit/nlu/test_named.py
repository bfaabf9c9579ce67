"""Sums, counts, days, phones, places and disasters in many voices, each with its exact value."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from nlu.entities import find_named
from nlu.normalise import normalise

NOW = datetime.fromisoformat("2026-11-18T12:00:00+08:00")  # a Wednesday
FILES = ("named.yml", "named_roundabout.yml")
NAMED = [
    (slot, text, value)
    for name in FILES
    for slot, cases in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8")).items()
    for text, value in cases.items()
]


@pytest.mark.parametrize(("slot", "text", "value"), NAMED)
def test_what_is_named_has_its_exact_value(slot, text, value):
    found = find_named(normalise(text), NOW)
    given = found.slots.get(slot)
    assert (None if given is None else str(given)) == value
    if given is not None and slot in ("phone", "event_date", "amount", "people"):
        assert any(entity.type == slot and text[entity.start : entity.end].strip() for entity in found.entities)
