"""Reported for somebody else: their own word is asked at the visit, kept with the case, and has its consequence."""

import asyncio
from datetime import timedelta

import pytest

from bot import consent as consents
from bot import export, notice_board, outbox
from bot.batch import Batch
from bot.store.audit import first_broken, read_since
from bot.store.cases import cases_under
from bot.store.people import cadres_by_id
from integrations.ports import Address
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE

VILLAGE = "530326106203"
ZHAO, QIAN = "+8613800000001", "+8613800000002"
NEIGHBOUR, HERSELF, DAUGHTER = "+8613900000001", "+8613900000002", "+8613900000003"
DAY = 24 * 60


class Registry:
    """Keeps what it is given, in the order it came."""

    name = "kept"

    def __init__(self):
        self.records = []

    async def upsert_case(self, record):
        self.records.append(record)


@pytest.fixture
def line(stage):
    """Plays a line of a script: `line(minutes, **line)`."""
    now = [NOW]
    with asyncio.Runner() as runner:

        def play(minutes=0, **what):
            now[0] += timedelta(minutes=minutes)
            return runner.run(stage.play({"at": now[0], **(what or {"do": "tick"})}))

        play(do="cadre", name="赵永福", channel="sms", address=ZHAO, area=VILLAGE, level="village")
        play(do="cadre", name="钱秀兰", channel="sms", address=QIAN, area="530326106", level="township")
        play(do="household", address=NEIGHBOUR, channel="sms", area=VILLAGE, household_id="H1", name="吴桂兰")
        yield play


def says(line, who, words, minutes=0):
    happened = line(minutes, **{"from": who}, channel="sms", text=words)
    return "\n".join(each["text"] for each in happened if each.get("to") == who)


def for_a_neighbour(line, words="隔壁王大爷一个人，病了没人管，想帮他报一下"):
    says(line, NEIGHBOUR, words)
    assert "A1001" in says(line, NEIGHBOUR, "1")
    assert "归你" in says(line, ZHAO, "1")


def the_case(stage, number=1001):
    return next(case for case in stage.store.call(lambda tx: cases_under(tx, None)) if case.id == number)


def audited(stage, action):
    return [entry for entry in stage.store.call(lambda tx: list(read_since(tx, 0))) if entry.action == action]


def sent(stage, record=None):
    """What the registry would be given of a case now."""
    case = the_case(stage)
    return outbox._record(case, {case.household: "H1"})


def test_a_yes_is_kept_with_who_when_and_the_words_that_were_shown(stage, line):
    for_a_neighbour(line)
    shown = says(line, ZHAO, "到了")
    assert "念给本人听" in shown
    assert "本人同意" in says(line, ZHAO, "他本人同意了")
    case = the_case(stage)
    assert case.details["consent"] == "given"
    assert case.consent["words"] in shown
    assert case.consent["by"].startswith("cadre ")
    assert case.consent["at"].startswith("2026-11-20")
    (entry,) = audited(stage, "consent given")
    assert entry.body == case.consent
    assert stage.store.call(first_broken) is None
    assert sent(stage).details["consent"] == "given"
    assert sent(stage).details["consent_at"] == case.consent["at"]
    (exported,) = stage.store.call(lambda tx: export.export(tx, "cases", NOW))
    assert exported["details"]["consent"] == "given"


def test_a_yes_before_the_words_were_shown_shows_them_and_does_not_count_yet(stage, line):
    for_a_neighbour(line)
    assert "念给本人听" in says(line, ZHAO, "同意 A1001")
    assert the_case(stage).details["consent"] == "to_ask"
    assert "接着往下办" in says(line, ZHAO, "同意 A1001")


def test_a_no_ends_it_and_the_reporter_hears_no_details(stage, line):
    for_a_neighbour(line)
    happened = line(0, **{"from": ZHAO}, channel="sms", text="A1001 他说不要报，怕丢人")
    (notice,) = [each["text"] for each in happened if each.get("to") == NEIGHBOUR]
    assert "到这里" in notice
    assert not [word for word in ("不同意", "丢人", "不要", "不愿") if word in notice]
    assert the_case(stage).status == "withdrawn"
    assert audited(stage, "consent refused")[0].body["said"].startswith("A1001")
    assert "你撤回" not in says(line, NEIGHBOUR, "进度")


def test_after_a_no_the_registry_has_nothing_but_that_it_ended(stage, line):
    for_a_neighbour(line)
    says(line, ZHAO, "不同意 A1001")
    record = sent(stage)
    assert (record.status, record.risk_types, record.relation, record.household_id) == (
        "withdrawn", ("other",), None, None,
    )  # fmt: skip
    assert record.details == {"consent": "refused"}


def test_who_said_no_may_still_say_yes(stage, line):
    for_a_neighbour(line)
    says(line, ZHAO, "到了")
    says(line, ZHAO, "不同意 A1001")
    says(line, ZHAO, "同意 A1001", minutes=5)
    case = the_case(stage)
    assert (case.status, case.details["consent"]) == ("declared", "given")
    assert "念给" not in says(line, ZHAO, "核实 A1001")


