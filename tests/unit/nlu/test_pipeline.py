"""The engine whole: what the model, the judge and the finders say becomes one Understanding."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlu
from nlu.pipeline import combine, read_understand
from nlu.types import Urgency

DATA = Path(nlu.__file__).parent / "data"
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def understand(tmp_path_factory):
    cache = DATA.parent / "model"
    return read_understand(DATA, cache)


@pytest.mark.parametrize(
    ("text", "intent"), [("1", "affirm"), (" ２。", "deny"), ("", "out_of_scope"), ("😀😀", "out_of_scope")]
)
def test_what_has_no_words_is_read_by_rule(understand, text, intent):
    assert understand(text, NOW).intent == intent


def test_a_critical_judgement_makes_an_emergency_of_any_intent():
    assert combine([("ask_policy", 0.99)], Urgency("critical"))[0] == "report_emergency"


def test_high_urgency_makes_small_talk_a_report_but_not_a_question():
    assert combine([("greet", 0.9)], Urgency("high"))[0] == "report_hardship"
    assert combine([("ask_policy", 0.9)], Urgency("high"))[0] == "ask_policy"


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_every_text_is_understood_somehow(understand, text):
    meant = understand(text, NOW)
    assert 0 <= meant.confidence <= 1
    assert (meant.intent == "report_emergency") == (meant.urgency.level == "critical")
    assert all(0 <= entity.start < entity.end <= len(text) for entity in meant.entities)
    assert all(value not in ("", None) for value in meant.slots.values())
    assert meant.intent not in meant.also


def test_a_model_is_trained_once_for_the_same_data(tmp_path):
    data = tmp_path / "data"
    (data / "zh").mkdir(parents=True)
    lines = "\n".join(f"    - {word}" for word in ("你好", "您好", "在吗", "你好呀", "在不在"))
    (data / "zh" / "nlu.yml").write_text(f"nlu:\n- intent: greet\n  examples: |\n{lines}\n", encoding="utf-8")
    first = read_understand(data, tmp_path / "model")
    (model,) = (tmp_path / "model").glob("*.npz")
    written = model.stat().st_mtime_ns
    assert read_understand(data, tmp_path / "model").model.intents == first.model.intents
    assert model.stat().st_mtime_ns == written
    (data / "zh" / "nlu.yml").write_text(f"nlu:\n- intent: thanks\n  examples: |\n{lines}\n", encoding="utf-8")
    assert read_understand(data, tmp_path / "model").model.intents == ("thanks",)
