"""A flood night: every life in danger alerted at once, nobody buried, every incident counted."""

import pytest

from bench.flood import figures, played, script


def holds(reports, villages):
    happened, incidents = played(script(reports, villages))
    found = figures(happened, incidents)
    assert found["reports"] == reports
    assert found["critical not alerted within a minute"] == 0
    assert found["most messages a minute to a cadre besides critical ones"] <= 1
    assert found["incidents"] == found["villages with three reports or more"]
    assert found["cases in incidents"] == reports


def test_a_small_flood_buries_nobody():
    holds(60, 9)


@pytest.mark.slow
def test_two_thousand_reports_in_three_hundred_villages():
    holds(2000, 300)
