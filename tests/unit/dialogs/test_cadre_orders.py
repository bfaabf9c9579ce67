"""What cadres order, forgiving about what stands around it."""

from datetime import date

import pytest

from dialogs.cadre_orders import days_until, first_name, read_order

TODAY = date(2026, 11, 20)


def order(said):
    return read_order(said.lower(), said, TODAY)


@pytest.mark.parametrize(
    ("said", "kind", "cases", "name"),
    [
        ("转 A1001 李四", "hand_over", (1001,), "李四"),
        ("A1001 转给 李四", "hand_over", (1001,), "李四"),
        ("转给李国华 A1001", "hand_over", (1001,), "李国华"),
        ("转交A1001给李四", "hand_over", (1001,), "李四"),
        ("转 A1001、A1002 给李四", "hand_over", (1001, 1002), "李四"),
        ("交接 李四", "hand_over_all", (), "李四"),
        ("全部转给李四", "hand_over_all", (), "李四"),
    ],
)
def test_a_case_or_all_of_them_are_handed_over(said, kind, cases, name):
    found = order(said)
    assert (found.kind, found.cases, found.name) == (kind, cases, name)


@pytest.mark.parametrize(
    ("said", "until", "name"),
    [
        ("请假3天", date(2026, 11, 23), ""),
        ("请假到12月5日 李四代", date(2026, 12, 5), "李四"),
        ("请假到12月5日李四代", date(2026, 12, 5), "李四"),
        ("请假3天李四代", date(2026, 11, 23), "李四"),
        ("出差到1月3日，由王小明代", date(2027, 1, 3), "王小明"),
        ("请假", None, ""),
        ("请假到13月40日", None, ""),
    ],
)
def test_an_absence_has_its_last_day_and_who_stands_in(said, until, name):
    found = order(said)
    assert (found.kind, days_until(found, TODAY), found.name) == ("away", until, name)


def test_another_phone_a_household_found_a_task_done():
    assert (order("换号 13900001111").kind, order("换号 13900001111").phone) == ("move", "13900001111")
    assert order("销假").kind == "back"
    assert order("排查 新田村 张三家 奶奶瘫痪没人照顾").words == "新田村 张三家 奶奶瘫痪没人照顾"
    assert order("排查，王家断粮了，两个娃，电话13900001111").words == "王家断粮了，两个娃，电话13900001111"
    assert first_name(order("转 A1001，李四，他离得近").name) == "李四"
    assert (order("R12 老人好着").task, order("走访R12 老人好着").words) == (12, "老人好着")


@pytest.mark.parametrize(
    "said", ["1", "收到", "转院了", "转到县医院了", "到了", "办结 送了米", "排查完了", "请 假如", ""]
)
def test_what_orders_nothing_is_left_to_the_other_words(said):
    assert order(said) is None
