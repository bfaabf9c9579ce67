"""The ladder: never before its time, never overdue for ever, quiet hours for all but the critical."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.cases import ladder
from bot.cases.types import Cadre
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE

MINUTES, HOURS = timedelta(minutes=1), timedelta(hours=1)
VILLAGE = Cadre(1, "k1", "sms", "1", "赵永福", "530326106203", "village")
TOWNSHIP = Cadre(2, "k2", "sms", "2", "钱秀兰", "530326106", "township")
COUNTY = Cadre(3, "k3", "sms", "3", "孙建军", "530326", "county")
EVERYBODY = [VILLAGE, TOWNSHIP, COUNTY]
minutes = st.integers(0, 3 * 365 * 24 * 60)
moments = minutes.map(lambda past: NOW.replace(year=2025) + timedelta(minutes=past))
teams = st.sets(st.sampled_from(["village", "township", "county"])).map(
    lambda levels: {cadre.level: [cadre] for cadre in EVERYBODY if cadre.level in levels}
)


def climbs(urgency, over, start=NOW):
    """Each step of a ladder that nobody answers, and how long after the first alert it comes."""
    step, _ = ladder.alerted_first(over)
    at, steps = start, [(step, timedelta(0))]
    while (climb := ladder.next_climb(urgency, step, at, over, None)) is not None:
        step, at = climb.step, climb.due_at
        steps.append((step, at - start))
    return steps


def over(*cadres):
    return {cadre.level: [cadre] for cadre in cadres}


def test_a_critical_case_climbs_after_fifteen_thirty_and_thirty_minutes():
    found = climbs("critical", over(*EVERYBODY))
    expected = [("village", 0), ("township", 15), ("county", 45), ("unanswered", 75)]
    assert found == [(step, minutes * MINUTES) for step, minutes in expected]


def test_a_high_case_climbs_after_two_and_eight_hours():
    found = climbs("high", over(*EVERYBODY))[:3]
    assert found == [("village", 0 * HOURS), ("township", 2 * HOURS), ("county", 8 * HOURS)]


def test_a_level_without_anybody_is_passed_over():
    assert [step for step, _ in climbs("critical", over(VILLAGE, COUNTY))] == ["village", "county", "unanswered"]


def test_without_anybody_it_is_unanswered_from_the_start():
    assert climbs("critical", {}) == [("unanswered", timedelta(0))]


@given(st.sampled_from(["critical", "high"]), teams)
def test_every_ladder_ends_with_nobody_answered_and_goes_only_up(urgency, team):
    steps = [step for step, _ in climbs(urgency, team)]
    assert steps[-1] == "unanswered"
    assert [ladder.STEPS.index(step) for step in steps] == sorted({ladder.STEPS.index(step) for step in steps})


@given(st.sampled_from(["critical", "high", "normal"]), teams, moments, moments)
def test_no_step_comes_before_its_time(urgency, team, start, due):
    step, _ = ladder.alerted_first(team)
    climb = ladder.next_climb(urgency, step, start, team, due)
    if climb is not None:
        wait = ladder.ANSWER_WITHIN[urgency][step] if urgency != "normal" else due - start
        assert climb.due_at == start + wait


@given(moments)
def test_nothing_held_back_goes_out_in_quiet_hours_and_it_waits_a_night_at_most(moment):
    held = ladder.after_quiet(moment, ZONE)
    assert not ladder.is_quiet(held, ZONE)
    assert timedelta(0) <= held - moment <= 10 * HOURS


@given(moments)
def test_a_critical_alert_never_waits(moment):
    assert ladder.started("critical", moment, ZONE) == moment


def test_quiet_hours_are_from_nine_in_the_evening_to_seven():
    quiet = [hour for hour in range(24) if ladder.is_quiet(NOW.replace(hour=hour, minute=0), ZONE)]
    assert quiet == [0, 1, 2, 3, 4, 5, 6, 21, 22, 23]


def test_only_those_over_the_area_are_responsible():
    other = Cadre(4, "k4", "sms", "4", "x", "530326106204", "village")
    found = ladder.responsible([*EVERYBODY, other], "530326106203")
    assert [cadre.id for level in found.values() for cadre in level] == [1, 2, 3]


def test_for_a_place_not_known_the_highest_there_are():
    assert ladder.responsible([VILLAGE, TOWNSHIP], None) == {"township": [TOWNSHIP]}
