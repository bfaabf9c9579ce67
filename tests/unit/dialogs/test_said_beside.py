"""What is said beside the question that waits: about how much, how long, late, or only to pass the time."""

from dataclasses import replace
from datetime import datetime

import pytest

from dialogs.facts import added_up
from dialogs.hardships import is_terse
from dialogs.replies import asks, free_answer, late_answer, named_need, sum_alone, waits
from dialogs.rough import roughly
from dialogs.said import away_from_home, doubts_us
from tests.conftest import ZONE

NOW = datetime(2026, 11, 20, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "spent"),
    [
        ("已经花了6万多", "6万多"),
        ("花了好几万", "好几万"),
        ("损失怕是有个一万二三", "一万二三"),
        ("我妈病了三四年", None),
        ("花了18600", None),
        ("上万人都去了", None),
    ],
)
def test_a_sum_that_is_not_exact_is_kept_in_their_words(said, text, spent):
    assert roughly({}, said(text)).get("spent") == spent


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("类风湿，好多年了", "好多年"),
        ("瘫在床上三年了", "三年"),
        ("中风了，半年前的事", "半年前"),
        ("lost it in September", "September"),
        ("我在外打工十年了，我妈病了", None),
        ("娃饿了一天", None),
        ("三月份开的刀", None),
    ],
)
def test_how_long_it_has_been_so_need_not_be_asked_again(said, text, since):
    assert roughly({}, said(text)).get("since") == since


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("我在广东打工回不去，我妈病了", True),
        ("儿子在外头打工挣不到几个钱", False),
        ("爸妈在外面打工", False),
        ("my son works far away", False),
    ],
)
def test_only_the_writer_s_own_absence_counts(said, text, away):
    assert away_from_home(said(text)) is away


@pytest.mark.parametrize("text", ["要钱", "缺钱", "就是缺钱", "需要钱"])
def test_a_need_in_a_word_is_one_of_ours(said, text):
    assert named_need(said(text)) == "money"


@pytest.mark.parametrize("text", ["照顾的人", "要人照顾", "有人照顾"])
def test_a_carer_in_a_word_is_no_call_for_a_person(said, text):
    assert named_need(said(text)) == "carer"


@pytest.mark.parametrize("text", ["够了", "别问了"])
def test_enough_is_no_need(said, text):
    assert free_answer("need", said(text)) == {}


@pytest.mark.parametrize("text", ["我爸的先报", "你们快点", "不晓得怎么说"])
def test_what_is_no_place_is_not_taken_for_one(said, text):
    assert free_answer("where", said(text)) == {}


@pytest.mark.parametrize("text", ["新田", "大田村3组", "者海"])
def test_a_bare_name_is_a_place(said, text):
    assert free_answer("where", said(text))["place"] == text


@pytest.mark.parametrize(
    ("text", "sum_"), [("单子找到了，8650.5", 8650.5), ("两次 3000 和 2000", None), ("23000", 23000)]
)
def test_a_sum_among_words_answers_the_question_for_it(said, text, sum_):
    assert sum_alone("amount", said(text)).get("amount") == sum_


def test_a_late_answer_fills_the_question_before(said):
    facts = {"asked": ["amount", "since", "need"]}
    assert late_answer(facts, said("上个月"), but="need") == {"since": "上个月"}
    assert late_answer({**facts, "since": "三月"}, said("上个月"), but="need") == {}
    assert late_answer(facts, said("要钱")) == {"need": "money"}


@pytest.mark.parametrize("text", ["等我看看单子", "等一下", "我去问问", "hold on"])
def test_who_looks_it_up_is_waited_for(said, text):
    assert waits(said(text))


@pytest.mark.parametrize("text", ["等了三个月还没批下来", "我妈病了"])
def test_and_nobody_else(said, text):
    assert not waits(said(text))


def taken_for_a_question(turn):
    return replace(turn, meant=replace(turn.meant, intent="ask_policy"))


def test_a_short_answer_is_no_question_without_a_sign_of_one(said):
    assert not asks(taken_for_a_question(said("还没算，大概一万多")))
    assert asks(taken_for_a_question(said("低保能领多少")))


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("你们是不是骗子，要不要交钱", True),
        ("这是真的假的", True),
        ("村长骗我们的钱", False),
        ("村里是不是骗人", False),
    ],
)
def test_who_doubts_us_does_not_complain_of_a_cadre(said, text, ours):
    assert doubts_us(said(text)) is ours


@pytest.mark.parametrize(
    ("words", "sum_"),
    [("又花了5000", 35000), ("这次花了5000", 35000), ("一共花了5000", 5000), ("不对，是5000", 5000)],
)
def test_a_further_sum_comes_on_top(words, sum_):
    assert added_up({"amount": 30000}, {"amount": 5000}, words) == {"amount": sum_}


def test_single_words_are_a_report_whatever_else_they_look_like():
    assert is_terse("报 灾 水 大田村")
    assert not is_terse("报 警")
