"""Erase what is kept of me: every word of theirs is gone from every table, and what the rules for aid want is there."""

import asyncio
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, LargeBinary, event, select

from bot.erasing import without
from bot.gaps import read_noted
from bot.simulate import Stage
from bot.store import conversation
from bot.store.audit import first_broken
from bot.store.cases import cases_under
from bot.store.tables import metadata
from tests.conftest import FRIDAY_MORNING as NOW

VILLAGE = "530326106203"
ZHAO, QIAN, HOME, SON = "+8613800000001", "+8613800000002", "+8613900000001", "+8613900000002"


class Line:
    """The system on a real database, on a script's clock."""

    def __init__(self, stored, parts, runner):
        self.store, self.stage, self.runner, self.now = stored, Stage(stored, parts), runner, NOW

    def play(self, minutes=0, **what):
        self.now += timedelta(minutes=minutes)
        return self.runner.run(self.stage.play({"at": self.now, **(what or {"do": "tick"})}))

    def says(self, who, words, minutes=0, **more):
        happened = self.play(minutes, **{"from": who}, channel="sms", text=words, **more)
        return "\n".join(each["text"] for each in happened if each.get("to") == who)

    def everything(self):
        """Every sealed value of every table, opened, by table."""

        def read(tx):
            found = {}
            for table in metadata.sorted_tables:
                sealed = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
                for row in tx.connection.execute(select(table)):
                    values = [getattr(row, name) for name in sealed if getattr(row, name)]
                    found.setdefault(table.name, []).extend(_opened(tx, value) for value in values)
            return found

        return self.store.call(read)

    def case(self, number=1001):
        return next(case for case in self.store.call(lambda tx: cases_under(tx, None)) if case.id == number)


def _opened(tx, value):
    try:
        return tx.cipher.open(value)
    except InvalidTag:
        return ""


@pytest.fixture
def line(stored, parts):
    with asyncio.Runner() as runner:
        line = Line(stored, parts, runner)
        line.play(do="cadre", name="赵永福", channel="sms", address=ZHAO, area=VILLAGE, level="village")
        line.play(do="cadre", name="钱秀兰", channel="sms", address=QIAN, area="530326106", level="township")
        line.play(do="household", address=HOME, channel="sms", area=VILLAGE, household_id="H1", name="吴桂兰")
        yield line
        runner.run(line.stage.close())


def where(line, words):
    return sorted(table for table, texts in line.everything().items() if any(words in text for text in texts))


def erase(line):
    assert "1 删" in line.says(HOME, "把我的资料删了", minutes=5)
    return line.says(HOME, "1")


def reported(line):
    line.says(HOME, "我妈查出肺癌，灶上的腊肉都卖了，自己花了两万三")
    assert "A1001" in line.says(HOME, "1")
    line.says(ZHAO, "1")


def test_the_words_of_a_report_go_and_its_facts_stay(line):
    reported(line)
    line.says(HOME, "A1001 医生说下个月还要开第二刀", media=[{"type": "image", "url": "https://x.example/scan.jpg"}])
    assert where(line, "腊肉") == ["cases", "inbox"]
    said = erase(line)
    assert "A1001" in said
    assert "留" in said
    assert where(line, "腊肉") == []
    assert where(line, "第二刀") == []
    assert "scan.jpg" not in str([texts for table, texts in line.everything().items() if table != "audit"])
    case = line.case()
    assert (case.risk_types, case.details["amount"], case.status) == (("illness",), 23000, "declared")
    assert case.callback == HOME
    assert "A1001" in line.says(HOME, "进度")
    assert line.store.call(first_broken) is None


def test_the_words_of_a_need_of_the_day_go_from_the_alert_too(line):
    line.says(HOME, "家里断粮两天了，只剩半袋苞谷面，求你们帮帮")
    assert "A1001" in line.says(HOME, "1")
    assert "outbox" in where(line, "苞谷面")
    line.says(ZHAO, "1")
    erase(line)
    assert where(line, "苞谷面") == []


