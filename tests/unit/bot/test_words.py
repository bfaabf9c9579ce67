"""How long our messages are, filled as they are in life."""

import string

import pytest

from bot.app import read_words
from bot.words import SAMPLES, filled, measure, messages
from dialogs.wording import LANGUAGES

MEASURED = list(measure(read_words()))
_LONGEST = {"zh-Hans": 2, "zh-Hant": 2, "en": 4}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_fits_into_two_sms_and_four_in_english(language):
    over = [each.text for each in MEASURED if each.language == language and each.segments > _LONGEST[language]]
    assert over == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_filled(language):
    left = [message for message in messages() if {"{", "}"} & set(filled(message, language))]
    assert left == []


def test_every_placeholder_has_a_value_of_its_length_in_life():
    named = {name for message in messages() for _, name, _, _ in string.Formatter().parse(message) if name}
    assert {name for name in named if name.isidentifier()} - set(SAMPLES) == set()


def test_dates_have_their_weekday_and_money_is_said_as_people_say_it():
    assert "2.3万元" in filled("I noted: {facts}. Is that right? 1 yes, send it 2 change", "zh-Hans")
    assert "11月27日周五" in filled("{number}: {status}, by {day} at the latest.", "zh-Hans")
    assert "Friday 27 November" in filled("{number}: {status}, by {day} at the latest.", "en")
