"""Small words beside a fresh alarm: the right part of the guidance, and neither a quiz nor a menu nor a policy."""

from datetime import timedelta

import pytest

from dialogs.engine import converse
from dialogs.flows import FLOWS
from dialogs.segments import segments
from dialogs.types import AskPolicy, CaseBrief, FindSupport, Guide, Known, OpenCase, Session, UpdateCase
from dialogs.wording import LANGUAGES
from tests.conftest import FRIDAY_MORNING as NOW
from tests.unit.dialogs.test_engine import carry_out, turn, written

PRESS, ON_ONE_SIDE, NEXT_NUMBER = "按胸口", "侧躺", "120不通就打110"


def answered(parts, text, danger="unconscious", minutes=5, language="zh-Hans", details=None, known=None):
    """The words for a message written so long after an alarm, and what was done."""
    case = CaseBrief(
        "A1001",
        "declared",
        "critical",
        ("illness",),
        "grandparent",
        details or {},
        NOW.date(),
        NOW,
        False,
        danger=danger,
    )
    known = known or Known("sms", "530326106203", cases=(case,))
    done = []

    def note(effect):
        done.append(effect)
        return carry_out(effect)

    _, words = converse(Session(language=language), turn(parts, text, minutes, known), FLOWS, note)
    return words, written(words, language), done


@pytest.mark.parametrize(
    "text",
    [
        "有呼吸",
        "她有呼吸",
        "呼吸还有",
        "还有气",
        "有气在打呼噜",
        "奶奶还有呼吸的",
        "还在打呼噜",
        "she is breathing",
        "有呼吸，在睡",
    ],
)
def test_whoever_breathes_is_laid_on_one_side(parts, text):
    words, said, done = answered(parts, text)
    assert words[0] == Guide("breathes", child=False)
    assert said.startswith(("有呼吸就好：侧躺", "Breathing: roll"))
    assert [effect.number for effect in done if isinstance(effect, UpdateCase)] == ["A1001"]


@pytest.mark.parametrize(
    "text",
    [
        "没有呼吸",
        "没气了",
        "没呼吸了",
        "她没有气了",
        "呼吸停了",
        "没有呼吸了，没气",
        "她不呼吸了",
        "she is not breathing",
    ],
)
def test_whoever_does_not_breathe_is_pressed_on(parts, text):
    words, _, _ = answered(parts, text)
    assert words[0] == Guide("not_breathing", child=False)


@pytest.mark.parametrize(
    "text", ["有呼吸但是嘴唇发紫", "只有一口气", "有没有呼吸怎么看", "有呼吸吗", "呼吸停了", "偶尔有呼吸", "有呼吸困难"]
)
def test_a_breath_that_is_in_doubt_is_not_taken_for_one(parts, text):
    _, said, _ = answered(parts, text)
    assert "有呼吸就好" not in said


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("有呼吸，着火了", "fire"),
        ("她有呼吸，流血不止", "bleeding"),
        ("打不通，着火了", "fire"),
        ("120打不通，弟弟掉塘里了", "drowning"),
        ("she is breathing, the house is on fire", "fire"),
    ],
)
def test_a_new_danger_beside_a_small_word_goes_first(parts, text, danger):
    words, _, _ = answered(parts, text)
    assert words[0] == Guide(danger, child=False)


def test_who_fell_is_not_rolled_over(parts):
    _, said, _ = answered(parts, "有呼吸", danger="fall")
    assert ON_ONE_SIDE not in said
    assert "别搬动" in said


def test_breathing_told_with_the_danger_gets_the_words_that_know_both(parts):
    words, said, done = answered(parts, "她有呼吸", known=Known("sms", "530326106203"))
    assert words[0] == Guide("unconscious", child=False)
    assert ON_ONE_SIDE in said
    assert next(effect for effect in done if isinstance(effect, OpenCase)).facts["danger"] == "unconscious"


