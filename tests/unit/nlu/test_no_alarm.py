"""What sounds like danger and is none, and what stays danger: fever and fire, a silent phone, a breath."""

from datetime import datetime

import pytest

NOW = datetime.fromisoformat("2026-11-21T20:00:00+08:00")


@pytest.mark.parametrize(
    "text",
    ["娃发烧", "娃娃发烧39度", "我妈脑壳烧得很", "我爸发烧三天了", "女儿高烧", "孙子低烧", "老婆烧到38度"],
)
def test_a_fever_is_an_illness_and_no_fire(parts, text):
    meant = parts.understand(text, NOW)
    assert meant.urgency.level != "critical"
    assert meant.intent == "report_hardship"
    assert set(meant.risk_types) <= {"illness"}


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("房子烧起来了", "fire"),
        ("火烧到二楼了", "fire"),
        ("娃发烧抽筋，眼睛往上翻", "fits"),
        ("我爸烧到四十度昏迷", "unconscious"),
    ],
)
def test_fire_and_fits_are_heard_as_before(parts, text, danger):
    urgency = parts.understand(text, NOW).urgency
    assert (urgency.level, urgency.danger) == ("critical", danger)


@pytest.mark.parametrize("text", ["两个月的娃发烧", "才满月的娃发烧", "娃发烧说胡话"])
def test_a_fever_of_a_newborn_or_with_a_dull_mind_is_danger(parts, text):
    assert parts.understand(text, NOW).urgency.level == "critical"


@pytest.mark.parametrize("text", ["120打不通", "联系不上120", "打不通120怎么办"])
def test_who_cannot_reach_120_is_in_danger_and_nobody_is_missing(parts, text):
    urgency = parts.understand(text, NOW).urgency
    assert urgency.level == "critical"
    assert urgency.danger != "missing"


@pytest.mark.parametrize("text", ["手机打不通客服", "打不通电话"])
def test_a_line_that_is_engaged_is_nothing(parts, text):
    assert parts.understand(text, NOW).urgency.level == "normal"


def test_a_relative_who_does_not_answer_is_looked_after_and_missing_only_after_days(parts):
    assert parts.understand("我妈电话打不通，她在家一个人", NOW).urgency.level == "high"
    assert parts.understand("我妈电话打不通三天了", NOW).urgency.danger == "missing"


@pytest.mark.parametrize("text", ["有呼吸", "她有呼吸", "呼吸还有", "还有气", "有气在打呼噜", "she is breathing"])
def test_who_breathes_is_not_heard_as_not_breathing(parts, text):
    assert parts.understand(text, NOW).urgency.danger == "unconscious"


@pytest.mark.parametrize("text", ["没有呼吸", "没气了", "她没有呼吸了", "she is not breathing"])
def test_who_does_not_breathe_is(parts, text):
    assert parts.understand(text, NOW).urgency.danger == "not_breathing"


PAD = "今年雨水还可以，洋芋收了两千斤，猪也卖了两头，村里的路修好了，大家都说好。"


@pytest.mark.parametrize("times", [15, 300, 1_200])
@pytest.mark.parametrize(
    ("words", "danger"), [("我外孙掉进粪坑了，够不着他。", "pit"), ("我奶奶昏迷叫不醒了，快来人。", "unconscious")]
)
def test_a_danger_in_the_middle_of_a_long_message_is_heard(parts, words, danger, times):
    meant = parts.understand(PAD * times + words + PAD * times, NOW)
    assert (meant.urgency.level, meant.urgency.danger) == ("critical", danger)


@pytest.mark.parametrize("words", ["猪死了两头。", "电视里演有人跳河，演得真好。", "我爸前年中风过，现在好了。"])
def test_a_long_calm_message_is_none(parts, words):
    assert parts.understand(PAD * 300 + words + PAD * 300, NOW).urgency.level == "normal"
