"""Two cases become one and two again: whose hours count, who has them, and what goes back where it came from."""

from bot.batch import Batch
from bot.store import cadres
from bot.store.cases import cases_under
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE
from tests.integration.at_work import DAY, HOME, QIAN, SUN, VILLAGE, ZHAO, says, to

SECOND_HOME = "+8613900000002"


def dues(stage):
    """What each case waits for, and by when."""
    deadlines = stage.parts.caseload.deadlines
    found = {}
    for case in stage.store.call(lambda tx: cases_under(tx, None)):
        due = deadlines.due(Batch(None, NOW, ZONE), case)
        found[case.number] = due and (due.what, due.at)
    return found


def two_reports(line, first, second, days=3):
    """Two households report, the second some days later."""
    line(do="household", address=SECOND_HOME, channel="sms", area=VILLAGE, household_id="H2")
    says(line, HOME, first)
    says(line, HOME, "1")
    line(days * 24 * 60)
    says(line, SECOND_HOME, second)
    says(line, SECOND_HOME, "1")


def test_relief_is_due_from_when_a_merged_case_became_an_emergency(stage, line):
    two_reports(line, "我妈查出肺癌，自己花了两万三", "家里没吃的了，娃饿了一天")
    says(line, ZHAO, "合并 A1002 A1001", minutes=90)
    assert dues(stage)["A1001"] == ("relief", NOW + 5 * DAY)  # the second was declared three days after the first


def test_a_case_that_was_an_emergency_already_keeps_its_hours(stage, line):
    two_reports(line, "家里没吃的了，娃饿了一天", "奶奶叫不醒了", days=1)
    says(line, ZHAO, "合并 A1002 A1001", minutes=90)
    assert dues(stage)["A1001"] == ("relief", NOW + 2 * DAY)


def test_a_case_that_turns_critical_by_its_own_household_is_due_from_then(stage, line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    says(line, HOME, "我妈吐血了，人快不行了", minutes=3 * 24 * 60)
    assert dues(stage) == {"A1001": ("relief", NOW + 5 * DAY)}


def test_a_household_that_is_watched_and_falls_into_need_is_helped_within_48_hours_again(stage, line):
    says(line, HOME, "我妈查出肺癌，自己花了两万三")
    says(line, HOME, "1")
    says(line, ZHAO, "办结 送了药")
    line(do="registry_case", case="A1001", status="monitored")
    assert dues(stage) == {"A1001": None}
    says(line, HOME, "我妈吐血了，人快不行了", minutes=10 * 24 * 60)
    assert dues(stage) == {"A1001": ("relief", NOW + 12 * DAY)}
    late = line(2 * 24 * 60)
    assert to(late, HOME)
    assert [each for each in to(late, QIAN) if "救助到位" in each["text"]]
    says(line, ZHAO, "1")
    says(line, ZHAO, "办结 送到县医院了")
    assert dues(stage) == {"A1001": None}


def cases(stage):
    return {case.number: case for case in stage.store.call(lambda tx: cases_under(tx, None))}


def test_what_becomes_critical_by_a_merger_is_alerted_anew_though_somebody_had_the_lighter_one(stage, line):
    two_reports(line, "我妈查出肺癌，自己花了两万三", "奶奶叫不醒了", days=1)
    says(line, ZHAO, "收到 A1001")
    merged = says(line, ZHAO, "合并 A1002 A1001", minutes=5)
    assert [each["case"] for each in to(merged, ZHAO, "alert")] == ["A1001"]
    assert cases(stage)["A1001"].acknowledged_by is None
    assert to(line(15), QIAN, "alert")


def test_whoever_has_the_graver_one_has_both_and_is_watched(stage, line):
    two_reports(line, "我妈查出肺癌，自己花了两万三", "奶奶叫不醒了", days=1)
    says(line, ZHAO, "收到 A1002")
    merged = says(line, ZHAO, "合并 A1002 A1001", minutes=5)
    assert not to(merged, ZHAO, "alert")
    assert cases(stage)["A1001"].acknowledged_name == "赵永福"
    assert [each for each in to(line(120), QIAN) if "2小时没有下文" in each["text"]]


def test_of_two_emergencies_the_one_somebody_has_answers_for_both(stage, line):
    two_reports(line, "我家着火了，老人还在里面", "奶奶叫不醒了", days=0)
    says(line, ZHAO, "收到 A1002")
    says(line, ZHAO, "合并 A1002 A1001", minutes=5)
    assert cases(stage)["A1001"].acknowledged_name == "赵永福"
    assert not to(line(60), QIAN, "alert")


def test_two_again_are_what_they_were(stage, line):
    two_reports(line, "我妈查出肺癌，自己花了两万三", "奶奶叫不醒了", days=1)
    before = cases(stage)
    says(line, ZHAO, "合并 A1002 A1001", minutes=5)
    assert cases(stage)["A1001"].urgency == "critical"
    says(line, ZHAO, "拆开 A1002", minutes=5)
    for number, case in cases(stage).items():
        for name in (
            "status",
            "urgency",
            "danger",
            "relation",
            "callback",
            "risk_types",
            "details",
            "due_on",
            "stages",
        ):
            assert getattr(case, name) == getattr(before[number], name), (number, name)
    assert to(line(15), QIAN, "alert")  # the emergency stands alone, and nobody has it


def test_what_was_said_since_a_merger_stays_when_it_is_undone(stage, line):
    two_reports(line, "我妈查出肺癌，自己花了两万三", "我爸腿摔断了，花了一万五", days=1)
    says(line, ZHAO, "合并 A1002 A1001", minutes=5)
    says(line, ZHAO, "A1001 已送到县医院")
    says(line, ZHAO, "拆开 A1002", minutes=5)
    kept = cases(stage)["A1001"]
    assert kept.risk_types == ("illness",)
    assert "县医院" in kept.details["cadre_note"]


def test_a_case_of_a_wide_place_takes_the_nearer_one_of_the_case_that_joins_it(stage, line):
    says(line, SUN, "排查 老王家断粮了")  # of the county, for all that is known
    says(line, HOME, "家里没吃的了，娃饿了一天")
    says(line, HOME, "1")
    merged = says(line, SUN, "合并 A1002 A1001", minutes=5)
    assert cases(stage)["A1001"].area == VILLAGE
    assert to(merged, ZHAO)
    says(line, SUN, "拆开 A1002", minutes=5)
    assert cases(stage)["A1001"].area == "530326"


def test_where_a_place_becomes_known_by_a_merger_its_village_is_alerted(stage, line):
    says(line, "+8613900000009", "我家着火了，老人还在里面")
    assert cases(stage)["A1001"].area is None
    says(line, HOME, "奶奶叫不醒了")
    merged = says(line, SUN, "合并 A1002 A1001", minutes=5)
    assert cases(stage)["A1001"].area == VILLAGE
    assert [each["case"] for each in to(merged, ZHAO, "alert")] == ["A1001"]


def test_a_township_without_anybody_does_not_swallow_the_silence(stage, line):
    stage.store.call(lambda tx: cadres.leave(tx, next(c.id for c in cadres.everybody(tx) if c.address == QIAN)))
    says(line, HOME, "我家着火了，老人还在里面")
    says(line, ZHAO, "1")
    assert [each for each in to(line(120), SUN) if "2小时没有下文" in each["text"]]
