"""How often a household has to write until its case stands: twice where everything was said, six times at the most."""

import asyncio
from datetime import timedelta

import pytest

from tests.conftest import FRIDAY_MORNING as NOW

HOME = "+8613900000001"


@pytest.fixture
def says(stage):
    now = [NOW]
    with asyncio.Runner() as runner:

        def play(words):
            now[0] += timedelta(minutes=1)
            line = {"at": now[0], "from": HOME, "channel": "sms", "text": words}
            return any(each.get("event") == "opened" for each in runner.run(stage.play(line)))

        yield play


def turns(says, words):
    """After how many messages a case stands."""
    return next((number for number, each in enumerate(words, 1) if says(each)), None)


@pytest.mark.parametrize(
    "words",
    [
        "会泽县者海镇大田村，我妈胃癌住院，9月查出来的，自己花了18600，没钱买药",
        "报 病 妈 23000 者海镇大田村",
        "者海镇大田村的，我爸上个月在工地摔断了腿，花了3万2，家里4口人",
        "我們住者海鎮大田村，阿公上個月開刀花了五萬二",
        "My father in Datian village, Zhehai township, Huize county had a stroke last month, we paid 23000 yuan",
    ],
)
def test_a_report_that_says_everything_takes_two_turns(says, words):
    assert turns(says, [words, "1"]) == 2


@pytest.mark.parametrize("yes", ["1", "对", "是的，报上去"])
def test_a_bare_word_takes_six_turns_at_the_most(says, yes):
    assert turns(says, ["我妈病了", "者海镇大田村", "两万三", "上个月", "要钱", yes]) <= 6


def test_answers_beside_the_question_take_no_more(says):
    assert turns(says, ["我妈病了", "者海镇大田村", "还没算，大概一万多", "9月查出来的", "没人照顾", "1", "1"]) <= 6
