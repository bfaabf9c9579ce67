"""Values as people of each language write them."""

from datetime import UTC, date, datetime

import pytest

from dialogs.segments import segments
from dialogs.wording import Listed, Money, Phrase, Term, render, render_value


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (Money(23000), "zh-Hans", "2.3万元"),
        (Money(23000), "zh-Hant", "2.3萬元"),
        (Money(23000), "en", "23,000 yuan"),
        (Money(23450), "zh-Hans", "23450元"),
        (Money(10000), "zh-Hans", "1万元"),
        (Money(800), "zh-Hans", "800元"),
        (date(2026, 11, 27), "zh-Hans", "11月27日周五"),
        (date(2026, 11, 27), "zh-Hant", "11月27日週五"),
        (date(2026, 11, 27), "en", "Friday 27 November"),
        (datetime(2026, 11, 21, 7, tzinfo=UTC), "zh-Hans", "11月21日周六7点"),
        (datetime(2026, 11, 21, 7, tzinfo=UTC), "en", "Saturday 21 November, 7:00"),
        (Listed(("a", Money(100))), "zh-Hans", "a，100元"),
        (Term("risk", "illness"), "zh-Hans", "生病"),
        ("周志强", "zh-Hans", "周志强"),
        ("周志强", "en", "Zhou Zhiqiang"),
        ("新田村三组", "en", "Xin Tian Cun San Zu"),
        (Phrase("phone {phone}", {"phone": "1"}), "zh-Hans", "电话1"),
    ],
)
def test_a_value_is_written_as_the_language_writes_it(value, language, words):
    assert render_value(value, language) == words


def test_an_english_sms_stays_in_the_small_alphabet_though_the_cadre_has_a_chinese_name():
    words = render("I am calling {name}. {number}.", {"name": "周志强", "number": "A1001"}, "en")
    assert segments("x" * 120 + words) == 1


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        render("I am calling {name}. {number}.", {"name": "x"}, "zh-Hans")


def test_braces_in_what_people_wrote_stay_as_they_are():
    assert render("{number}, further: {said}", {"number": "A1", "said": "{name} %s {"}, "zh-Hans").count("{") == 2
