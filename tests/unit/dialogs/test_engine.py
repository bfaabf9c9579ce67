"""What holds for every conversation, whatever is said."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dialogs
from dialogs import stored
from dialogs.engine import converse
from dialogs.flows import FLOWS
from dialogs.guidance import read_guidance
from dialogs.types import (
    AskPolicy,
    CaseBrief,
    CaseChanged,
    CaseOpened,
    Complain,
    Described,
    DescribeMe,
    EraseMe,
    FindKeepers,
    FindSupport,
    Guide,
    Keeper,
    KeepersFound,
    Known,
    OpenCase,
    PolicyAnswered,
    RequestHuman,
    Say,
    SayText,
    Session,
    SupportFound,
    Told,
    Turn,
    UpdateCase,
    WithdrawCase,
)
from dialogs.wording import LANGUAGES, render
from tests.conftest import FRIDAY_MORNING as NOW

GUIDANCE = read_guidance(Path(dialogs.__file__).parent)
SAID = (
    "你好", "我妈查出肺癌，住院花了两万三", "家里有困难", "1", "2", "3", "4", "对", "不对，是一万八", "取消",
    "算了不报了",
    "者海镇大田村", "我爸", "8000", "昨天", "低保怎么申请", "原文", "更多", "进度", "帮助", "人工", "退订", "恢复",
    "谢谢",
    "English", "hello", "my mother is ill", "換成繁體", "嗯哼哈", "？？？", "", "   ", "\0", "\ud83d", "冰雹打坏了苞谷",
    "看看", "我家能享受什么政策", "1 3", "够了", "没有别的了", "接着报", "投诉村干部", "我要找个人", "复核", "A1001",
)  # fmt: skip
DANGER = ("奶奶叫不醒了", "我家着火了，老人还在里面", "我不想活了", "水到二楼了，出不去", "my father is not breathing")
NUMBERS = re.compile(r"12[0-9]|11[09]")
CASES = tuple(
    CaseBrief(f"A100{n}", "declared", urgency, risks, None, {}, NOW.date(), NOW, ended=ended)
    for n, (urgency, risks, ended) in enumerate(
        [("normal", ("illness",), False), ("critical", ("disaster",), False), ("normal", ("other",), True)], 1
    )
)


def carry_out(effect):
    """Everything asked for happens."""
    match effect:
        case AskPolicy(question):
            return PolicyAnswered(question, "答", abstained="低保" not in question, quote="原文")
        case FindSupport(facts):
            return SupportFound("一条" if facts.get("home") else "", "还有")
        case OpenCase(facts):
            return CaseOpened("A1009", facts, joined=False, told=("赵永福",), due_on=NOW.date())
        case UpdateCase(number, facts):
            return CaseChanged(number, facts, ("赵永福",))
        case WithdrawCase():
            return Told("withdrawn", "赵永福")
        case RequestHuman():
            return Told("human", "赵永福")
        case FindKeepers(numbers):
            return KeepersFound({number: Keeper("赵永福", "+8613800000001", True) for number in numbers})
        case DescribeMe() | EraseMe():
            return Described(3, ("A1001",), True, isinstance(effect, EraseMe))
        case Complain():
            return Told("complaint", None)
    return None


def turn(parts, text, minutes=0, known=None):
    at = NOW + timedelta(minutes=minutes)
    meant = parts.understand(text, at)
    return Turn(text, meant.plain, meant, at, known or Known("sms", cases=CASES))


def written(words, language):
    parts = []
    for each in words:
        match each:
            case Guide(danger, child):
                parts.append(GUIDANCE.words(danger, language, child))
            case SayText(text):
                parts.append(text)
            case Say(message, values, _):
                parts.append(render(message, values, language))
    return "\n".join(parts)


conversations = st.lists(st.tuples(st.sampled_from(SAID), st.integers(1, 3000)), max_size=10)
acquaintances = st.sampled_from([Known("sms"), Known("sms", "530326106203"), Known("sms", cases=CASES)])


@settings(max_examples=150, deadline=None)
@given(conversations, acquaintances)
def test_every_turn_gets_an_answer_and_every_session_can_be_stored(parts, said, known):
    session, minutes = Session(), 0
    for text, pause in said:
        minutes += pause
        session, words = converse(session, turn(parts, text, minutes, known), FLOWS, carry_out)
        assert written(words, session.language).strip() or session.echoes
        assert stored.from_json(_through_json(stored.to_json(session))) == stored.from_json(stored.to_json(session))
        assert len(session.stack) <= 4


@settings(max_examples=60, deadline=None)
@given(conversations, acquaintances, st.sampled_from(DANGER), st.sampled_from(LANGUAGES))
def test_danger_is_heard_at_every_step_and_its_number_comes_first(parts, said, known, danger, language):
    session = Session(language=language)
    for at, (text, _) in enumerate(said):
        session, _ = converse(session, turn(parts, text, at, known), FLOWS, carry_out)
    session, words = converse(session, turn(parts, danger, 20, known), FLOWS, carry_out)
    assert isinstance(words[0], Guide)
    assert NUMBERS.search(written(words[:1], session.language))


@settings(max_examples=100, deadline=None)
@given(conversations, acquaintances)
def test_a_session_taken_out_of_storage_goes_on_as_before(parts, said, known):
    kept, fresh = Session(), Session()
    for at, (text, _) in enumerate(said):
        each = turn(parts, text, at, known)
        kept, first = converse(kept, each, FLOWS, carry_out)
        fresh, second = converse(stored.from_json(_through_json(stored.to_json(fresh))), each, FLOWS, carry_out)
        assert written(first, kept.language) == written(second, fresh.language)


@pytest.mark.parametrize("intent", ["affirm", "cancel", "opt_out", "request_human", "complain"])
def test_what_counts_is_done_only_when_it_was_clearly_said(parts, intent):
    session, _ = converse(Session(), turn(parts, "冰雹打坏了苞谷", 0, Known("sms", "530326106203")), FLOWS, carry_out)
    unclear = turn(parts, "那个那个", 1, Known("sms", "530326106203"))
    unclear = replace(unclear, meant=replace(unclear.meant, intent=intent, confidence=0.4))
    done = []
    after, words = converse(session, unclear, FLOWS, lambda effect: done.append(effect))
    assert (done, bool(words)) == ([], True)
    assert [(place.flow, place.step) for place in after.stack] == [(place.flow, place.step) for place in session.stack]


def test_the_same_words_without_end_are_let_fall_silent(parts):
    session, answers = Session(), []
    for at in range(12):
        session, words = converse(session, turn(parts, "已收到您的消息", at // 6, Known("sms")), FLOWS, carry_out)
        answers.append(bool(words))
    assert answers[0]
    assert not answers[-1]


def test_a_machine_that_tells_of_danger_is_answered_every_time(parts):
    session = Session()
    for _ in range(12):
        session, words = converse(session, turn(parts, DANGER[0]), FLOWS, carry_out)
        assert isinstance(words[0], Guide)


@pytest.mark.parametrize("gone", [{"flow": "no such flow", "step": "x"}, {"flow": "report_hardship", "step": "gone"}])
def test_a_step_that_a_newer_version_lacks_does_not_stop_the_conversation(parts, gone):
    session = stored.from_json({"stack": [{**gone, "slots": {}}]})
    session, words = converse(session, turn(parts, "低保怎么申请"), FLOWS, carry_out)
    assert words


def test_a_session_of_a_newer_version_is_read_without_what_is_not_known():
    assert stored.from_json({"misses": 2, "a field of tomorrow": 1}) == Session(misses=2)


def _through_json(value):
    return json.loads(json.dumps(value))
