"""What cadres write, with its errors and in its own time: nothing is lost, and what waits for them is on their list."""

import pytest

from bot.silence import never_answered
from tests.conftest import FRIDAY_MORNING as NOW
from tests.integration.at_work import COUNTY, DAY, HOME, QIAN, SUN, VILLAGE, ZHAO, says, to

SECOND = "+8613900000002"


@pytest.fixture
def two(line):
    """Two reports of one village."""
    line(do="household", address=SECOND, channel="sms", area=VILLAGE, household_id="H2", name="李大山")
    for home, words in ((HOME, "我妈查出肺癌，自己花了两万三"), (SECOND, "屋顶被大风掀了，修要八千块")):
        says(line, home, words)
        says(line, home, "1")


def replied(happened, address):
    return "".join(each["text"] for each in to(happened, address, "reply"))


def events(happened, event):
    return [each["case"] for each in happened if each.get("event") == event]


def at_township(line):
    for words in ("核实 A1001", "评议 A1001"):
        says(line, ZHAO, words)
    line(6 * 24 * 60)
    says(line, ZHAO, "报镇 A1001")


@pytest.mark.parametrize("words", ["受到A1001和A1002", "收到 A1001、A1002", "A1001 A1002", "1 a1001,a1002"])
def test_two_cases_are_acknowledged_at_once(line, two, words):
    assert events(says(line, ZHAO, words), "acknowledged") == ["A1001", "A1002"]


@pytest.mark.parametrize("words", ["在忙，晚点去", "我在县城开会", "去不了", "没空", "i can't come", "明天去"])
def test_who_cannot_come_does_not_stop_the_ladder(line, words):
    says(line, HOME, "我家着火了，老人还在里面")
    happened = says(line, ZHAO, words)
    assert not events(happened, "acknowledged")
    assert "赵永福去不了" in to(happened, QIAN, "alert")[0]["text"]
    assert "赵永福" not in "".join(each["text"] for each in to(happened, HOME))
    assert "上一级" in replied(happened, ZHAO)
    assert events(says(line, ZHAO, "1"), "acknowledged") == ["A1001"]


@pytest.mark.parametrize("words", ["等下就到", "一会儿到", "马上去"])
def test_who_comes_soon_has_it(line, words):
    says(line, HOME, "我家着火了，老人还在里面")
    assert events(says(line, ZHAO, words), "acknowledged") == ["A1001"]


def test_the_last_level_that_cannot_come_is_told_that_it_still_waits(line):
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "去不了")
    says(line, QIAN, "去不了")
    happened = says(line, SUN, "走不开")
    assert "A1001还没人接" in replied(happened, SUN)
    assert not events(happened, "acknowledged")


def test_what_waits_for_a_level_is_on_its_list_until_it_is_decided(line, two):
    at_township(line)
    assert "A1001 生病 审定" in replied(says(line, QIAN, "我的"), QIAN)
    assert "没有待办" in replied(says(line, SUN, "我的"), SUN)
    says(line, QIAN, "通过 A1001")
    assert "没有待办" in replied(says(line, QIAN, "我的"), QIAN)
    assert "A1001" in replied(says(line, SUN, "我的"), SUN)


def test_the_morning_names_what_is_to_be_decided(line, two):
    at_township(line)
    digest = to(line(24 * 60), QIAN, "notice")
    assert any("1件等你审" in each["text"] for each in digest)


def test_an_objection_is_on_the_list_of_who_is_to_look(line, two):
    says(line, ZHAO, "不通过 A1001 家里有两辆车")
    says(line, HOME, "我不服")
    assert "A1001 生病 等复核" in replied(says(line, QIAN, "我的"), QIAN)
    assert "维持 A1001 原因" in replied(says(line, QIAN, "复核 A1001"), QIAN)
    says(line, QIAN, "维持 A1001 查过了")
    assert "没有待办" in replied(says(line, QIAN, "我的"), QIAN)


def test_help_that_did_not_come_is_on_the_list_above(line, two):
    says(line, ZHAO, "收到 A1001")
    says(line, ZHAO, "办结 A1001 送了米")
    says(line, HOME, "2")
    assert "家里说帮助没到" in replied(says(line, QIAN, "我的"), QIAN)
    says(line, ZHAO, "办结 A1001 米送到了手上")
    assert "没有待办" in replied(says(line, QIAN, "我的"), QIAN)


