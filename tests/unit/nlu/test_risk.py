"""Risk types: what a report is about, not everything it mentions."""

from pathlib import Path

import pytest

from nlu.normalise import normalise
from nlu.risk import RiskFinder, read_risks

DATA = Path(__file__).parents[3] / "nlu" / "data"


@pytest.fixture(scope="module")
def finder() -> RiskFinder:
    return read_risks(DATA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我爸得了尿毒症，一周三次透析", "illness"),
        ("女儿考上大学，学费凑不齐", "schooling"),
        ("冰雹把玉米全打坏了", "disaster"),
        ("厂里裁员，我没活干了", "employment"),
        ("房子墙裂了，一下雨就漏", "housing"),
        ("my son needs chemotherapy", "illness"),
        ("猪得瘟病死了三十头", "business_failure"),
        ("井干了，吃水要到山下挑", "water"),
        ("爷爷一个人住，没人照顾", "care"),
        ("我哥天生聋哑", "disability"),
        ("从架子上摔下来，腿断了", "accident"),
        ("家里就我一个劳力，地种不过来", "labour_shortage"),
    ],
)
def test_a_report_is_about_what_it_says(finder, text, expected):
    assert expected in finder.find(normalise(text))


@pytest.mark.parametrize("text", ["你好", "", "谢谢你们"])
def test_small_talk_is_about_nothing(finder, text):
    assert finder.find(normalise(text)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("洪水把房子冲垮了，今晚没地方住", {"disaster", "housing"}),
        ("我爸得了肝癌，妹妹的学费也交不起", {"illness", "schooling"}),
    ],
)
def test_a_report_may_be_about_several(finder, text, expected):
    assert expected <= set(finder.find(normalise(text)))


def test_what_is_denied_is_not_reported(finder):
    assert "disaster" not in finder.find(normalise("没遭灾，就是果子卖不出去，亏了"))


def test_what_happens_to_people_in_a_disaster_is_the_disaster(finder):
    found = finder.find(normalise("山上滑坡，石头砸穿屋顶"))
    assert found[0] == "disaster"
    assert "accident" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水窖见底三个月，人畜都靠买水", "water"),
        ("锅里漏雨的日子过够了，檩子断了两根", "housing"),
        ("工地散伙，包工头拿白条打发我们", "employment"),
        ("种了十亩冬瓜，贩子不来，全堆在路边", "business_failure"),
        ("我弟憨包一个，三十岁还要人喂", "disability"),
        ("阿嬷一个人蹛山上，无人顾", "care"),
        ("our borehole pump has been broken since spring", "water"),
    ],
)
def test_what_no_single_word_tells_is_heard(finder, text, expected):
    assert expected in finder.find(normalise(text))


def test_breathless_from_fees_is_no_illness(finder):
    assert "illness" not in finder.find(normalise("学杂费压得一家人喘不过气"))


def test_a_song_of_floods_is_no_report(finder):
    assert finder.find(normalise("小时候听爷爷讲大禹治水的故事")) == ()
