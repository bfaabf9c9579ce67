"""Strangers who write by SMS and name their village as people do: asked little, never twice, and found."""

import pytest

from tests.integration.at_work import says, to
from tests.integration.test_mergers import cases

STRANGER = "+8613900000077"
ILL = "我妈查出肺癌，自己花了两万三，"
TOWNSHIP = "530326106000"


def replied(happened):
    return "".join(each["text"] for each in to(happened, STRANGER, "reply"))


def last(stage):
    return list(cases(stage).values())[-1]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ([ILL + "住大田村", "1"], "哪个县、哪个乡镇"),
        ([ILL + "家在会泽县大田村", "1"], "哪个乡镇"),
        ([ILL + "家在城关镇大田村", "1"], "哪个县"),
        ([ILL + "家在者海镇大田村", "1"], None),
        ([ILL, "者海镇大田村的", "1"], None),
        ([ILL + "家在会泽县", "者海镇", "1"], None),
        (["我是者海镇的", ILL, "1"], None),
        (["报 病 妈 23000 大田村", "1"], "哪个县、哪个乡镇"),
    ],
)
def test_the_case_opens_on_the_first_yes_and_only_what_is_missing_is_asked_after_it(line, stage, said, asked):
    for words in said:
        happened = says(line, STRANGER, words)
    assert len(cases(stage)) == 1
    assert (asked in replied(happened)) if asked else ("哪个" not in replied(happened))


@pytest.mark.parametrize(
    "answer", ["者海镇", "者海镇的", "者海", "我们是者海的", "会泽县者海镇", "是会泽的者海镇", "者海鎮"]
)
def test_the_answer_moves_the_case_to_its_township(line, stage, answer):
    says(line, STRANGER, ILL + "住大田村")
    says(line, STRANGER, "1")
    said = replied(says(line, STRANGER, answer))
    assert last(stage).area == TOWNSHIP
    assert "A1001" in said
    assert last(stage).details["place"].endswith("大田村")


@pytest.mark.parametrize("between", ["谢谢", "低保怎么申请", "好的", "进度"])
def test_it_may_be_told_later_and_is_not_asked_again(line, stage, between):
    says(line, STRANGER, ILL + "住大田村")
    says(line, STRANGER, "1")
    assert "哪个乡镇" not in replied(says(line, STRANGER, between))
    says(line, STRANGER, "者海镇的", minutes=600)
    assert last(stage).area == TOWNSHIP


def test_the_second_report_of_a_stranger_does_not_ask_where_again(line, stage):
    says(line, STRANGER, ILL + "家在者海镇大田村")
    says(line, STRANGER, "1")
    assert "者海镇大田村" in replied(says(line, STRANGER, "我儿子考上大学，学费五千交不起"))
    says(line, STRANGER, "1")
    assert last(stage).area == TOWNSHIP


def test_a_neighbour_is_not_taken_to_live_where_the_writer_does(line):
    says(line, STRANGER, ILL + "家在者海镇大田村")
    says(line, STRANGER, "1")
    assert "哪个村" in replied(says(line, STRANGER, "隔壁老王家断粮了"))


def test_where_somebody_works_is_not_where_they_live(line, stage):
    says(line, STRANGER, ILL + "家在者海镇大田村")
    says(line, STRANGER, "我儿子在昆明市打工")
    says(line, STRANGER, "1")
    assert (last(stage).area, last(stage).details["place"]) == (TOWNSHIP, "者海镇大田村")


def test_a_township_put_right_after_sending_moves_the_case(line, stage):
    says(line, STRANGER, ILL + "家在者海镇大田村")
    says(line, STRANGER, "1")
    says(line, STRANGER, "写错了，是迤车镇的")
    assert (last(stage).area, last(stage).details["place"]) == ("530326103000", "迤车镇大田村")


def test_in_danger_a_village_alone_is_asked_for_its_township_and_once(line, stage):
    assert "哪个乡镇" in replied(says(line, STRANGER, "大田村的奶奶叫不醒"))
    assert "哪个乡镇" not in replied(says(line, STRANGER, "快点来"))
    says(line, STRANGER, "者海镇")
    assert last(stage).area == TOWNSHIP


def test_my_own_mother_after_a_neighbour_is_a_report_of_its_own(line, stage):
    says(line, STRANGER, "隔壁老王家断粮了，者海镇大田村的")
    says(line, STRANGER, "1")
    says(line, STRANGER, "我妈也病了")
    assert last(stage).relation == "neighbour"
    assert len(cases(stage)) == 1


def test_danger_after_a_report_asks_for_the_township_that_was_not_told(line, stage):
    says(line, STRANGER, ILL + "住大田村")
    says(line, STRANGER, "1")
    said = replied(says(line, STRANGER, "我妈叫不醒了"))
    assert "哪个乡镇" in said
    assert "哪个村" not in said
    says(line, STRANGER, "者海镇")
    assert (last(stage).area, last(stage).details["place"]) == (TOWNSHIP, "者海镇大田村")


def test_a_report_can_be_taken_back_while_its_township_is_asked(line):
    says(line, STRANGER, ILL + "住大田村")
    says(line, STRANGER, "1")
    assert "撤回A1001" in replied(says(line, STRANGER, "取消"))
