"""What people at the edges of the ladder write, and who hears of it: nothing is lost and nothing untrue is said."""

from dataclasses import replace

import pytest

from bot.store import cadres
from bot.watch import Watch
from integrations.ports import Address
from tests.integration.at_work import HOME, QIAN, SUN, VILLAGE, ZHAO, says, to
from tests.integration.test_mergers import cases

NEW = "+8613800000009"


@pytest.fixture
def second(line):
    """A second cadre of the village, who came after the first report."""

    def comes():
        line(do="cadre", name="周二娃", channel="sms", address=NEW, area=VILLAGE, level="village")

    return comes


def replied(happened, address):
    return "".join(each["text"] for each in to(happened, address, "reply"))


def test_whoever_takes_a_case_has_it_though_nobody_had_alerted_them(line, second):
    says(line, HOME, "我家着火了，老人还在里面")
    second()
    says(line, NEW, "收到 A1001")
    assert to(says(line, HOME, "火烧到隔壁了"), NEW)
    assert "A1001" in replied(says(line, NEW, "我的"), NEW)
    assert "A1001" in replied(says(line, NEW, "出发"), NEW)


@pytest.mark.parametrize("words", ["收到A1009", "收到 A1009", "A1009收到", "a1009", "办结A1009 送了米"])
def test_a_number_that_is_nobodys_is_no_note_on_another_case(stage, line, words):
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    assert "没有A1009" in replied(says(line, ZHAO, words), ZHAO)
    assert "cadre_note" not in cases(stage)["A1001"].details


@pytest.mark.parametrize("words", ["不好，摔了一跤", "不太舒服，吃不下饭", "腿疼得很"])
def test_a_worrying_answer_to_a_check_in_is_seen_to(line, words):
    says(line, ZHAO, "报平安 13900000001 每3天")
    says(line, HOME, "1")
    line(3 * 24 * 60)
    said = says(line, HOME, words, minutes=60)
    assert [each for each in to(said, ZHAO) if words[:3] in each["text"]]


def test_a_task_that_climbed_says_so_and_is_on_the_list_of_who_it_climbed_to(line):
    says(line, ZHAO, "报平安 13900000001 每3天")
    says(line, HOME, "1")
    line(3 * 24 * 60)
    says(line, HOME, "不好，摔了一跤", minutes=60)
    assert "R1" not in replied(says(line, QIAN, "我的"), QIAN)
    assert [each for each in to(line(24 * 60), QIAN) if "还没人办" in each["text"]]
    for cadre in (QIAN, SUN):
        assert "R1" in replied(says(line, cadre, "我的"), cadre)


def test_after_a_complaint_whoever_it_is_about_is_not_the_one_who_calls(line):
    says(line, HOME, "我要投诉赵永福，收了我两百块")
    asked = says(line, HOME, "回我电话")
    assert not to(asked, ZHAO)
    assert to(asked, QIAN)
    assert to(says(line, HOME, "我要找人", minutes=8 * 24 * 60), ZHAO)


def test_what_a_household_is_told_of_the_next_level_is_so(stage, line):
    says(line, HOME, "家里没吃的了，娃饿了一天")
    assert "2小时没人回，就报到乡镇" in replied(says(line, HOME, "1"), HOME)
    says(line, ZHAO, "请假3天")
    line(do="household", address="+8613900000002", channel="sms", area=VILLAGE, household_id="H2")
    says(line, "+8613900000002", "家里没吃的了，娃饿了一天")
    assert "6小时没人回，就报到县里" in replied(says(line, "+8613900000002", "1"), "+8613900000002")
    stage.store.call(lambda tx: cadres.leave(tx, next(c.id for c in cadres.everybody(tx) if c.address == QIAN)))
    line(do="household", address="+8613900000003", channel="sms", area=VILLAGE, household_id="H3")
    says(line, "+8613900000003", "家里没吃的了，娃饿了一天")
    told = replied(says(line, "+8613900000003", "1"), "+8613900000003")
    assert "孙建军" in told
    assert "没人回" not in told


@pytest.mark.parametrize("words", ["复核", "我不服", "申诉", "申訴", "appeal"])
def test_a_second_objection_goes_to_the_county(line, words):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    says(line, ZHAO, "不通过 A1001 家里有两辆车")
    assert to(says(line, HOME, words), QIAN)
    says(line, QIAN, "维持 A1001 查过了")
    again = says(line, HOME, "复核")
    assert to(again, SUN)
    assert any(each in replied(again, HOME) for each in ("里的孙建军", "裡的孙建军", "of the county"))


def test_a_cadre_who_finds_somebody_in_danger_is_told_what_to_do_first(line):
    assert replied(says(line, ZHAO, "排查 李家着火了，老人在里面"), ZHAO).startswith("先出去，再打119")