def test_a_late_acknowledgement_hears_who_has_it(line):
    says(line, HOME, "我家着火了，老人还在里面")
    line(16)
    says(line, QIAN, "1")
    assert "钱秀兰" in replied(says(line, ZHAO, "收到"), ZHAO)


def test_a_cadre_who_only_makes_steps_is_not_silent(stage, line, two):
    at_township(line)
    says(line, QIAN, "通过 A1001")
    assert "钱秀兰" not in stage.store.call(lambda tx: never_answered(tx, NOW + 30 * DAY))
    assert COUNTY == "530326"


def test_a_step_written_by_its_sound_is_made(line, two):
    says(line, ZHAO, "和实 A1001")
    happened = says(line, ZHAO, "平议A1001")
    assert [each["status"] for each in happened if each.get("event") == "status"] == ["village_review"]


def test_a_task_is_named_without_a_blank(line, two):
    assert "R2" in replied(says(line, ZHAO, "走访R2 不在家"), ZHAO)


def test_a_household_found_without_a_phone_is_known_again_by_its_words(line):
    says(line, ZHAO, "排查 赵家婆婆一个人住，瘫痪在床没人管饭，没电话")
    told = to(line(48 * 60), ZHAO, "notice")
    assert any("赵家婆婆一个人住" in each["text"] for each in told)


def test_an_emergency_that_is_over_is_not_handed_over_as_one(line):
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    says(line, ZHAO, "办结 火灭了，人没事")
    (handed,) = to(says(line, ZHAO, "转 A1001 钱秀兰"), QIAN, "alert")
    assert not handed["text"].startswith("急！")


def test_who_checks_at_the_home_has_the_case(line, two):
    says(line, ZHAO, "核实 A1001")
    says(line, ZHAO, "走访 A1002 雨布盖好了")
    assert not to(line(8 * 24 * 60), QIAN, "alert")


def test_a_level_with_one_case_to_decide_need_not_name_it(line, two):
    at_township(line)
    assert "县里正在审定" in replied(says(line, QIAN, "通过"), QIAN)
    assert "批下来了" in replied(says(line, SUN, "审定"), SUN)


def test_who_makes_the_step_below_hears_that_the_next_is_theirs(line, two):
    at_township(line)
    assert "到你这里了" in replied(says(line, SUN, "通过 A1001"), SUN)


def test_an_upheld_objection_begins_its_time_anew(line, two):
    says(line, ZHAO, "核实 A1001")
    says(line, ZHAO, "不通过 A1001 家里有两辆车")
    line(40 * 24 * 60)
    says(line, HOME, "我不服，车是借的")
    happened = says(line, QIAN, "成立 A1001")
    assert "最晚1月6日" in to(happened, HOME)[0]["text"]
    assert "晚了" not in replied(says(line, HOME, "进度"), HOME)


def test_a_task_is_taken_by_the_word_received(line):
    says(line, ZHAO, f"报平安 {HOME} 每1天")
    says(line, HOME, "1")
    line(3 * 24 * 60)
    assert "R1归你" in replied(says(line, ZHAO, "收到 R1"), ZHAO)


def test_two_cases_are_handed_over_at_once(line, two):
    says(line, ZHAO, "收到 A1001 A1002")
    happened = says(line, ZHAO, "转 A1001、A1002 钱秀兰")
    assert len(to(happened, QIAN, "alert")) == 2


@pytest.mark.parametrize("words", ["没有这回事", "我没报过", "搞错了，我家没事", "我不想报"])
def test_a_household_that_denies_what_a_cadre_reported_is_asked_and_heard(line, words):
    says(line, ZHAO, f"排查 王家断粮了 电话{HOME[3:]}")
    assert "撤回A1001" in replied(says(line, HOME, words), HOME)
    assert any("A1001" in each["text"] for each in to(says(line, HOME, "1"), ZHAO))


def cleared(line, says_home):
    """A case watched for more than half a year, and the township asks the household whether it is over."""
    at_township(line)
    says(line, QIAN, "通过 A1001")
    says(line, SUN, "通过 A1001")
    says(line, ZHAO, "帮扶 A1001 报销了")
    line(190 * 24 * 60)
    says(line, QIAN, "消除 A1001 收入稳定，支出已清")
    return says(line, HOME, says_home)


def test_a_no_with_its_reason_is_a_no(line, two):
    happened = cleared(line, "还没有，药费还欠着三千")
    (told,) = to(happened, QIAN, "notice")
    assert "药费还欠着三千" in told["text"]
    assert "A1001不解除" in replied(happened, HOME) or "A1001" in replied(happened, HOME)
    assert not events(happened, "status")


