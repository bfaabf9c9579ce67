"""Long texts in portions: nothing is lost, and each fits its channel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.portions import portion
from dialogs.segments import segments

LONG = "".join(f"第{n}条规定每人每年补助{n}00元，由乡镇发放。" for n in range(1, 36))


def all_of(text, channel, language):
    said = []
    while text:
        first, text = portion(text, channel, language)
        assert first
        said.append(first)
    return said


def test_a_quote_comes_in_portions_that_end_with_a_sentence():
    parts = all_of(LONG, "sms", "zh-Hans")
    assert "".join(parts) == LONG
    assert all(segments(part) <= 3 and part.endswith("。") for part in parts)
    assert len(all_of(LONG, "web", "zh-Hans")) == 1


def test_an_english_sms_stays_in_the_small_alphabet():
    text = "The bureau (区民政局) leads — in 2019—2020. (Datong Lake's plan, part 2 (1), 2019.) Ask the bureau."
    first, rest = portion(text, "sms", "en")
    assert first == "The bureau leads - in 2019-2020. (Datong Lake's plan, part 2 (1), 2019.) Ask the bureau."
    assert rest == ""
    assert portion(text, "web", "en")[0] == text


@given(st.text(alphabet="低保每月元。；\n .a(1)😀", max_size=600), st.sampled_from(["sms", "web"]))
def test_no_word_is_lost_and_every_portion_fits(text, channel):
    parts = all_of(text.strip(), channel, "zh-Hans")
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(segments(part) <= 3 for part in parts if channel == "sms")


@pytest.mark.parametrize("channel", ["sms", "web"])
def test_one_endless_sentence_is_cut_all_the_same(channel):
    assert "".join(all_of("补" * 3000, channel, "zh-Hans")) == "补" * 3000
