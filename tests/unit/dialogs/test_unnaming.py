"""Whoever complains wants no name in it, in the ways people say so."""

import pytest

from dialogs.unnaming import UNNAMED, is_unnaming


@pytest.mark.parametrize(
    "said",
    [
        "匿名", "别说是我", "千万别跟他说是我举报的", "莫讲是我", "不要告诉村里是我", "别提我名字", "我不想留名字",
        "请匿名处理，谢谢", "算了，要保密", "please keep my name out of it", "don't say it was me", "anonymous please",
    ],
)  # fmt: skip
def test_it_is_heard_where_nothing_else_is_said(said):
    assert is_unnaming(said)


@pytest.mark.parametrize(
    "said", ["别说我家没吃的，连水都没有", "别告诉我没钱", "他们不保密，到处说我家的事", "别打我电话", "我的名字写错了"]
)
def test_other_words_stay_as_they_are(said):
    assert not UNNAMED.search(said)


def test_beside_a_complaint_it_is_no_message_of_its_own():
    assert UNNAMED.search("投诉赵永福收了我两百块，匿名")
    assert not is_unnaming("投诉赵永福收了我两百块，匿名")
