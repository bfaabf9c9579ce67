"""Questions next to what the cards say, and in danger: none is answered from a card."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import policies_kb
from policies_kb.knowledge import read_knowledge
from policies_kb.types import Answer, Question

HELD = yaml.safe_load((Path(__file__).parent / "unanswerable.yml").read_text(encoding="utf8"))
AREAS = ("530000", "430971", "320412", "510000", None)


@pytest.fixture(scope="module")
def knowledge():
    return read_knowledge(Path(policies_kb.__file__).parent / "documents")


def answered(knowledge, questions):
    return [
        (text, area)
        for text in questions
        for area in AREAS
        if isinstance(knowledge.answer(Question(text, date(2026, 11, 21), area)), Answer)
    ]


def test_near_misses_are_hardly_ever_answered(knowledge):
    assert len(answered(knowledge, HELD["nearby"])) <= len(HELD["nearby"]) * len(AREAS) * 0.02


def test_danger_is_never_answered_from_a_card(knowledge):
    assert answered(knowledge, HELD["danger"]) == []
