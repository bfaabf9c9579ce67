"""A refusal that people do not agree with: the ways they say so, and what is no objection."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.engine import take_turn
from dialogs.flows import FLOWS
from dialogs.refusals import more_than_no
from dialogs.types import AskReview, CaseBrief, Known, Session, Turn
from tests.conftest import FRIDAY_MORNING as NOW

REFUSED = CaseBrief(
    "A1001", "rejected", "normal", ("illness",), None, {}, date(2026, 11, 16), NOW - timedelta(days=1), True,
    note="有车",
)  # fmt: skip


def reviewed(parts, said, case=REFUSED, session=None):
    meant = parts.understand(said, NOW)
    turn = Turn(said, meant.plain, meant, NOW, Known("sms", "530326106203", cases=(case,)))
    result = take_turn(session or Session(), turn, FLOWS)
    return [effect for effect in result.effects if isinstance(effect, AskReview)]


@pytest.mark.parametrize(
    "said",
    [
        "我不同意", "我不服", "不服气", "这个结果我不认", "我不接受", "不公平", "凭什么", "我有意见", "我要复核",
        "我不同意，车是借的", "凭什么，我一直在家", "我們家不同意", "我不服氣", "我要申請複核", "I don't agree",
        "I do not accept it", "that's not fair",
    ],
)  # fmt: skip
def test_not_agreeing_after_a_refusal_is_an_objection(parts, said):
    assert reviewed(parts, said)


@pytest.mark.parametrize(
    "said", ["怎么才能不同意", "能不能不同意？", "谢谢", "同意", "为什么没通过", "我要投诉村干部不公平，给他亲戚办了"]
)
def test_other_words_are_none(parts, said):
    assert not reviewed(parts, said)


def test_it_is_none_long_after_nor_where_nothing_was_refused(parts):
    assert not reviewed(parts, "我不同意", replace(REFUSED, changed_at=NOW - timedelta(days=90)))
    assert not reviewed(parts, "我不同意", replace(REFUSED, status="verifying", ended=False))


@pytest.mark.parametrize(
    ("said", "kept"),
    [("我不同意", ""), ("我还是不服啊！", ""), ("I don't agree", ""), ("我不服，车是借的", "我不服，车是借的")],
)
def test_the_township_hears_what_says_more_than_no(parts, said, kept):
    meant = parts.understand(said, NOW)
    assert more_than_no(Turn(said, meant.plain, meant, NOW, Known("sms"))) == kept
