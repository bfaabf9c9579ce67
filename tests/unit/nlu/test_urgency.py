"""Urgency: an emergency missed is a life, a false alarm wakes a township at night."""

from datetime import datetime
from pathlib import Path

import pytest

from nlu.normalise import normalise
from nlu.types import Urgency
from nlu.urgency import Judge, read_urgency

DATA = Path(__file__).parents[3] / "nlu" / "data"
NOW = datetime.fromisoformat("2026-11-21T20:00:00+08:00")


@pytest.fixture(scope="module")
def judge() -> Judge:
    return read_urgency(DATA)


def _urgency(judge: Judge, text: str) -> Urgency:
    return judge.judge(normalise(text), NOW)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("救命，老人晕倒了", "unconscious"),
        ("孩子不见了，找遍全村都没有", "missing"),
        ("他又打我妈了，拿着菜刀", "violence"),
        ("水已经涨到二楼了，我们在房顶上等", "flood"),
        ("我不想活了", "suicide"),
        ("my father collapsed and won't wake up", "unconscious"),
    ],
)
def test_a_life_in_danger_is_critical(judge, text, danger):
    urgency = _urgency(judge, text)
    assert (urgency.level, urgency.danger) == ("critical", danger)


@pytest.mark.parametrize(
    "text", ["饿死了，几点开饭", "去年发大水淹了房子，今年才修好", "万一着火了找谁报销", "你好", ""]
)
def test_jest_the_past_and_questions_wake_nobody(judge, text):
    assert _urgency(judge, text).level == "normal"


def test_each_alarm_says_why(judge):
    assert any(reason.startswith("rule: ") for reason in _urgency(judge, "我爸突然倒地，怎么喊都没反应").reasons)
