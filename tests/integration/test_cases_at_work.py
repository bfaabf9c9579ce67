"""Cases at work through the whole system: channels that fail, digests, phones and posts that change, a silent line."""

from datetime import timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from bot import cadre_book, handing_over, numbers, outbox, watch
from bot import warnings as warning_book
from bot.batch import Batch
from bot.cadre_book import BadWorkbook
from bot.store import cadres, inbox, people
from bot.store.cases import cases_under
from bot.store.tables import tasks as tasks_table
from bot.watch import Watch
from bot.worker import take_due
from integrations.ports import Address, DeliveryReceipt, InboundMessage, MessageRejected
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE
from tests.fakes import FakeChannel
from tests.integration.at_work import COUNTY, DAY, HOME, HOUR, MINUTE, QIAN, SUN, TOWNSHIP, VILLAGE, ZHAO, says, to


def cadre(stage, address):
    return next(each for each in stage.store.call(cadres.everybody) if each.address == address)


def also_on_telegram(stage):
    zhao = cadre(stage, ZHAO).id
    stage.store.call(lambda tx: cadres.set_channels(tx, zhao, [Address("telegram", "77")]))


def send(stage, runner, channels):
    return runner.run(outbox.send_due(stage.store, channels, stage.parts, stage.clock))


def came_due(stage, runner):
    return runner.run(take_due(stage.store, stage.parts, stage.clock))


# ---------------------------------------------------------------- channels


def report(stage, words="我家着火了，老人还在里面"):
    """A report taken in, its turn taken, nothing sent yet."""
    message = InboundMessage("m1", Address("sms", HOME), words, stage.clock.now, stage.clock.now)
    stage.store.call(lambda tx: inbox.take_in(tx, [message]))


def taken(stage, runner):
    from bot.worker import take_waiting

    runner.run(take_waiting(stage.store, stage.parts, stage.clock))


def test_a_channel_that_refuses_is_followed_by_the_next(stage, line, runner):
    also_on_telegram(stage)
    sms, telegram = FakeChannel("sms"), FakeChannel("telegram")
    report(stage)
    taken(stage, runner)
    sms.failing = MessageRejected("no such number")
    send(stage, runner, {"sms": sms, "telegram": telegram})
    came_due(stage, runner)
    send(stage, runner, {"sms": sms, "telegram": telegram})
    assert [message.to.id for message in telegram.sent] == ["77"]
    assert "A1001" in telegram.sent[0].text


def test_a_level_that_cannot_be_reached_at_all_is_passed_over_at_once(stage, line, runner):
    sms = FakeChannel("sms")
    report(stage)
    taken(stage, runner)
    sms.failing = MessageRejected("no such number")
    send(stage, runner, {"sms": sms})
    sms.failing = None
    came_due(stage, runner)
    came_due(stage, runner)
    send(stage, runner, {"sms": sms})
    assert QIAN in [message.to.id for message in sms.sent]


def test_an_alert_that_was_not_delivered_is_seen_to_by_its_receipt(stage, line, runner):
    from bot.worker import keep

    also_on_telegram(stage)
    happened = says(line, HOME, "我家着火了，老人还在里面")
    assert to(happened, ZHAO, "alert")
    ids = [f"sms-{n}" for n in range(1, 10)]
    receipts = [DeliveryReceipt("sms", each, "failed", NOW, "unknown handset") for each in ids]
    stage.store.call(lambda tx: keep(tx, receipts))
    assert to(line(1), "77", "alert")


def test_a_critical_alert_without_an_answer_goes_on_every_channel_after_five_minutes(stage, line):
    also_on_telegram(stage)
    says(line, HOME, "我家着火了，老人还在里面")
    assert not to(line(4), "77")
    assert to(line(1), "77", "alert")
    happened = line(0, **{"from": "77"}, channel="telegram", text="1")
    assert [each["event"] for each in happened if "event" in each] == ["acknowledged"]


def test_the_first_answer_counts_and_the_second_hears_who_has_it(stage, line):
    line(do="cadre", name="李国华", channel="sms", address="+8613800000009", area=VILLAGE, level="village")
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    second = says(line, "+8613800000009", "收到 A1001")
    assert [each for each in second if each.get("event")] == []
    assert "赵永福" in to(second, "+8613800000009", "reply")[0]["text"]


def test_nobody_acknowledges_what_is_not_theirs(stage, line):
    line(do="cadre", name="外人", channel="sms", address="+8613800000008", area="530326107201", level="village")
    says(line, HOME, "我家着火了，老人还在里面")
    happened = says(line, "+8613800000008", "收到 A1001")
    assert [each for each in happened if each.get("event")] == []
    assert "张翠花" not in "".join(each["text"] for each in to(happened, "+8613800000008"))