@pytest.mark.parametrize(
    "text",
    [
        "120打不通",
        "打不通电话",
        "联系不上120",
        "打不通120怎么办",
        "手机打不通客服",
        "120没人接",
        "手机没信号",
        "120一直占线",
    ],
)
def test_where_120_does_not_answer_another_number_is_named_and_nobody_is_missing(parts, text):
    words, said, done = answered(parts, text)
    assert words[0] == Guide("no_line", child=False)
    assert NEXT_NUMBER in said
    assert not any(isinstance(effect, OpenCase) for effect in done)


def test_a_change_for_the_worse_goes_before_the_number(parts):
    words, _, _ = answered(parts, "120打不通，她没气了")
    assert words[0] == Guide("not_breathing", child=False)


@pytest.mark.parametrize(
    "text",
    ["我是她孙子，12岁", "120说要一个小时", "没有大人在家", "我不知道怎么办", "我该怎么办", "要不要送医院",
     "你是机器人吗", "怎么弄", "我好怕", "what should I do"],
)  # fmt: skip
def test_small_words_lead_to_no_quiz_no_menu_and_no_policy(parts, text):
    _, said, done = answered(parts, text)
    assert not any(isinstance(effect, AskPolicy | FindSupport) for effect in done)
    assert [effect.number for effect in done if isinstance(effect, UpdateCase)] == ["A1001"]
    assert "赵永福" in said or "Zhao Yongfu" in said


def test_a_child_that_wrote_as_one_hears_the_words_for_children(parts):
    _, _, done = answered(parts, "我是她孙子，12岁")
    assert next(effect for effect in done if isinstance(effect, UpdateCase)).facts["child"]
    for text, kind in (("没有大人在家", "unconscious"), ("有呼吸", "breathes"), ("120打不通", "no_line")):
        words, _, _ = answered(parts, text, details={"child": True})
        assert words[0] == Guide(kind, child=True)


@pytest.mark.parametrize("text", ["好了她醒了", "奶奶醒过来了", "she woke up"])
def test_who_woke_up_is_still_to_be_seen_by_a_doctor(parts, text):
    _, said, done = answered(parts, text)
    assert said.startswith(("醒了就好，还是要请医生看", "Good! A doctor must still look"))
    assert [type(effect) for effect in done] == [UpdateCase]


@pytest.mark.parametrize("text", ["她还没醒", "叫不醒了", "醒了又昏了", "醒了但是吐血"])
def test_who_did_not_really_wake_is_not_well(parts, text):
    _, said, _ = answered(parts, text)
    assert "醒了就好" not in said


def test_a_question_that_names_its_matter_is_answered_all_the_same(parts):
    _, _, done = answered(parts, "低保怎么申请")
    assert any(isinstance(effect, AskPolicy) for effect in done)


def test_after_the_alarm_a_question_is_a_question(parts):
    _, said, _ = answered(parts, "你是机器人吗", minutes=timedelta(hours=3) // timedelta(minutes=1))
    assert "照上面说的做" not in said


def test_where_nobody_knows_the_place_it_is_asked_again(parts):
    session, done = Session(), []
    known = Known("sms")
    session, words = converse(session, turn(parts, "奶奶叫不醒", 0, known), FLOWS, carry_out)
    case = CaseBrief("A1009", "declared", "critical", ("illness",), "grandparent", {}, NOW.date(), NOW, False)
    session, words = converse(
        session,
        turn(parts, "有呼吸", 1, Known("sms", cases=(case,))),
        FLOWS,
        lambda effect: done.append(effect) or carry_out(effect),
    )
    assert written(words, "zh-Hans").endswith("你在哪个乡镇、哪个村？")
    assert session.place.step == "where"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["有呼吸", "120打不通", "好了她醒了", "要不要送医院"])
def test_each_answer_fits_two_messages(parts, text, language):
    case = CaseBrief("A1001", "declared", "critical", ("illness",), None, {}, NOW.date(), NOW, False, danger="fall")
    known = Known("sms", "530326106203", cases=(case,))
    session = Session(language=language, chosen=True)
    _, words = converse(session, turn(parts, text, 1, known), FLOWS, carry_out)
    assert segments(written(words, language)) <= 2
