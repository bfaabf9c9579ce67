"""When two alarms, or two reports, are one case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.merging import look_alike, same_emergency, same_risk
from bot.cases.types import Case

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def case(minutes, **known):
    at = NOW - timedelta(minutes=minutes)
    told = {"urgency": "critical", "risk_types": ("accident",), "status": "declared", **known}
    return Case(id=1001, household=1, opened_by="k", area=None, opened_at=at, changed_at=at, **told)


@pytest.mark.parametrize(
    ("standing", "danger", "relation", "same_writer", "one"),
    [
        (case(20, danger="fire"), "fire", None, True, True),
        (case(20, danger="fire"), "fire", None, False, True),
        (case(2, danger="fire"), "carbon_monoxide", None, True, True),  # the smoke is thick
        (case(20, danger="electricity", relation="parent"), "fire", None, True, False),
        (case(20, danger="electricity", relation="parent"), "fire", "parent", True, True),
        (case(20, danger="fall", relation="parent"), "bleeding", "parent", True, True),
        (case(20, danger="fall", relation="parent"), "snake", "child", True, False),
        (case(20, danger="drowning", relation="parent"), "drowning", "spouse", False, True),  # mother and wife
        (case(20, danger="drowning", relation="parent"), "drowning", "child", False, False),
        (case(400, danger="fire"), "fire", None, True, False),
        (case(20, danger="fire", status="closed"), "fire", None, True, False),
        (case(20, danger="fire", urgency="normal"), "fire", None, True, False),
    ],
)
def test_two_alarms_are_one_case_when_they_tell_of_one_danger(standing, danger, relation, same_writer, one):
    found = same_emergency([standing], danger, relation, NOW, same_writer=same_writer)
    assert (found is standing) == one


@pytest.mark.parametrize(
    ("risks", "relation", "days", "one"),
    [
        (["illness"], "parent", 3, True),
        (["illness", "schooling"], "parent", 3, True),
        (["schooling"], "parent", 3, False),
        (["illness"], "child", 3, False),
        (["illness"], "parent", 40, False),
    ],
)
def test_two_reports_are_one_case_when_person_and_risk_are_the_same(risks, relation, days, one):
    standing = case(days * 24 * 60, urgency="normal", risk_types=("illness",), relation="parent")
    found = same_risk([standing], risks, relation, NOW, same_writer=True)
    assert (found is standing) == one


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"callback": "+8613900000001"}, True),
        ({"reporter": "吴桂兰"}, True),
        ({"details": {"place": "新田村3组"}}, True),
        ({}, False),
        ({"callback": "+8613900000001", "status": "closed"}, False),
        ({"callback": "+8613900000001", "danger": "fire", "risk_types": ("disaster",)}, False),
    ],
)
def test_what_shares_a_mark_and_a_danger_looks_alike(other, alike):
    known = {"danger": "snake", "reporter": "吴桂兰", "callback": "+8613900000001", "details": {"place": "新田村3组"}}
    new = replace(case(0, **known), id=1002, household=2)
    standing = case(30, **{"danger": "snake", **other})
    assert (look_alike(new, [standing]) is standing) is alike