def test_a_case_that_is_open_again_and_that_nobody_has_climbs_again(stage, line):
    says(line, HOME, "我家着火了，老人还在里面")
    line(1, do="registry_case", case="A1001", status="rejected")
    assert to(line(60), QIAN) == []
    again = line(1, do="registry_case", case="A1001", status="village_review")
    assert to(again, ZHAO, "alert")
    assert to(line(15), QIAN, "alert")


def test_a_term_that_is_over_when_it_begins_to_count_is_told_at_once(stage, line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    line(do="registry_case", case="A1001", status="rejected")
    again = line(40 * 24 * 60, do="registry_case", case="A1001", status="village_review")
    told = [each["to"] for each in [*again, *line(2)] if "应在12月11日" in each.get("text", "")]
    assert sorted(told) == sorted([HOME, ZHAO, QIAN])
    assert not [each for each in says(line, ZHAO, "1", minutes=2) if "应在12月11日" in each.get("text", "")]


def test_a_complaint_about_somebody_who_is_away_still_goes_above_them(stage, line):
    says(line, QIAN, "请假3天")
    happened = says(line, HOME, "我要投诉钱秀兰收钱办事，请回我电话", minutes=2)
    assert to(happened, SUN, "notice")
    assert HOME in to(happened, SUN, "notice")[0]["text"]
    assert to(happened, QIAN) == to(happened, ZHAO) == []


# ---------------------------------------------------------------- posts, phones, households


def test_a_changed_phone_takes_every_open_case_along(stage, line):
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    moved = says(line, ZHAO, "换号 13700001111")
    assert to(moved, "+8613700001111", "notice")
    happened = says(line, "+8613700001111", "到了")
    assert [each["event"] for each in happened if "event" in each] == ["updated"]
    assert cadre(stage, "+8613700001111").name == "赵永福"


def test_the_phone_of_another_cadre_is_not_taken(stage, line):
    assert "别的干部" in to(says(line, ZHAO, f"换号 {QIAN}"), ZHAO)[0]["text"]


def test_who_leaves_the_list_hands_everything_over(stage, line, tmp_path, runner):
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    book = Workbook()
    book.active.append(["姓名", "区划代码", "级别", "号码"])
    for row in (
        ["李国华", VILLAGE, "村", "13800000009"],
        ["钱秀兰", TOWNSHIP, "乡镇", QIAN],
        ["孙建军", COUNTY, "县", SUN],
    ):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    rows = cadre_book.read_rows(tmp_path / "list.xlsx", ZONE)
    assert stage.store.call(lambda tx: cadre_book.take(tx, rows, whole=COUNTY)).left == ("赵永福",)
    stage.store.call(lambda tx: handing_over.left_their_post(tx, stage.parts, stage.clock.now))
    assert to(line(1), "+8613800000009", "alert")
    assert stage.store.call(lambda tx: handing_over.all_cases(tx, stage.parts, NOW, "nobody", QIAN)) is None


def test_a_phone_of_two_households_sees_both_and_reports_for_the_place_it_names(stage, line):
    other = "530326106204"
    line(do="household", address=HOME, channel="sms", area=other, household_id="H2")
    line(do="household", address="+8613900000002", channel="sms", area=other, household_id="H2")
    says(line, "+8613900000002", "我妈查出肺癌，自己花了两万三")
    says(line, "+8613900000002", "1")
    assert "A1001" in to(says(line, HOME, "进度"), HOME, "reply")[0]["text"]
    assert "A1001" not in to(says(line, HOME, "退订"), HOME)[0]["text"]


def test_a_household_enrolled_again_keeps_its_wish_not_to_be_written_to(stage, line):
    says(line, HOME, "退订")
    line(do="household", address=HOME, channel="sms", area=VILLAGE, household_id="H1", name="张翠花")
    key = stage.store.call(lambda tx: inbox.conversation_key(tx, Address("sms", HOME)))
    assert stage.store.call(lambda tx: people.load_people(tx, [key]))[key].opted_out


# ---------------------------------------------------------------- the line itself


def arrived(stage, at, many=1):
    messages = [InboundMessage(f"{at}{n}", Address("sms", f"x{n}"), "你好", at, at) for n in range(many)]
    stage.store.call(lambda tx: inbox.take_in(tx, messages))


def looked(stage, at, watching):
    def work(tx):
        batch = Batch(tx, at, ZONE)
        found = watch.look(batch, watching)
        batch.write()
        return found

    return stage.store.call(work)


def test_a_line_that_is_silent_against_the_usual_is_told_once_and_its_return_too(stage):
    watching = Watch((Address("sms", "+8613800009999"),))
    for week in (1, 2, 3):
        arrived(stage, NOW - timedelta(weeks=week) - HOUR, 10)
    assert "3小时没有一条消息" in looked(stage, NOW, watching)[0]
    assert looked(stage, NOW + MINUTE, watching) == []
    arrived(stage, NOW + 2 * MINUTE)
    assert "又有消息" in looked(stage, NOW + 3 * MINUTE, watching)[0]


def test_a_line_that_is_usually_quiet_raises_no_alarm(stage):
    arrived(stage, NOW - timedelta(weeks=1) - HOUR, 2)
    assert looked(stage, NOW, Watch(())) == []


def test_a_test_message_that_does_not_come_back_is_told(stage):
    echo = Address("sms", "+8613800008888")
    watching = Watch((Address("sms", "+8613800009999"),), echo)
    assert looked(stage, NOW, watching) == []
    back = InboundMessage("e1", echo, "HEARTHLINE TEST", NOW + MINUTE, NOW + MINUTE)
    stage.store.call(lambda tx: inbox.take_in(tx, [back]))
    assert looked(stage, NOW + HOUR, watching) == []
    assert looked(stage, NOW + 7 * HOUR, watching) == []  # another one goes out
    assert "没有回来" in looked(stage, NOW + 8 * HOUR, watching)[0]
    assert looked(stage, NOW + 9 * HOUR, watching) == []


def test_a_cadre_who_never_answers_is_named_to_the_operators(stage, line):
    for n in range(3):
        line(n, do="household", address=f"+86139000001{n}", channel="sms", area=VILLAGE, household_id=f"N{n}")
        says(line, f"+86139000001{n}", "我家着火了，老人还在里面")
    says(line, QIAN, "收到 A1001")
    found = looked(stage, NOW + 9 * DAY, Watch((Address("sms", "+8613800009999"),)))
    assert "赵永福" in found[0]
    assert "钱秀兰" not in found[0]


# ---------------------------------------------------------------- numbers, warnings


def test_the_numbers_count_answers_visits_decisions_and_what_came_back(stage, line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    says(line, ZHAO, "1", minutes=60)
    says(line, ZHAO, "到了", minutes=60)
    line(60, do="registry_case", case="A1001", status="monitored")
    line(0, do="registry_case", case="A1001", status="risk_cleared")
    says(line, SUN, "回退 A1001 又住院了")
    profiles = stage.parts.caseload.deadlines.profiles
    lines = stage.store.call(lambda tx: numbers.lines(tx, profiles, ZONE, stage.clock.now, None))
    whole = lines[0]
    assert (whole["cases"], whole["acknowledged_h"], whole["visited_h"], whole["decided_h"]) == (1, 1.0, 2.0, 3.0)
    assert (whole["came_back"], whole["overdue"], whole["satisfied"]) == (1, 0, None)
    assert [each["of"] for each in lines] == ["all", "53", "illness"]
    below = stage.store.call(lambda tx: numbers.lines(tx, profiles, ZONE, stage.clock.now, TOWNSHIP))
    assert below[1]["of"] == VILLAGE


def warnings_book(path, *rows, headings=("区划代码", "姓名", "预警内容", "部门")):
    book = Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_warning_of_a_department_is_a_task_that_climbs_until_it_is_done(stage, line, tmp_path):
    rows = warning_book.read_rows(warnings_book(tmp_path / "w.xlsx", [VILLAGE, "王老五", "住院自费超过3万", "医保局"]))
    stage.store.call(lambda tx: warning_book.give(tx, ZONE, rows, stage.clock.now))
    assert "王老五" in to(line(1), ZHAO, "notice")[0]["text"]
    happened = line(8 * 24 * 60)
    assert [each for each in to(happened, QIAN, "notice") if "R1" in each["text"]]
    assert "没有R9" in to(says(line, ZHAO, "R9 看了"), ZHAO)[0]["text"]
    says(line, ZHAO, "R1 核实了，已报销")
    done = stage.store.call(lambda tx: tx.connection.execute(select(tasks_table.c.status)).scalars().all())
    assert done == ["done"]


@pytest.mark.parametrize(
    ("rows", "headings", "named"),
    [
        ([["abc", "王老五", "住院"]], ("区划代码", "姓名", "预警内容"), "Line 2"),
        ([[VILLAGE, "", "住院"]], ("区划代码", "姓名", "预警内容"), "Line 2"),
        ([], ("村", "名"), "lacks"),
    ],
)
def test_a_workbook_of_warnings_with_a_mistake_gives_nothing(tmp_path, rows, headings, named):
    with pytest.raises(BadWorkbook, match=named):
        warning_book.read_rows(warnings_book(tmp_path / "w.xlsx", *rows, headings=headings))


def test_a_household_found_without_a_phone_is_the_cadres_own_case(stage, line):
    says(line, ZHAO, "排查 村东头王家 老人摔断腿没人照顾")
    case = stage.store.call(lambda tx: cases_under(tx, VILLAGE))[0]
    assert (case.found_by, case.acknowledged_name, case.area) == ("cadre", "赵永福", VILLAGE)
