"""Numbers in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.numerals import numbers, read_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("23,000", 23000), ("2.3万", 23000), ("3万8", 38000), ("3万8千", 38000),
        ("两万三", 23000), ("一万五千八", 15800), ("两千一", 2100), ("八千零六十", 8060),
        ("十一万六", 116000), ("四万零八百", 40800), ("三万八千四百", 38400), ("拾贰万", 120000),
        ("一百二", 120), ("一百零二", 102), ("三千一百二", 3120), ("一万一", 11000),
        ("一万零五", 10005), ("十", 10), ("十五", 15), ("二十", 20),
        ("五十六", 56), ("廿三", 23), ("一百二十万", 1200000), ("两亿三", 230000000),
        ("三", 3), ("俩", 2), ("仨", 3), ("2千3", 2300),
        ("1万2千5", 12500), ("5w", 50000), ("3k", 3000), ("12万", 120000),
        ("一万二千三百四十五", 12345), ("九百", 900), ("零", 0), ("一千零一十", 1010),
        ("六万八", 68000), ("1200", 1200), ("三点", 3), ("百", 100),
        ("千", 1000), ("万", 10000), ("十万零三百", 100300),
    ],
)  # fmt: skip
def test_a_number_is_worth_what_people_mean(written, value):
    assert read_number(written.rstrip("点")) == (value, True)


@pytest.mark.parametrize("written", ["三四万", "七八千", "两三百", "一万五六"])
def test_two_digits_in_a_row_are_a_guess(written):
    assert not read_number(written)[1]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("住了3天院花了两万三", [3, 23000]),
        ("lost 9,600 yuan and two hundred and fifty sheep", [9600, 250]),
        ("a thousand yuan, twenty-three days, a couple of kids", [1000, 23, 2]),
        ("没有数", []),
        ("someone at the tendon office", []),
    ],
)
def test_numbers_are_found_in_a_text(text, values):
    assert sorted(number.value for number in numbers(text)) == sorted(values)


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿壹贰拾佰仟廿卅俩仨0123456789,.wk ab"))
def test_any_row_of_numerals_is_read_without_an_error(text):
    for number in numbers(text):
        assert 0 <= number.start < number.end <= len(text)