def test_a_yes_reaches_who_asked_and_who_closes(line, two):
    happened = cleared(line, "是的，谢谢你们")
    assert "家里人同意" in "".join(each["text"] for each in to(happened, QIAN, "notice"))
    assert "结案 A1001" in "".join(each["text"] for each in to(happened, SUN, "notice"))
    assert "办结了" in replied(says(line, SUN, "结案"), SUN)


def test_a_bad_score_is_made_one_without_a_name_by_a_second_message(line, two):
    cleared(line, "1")
    line(24 * 60)
    says(line, SUN, "结案 A1001")
    says(line, HOME, "3")
    happened = says(line, HOME, "匿名")
    assert "别告诉任何人" in to(happened, QIAN, "notice")[0]["text"]
    assert "钱秀兰" in replied(happened, HOME)


def test_a_need_told_in_a_check_in_is_a_task_and_a_report_in_one(line):
    says(line, ZHAO, f"报平安 {HOME} 每1天")
    says(line, HOME, "1")
    line(24 * 60)
    happened = says(line, HOME, "不好，两天没饭吃了")
    assert "两天没饭吃" in to(happened, ZHAO, "notice")[0]["text"]
    assert "对吗" in replied(happened, HOME)


def test_what_came_back_is_told_as_that(line, two):
    cleared(line, "1")
    assert "重新纳入监测" in replied(says(line, ZHAO, "回退 A1001 又住院了，欠了三万"), ZHAO)


