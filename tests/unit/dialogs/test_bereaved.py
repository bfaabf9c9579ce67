"""Who has died, and what is a way of speaking."""

from datetime import datetime

import pytest

from dialogs.bereaved import in_mourning, lost, said_to_be_dead
from tests.conftest import ZONE

NOW = datetime(2026, 11, 20, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我老公上个月死了，家里没收入了", "老公"),
        ("我婆婆去世了，办丧事欠了三万", "婆婆"),
        ("My father passed away, we owe for the funeral", "father"),
        ("我妈急死了，家里没钱", None),
        ("家里的猪死了十头", None),
        ("我爸病了，住院花了三万", None),
    ],
)
def test_who_has_died(said, text, who):
    assert lost(said(text)) == who


def test_what_ailed_the_dead_is_over():
    facts = in_mourning({"risk_types": ["illness", "schooling"], "who": "老公", "relation": "spouse"}, "老公")
    assert (facts["relation"], facts["risk_types"], facts["lost"]) == ("self", ["schooling"], "老公")


def test_a_death_said_late_is_taken_up_once(said):
    noted = {"relation": "spouse", "who": "老公", "risk_types": ["illness"]}
    changed = said_to_be_dead(noted, said("不对，他上个月去世了"))
    assert changed["lost"] == "老公"
    assert said_to_be_dead({**noted, **changed}, said("他去世了")) == {}
    assert said_to_be_dead({"relation": "self"}, said("他去世了")) == {}
