"""Promises kept by the whole system, for any sequence of messages."""

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.simulate import Stage
from bot.store.audit import first_broken
from bot.store.crypto import Cipher
from bot.store.store import Store
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import SECRET

HOME, NEIGHBOUR, CADRE = "+8613900000001", "+8613900000002", "+8613800000001"
SAID = (
    "我妈查出肺癌，自己花了两万三", "1", "进度", "取消", "我家着火了，老人还在里面", "低保怎么申请", "退订", "\0",
    "是谁家着火了",
)  # fmt: skip
ANSWERED = ("1", "收到 A1001", "到了", "办结", "列表", "什么")
lines = st.one_of(
    st.tuples(st.sampled_from([HOME, NEIGHBOUR]), st.sampled_from(SAID)),
    st.tuples(st.just(CADRE), st.sampled_from(ANSWERED)),
)
scripts = st.lists(st.tuples(lines, st.sampled_from([0, 1, 16, 200, 3000])), max_size=8)


def played(parts, script, redelivered=()):
    """What happens when these lines are played: (who, text, minutes later), each with an id of its own."""
    store = Store("sqlite://", Cipher([SECRET]))
    store.start()
    stage, at, happened, sent = Stage(store, parts), NOW, [], []
    cadres = [(CADRE, "530326106203", "village"), ("+8613800000002", "530326106", "township")]
    opening = [
        {"at": at, "do": "cadre", "name": f"干部{a[-1]}", "channel": "sms", "address": a, "area": area, "level": level}
        for a, area, level in cadres
    ]
    known = {"channel": "sms", "area": "530326106203"}
    opening += [{"at": at, "do": "household", "address": a, "household_id": a, **known} for a in (HOME, NEIGHBOUR)]
    with asyncio.Runner() as runner:
        for line in opening:
            runner.run(stage.play(line))
        for number, ((who, text), minutes) in enumerate(script):
            at += timedelta(minutes=minutes)
            sent.append({"at": at, "from": who, "channel": "sms", "text": text, "message_id": str(number)})
            happened += runner.run(stage.play(sent[-1]))
            for again in redelivered:
                if sent[again % len(sent)] is not sent[-1]:
                    happened += runner.run(stage.play({**sent[again % len(sent)], "at": at}))
        happened += runner.run(stage.play({"at": at + timedelta(hours=3), "do": "tick"}))
    assert store.call(first_broken) is None
    store.stop()
    return happened


few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.slow
@few
@given(scripts, st.lists(st.integers(0, 7), min_size=1, max_size=3))
def test_redelivery_in_any_order_changes_nothing(parts, script, redelivered):
    assert played(parts, script, redelivered) == played(parts, script)


@few
@given(scripts)
def test_every_message_is_answered_and_an_sms_takes_four_segments_at_most(parts, script):
    happened = played(parts, script)
    replies = [each for each in happened if each.get("kind") == "reply"]
    assert len(replies) == len(script)
    assert [each["text"] for each in happened if each.get("segments", 0) > 4] == []


@few
@given(scripts)
def test_no_case_climbs_before_its_time_and_none_is_left_hanging(parts, script):
    happened = played(parts, script)
    cases = {}
    for each in happened:
        if "event" in each:
            cases.setdefault(each["case"], []).append(each)
    for events in cases.values():
        opened = datetime.fromisoformat(events[0]["at"])
        climbs = [datetime.fromisoformat(each["at"]) for each in events if each["event"] == "escalated"]
        assert all(climb - opened >= timedelta(minutes=15) for climb in climbs)
        acknowledged = any(each["event"] == "acknowledged" for each in events)
        last = events[-1]
        if last["urgency"] == "critical" and not acknowledged and last["status"] == "declared":
            assert any(each["event"] == "unanswered" for each in events)


@pytest.mark.slow
@few
@given(scripts)
def test_nobody_but_its_household_and_the_cadres_hears_of_a_case(parts, script):
    owners = {}
    for each in played(parts, script):
        if each.get("case") and each.get("kind") in ("reply", "notice") and each["to"] in (HOME, NEIGHBOUR):
            owners.setdefault(each["case"], set()).add(each["to"])
    assert all(len(told) == 1 for told in owners.values())


@pytest.mark.parametrize("minutes", [14, 15, 44, 45])
def test_the_ladder_keeps_its_minutes(parts, minutes):
    happened = played(parts, [((HOME, "我家着火了，老人还在里面"), 0), ((NEIGHBOUR, "你好"), minutes)])
    upto = [each for each in happened if each["at"] <= (NOW + timedelta(minutes=minutes)).isoformat()]
    climbed = [each["event"] for each in upto if each.get("event") in ("escalated", "unanswered")]
    assert climbed == {14: [], 15: ["escalated"], 44: ["escalated"], 45: ["escalated", "unanswered"]}[minutes]
