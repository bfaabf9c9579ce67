"""Near words of another matter do not answer; what is not written is said with who to ask."""

from datetime import date
from pathlib import Path

import pytest

import policies_kb
from policies_kb.answer import unsaid
from policies_kb.knowledge import Knowledge, read_knowledge
from policies_kb.types import Abstain, Answer, Question

TODAY = date(2026, 11, 21)
HUIZE = "530326"
NAN = "430921"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(Path(policies_kb.__file__).parent / "documents")


def ask(knowledge, text, area=None):
    return knowledge.answer(Question(text, TODAY, area))


@pytest.mark.parametrize("text", ["几点了", "你多大了", "现在几点", "月亮离这儿多远"])
def test_what_only_shares_a_syllable_with_a_card_is_no_policy(knowledge, text):
    answer = ask(knowledge, text, "533323")
    assert isinstance(answer, Abstain)
    assert answer.off_topic


@pytest.mark.parametrize(
    ("text", "area", "office"),
    [
        ("隔壁阿婆九十多了有没有津贴", NAN, "民政办"),
        ("修危房国家补好多", HUIZE, "住建局"),
        ("我家想进监测对象怎么评", HUIZE, "村委会"),
        ("堂哥开小车还吃低保，去哪点举报他", NAN, "民政局"),
    ],
)
def test_a_matter_that_nothing_speaks_of_is_said_to_be_open_with_who_to_ask(knowledge, text, area, office):
    answer = ask(knowledge, text, area)
    assert isinstance(answer, Abstain)
    assert not answer.off_topic
    assert office in answer.text
    assert "12345" in answer.text
    assert "学校" not in answer.text


def test_another_places_rule_is_only_told_with_its_name(knowledge):
    assert "大通湖区写了的是" in ask(knowledge, "修危房给多少钱").text


def test_orphans_hear_what_is_written_and_that_no_sum_is(knowledge):
    answer = ask(knowledge, "没爹没妈的孤儿有补助没", HUIZE)
    assert isinstance(answer, Answer)
    assert "要有福利保障" in answer.text
    assert "多少没写" in answer.text
    assert "儿童福利院" not in answer.text


def test_a_rule_for_what_is_past_is_no_danger_now(knowledge):
    assert "110" not in ask(knowledge, "屋子去年被水冲走了，国家补多少", NAN).text
    assert "119" in ask(knowledge, "我爹被水冲走了", NAN).text


def test_a_sum_for_school_is_told_for_each_level_where_none_is_named(knowledge):
    open_one = ask(knowledge, "学费一年补多少", HUIZE)
    assert "高中生，每人每年2500元" in open_one.text
    assert "一本，省财政每人每年奖5000元" in open_one.text
    assert not open_one.text.startswith("5000元")
    assert "2500" not in ask(knowledge, "考上一本学费奖多少", HUIZE).text


@pytest.mark.parametrize("text", ["瘫在床上的老人有护理补贴没", "残疾人有哪些补贴", "低保户有什么照顾"])
def test_no_sentence_stands_twice_in_an_answer(knowledge, text):
    sentences = [each for each in ask(knowledge, text, NAN).text.split("。") if each]
    assert len(sentences) == len(set(sentences))


def test_what_was_said_is_left_out():
    assert unsaid("甲有补贴。多少没写。", "乙有补贴。多少没写。甲没有。") == "甲有补贴。"
    assert unsaid("多少没写。", "乙有补贴。多少没写。") == ""
    assert unsaid("It is free. Ask the county.", "It is free.") == "Ask the county."
