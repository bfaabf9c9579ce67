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
    assert combine([("ask_policy", 0.99)], Urgency("critical"), ())[0] == "report_emergency"


def test_high_urgency_makes_small_talk_a_report_but_not_a_question():
    assert combine([("greet", 0.9)], Urgency("high"), ())[0] == "report_hardship"
    assert combine([("ask_policy", 0.9)], Urgency("high"), ())[0] == "ask_policy"


def test_a_report_that_tells_of_no_risk_must_be_a_sure_one():
    ranked = [("report_hardship", 0.6), ("out_of_scope", 0.4)]
    assert combine(ranked, Urgency("normal"), ()) == ("out_of_scope", 0.4)
    assert combine(ranked, Urgency("normal"), ("water",)) == ("report_hardship", 0.6)
    assert combine([("report_hardship", 0.95), ("help", 0.05)], Urgency("normal"), ())[0] == "report_hardship"


@pytest.mark.parametrize(
    ("text", "intent", "also"),
    [
        ("你好，我妈住院花了三万，家里实在没钱了", "report_hardship", "greet"),
        ("低保一年能领多少钱啊，麻烦你们，谢谢", "ask_policy", "thanks"),
        ("您好，我爸晕倒叫不醒了，快来人", "report_emergency", "greet"),
    ],
)
def test_what_is_said_beside_the_matter_is_heard_too(understand, text, intent, also):
    meant = understand(text, NOW)
    assert meant.intent == intent
    assert also in meant.also


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("我七岁，奶奶躺在地上不动了", True),
        ("叔叔，爸爸在打妈妈，我好怕", True),
        ("我女儿七岁，发高烧", False),
        ("我七岁的儿子丢了", False),
        ("I am 8 years old and mum is not waking up", True),
    ],
)
def test_a_child_that_writes_alone_is_recognised(understand, text, child):
    assert understand(text, NOW).child_writer is child


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
