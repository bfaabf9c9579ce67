"""A card states no number that its clause does not."""

import pytest

from policies_kb.figures import in_digits, unfounded
from policies_kb.types import Card


def card(zh):
    return Card("a/1", zh, zh, (), frozenset({"amount"}), "", "", (), ())


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [("三百元", "300元"), ("两千五百", "2500"), ("十二个月", "12个月"), ("二〇二四年", "2024年"), ("三", "3")],
)
def test_numerals_become_digits(numeral, digits):
    assert in_digits(numeral) == digits


def test_only_what_is_written_is_founded():
    clause = "每人每年补助三百元，最高3,000元，5个工作日内办结。"
    assert unfounded(card("每年300元，最多3000元，5个工作日。"), clause) == ()
    assert unfounded(card("每年320元，2次。"), clause) == ("320", "2")
