"""The traditional calendar agrees with itself and with festivals everybody remembers."""

from datetime import date, timedelta

import pytest

from nlu.lunar import FESTIVALS, latest_lunar_day, lunar_day


@pytest.mark.parametrize("year", range(2022, 2030))
def test_each_year_ends_the_day_before_the_next_begins(year):
    assert lunar_day(year, 12, 30) + timedelta(days=1) == lunar_day(year + 1, 1, 1)


@pytest.mark.parametrize(
    ("year", "festival", "day"),
    [
        (2023, "中秋", "2023-09-29"),
        (2024, "端午", "2024-06-10"),
        (2024, "中秋", "2024-09-17"),
        (2025, "中秋", "2025-10-06"),
        (2026, "端午", "2026-06-19"),
        (2026, "元宵", "2026-03-03"),
    ],
)
def test_festivals_fall_on_their_days(year, festival, day):
    assert lunar_day(year, *FESTIVALS[festival]) == date.fromisoformat(day)


def test_a_day_that_its_month_does_not_have_is_none():
    assert latest_lunar_day(2, 30, date(2026, 6, 1)) != lunar_day(2026, 2, 29)
    assert latest_lunar_day(13, 1, date(2026, 6, 1)) is None


def test_a_year_that_the_table_does_not_hold_is_none():
    assert latest_lunar_day(1, 1, date(1999, 6, 1)) is None
