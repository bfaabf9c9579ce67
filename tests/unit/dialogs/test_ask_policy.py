"""After an answer: more, the paper's own words, a doubt; each about that answer and nothing else."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dialogs.engine import converse
from dialogs.flows import FLOWS
from dialogs.types import AskPolicy, Known, NoteGap, PolicyAnswered, Say, SayText, Session, Turn
from nlu.types import Understanding

AT = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
QUOTE = "".join(f"第{n}项每人每年补助{n}00元，由乡镇按月足额发放到户。" for n in range(1, 12))


def turn(text, intent="out_of_scope", channel="sms"):
    meant = Understanding(intent, 0.9, language="zh-Hans", plain=text)
    return Turn(text, text, meant, AT, Known(channel=channel))


class Desk:
    """Answers with what it was given, and keeps what it was asked to note."""

    def __init__(self, answered):
        self.answered = answered
        self.gaps = []
        self.asked = []

    def __call__(self, effect):
        if isinstance(effect, NoteGap):
            self.gaps.append(effect)
        if isinstance(effect, AskPolicy):
            self.asked.append(effect.question)
            return self.answered
        return None


def talk(desk, *turns, session=None):
    session = session or Session()
    said = []
    for each in turns:
        session, words = converse(session, each, FLOWS, desk)
        said.append([word.text if isinstance(word, SayText) else word.message for word in words])
    return said


@pytest.fixture
def desk():
    return Desk(PolicyAnswered("补多少", "每年300元。", False, False, "还有别的。", QUOTE, ("a/1",), "v1", "某办法"))


ASK = turn("补多少", "ask_policy")


def test_a_long_quote_comes_in_parts_on_an_old_phone(desk):
    _, first, second, end = talk(desk, ASK, turn("原文"), turn("更多"), turn("更多"))
    assert first[0] + second[0] == QUOTE
    assert first[1] == "There is more: reply MORE."
    assert len(second) == 1
    assert end[0].startswith("That is all")


def test_the_quote_is_one_message_elsewhere(desk):
    web = [turn(text, intent, "web") for text, intent in (("补多少", "ask_policy"), ("原文", "out_of_scope"))]
    assert talk(desk, *web)[1] == [QUOTE]


def test_a_doubt_is_noted_once_with_question_and_answer(desk):
    talk(desk, ASK, turn("不对"), turn("这个说得不对"))
    assert [(gap.question, gap.reason, gap.answer) for gap in desk.gaps] == [("补多少", "doubted", "每年300元。")]


def test_what_would_be_right_is_noted_and_a_new_question_is_answered(desk):
    talk(desk, ASK, turn("不对，是500元"))
    assert desk.gaps[0].answer == "每年300元。\n> 是500元"
    assert desk.asked == ["补多少"]
    talk(desk, ASK, turn("不对，我问的是大学补多少", "ask_policy"))
    assert desk.asked[-1] == "我问的是大学补多少"


def test_a_bare_no_later_on_doubts_nothing(desk):
    talk(desk, ASK, turn("谢谢", "thanks"), turn("不对", "deny"))
    assert desk.gaps == []


def test_a_bare_no_without_any_answer_doubts_nothing(desk):
    assert talk(desk, turn("不对", "deny"))
    assert desk.gaps == []


def test_more_without_an_answer_says_what_to_ask(desk):
    assert talk(desk, turn("更多"))[0][0].startswith("Ask me about a policy first")


def test_without_the_paper_its_name_is_told(desk):
    desk.answered = PolicyAnswered("补多少", "每年300元。", False, paper="某办法")
    assert talk(desk, ASK, turn("原文"))[1][0].startswith("I do not have the paper")


def test_after_an_abstention_more_is_not_about_the_answer_before(desk):
    talk(desk, ASK)
    session, _ = converse(Session(), ASK, FLOWS, desk)
    desk.answered = PolicyAnswered("几月", "没写。", True)
    session, _ = converse(session, turn("几月发", "ask_policy"), FLOWS, desk)
    _, words = converse(session, turn("更多"), FLOWS, desk)
    assert next(word.message for word in words if isinstance(word, Say)).startswith("That is all")


@pytest.mark.parametrize("words", ["一年好多钱嘛", "多少钱", "那一个月多少呢", "how much is it"])
def test_how_much_right_after_an_answer_is_asked_of_the_same_matter(desk, words):
    talk(desk, turn("孙孙读高中学费帮不帮", "ask_policy"), turn(words, "ask_policy"))
    assert desk.asked[1] == f"补多少，{words}"


@pytest.mark.parametrize("words", ["要去哪点办", "找哪个", "那要找谁", "在哪里申请", "where do i apply"])
def test_where_to_go_right_after_an_answer_is_its_office(desk, words):
    desk.answered = PolicyAnswered("补多少", "每年300元。", False, office="县教育局")
    session, _ = converse(Session(), ASK, FLOWS, desk)
    _, said = converse(session, turn(words), FLOWS, desk)
    assert said[0].values == {"office": "县教育局"}
    assert len(desk.asked) == 1


@pytest.mark.parametrize("words", ["低保多少钱", "去哪点找工作", "你是谁", "多少岁"])
def test_a_question_with_a_matter_of_its_own_is_asked_as_it_is(desk, words):
    talk(desk, ASK, turn(words, "ask_policy"))
    assert desk.asked == ["补多少", words]


def test_where_to_go_without_an_answer_before_is_a_question_like_any(desk):
    talk(desk, turn("要去哪点办", "ask_policy"))
    assert desk.asked == ["要去哪点办"]


def test_a_rule_that_a_hardship_asks_for_is_answered_and_the_village_offered(desk):
    told = turn("娃儿他爹走咯，孙孙读高中勒学费国家帮不帮嘛", "report_hardship")
    session, said = converse(Session(), told, FLOWS, desk)
    assert desk.asked == [told.text]
    assert said[-1].message == "If this weighs on your home now, shall I tell the village? 1 yes"
    assert session.offer == "report_hardship"
    talk(desk, turn("学费实在交不起了", "report_hardship"))
    assert len(desk.asked) == 1