def test_a_complaint_and_a_call_for_a_person_go_and_no_audit_has_their_words(line):
    line.says(HOME, "我要投诉赵永福，他收了我家两只老母鸡才肯办")
    line.says(HOME, "我想跟真人说句话，心里憋着个大疙瘩")
    line.says(HOME, "1")
    assert "outbox" in where(line, "老母鸡")
    assert "audit" not in where(line, "老母鸡") + where(line, "大疙瘩")
    line.says(ZHAO, "看")
    erase(line)
    assert where(line, "老母鸡") == []
    assert where(line, "大疙瘩") == []


def test_a_worry_told_in_a_check_in_goes_from_its_task(line):
    line.says(ZHAO, f"报平安 {HOME} 每1天")
    line.says(HOME, "1")
    line.play(24 * 60)
    line.says(HOME, "不大好，腿疼得上不了炕沿")
    line.play(2)
    line.says(HOME, "2")
    line.play(2)
    erase(line)
    assert where(line, "炕沿") == []


def test_a_question_without_an_answer_is_kept_without_whose_it_is(line):
    line.says(HOME, "我叫吴桂兰，电话13912345678，低保一个月多少钱")
    (noted,) = line.store.call(read_noted)
    texts = line.everything()["gaps"]
    assert not any("吴桂兰" in text or "13912345678" in text for text in texts)
    assert any("低保" in text for text in texts)
    assert noted.area == "530326"
    assert (noted.at.astimezone(NOW.tzinfo).hour, noted.at.minute) == (0, 0)


def test_what_others_of_the_home_said_stays(line):
    line.play(do="household", address=SON, channel="sms", area=VILLAGE, household_id="H1", name="吴小军")
    reported(line)
    line.says(SON, "我妈查出肺癌，我在工地请了半年假回来陪她")
    line.says(SON, "1")
    erase(line)
    assert where(line, "腊肉") == []
    assert "半年假" in line.case().said
    assert "inbox" in where(line, "半年假")


def test_an_alarm_that_nobody_answered_keeps_its_words_until_somebody_does(line):
    line.says(HOME, "奶奶倒在猪圈边叫不醒了")
    assert "先救急" in line.says(HOME, "删除资料")
    assert "猪圈" in line.case().said
    line.says(ZHAO, "1")
    erase(line)
    assert where(line, "猪圈") == []


def test_without_a_case_the_name_goes_too(line):
    line.says(HOME, "你好，我姓吴，住在老槐树底下")
    assert "名字" in erase(line)
    assert where(line, "老槐树") == []
    assert where(line, "吴桂兰") == []


@pytest.mark.parametrize(
    ("text", "said", "left"),
    [
        ("A1001又说：“今天又下雨了屋里漏”", ["今天又下雨了屋里漏得没法睡"], "A1001又说：“…”"),
        ("他说：好的", ["好的"], "他说：好的"),
        ("一件事。一件事。", ["一件事。"], "……"),
        ("别人的话", ["我自己说的话"], "别人的话"),
        ("“我妈查出肺癌，花了两万”", ["我妈查出肺癌，医生说还要开第二刀", "我妈查出肺癌，花了两万"], "“…”"),
    ],
)
def test_words_are_known_again_though_they_were_cut_short(text, said, left):
    assert without(text, said, "…") == left


def test_however_much_cadres_were_told_it_is_looked_through_in_a_few_statements(line, monkeypatch):
    monkeypatch.setattr(conversation, "_TO_CADRES", conversation._TO_CADRES.limit(8))  # pages of eight
    reported(line)
    for day in range(20):
        line.says(HOME, f"我要投诉赵永福，他第{day}回收了我家的老母鸡才肯办", minutes=5)
    assert "1 删" in line.says(HOME, "把我的资料删了", minutes=5)
    sent = statements(lambda: line.says(HOME, "1"))
    assert where(line, "老母鸡") == []
    reworded = [each for each in sent if each.startswith("UPDATE outbox SET body") and "sources" not in each]
    assert len(reworded) == 3  # some twenty messages in three pages
    assert len([each for each in sent if each.startswith("UPDATE inbox SET body")]) == 1


def statements(work):
    """The statements that a piece of work sends to the database."""
    sent = []

    def keep(connection, cursor, statement, *rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    work()
    event.remove(Engine, "before_cursor_execute", keep)
    return sent
