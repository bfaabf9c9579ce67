"""What is remembered of short messages is what would be read again; what is longer is read each time."""

from datetime import timedelta

import pytest

from bot.reading import Reading
from tests.conftest import FRIDAY_MORNING as NOW


@pytest.fixture
def asked():
    return []


@pytest.fixture
def reading(parts, asked):
    def understand(text, now, heard=None):
        asked.append(text)
        return parts.understand.understand(text, now, heard)

    return Reading(understand)


@pytest.mark.parametrize("text", ["1", "收到", "昨天", "救命", "", "着火了", "13800"])
def test_a_short_message_is_read_once_a_day(reading, asked, parts, text):
    for at in (NOW, NOW + timedelta(hours=5), NOW + timedelta(days=1)):
        assert reading(text, at) == parts.understand.understand(text, at)
    assert asked == [text, text]


def test_a_longer_one_is_read_each_time(reading, asked):
    for _ in range(2):
        reading("我妈查出肺癌住院了", NOW)
    assert len(asked) == 2


def test_what_another_engine_heard_is_weighed_each_time(reading, asked):
    assert reading("好嘞", NOW).intent != reading("好嘞", NOW, [("goodbye", 1.0)]).intent == "goodbye"
    assert len(asked) == 2


def test_it_does_not_grow_for_ever(reading):
    reading._read.update({(str(n), NOW.date()): reading("1", NOW) for n in range(10_000, 12_000)})
    reading("2", NOW)
    assert list(reading._read) == [("2", NOW.date())]
