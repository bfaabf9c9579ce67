"""Questions to a small knowledge base of five cards."""

from datetime import date
from pathlib import Path

import pytest

from policies_kb.knowledge import Knowledge, read_knowledge
from policies_kb.types import Abstain, Answer, Question

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(Path(__file__).parent / "documents")


def ask(knowledge, text, area=None, language=None):
    return knowledge.answer(Question(text, TODAY, area, language))


def test_an_answer_names_its_figure_its_clause_and_its_year(knowledge):
    answer = ask(knowledge, "娃上高中一年补好多钱", "530323")
    assert isinstance(answer, Answer)
    assert answer.citations[0].clause == "yn-2016/box30.5"
    assert "2500元" in answer.text
    assert "2016年" in answer.text


def test_an_amount_that_no_card_gives_is_not_answered(knowledge):
    answer = ask(knowledge, "我家低保国家一个月给多少钱", "510000")
    assert isinstance(answer, Abstain)
    assert "应保尽保" in answer.text


def test_the_rule_of_one_province_is_not_told_to_another(knowledge):
    answer = ask(knowledge, "读高中助学金每年给几多钱", "510000")
    assert "2500" not in answer.text


def test_without_an_area_a_local_answer_begins_with_its_place(knowledge):
    answer = ask(knowledge, "经济一般村收入线是多少")
    assert isinstance(answer, Answer)
    assert answer.text.startswith("武进区：")


def test_an_answer_is_in_the_language_of_its_question(knowledge):
    assert "出處" in ask(knowledge, "讀高中免不免學費", "510000").text
    assert "waived" in ask(knowledge, "Is senior high tuition waived for poor students?", "510000").text
