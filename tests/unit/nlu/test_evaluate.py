"""The report says what was right, what was confused with what, and which urgency was missed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import nlu
from nlu.cues import read_cues
from nlu.evaluate import Case, evaluate, evaluate_held_out, read_cases, render_report
from nlu.training_data import Example, TrainingData
from nlu.types import Understanding, Urgency

DATA = Path(nlu.__file__).parent / "data"
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
MEANT = {
    "救命": Understanding("report_emergency", 0.95, ("other",), Urgency("critical", "other", ("rule: help",))),
    "断粮了": Understanding("report_hardship", 0.9, (), Urgency("normal")),
    "你好": Understanding("greet", 0.85),
    "低保多少": Understanding("greet", 0.55),
    "昨天": Understanding("update_case", 0.7, slots={"event_date": date(2026, 11, 17), "place": "青山村"}),
}
CASES = [
    Case("救命", NOW, ("report_emergency",), ("critical",), frozenset({"other"}), language="zh-Hans", style="sms"),
    Case("断粮了", NOW, ("report_hardship", "report_emergency"), ("high",), language="zh-Hans", style="sms"),
    Case("你好", NOW, ("greet",), language="none"),
    Case("低保多少", NOW, ("ask_policy",), language="zh-Hans"),
    Case(
        "昨天", NOW, ("update_case",), slots={"event_date": ("2026-11-17",), "place": ("青山村六组",), "amount": (5,)}
    ),
]


def report():
    return evaluate(CASES, lambda text, now: MEANT[text])


def test_figures_count_what_was_right():
    read = report()
    assert read.count == 5
    assert read.intent_accuracy == 0.8
    assert (read.emergency_recall, read.false_alarms, read.high_recall) == (1.0, 0.0, 0.0)
    assert read.risk_type_f1 == 1.0
    assert read.slots == {"amount": 0.0, "event_date": 1.0, "place": 1.0}
    assert read.slot_recall == 2 / 3


def test_rows_say_what_an_intent_was_taken_for():
    rows = {(row.group, row.name): row for row in report().rows}
    assert rows["intent", "ask_policy"].confused_with == (("greet", 1),)
    assert rows["intent", "greet"].precision == 0.5
    assert rows["intent", "greet"].recall == 1.0
    assert rows["style", "sms"].count == 2


def test_each_urgency_error_is_listed_with_its_reasons():
    (error,) = report().urgency_errors
    assert (error.text, error.wanted, error.got) == ("断粮了", ("high",), "normal")


def test_calibration_compares_confidence_with_truth():
    read = report()
    assert sum(one.count for one in read.calibration) == read.count
    assert 0 < read.calibration_error < 1


def test_the_report_can_be_read_on_paper():
    text = render_report(report())
    assert "ask_policy" in text
    assert "断粮了 | wanted high | got normal" in text


def test_every_example_is_held_out_once_and_read_by_a_model_that_did_not_see_it():
    wanted = {"greet": ("你好", "您好", "早上好"), "opt_out": ("退订", "别发了", "取消订阅")}
    examples = [
        Example(f"{text}{end}", intent, language="zh", source="a.yml")
        for end in "啊呀哦嘛呢吧哈啦"
        for intent, texts in wanted.items()
        for text in texts
    ]
    read = evaluate_held_out(TrainingData(tuple(examples), (), {}, {}), read_cues(DATA))
    assert read.count == len(examples)
    assert read.intent_accuracy == 1.0
    assert {(row.group, row.name) for row in read.rows} == {
        ("intent", "greet"), ("intent", "opt_out"), ("language", "zh"), ("style", "a.yml"),
    }  # fmt: skip


@pytest.mark.parametrize("line", ["no json", "[]", '{"text": "x"}', '{"text": "x", "now": 5, "intent": "deny"}'])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    path = tmp_path / "cases.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cases\.jsonl, line 2"):
        read_cases(path)


def test_cases_are_read_from_lines(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"id": "1", "text": "屋頂塌了", "now": "2026-11-18T12:00:00+08:00", "intent": ["report_hardship"],'
        ' "urgency": null, "risk_types": ["housing"], "slots": {"amount": 3}, "style": "traditional"}\n\n',
        encoding="utf-8",
    )
    (case,) = read_cases(path)
    assert case.intents == ("report_hardship",)
    assert case.urgencies == ()
    assert case.slots == {"amount": (3,)}
    assert case.language == "zh-Hant"
