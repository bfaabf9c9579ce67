"""Our codes in the registry's words and back."""

from typing import get_args

import pytest

from integrations.registry.codes import read_codes
from nlu.types import DisasterKind, RiskType

CODES = read_codes()
STATUSES = (
    *("declared", "verifying", "village_review", "township_check", "county_approval", "monitored", "assisted"),
    *("risk_cleared", "closed", "rejected", "merged", "withdrawn"),
)


def test_every_risk_type_has_a_word_and_no_other():
    assert set(CODES.risk_types) == set(get_args(RiskType))


def test_every_disaster_kind_has_a_code_and_no_other():
    assert set(CODES.disaster_kinds) == set(get_args(DisasterKind))


def test_every_status_has_a_word_of_its_own():
    assert set(CODES.statuses) == set(STATUSES)
    assert len(set(CODES.statuses.values())) == len(STATUSES)


@pytest.mark.parametrize("risk_type", CODES.risk_types)
def test_a_risk_type_comes_back_from_its_word_and_note(risk_type):
    theirs = CODES.risk_types[risk_type]
    assert CODES.risk_type(theirs.word, theirs.note) == risk_type


@pytest.mark.parametrize("kind", CODES.disaster_kinds)
def test_a_disaster_kind_comes_back_from_its_code_and_note(kind):
    theirs = CODES.disaster_kinds[kind]
    assert CODES.disaster_kind(theirs.code, theirs.note) == kind


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_comes_back_from_its_word(status):
    assert CODES.status(CODES.statuses[status]) == status


def test_care_travels_as_other_with_a_note():
    assert CODES.risk_types["care"].word == CODES.risk_types["other"].word == "其他"
    assert CODES.risk_types["care"].note
    assert CODES.risk_type("其他", "a note of their own") == "other"


def test_a_shared_code_alone_does_not_say_which():
    assert CODES.disaster_kind("0205") is None
    assert CODES.disaster_kind("0299") is None
    assert CODES.disaster_kind("0201", "a note of their own") == "flood"


def test_an_unknown_word_is_none():
    assert CODES.risk_type("因懒") is CODES.disaster_kind("9999") is CODES.status("") is None