@pytest.mark.parametrize(("words", "asked"), [("排查", "什么难处"), ("转 A1001", "转给谁")])
def test_an_order_that_lacks_something_is_asked_for_it(line, words, asked):
    says(line, HOME, "我家着火了，老人还在里面")
    assert asked in replied(says(line, ZHAO, words), ZHAO)


def test_an_emergency_handed_over_reads_as_one(line):
    says(line, HOME, "我家着火了，老人还在里面")
    (handed,) = to(says(line, ZHAO, "转 A1001 钱秀兰"), QIAN, "alert")
    assert handed["text"].startswith("急！")


def test_a_case_that_nobody_answers_is_told_to_the_operator_once(stage, line, parts):
    operator = Address("sms", "+8613700000000")
    stage.parts = replace(parts, watch=Watch((operator,)))
    line(do="household", address="+8613900000009", channel="sms", area="620102101201", household_id="H9")
    told = to(says(line, "+8613900000009", "我家着火了，老人还在里面"), operator.id)
    assert ["A1001" in each["text"] and "620102101201" in each["text"] for each in told] == [True]
    assert "着火" not in told[0]["text"]
    says(line, HOME, "奶奶叫不醒了")
    assert ["A1002" in each["text"] for each in to(line(80), operator.id)] == [True]


def test_of_many_cases_that_nobody_answers_the_operator_hears_together(stage, line, parts):
    operator = Address("sms", "+8613700000000")
    stage.parts = replace(parts, watch=Watch((operator,)))
    told = []
    for n in range(4):
        home = f"+861390000010{n}"
        line(do="household", address=home, channel="sms", area="620102101201", household_id=f"H1{n}")
        told += to(says(line, home, "我家着火了，老人还在里面", minutes=1), operator.id)
    told += to(line(10), operator.id)
    assert [("A1001" in each["text"], "3件" in each["text"]) for each in told] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("为啥子还没有消息，你们是不是骗人的", "不骗你"),
        ("钱什么时候到", "等着用钱，我懂"),
        ("还要等好久嘛", "等得急，我懂"),
        ("进度", "A1001"),
    ],
)
def test_who_asks_after_a_report_is_answered_in_their_tone_and_then_told_the_day(line, words, begins):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    told = replied(says(line, HOME, words, minutes=60), HOME)
    assert told.startswith(begins)
    assert "A1001（生病）" in told
    assert "11月27日" in told


@pytest.mark.parametrize("words", ["不晓得咋整", "我不知道怎么回", "A1001 不会弄", "这是啥子意思", "看不懂"])
def test_a_cadre_who_does_not_know_what_to_do_is_told_the_words_and_nothing_is_noted(stage, line, words):
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    assert "收到回1" in replied(says(line, ZHAO, words), ZHAO)
    assert "cadre_note" not in cases(stage)["A1001"].details


def test_a_step_that_is_not_next_names_the_one_that_is_and_whose_it_is(line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    assert "是：核实 A1001" in replied(says(line, ZHAO, "帮扶 A1001"), ZHAO)
    line(do="registry_case", case="A1001", status="township_check")
    assert "是：通过，由乡镇办" in replied(says(line, ZHAO, "帮扶 A1001"), ZHAO)
    assert "是：通过 A1001" in replied(says(line, QIAN, "帮扶 A1001"), QIAN)
    line(do="registry_case", case="A1001", status="county_approval")
    assert "是：通过，由县里办" in replied(says(line, QIAN, "帮扶 A1001"), QIAN)
    line(do="registry_case", case="A1001", status="withdrawn")
    assert replied(says(line, ZHAO, "帮扶 A1001"), ZHAO).endswith("下一步不是这个。")


def test_a_reason_is_told_as_the_cadre_wrote_it(line):
    reported(line)
    (told,) = to(says(line, ZHAO, "不通过，A1001，家里有两辆车，一辆是去年买的；存款：三万。"), HOME)
    assert "原因：家里有两辆车，一辆是去年买的；存款：三万。" in told["text"]
    assert "原因：家里有两辆车，一辆是去年买的；存款：三万。" in replied(says(line, HOME, "进度"), HOME)


def test_a_step_for_two_cases_is_made_in_both(line):
    reported(line)
    line(do="household", address="+8613900000002", channel="sms", area=VILLAGE, household_id="H2")
    says(line, "+8613900000002", "屋顶被风掀了，修要八千块")
    says(line, "+8613900000002", "1")
    done = says(line, ZHAO, "核实 A1001、A1002")
    assert [each["status"] for each in done if each.get("event") == "status"] == ["verifying", "verifying"]
    assert all(number in replied(done, ZHAO) for number in ("A1001", "A1002"))


def reported(line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
