"""A workbook of cadres: taken whole or not at all, every mistake named with its line."""

from datetime import timedelta

import pytest
from openpyxl import Workbook

from bot import cadre_book, reach, silence
from bot.cadre_book import BadWorkbook
from bot.store import cadres, people
from integrations.ports import Address
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE

HEADINGS = ["姓名", "区划代码", "级别", "渠道", "号码", "备用", "代理人", "请假从", "请假到", "值班"]
ZHAO = ["赵永福", "530326106203", "村", "短信", "13800000001"]
QIAN = ["钱秀兰", 530326106000, "乡镇", "", 13800000002]


@pytest.fixture
def book(tmp_path):
    def write(*lines, headings=HEADINGS):
        book = Workbook()
        book.active.append(headings)
        for line in lines:
            book.active.append(line)
        book.save(tmp_path / "cadres.xlsx")
        return cadre_book.read_rows(tmp_path / "cadres.xlsx", ZONE)

    return write


def everybody(store):
    return {cadre.name: cadre for cadre in store.call(cadres.everybody)}


def test_a_list_is_taken_with_areas_levels_channels_absence_and_rota(book, store):
    away = [*ZHAO, "telegram:99", "13800000002", "2026-11-20", "2026-11-22", "1-5 08:00-18:00"]
    taken = store.call(lambda tx: cadre_book.take(tx, book(away, QIAN)))
    assert (taken.new, taken.changed) == (2, 0)
    zhao, qian = everybody(store)["赵永福"], everybody(store)["钱秀兰"]
    assert (zhao.area, zhao.level, zhao.channel, zhao.address) == ("530326106203", "village", "sms", "+8613800000001")
    assert (qian.area, qian.level) == ("530326106", "township")
    assert (zhao.deputy, zhao.duty) == (qian.id, "1-5 08:00-18:00")
    assert zhao.away_until.astimezone(ZONE).isoformat() == "2026-11-23T00:00:00+08:00"
    assert [each.id for each in store.call(lambda tx: cadres.further_channels(tx, zhao.id))] == ["99"]


def test_the_same_list_again_changes_nothing_and_another_phone_keeps_the_cadre(book, store):
    store.call(lambda tx: cadre_book.take(tx, book(ZHAO, QIAN)))
    before = everybody(store)["赵永福"].id
    again = store.call(lambda tx: cadre_book.take(tx, book(ZHAO, QIAN)))
    assert (again.new, again.changed) == (0, 2)
    moved = store.call(lambda tx: cadre_book.take(tx, book([*ZHAO[:4], "13700000009"], QIAN)))
    assert moved.moved == ("赵永福",)
    assert (everybody(store)["赵永福"].id, everybody(store)["赵永福"].address) == (before, "+8613700000009")


def test_who_is_not_on_the_whole_list_leaves_the_post(book, store):
    store.call(lambda tx: cadre_book.take(tx, book(ZHAO, QIAN)))
    left = store.call(lambda tx: cadre_book.take(tx, book(QIAN), whole="530326"))
    assert left.left == ("赵永福",)
    assert not everybody(store)["赵永福"].active


def test_deputies_in_a_circle_are_named(book, store):
    first = [*ZHAO, "", "13800000002"]
    second = [*QIAN, "", "13800000001"]
    taken = store.call(lambda tx: cadre_book.take(tx, book(first, second)))
    assert taken.without_deputy == ("赵永福", "钱秀兰")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (["", *ZHAO[1:]], "name"),
        ([ZHAO[0], "abc", *ZHAO[2:]], "area code"),
        ([ZHAO[0], "大井村", *ZHAO[2:]], "'大井村' is no area code"),
        ([ZHAO[0], "993326106203", *ZHAO[2:]], "area code"),
        ([ZHAO[0], "530326106", *ZHAO[2:]], "township"),
        ([*ZHAO[:2], "省", *ZHAO[3:]], "level"),
        ([*ZHAO[:3], "鸽子", ZHAO[4]], "channel"),
        ([*ZHAO[:4], ""], "no number"),
        ([*ZHAO[:4], "12"], "phone number"),
        ([*ZHAO, "", "", "昨天"], "no day"),
        ([*ZHAO, "", "", "", "", "随时"], "shift"),
        (QIAN, "line 2 already"),
    ],
)
def test_every_mistake_is_named_with_its_line_and_nothing_is_taken(book, line, named):
    with pytest.raises(BadWorkbook, match=r"Line 3.*") as error:
        book(QIAN, line)
    assert named in str(error.value)


def test_wrong_columns_are_named(book):
    with pytest.raises(BadWorkbook, match="区划代码、级别、号码") as error:
        book(ZHAO, headings=["姓名", "住址", "单位"])
    assert "住址" in str(error.value)


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(BadWorkbook, match=r"x\.xlsx"):
        cadre_book.read_rows(tmp_path / "x.xlsx", ZONE)


def test_the_template_can_be_read(tmp_path):
    cadre_book.template().save(tmp_path / "t.xlsx")
    assert [row.name for row in cadre_book.read_rows(tmp_path / "t.xlsx", ZONE)] == ["张三"]


def test_a_cadre_who_never_acknowledged_anything_is_named(book, stage):
    stage.store.call(lambda tx: cadre_book.take(tx, book(ZHAO)))
    assert stage.store.call(lambda tx: silence.never_answered(tx, NOW + timedelta(days=30))) == []


@pytest.mark.parametrize("phone", ["号码", "手机", "手机号", "联系电话"])
def test_a_phone_is_found_under_the_names_lists_give_it(book, phone):
    (row,) = book(ZHAO, headings=["姓名", "区划代码", "级别", "渠道", phone])
    assert row.address.id == "+8613800000001"


def test_a_cadre_is_reached_once_a_household_of_the_area_is_known(book, store):
    store.call(lambda tx: cadre_book.take(tx, book(ZHAO, QIAN)))
    assert {cadre.name for cadre in store.call(reach.unreached)} == {"赵永福", "钱秀兰"}
    phone = Address("sms", "+8613900000001")
    store.call(lambda tx: people.enrol_household(tx, phone, "530326106999", None))
    assert [cadre.name for cadre in store.call(reach.unreached)] == ["赵永福"]
    store.call(lambda tx: people.enrol_household(tx, Address("sms", "+8613900000002"), "530326106203", None))
    assert store.call(reach.unreached) == []


@pytest.mark.parametrize(
    ("area", "heard_of"), [("530326106203", True), ("530326106", True), ("530326999203", False), ("530326", True)]
)
def test_a_township_that_no_list_has_is_noticed(area, heard_of):
    assert reach.is_unheard_of(area) is not heard_of
