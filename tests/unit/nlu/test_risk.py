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
    ],
)
def test_a_report_is_about_what_it_says(finder, text, expected):
    assert expected in finder.find(normalise(text))


@pytest.mark.parametrize("text", ["你好", "", "谢谢你们"])
def test_small_talk_is_about_nothing(finder, text):
    assert finder.find(normalise(text)) == ()
