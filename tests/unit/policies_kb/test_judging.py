"""Answers are judged by their first citation, the facts they must have and must not, and rightly said nothing."""

import json

import pytest

from policies_kb.documents import BadDocument
from policies_kb.judging import PolicyCase, Told, judge_answers, read_policy_cases, render_policy_report

TOLD = {
    "right": Told("每年2,500元。", ("yn-2016/1#a", "yn-2016/2"), False),
    "traditional": Told("每年兩千，補貼2500元", ("yn-2016/1",), False),
    "second place": Told("每年2500元", ("yn-2016/2", "yn-2016/1"), False),
    "no figure": Told("有补助", ("yn-2016/1",), False),
    "misleads": Told("2500元或3000元", ("yn-2016/1",), False),
    "silent": Told("不知道", (), True),
    "unanswerable": Told("不知道", (), True),
    "made up": Told("每年2500元", ("yn-2016/1",), False),
}


def case(question):
    abstain = question in ("unanswerable", "made up")
    gold = () if abstain else ("yn-2016/1",)
    must = () if abstain else (("2500", "两千五"),)
    return PolicyCase(question, None, None, gold, must, ("3000",), abstain, style="short" if abstain else "plain")


def report():
    return judge_answers([case(question) for question in TOLD], lambda asked: TOLD[asked.question])


def test_every_question_comes_out_one_way():
    read = report()
    assert read.count == len(TOLD) == sum(read.outcomes.values())
    assert read.outcomes == {
        "answered right": 2, "answered wrong": 4, "abstained rightly": 1, "abstained wrongly": 1,
    }  # fmt: skip
    assert read.styles["short"]["answered wrong"] == 1


def test_figures_count_what_was_right():
    read = report()
    assert read.first_citation == 4 / 6
    assert read.facts == 4 / 6
    assert read.abstention_f1 == 0.5
    assert read.misleading == 1


def test_each_error_is_listed_with_its_reason():
    told = {error.question: error.reason for error in report().errors}
    assert set(told) == {"second place", "no figure", "misleads", "silent", "made up"}
    assert told["second place"] == "cited yn-2016/2, expected yn-2016/1"
    assert told["no figure"] == "does not say 2500/两千五"
    assert told["misleads"] == "says 3000"


def test_the_report_can_be_read_on_paper():
    text = render_policy_report(report())
    assert "second place | answered wrong | cited yn-2016/2" in text
    assert text.count("answered right") == 1


def test_questions_are_read_from_lines(tmp_path):
    path = tmp_path / "q.jsonl"
    line = {
        "id": "1",
        "question": "补多少",
        "area": "530000",
        "gold": ["a/1"],
        "must": ["2500|两千五"],
        "abstain": False,
    }
    path.write_text(json.dumps(line), encoding="utf-8")
    assert read_policy_cases(path) == [PolicyCase("补多少", "530000", None, ("a/1",), (("2500", "两千五"),))]


@pytest.mark.parametrize("line", ["{", '{"question": "x"}', '{"question": "x", "abstain": true, "area": 5}'])
def test_a_line_that_cannot_be_read_stops_it(tmp_path, line):
    path = tmp_path / "q.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadDocument):
        read_policy_cases(path)
