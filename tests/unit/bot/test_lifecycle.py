"""The life of a case: only the steps there are, only by who may, only when what must be so is so."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases import lifecycle
from bot.cases.types import Case, Status
from tests.conftest import FRIDAY_MORNING as NOW

STATUSES = get_args(Status)
CASE = Case(1001, None, "k", "declared", "normal", ("illness",), None, NOW, NOW)


def case(status, **days_ago):
    stages = {stage: (NOW - timedelta(days=days)).isoformat() for stage, days in days_ago.items()}
    return replace(CASE, status=status, stages=stages)


def refusal(case, to, role, reason=""):
    return lifecycle.refusal(case, to, role, NOW, reason)


def test_every_status_has_its_steps():
    assert set(lifecycle.STEPS) == set(STATUSES)
    assert {to for steps in lifecycle.STEPS.values() for to in steps} <= {*STATUSES, "split"}


def test_the_straight_way_by_those_whose_steps_they_are():
    way = [
        ("declared", "verifying", "village"),
        ("verifying", "village_review", "village"),
        ("village_review", "township_check", "village"),
        ("township_check", "county_approval", "township"),
        ("county_approval", "monitored", "county"),
        ("monitored", "assisted", "village"),
    ]
    for status, to, role in way:
        assert refusal(case(status, village_review=5), to, role) is None


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES), st.sampled_from(["household", "village", "township"]))
def test_what_is_not_in_the_table_is_refused_and_the_registry_may_all(status, to, role):
    if role not in lifecycle.STEPS[status].get(to, ()):
        assert refusal(case(status), to, role, "a reason") in ("not_next", "not_yours")
    assert refusal(case(status), to, "registry") is None


def test_a_village_does_not_decide():
    assert refusal(case("county_approval"), "monitored", "village") == "not_yours"
    assert lifecycle.next_up(case("county_approval"), "township") is None
    assert lifecycle.next_up(case("township_check"), "township") == "county_approval"


@pytest.mark.parametrize("status", ["declared", "verifying", "village_review", "township_check", "county_approval"])
def test_a_refusal_needs_its_reason(status):
    assert refusal(case(status), "rejected", "county") == "reason"
    assert refusal(case(status), "rejected", "county", "收入超过标准") is None


def test_the_notice_hangs_five_days():
    assert refusal(case("village_review", village_review=4), "township_check", "village") == "notice_days"


def test_a_refusal_may_be_looked_at_again_by_the_township_only():
    assert refusal(case("rejected"), "verifying", "village") == "not_yours"
    assert refusal(case("rejected"), "verifying", "township") is None


@pytest.mark.parametrize(
    ("days", "words", "why"),
    [
        ({"monitored": 100, "assisted": 50}, "收入稳定 支出已清", "six_months"),
        ({"monitored": 200}, "收入稳定 支出已清", "no_help"),
        ({"monitored": 200, "assisted": 50}, "", "income"),
        ({"monitored": 200, "assisted": 50}, "收入稳定", "costs"),
        ({"monitored": 200, "assisted": 50}, "收入稳定了，医药费也还清了", None),
    ],
)
def test_clearing_a_risk_has_its_conditions(days, words, why):
    assert refusal(case("assisted", **days), "risk_cleared", "township", words) == why


def test_a_household_with_nobody_to_work_is_not_cleared():
    alone = replace(case("assisted", monitored=200, assisted=9), risk_types=("labour_shortage",))
    assert refusal(alone, "risk_cleared", "township", "收入稳定 支出已清") == "no_labour"


def test_nothing_is_closed_before_the_household_confirmed():
    assert refusal(case("risk_cleared"), "closed", "county") == "unconfirmed"
    assert refusal(case("risk_cleared", confirmed=1), "closed", "county") is None


@pytest.mark.parametrize("status", ["risk_cleared", "closed"])
def test_what_was_cleared_can_be_taken_back_with_a_reason(status):
    cleared = case(status, confirmed=3)
    assert refusal(cleared, "monitored", "village") == "reason"
    assert refusal(cleared, "monitored", "village", "又住院了") is None
    assert "confirmed" not in lifecycle.moved(cleared, "monitored", NOW)


@pytest.mark.parametrize("status", ["merged", "withdrawn"])
def test_what_ended_by_itself_goes_nowhere(status):
    assert {to for to in STATUSES if refusal(case(status), to, "county", "x") is None} == set()
