"""Deadlines in working days: make-up days count, holidays do not, a year not published counts weekends only."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.cases
from bot.cases.procedure import after_working_days, due_on, profile_for, read_profiles

PROFILES = read_profiles(Path(bot.cases.__file__).parent / "profiles")
PUBLISHED = st.dates(date(2024, 1, 1), date(2026, 10, 1))


def test_a_make_up_sunday_is_a_working_day():
    assert after_working_days(date(2026, 2, 13), 1).on == date(2026, 2, 14)  # the Saturday before the Spring Festival


def test_a_holiday_is_not():
    assert after_working_days(date(2026, 9, 30), 1).on == date(2026, 10, 8)


def test_a_year_not_yet_published_counts_weekends_only_and_says_so():
    deadline = after_working_days(date(2031, 10, 1), 3)
    assert (deadline.on, deadline.holidays_known) == (date(2031, 10, 6), False)


def test_a_term_that_reaches_into_such_a_year_says_so():
    assert not after_working_days(date(2026, 12, 25), 15).holidays_known


@given(PUBLISHED, st.integers(1, 40))
def test_a_deadline_is_a_working_day_with_so_many_up_to_it(start, days):
    deadline = after_working_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (deadline.on - start).days + 1)]
    assert chinese_calendar.is_workday(deadline.on)
    assert sum(chinese_calendar.is_workday(day) for day in between) == days


@given(st.dates(date(2004, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_one_day_more_is_never_earlier(start, days):
    assert start < after_working_days(start, days).on < after_working_days(start, days + 1).on


@pytest.mark.parametrize(
    ("area", "name"),
    [("620102", "gansu"), ("340104001002", "anhui"), ("46", "hainan"), ("530326", "generic"), (None, "generic")],
)
def test_a_province_has_its_own_terms_or_the_generic_ones(area, name):
    assert profile_for(PROFILES, area).name == name


def test_anhui_looks_within_two_days_and_gansu_within_five():
    monday = date(2026, 11, 16)
    found = [due_on(profile_for(PROFILES, area), "declared", monday) for area in ("34", "62")]
    assert [deadline.on for deadline in found if deadline] == [date(2026, 11, 18), date(2026, 11, 23)]


def test_a_step_without_a_term_has_no_deadline():
    assert due_on(PROFILES[""], "monitored", date(2026, 11, 16)) is None