def test_danger_is_seen_to_without_a_yes_but_goes_no_further(stage, line):
    for_a_neighbour(line, "隔壁王大爷断粮两天了，没人管，想帮他报一下")
    assert the_case(stage).urgency == "high"
    assert "有危险照样帮" in says(line, ZHAO, "不同意 A1001")
    assert the_case(stage).status == "declared"
    says(line, ZHAO, "核实 A1001")
    assert "先要本人一句话" in says(line, ZHAO, "评议 A1001")


def test_without_their_word_there_is_no_review_and_no_notice(stage, line):
    for_a_neighbour(line)
    assert "念给本人听" in says(line, ZHAO, "核实 A1001")
    assert "先要本人一句话" in says(line, ZHAO, "评议 A1001")
    line(0, do="registry_case", case="A1001", status="village_review")

    def hanging():
        profiles = stage.parts.caseload.deadlines.profiles
        return stage.store.call(lambda tx: list(notice_board.board(tx, profiles, ZONE, VILLAGE)))

    assert hanging() == []
    says(line, ZHAO, "同意")
    assert hanging() != []


def test_the_cadre_is_reminded_until_it_is_answered(stage, line):
    for_a_neighbour(line)
    assert "要问本人同不同意" in says(line, ZHAO, "我的")
    digest = [each["text"] for each in line(4 * DAY) if each.get("to") == ZHAO]
    assert sum("还要问本人愿不愿意：A1001" in text for text in digest) >= 2
    says(line, ZHAO, "到了")
    says(line, ZHAO, "同意")
    assert "要问本人同不同意" not in says(line, ZHAO, "我的")
    assert not [each for each in line(4 * DAY) if "愿不愿意" in each.get("text", "")]


def test_with_several_to_ask_the_number_is_asked(stage, line):
    for_a_neighbour(line)
    says(line, NEIGHBOUR, "对门李婶腿断了没钱治，也帮她报一下")
    for _ in range(3):
        says(line, NEIGHBOUR, "1")
    says(line, ZHAO, "收到 A1002")
    assert "A1001，A1002" in says(line, ZHAO, "同意")


def test_a_report_of_their_own_takes_the_place_of_the_question(stage, line):
    line(0, do="household", address=DAUGHTER, channel="sms", area=VILLAGE, household_id="H2", name="王小芳")
    line(0, do="household", address=HERSELF, channel="sms", area=VILLAGE, household_id="H2", name="王秀英")
    says(line, DAUGHTER, "我在广东打工回不去，我妈生病住院花了23000")
    assert "A1001" in says(line, DAUGHTER, "1")
    assert the_case(stage).details["consent"] == "to_ask"
    says(line, ZHAO, "1")
    says(line, HERSELF, "我生病住院，花了23000")
    happened = line(0, **{"from": HERSELF}, channel="sms", text="1")
    case = the_case(stage)
    assert case.details["consent"] == "given"
    assert case.consent["by"] == "household"
    assert "1" in case.consent["words"]
    assert any("不用再问" in each["text"] for each in happened if each.get("to") == ZHAO)


def test_a_report_for_somebody_never_makes_their_own_one_to_be_asked(stage, line):
    line(0, do="household", address=DAUGHTER, channel="sms", area=VILLAGE, household_id="H2", name="王小芳")
    line(0, do="household", address=HERSELF, channel="sms", area=VILLAGE, household_id="H2", name="王秀英")
    says(line, HERSELF, "我生病住院，花了23000")
    says(line, HERSELF, "1")
    says(line, DAUGHTER, "我在广东打工回不去，我妈生病住院花了23000")
    says(line, DAUGHTER, "1")
    assert "consent" not in the_case(stage).details
    assert len(the_case(stage).said) > 0


def test_of_two_cases_joined_the_own_declaration_stands(stage, line):
    for_a_neighbour(line)
    line(0, do="household", address=HERSELF, channel="sms", area=VILLAGE, household_id="H3", name="王大爷")
    says(line, HERSELF, "我病了没人照顾，一个人在家")
    for _ in range(3):
        if "A1002" in says(line, HERSELF, "1"):
            break
    says(line, ZHAO, "合并 A1002 A1001")
    assert "consent" not in the_case(stage).details


def test_a_neighbour_s_case_is_not_their_own_home_s_in_the_registry(stage, line):
    for_a_neighbour(line)
    assert sent(stage).household_id is None


def test_another_cadre_learns_nothing(stage, line):
    for_a_neighbour(line)
    line(0, do="cadre", name="周远", channel="sms", address="+8613800000009", area="530326107201", level="village")
    assert "没有A1001" in says(line, "+8613800000009", "同意 A1001").replace(" ", "")
    assert the_case(stage).details["consent"] == "to_ask"


def test_nothing_is_waiting_for_a_cadre_without_cases(stage, line):
    def look(tx):
        batch = Batch(tx, NOW, ZONE)
        (cadre,) = cadres_by_id(tx, [1]).values()
        assert cadre.address == ZHAO
        return consents.waiting(batch, cadre), consents.reminder(batch, cadre)

    assert stage.store.call(look) == ([], ())
    assert Address("sms", ZHAO).id == ZHAO
