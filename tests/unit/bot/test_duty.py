"""Who hears of it: absence, deputies in a circle, rotas over midnight."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases import duty
from bot.cases.types import Cadre
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE

DAY = timedelta(days=1)
ZHAO, QIAN, SUN = (Cadre(n, f"k{n}", "sms", str(n), f"c{n}", "530326106203", "village") for n in (1, 2, 3))


def away(cadre, deputy=None, since=-1, until=1):
    return replace(cadre, deputy=deputy, away_from=NOW + since * DAY, away_until=NOW + until * DAY)


def present(*cadres, listed=None):
    everybody = {cadre.id: cadre for cadre in cadres}
    return [cadre.id for cadre in duty.present(listed or cadres, everybody, NOW, ZONE)]


def test_who_is_away_is_stood_in_for_at_the_same_level():
    township = replace(QIAN, level="township")
    found = duty.present([away(ZHAO, 2)], {1: away(ZHAO, 2), 2: township}, NOW, ZONE)
    assert [(cadre.id, cadre.level) for cadre in found] == [(2, "village")]


def test_a_deputy_who_is_away_too_is_stood_in_for_in_turn():
    assert present(away(ZHAO, 2), away(QIAN, 3), SUN, listed=[away(ZHAO, 2)]) == [3]


def test_nobody_hears_twice():
    assert present(away(ZHAO, 2), QIAN) == [2]


@given(st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_deputies_in_any_circle_come_to_an_end(deputies):
    everybody = {n: away(replace(ZHAO, id=n), deputy) for n, deputy in enumerate(deputies, 1)}
    assert duty.present(everybody.values(), everybody, NOW, ZONE) == []


@pytest.mark.parametrize(("since", "until", "is_away"), [(-1, 1, True), (1, 2, False), (-2, -1, False)])
def test_an_absence_has_its_days(since, until, is_away):
    assert duty.is_away(away(ZHAO, None, since, until), NOW) is is_away


@pytest.mark.parametrize(
    ("rota", "is_on"),
    [
        (None, True),
        ("1-5 08:00-18:00", True),
        ("6,7 08:00-18:00", False),
        ("5 22:00-06:00", False),
        ("4 22:00-11:00", True),
        ("1-3 8:00-18:00; 4-5 9:30-11:00", True),
    ],
)
def test_a_rota_covers_friday_at_ten_or_not(rota, is_on):
    assert duty.is_on_shift(rota, NOW, ZONE) is is_on


def test_where_nobody_is_on_shift_all_of_them_hear():
    assert present(replace(ZHAO, duty="6 08:00-09:00"), replace(QIAN, duty="7 08:00-09:00")) == [1, 2]
    assert present(replace(ZHAO, duty="6 08:00-09:00"), QIAN) == [2]


@pytest.mark.parametrize("rota", ["8 08:00-18:00", "1-5", "always", "1-5 25:00-26:00"])
def test_a_rota_that_cannot_be_read_is_refused(rota):
    with pytest.raises(ValueError, match=r"shift|hour|time"):
        duty.read_duty(rota)