def test_a_step_needs_no_number_where_one_alert_waits(line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    assert events(says(line, ZHAO, "核实"), "acknowledged") == ["A1001"]


@pytest.mark.parametrize("words", ["收到全部", "都收到了", "全部知道了", "1全部"])
def test_all_of_them_are_acknowledged_by_one_word(line, two, words):
    happened = says(line, ZHAO, words)
    assert events(happened, "acknowledged") == ["A1002", "A1001"]
    assert "A1001" in replied(happened, ZHAO)
    assert len(to(happened, ZHAO, "reply")) == 1


def test_at_night_a_cadre_hears_when_the_household_is_told(line, two):
    line(12 * 60)
    assert "早上再告诉家里人" in replied(says(line, ZHAO, "收到 A1001"), ZHAO)
    assert "告诉了家里人" not in replied(says(line, ZHAO, "出发 A1001"), ZHAO)
    assert "早上再告诉家里人" in replied(says(line, ZHAO, "核实 A1001"), ZHAO)
    told = "".join(each["text"] for each in to(line(10 * 60), HOME))
    assert "接到A1001" in told
    assert "已经出发" not in told


def test_who_goes_away_hears_what_stays_with_them(line, two):
    says(line, ZHAO, "收到 A1001 A1002")
    assert "还有2件没办完" in replied(says(line, ZHAO, "请假3天"), ZHAO)


def test_an_incident_told_in_the_morning_names_its_day(line, two):
    line(11 * 60)
    for number in range(3, 7):
        home = f"+861390000000{number}"
        line(do="household", address=home, channel="sms", area=VILLAGE, household_id=f"H{number}")
        says(line, home, "洪水把我家院墙冲垮了，猪都冲走了")
        says(line, home, "1")
    told = "".join(each["text"] for each in to(line(11 * 60), QIAN))
    assert "11月20日" in told
    assert "今天已有" not in told


@pytest.mark.parametrize("words", ["谢谢", "你好", "辛苦了", "Thanks"])
def test_a_kind_word_is_no_note_on_a_case(line, two, words):
    says(line, ZHAO, "收到 A1001")
    happened = says(line, ZHAO, words)
    assert not events(happened, "updated")
    assert "还没回的：A1002" in replied(happened, ZHAO)


def test_orders_that_lack_a_name_or_a_number_are_still_orders(line, two):
    says(line, ZHAO, "收到 A1001")
    assert "请到哪天" in replied(says(line, ZHAO, "我要请假"), ZHAO)
    assert "交给谁" in replied(says(line, ZHAO, "交接"), ZHAO)


def test_one_case_in_hand_is_handed_over_without_its_number(line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    says(line, ZHAO, "1")
    assert "A1001转给钱秀兰" in replied(says(line, ZHAO, "转给钱秀兰"), ZHAO)


def test_two_homes_with_different_troubles_are_joined_only_where_it_is_meant(line, two):
    happened = says(line, ZHAO, "合并 A1002 A1001")
    assert not events(happened, "merged")
    assert "确认" in replied(happened, ZHAO)
    assert events(says(line, ZHAO, "合并 A1002 A1001 确认"), "merged") == ["A1002"]


def test_a_step_on_a_joined_case_is_made_in_the_one_it_was_joined_to(line, two):
    says(line, ZHAO, "合并 A1002 A1001 确认")
    happened = says(line, ZHAO, "核实 A1002")
    assert [each["case"] for each in happened if each.get("event") == "status"] == ["A1001"]


def test_what_does_not_rest_does_not_go_on_and_what_is_over_does_not_rest(line, two):
    assert "没有暂停" in replied(says(line, ZHAO, "继续 A1001"), ZHAO)
    says(line, ZHAO, "不通过 A1002 没人住")
    assert "已经结束" in replied(says(line, ZHAO, "暂停 A1002 等报告"), ZHAO)


def test_what_no_list_has_a_word_for_is_told_in_its_own_words(line):
    says(line, HOME, "家里断粮两天了")
    says(line, HOME, "1")
    assert "A1001（“家里断粮两天了”）" in replied(says(line, HOME, "进度"), HOME)
    assert "A1001 “家里断粮两天了”" in replied(says(line, ZHAO, "我的"), ZHAO)


def test_who_cannot_come_at_night_for_what_waits_wakes_nobody(line):
    line(11 * 60 + 30)
    says(line, HOME, "家里没吃的了，娃饿了一天")
    says(line, HOME, "1")
    happened = says(line, ZHAO, "去不了", minutes=10)
    assert not to(happened, QIAN)
    assert "早上报给上一级" in replied(happened, ZHAO)
    morning = line(9 * 60 + 30)
    assert "赵永福去不了" in to(morning, QIAN, "alert")[0]["text"]
    assert not to(morning, SUN, "alert")


def test_relief_is_due_anew_after_an_upheld_objection(line):
    says(line, HOME, "家里没吃的了，娃饿了一天")
    says(line, HOME, "1")
    says(line, ZHAO, "不通过 A1001 不够条件")
    line(30 * 24 * 60)
    says(line, HOME, "我不服")
    assert "最晚12月22日" in to(says(line, QIAN, "成立 A1001"), HOME)[0]["text"]


def test_who_has_a_case_hears_what_those_above_decide(line, two):
    at_township(line)
    told = to(says(line, QIAN, "不通过 A1001 家里有车，是新的"), ZHAO, "notice")
    assert "家里有车，是新的" in told[0]["text"]
    says(line, HOME, "我不服", minutes=5)
    told = to(says(line, QIAN, "成立", minutes=5), ZHAO, "notice")
    assert "重新核实" in told[0]["text"]


def test_of_several_to_decide_the_numbers_are_named(line, two):
    for words in ("核实 A1001 A1002", "评议 A1001 A1002"):
        says(line, ZHAO, words)
    line(6 * 24 * 60)
    says(line, ZHAO, "报镇 A1001 A1002")
    assert "A1001，A1002" in replied(says(line, QIAN, "通过"), QIAN)


DANGERS = ((HOME, "我公公被开水烫了半身，人直抖"), (SECOND, "我奶奶吃饭噎住了，脸发紫，出不了气"))


@pytest.fixture
def alarms(line):
    """Two homes in danger of one village, the first of them told."""
    line(do="household", address=SECOND, channel="sms", area=VILLAGE, household_id="H2", name="李大山")
    says(line, *DANGERS[0])


def test_a_step_without_a_number_is_not_put_on_a_case_that_is_past_it(line, alarms):
    for word in ("收到", "出发", "办结"):
        says(line, ZHAO, word)
    says(line, *DANGERS[1])
    happened = says(line, ZHAO, "出发")
    assert events(happened, "acknowledged") == ["A1002"]
    assert to(happened, SECOND, "notice")
    assert not to(happened, HOME, "notice")


@pytest.mark.parametrize("words", ["收到，谢谢", "ok收到", "回1", "好的收到", "【收到】", "一", "👌", "收到 辛苦了"])
def test_an_alert_is_answered_in_any_spelling_though_another_case_is_theirs(line, alarms, words):
    says(line, ZHAO, "收到")
    says(line, *DANGERS[1])
    assert events(says(line, ZHAO, words), "acknowledged") == ["A1002"]
