"""Deadlines in working days: make-up days count, holidays do not, a year not published counts weekends only."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.cases
from bot.cases import ladder
from bot.cases.procedure import after_working_days, due, profile_for, read_profiles, working_days_between
from bot.cases.types import Case
from tests.conftest import ZONE

PROFILES = read_profiles(Path(bot.cases.__file__).parent / "profiles")
PUBLISHED = st.dates(date(2024, 1, 1), date(2026, 10, 1))
MONDAY = datetime(2026, 11, 16, 10, tzinfo=ZONE)
CASE = Case(1001, None, "k", "declared", "normal", ("illness",), None, MONDAY, MONDAY)


def due_on(area, status="declared", urgency="normal", **stages):
    """What is due in a case declared on that Monday, and by when; stages as days after it."""
    began = {name: (MONDAY + timedelta(days=days)).isoformat() for name, days in stages.items()}
    case = replace(CASE, area=area, status=status, urgency=urgency, stages=began)
    found = due(profile_for(PROFILES, area, urgency), case, ZONE)
    return found and (found.what, f"{found.on:%m-%d}")


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
    assert working_days_between(start, deadline.on) == days


@given(st.dates(date(2004, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_one_day_more_is_never_earlier(start, days):
    assert start < after_working_days(start, days).on < after_working_days(start, days + 1).on


@pytest.mark.parametrize(
    ("area", "urgency", "name"),
    [
        ("620102", "normal", "gansu"),
        ("620522101", "critical", "gansu-qinan"),
        ("340104001002", "high", "anhui"),
        ("340722", "normal", "anhui-zongyang"),
        ("46", "normal", "hainan"),
        ("530326", "normal", "generic"),
        ("530326", "critical", "yunnan-emergency"),
        ("530326", "high", "yunnan-emergency"),
        (None, "critical", "generic"),
    ],
)
def test_an_area_has_its_own_profile_or_the_generic_one(area, urgency, name):
    assert profile_for(PROFILES, area, urgency).name == name


@pytest.mark.parametrize(
    ("area", "check", "decision"),
    [
        ("33", "11-23", "12-07"),
        ("62", "11-23", "12-07"),
        ("620522", "11-23", "12-01"),
        ("34", "11-18", "12-14"),
    ],
)
def test_each_profile_has_its_days(area, check, decision):
    assert due_on(area) == ("check", check)
    assert due_on(area, visited=1) == due_on(area, "township_check") == ("decision", decision)


def test_in_zongyang_somebody_takes_it_up_within_two_days():
    case = replace(CASE, area="340722")
    assert due_on("340722") == ("take_up", "11-18")
    found = due(profile_for(PROFILES, "340722"), replace(case, acknowledged_at=MONDAY), ZONE)
    assert found is not None
    assert (found.what, found.on) == ("decision", date(2026, 12, 14))


def test_hainan_has_no_term_for_the_check():
    assert due_on("46") == ("decision", "12-14")


def test_after_the_check_a_refusal_is_told_within_five_days():
    assert due_on("62", "verifying", verifying=3) == ("refusal", "11-26")


def test_in_yunnan_help_comes_within_48_hours_and_papers_within_five_days_after():
    case = replace(CASE, area="530326", urgency="critical")
    found = due(profile_for(PROFILES, "530326", "critical"), case, ZONE)
    assert found is not None
    assert found.at == MONDAY + timedelta(hours=48)
    assert [found.light(found.at - timedelta(hours=h)) for h in (13, 1, 0)] == ["", "at_risk", "overdue"]
    assert due_on("530326", urgency="critical", helped=1) == ("papers", "11-24")


def test_the_light_turns_orange_the_working_day_before_and_red_after_the_last():
    found = due(profile_for(PROFILES, "62"), replace(CASE, area="62"), ZONE)  # Monday the 23rd
    assert found is not None
    friday, saturday = datetime(2026, 11, 20, 9, tzinfo=ZONE), datetime.combine(date(2026, 11, 24), time(), ZONE)
    minute = timedelta(minutes=1)
    lights = [found.light(moment) for moment in (friday - minute, friday, saturday - minute, saturday)]
    assert lights == ["", "at_risk", "at_risk", "overdue"]


def test_what_rests_is_not_due_and_the_days_it_stood_still_do_not_count():
    assert due(PROFILES["", ""], replace(CASE, paused_at=MONDAY.isoformat()), ZONE) is None
    found = due(PROFILES["", ""], replace(CASE, paused_days=2), ZONE)
    assert found is not None
    assert found.on == date(2026, 11, 25)


@pytest.mark.parametrize("status", ["monitored", "assisted", "risk_cleared", "closed", "rejected", "withdrawn"])
def test_after_the_decision_nothing_is_due(status):
    assert due_on("62", status) is None


def test_an_operators_own_profile_goes_before_ours(tmp_path):
    (tmp_path / "ours.yml").write_text(
        'areas: ["530326"]\ndecision: 10\ncheck: 3\nanswer_within: {critical: {village: 10}}\nquiet: 22:30-06:00\n'
    )
    profiles = read_profiles(Path(bot.cases.__file__).parent / "profiles", tmp_path)
    profile = profile_for(profiles, "530326106203", "normal")
    assert (profile.name, profile.quiet_hours) == ("ours", (time(22, 30), time(6)))
    within = ladder.within(profile.answer_within)
    assert within["critical"]["village"] == timedelta(minutes=10)
    assert within["critical"]["township"] == timedelta(minutes=30)
    half_past_nine = datetime(2026, 11, 20, 21, 30, tzinfo=ZONE)
    assert ladder.started("high", half_past_nine, ZONE, profile.quiet_hours) == half_past_nine
    assert ladder.started("high", half_past_nine, ZONE) != half_past_nine


@pytest.mark.parametrize("wrong", ["quiet: at night", "answer_within: {normal: {village: 5}}"])
def test_an_own_profile_with_a_mistake_is_refused(tmp_path, wrong):
    (tmp_path / "ours.yml").write_text(f'areas: ["530326"]\ndecision: 10\n{wrong}\n')
    with pytest.raises(ValueError, match=r"Invalid|answer_within"):
        read_profiles(tmp_path)


def test_a_profile_with_an_unknown_field_is_refused(tmp_path):
    (tmp_path / "here.yml").write_text('areas: ["11"]\ndecision: 5\nhouse_chek: 2\n')
    with pytest.raises(ValueError, match="house_chek"):
        read_profiles(tmp_path)


def test_two_profiles_for_one_area_are_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yml").write_text('areas: ["11"]\ndecision: 5\n')
    with pytest.raises(ValueError, match="holds for"):
        read_profiles(tmp_path)
