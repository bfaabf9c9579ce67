"""How many SMS a text takes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.segments import segments

texts = st.text(st.characters(), max_size=400)


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 7, 2),  # the sign of two places does not fit and goes to the second part
        ("雨" * 70, 1),
        ("雨" * 71, 2),
        ("雨" * 134, 2),
        ("雨" * 135, 3),
        ("a" * 70 + "’", 2),  # one typographic quote makes it all another script
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("雨" * 66 + "😀" + "雨" * 67, 3),  # the pair is not split
    ],
)
def test_the_alphabet_and_the_length_decide(text, many):
    assert segments(text) == many


@given(texts, texts)
def test_more_words_never_take_fewer(first, second):
    assert segments(first) <= segments(first + second)


@given(texts)
def test_there_are_never_fewer_than_the_script_allows(text):
    units = sum(2 if ord(character) > 0xFFFF else 1 for character in text)
    assert segments(text) >= max(1, math.ceil(len(text) / 160))
    assert segments(text) <= max(1, math.ceil(units / 66))
