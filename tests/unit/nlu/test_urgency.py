"""Urgency: an emergency missed is a life, a false alarm wakes a township at night."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.linear import Linear, Runs
from nlu.normalise import normalise
from nlu.signs import SignBook, read_signs
from nlu.types import Urgency
from nlu.urgency import Judge, read_urgency
from nlu.voice import Voice

DATA = Path(__file__).parents[3] / "nlu" / "data"
MESSAGES = yaml.safe_load((Path(__file__).parent / "messages.yml").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat("2026-11-21T20:00:00+08:00")
JUDGE = read_urgency(DATA)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return JUDGE


@pytest.fixture(scope="module")
def signs() -> SignBook:
    return read_signs(DATA)


def _urgency(judge: Judge, text: str) -> Urgency:
    return judge.judge(normalise(text), NOW)


def _judged(judge: Judge, kind: str, *levels: str) -> list[str]:
    return [text for text in MESSAGES[kind] if _urgency(judge, text).level in levels]


def test_there_are_five_hundred_messages():
    assert sum(map(len, MESSAGES.values())) >= 500


def test_of_a_hundred_emergencies_at_most_one_is_missed(judge):
    missed = _judged(judge, "critical", "high", "normal")
    assert len(missed) <= 0.01 * len(MESSAGES["critical"]), missed


def test_of_a_hundred_needs_of_today_ninety_five_are_heard(judge):
    missed = _judged(judge, "high", "normal")
    assert len(missed) <= 0.05 * len(MESSAGES["high"]), missed


def test_of_a_hundred_calm_messages_at_most_two_wake_anybody(judge):
    alarms = _judged(judge, "normal", "critical") + _judged(judge, "other", "critical")
    assert len(alarms) <= 0.02 * len(MESSAGES["normal"] + MESSAGES["other"]), alarms


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("救命，老人晕倒了", "unconscious"),
        ("孩子不见了，找遍全村都没有", "missing"),
        ("他又打我妈了，拿着菜刀", "violence"),
        ("水已经涨到二楼了，我们在房顶上等", "flood"),
        ("我不想活了", "suicide"),
        ("我妈喝农药了", "pesticide"),
        ("着火", "fire"),
        ("my father collapsed and won't wake up", "unconscious"),
        ("she drank weedkiller", "pesticide"),
    ],
)
def test_the_danger_is_named(judge, text, danger):
    urgency = _urgency(judge, text)
    assert (urgency.level, urgency.danger) == ("critical", danger)


@pytest.mark.parametrize(
    ("emergency", "calm"),
    [
        ("房子着火了，人在里面", "房子没着火，人好好的"),
        ("我爸叫不醒了", "我爸醒过来了"),
        ("孩子走丢了", "孩子走丢报的案，人找着了"),
        ("奶奶喝了农药", "奶奶三年前喝过农药，救回来了，如今胃不好"),
        ("家里进水了，涨到腰了", "去年家里进水，泡坏了粮食，亏三千"),
        ("有人溺水了快来", "有人溺水死亡，保险赔多少"),
        ("我弟掉井里了", "梦见我弟掉井里了"),
        ("我被蛇咬了", "我被蛇咬住院，医保能报多少"),
    ],
)
def test_the_same_words_calm_down_when_denied_over_past_asked_or_told(judge, emergency, calm):
    assert _urgency(judge, emergency).level == "critical"
    assert _urgency(judge, calm).level != "critical"


@pytest.mark.parametrize("text", ["饿死了，几点开饭", "笑死我了", "万一着火了找谁报销", "你好", "", "1", "👍"])
def test_jest_questions_and_small_talk_are_calm(judge, text):
    assert _urgency(judge, text).level == "normal"


def test_each_alarm_says_why(judge):
    reasons = _urgency(judge, "我爸突然倒地，怎么喊都没反应").reasons
    assert reasons[0].startswith("rule: unconscious")
    assert "now" in reasons
    assert "not negated" in reasons
    assert reasons[-1].startswith("heard: critical ")


def test_what_lowers_a_message_is_said(judge):
    assert "lowered: story" in _urgency(judge, "电视剧里那个人掉河里没气了").reasons


def test_rules_alone_hear_what_is_said_plainly(signs):
    assert signs.read("我爸叫不醒了,没气了").urgency().level == "critical"
    assert signs.read("孩子饿得哭,家里没有一粒米").urgency().level == "high"


def test_what_is_pressing_is_not_calmed_by_a_question(signs):
    assert signs.read("能不能报销以后再说,人现在没气了").urgency().level == "critical"


def test_a_data_folder_without_lessons_leaves_the_rules(tmp_path):
    data = tmp_path / "data"
    (data / "zh").mkdir(parents=True)
    (data / "zh" / "urgency.yml").write_bytes((DATA / "zh" / "urgency.yml").read_bytes())
    judge = read_urgency(data)
    assert judge.levels is None
    assert _urgency(judge, "我爸叫不醒了").level == "critical"


@pytest.fixture(scope="module")
def half_sure(signs) -> Judge:
    """A judge whose second voice is rather sure of danger, whatever it hears."""
    shares = np.log(np.array([0.4, 0.1, 0.5], dtype=np.float32))
    answers, keys, weights = ("critical", "high", "normal"), np.zeros(0, np.uint64), np.zeros((0, 3), np.float32)
    return Judge(signs, Voice(Linear(answers, Runs(keys), {}, weights, shares)))


@pytest.mark.parametrize(("reported", "level"), [(1.0, "critical"), (0.3, "high"), (0.0, "normal")])
def test_the_calmer_the_talk_the_surer_the_second_voice_must_be(half_sure, reported, level):
    assert half_sure.judge(normalise("那个东西昨天还在那边的"), NOW, reported).level == level


def test_of_a_few_words_without_a_sign_the_second_voice_must_be_surer(half_sure):
    assert half_sure.judge(normalise("隔壁伯来了"), NOW).level == "high"


def test_despair_is_heard_in_thanks_and_farewells(half_sure):
    assert half_sure.judge(normalise("谢谢你们，绳子在那边"), NOW, 0.0).level == "critical"


@pytest.mark.parametrize(
    "text",
    [
        "大伯脚筋拉伤了，歇半个月，工钱没得拿",
        "我叔父眼睛坏了一只，另一只也花，配药要两百",
        "堆肥棚让滑下来的土埋了，人都平安，猪少了两头",
        "闺女录取了，一年七千的学费拿不出",
        "水管里出来的水发黑，煮饭一股味",
        "请给我小姑发英文，她不识中文",
        "my knee is hurt and I can't carry bricks, no wages",
    ],
)
def test_hardship_of_body_house_and_purse_wakes_nobody(judge, text):
    assert _urgency(judge, text).level != "critical"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_judged(text):
    assert _urgency(JUDGE, text).level in ("critical", "high", "normal")


def test_a_cry_in_a_hundred_thousand_characters_is_heard(judge):
    assert _urgency(judge, "啊啊" * 25_000 + "。我爸叫不醒了，没气了。" + "啊啊" * 25_000).level == "critical"
