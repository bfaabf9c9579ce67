"""Broadcasts: two people, consent, a minute's worth at a time, stoppable; CAP alerts become drafts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import broadcasts
from bot.broadcasts import NotAllowed
from bot.store import broadcasts as stored
from bot.store import people
from bot.store.audit import read_since
from bot.store.inbox import conversation_key
from bot.store.people import load_people, save_people
from integrations.cap.alert import read_alert, render_alert
from integrations.ports import Address
from tests.conftest import FRIDAY_MORNING as NOW
from tests.unit.integrations.test_cap import ALERT, valid

VILLAGE, ELSEWHERE = "530326106203", "530326107201"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def households(stage):
    for n in range(5):
        address = Address("sms", f"+86139000000{n:02}")
        stage.store.call(lambda tx, a=address, n=n: people.enrol_household(tx, a, VILLAGE, f"H{n}"))
    stage.store.call(lambda tx: people.enrol_household(tx, Address("sms", "+8613900000099"), ELSEWHERE, "H99"))
    return stage


def opt_out(stage, number):
    def work(tx):
        key = conversation_key(tx, Address("sms", number))
        save_people(tx, [replace(load_people(tx, [key])[key], opted_out=True)])

    stage.store.call(work)


def draft(stage, **changed):
    given = {"area": VILLAGE, "text": "明天停水，请提前接水", "author": "甲", "now": NOW, "a_minute": 2, **changed}
    return stage.store.call(lambda tx: broadcasts.draft(tx, **given))


def played(runner, stage, at):
    return runner.run(stage.play({"at": at, "do": "tick"}))


@pytest.fixture
def runner():
    import asyncio

    with asyncio.Runner() as running:
        yield running


def test_a_dry_run_counts_people_consent_and_segments_and_sends_nothing(households, runner):
    opt_out(households, "+8613900000000")
    planned = draft(households, text="水" * 80)
    counted = households.store.call(lambda tx: broadcasts.dry_run(tx, planned))
    assert (counted.recipients, counted.passed_over, counted.by_channel) == (4, 1, {"sms": 4})
    assert (counted.segments, counted.minutes) == (8, 2)
    assert played(runner, households, NOW) == []


def test_it_goes_out_a_minutes_worth_at_a_time_to_its_area_only(households, runner):
    planned = draft(households)
    households.clock.now = NOW
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))
    sent = [len(played(runner, households, NOW + n * MINUTE)) for n in range(4)]
    assert sent == [2, 2, 1, 0]
    assert households.store.call(lambda tx: stored.receipts(tx, planned.id)) == {"sent": 5}
    assert households.store.call(lambda tx: stored.load(tx, planned.id)).status == "done"


def test_what_has_not_gone_out_can_be_stopped(households, runner):
    planned = draft(households)
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))
    assert len(played(runner, households, NOW)) == 2
    households.store.call(lambda tx: broadcasts.stop(tx, planned.id, NOW))
    assert played(runner, households, NOW + 10 * MINUTE) == []
    noted = households.store.call(lambda tx: [(each.action, each.body["by"]) for each in read_since(tx, 0)])
    assert noted == [("broadcast approved", "乙"), ("broadcast stopped", None)]
    with pytest.raises(NotAllowed, match="stopped already"):
        households.store.call(lambda tx: broadcasts.stop(tx, planned.id, NOW))


def test_who_opts_out_meanwhile_gets_nothing(households, runner):
    planned = draft(households, a_minute=1)
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))
    for n in range(5):
        opt_out(households, f"+86139000000{n:02}")
    assert [played(runner, households, NOW + n * MINUTE) for n in range(6)] == [[]] * 6


def test_it_waits_for_the_morning(households, runner):
    planned = draft(households, a_minute=60)
    night = NOW.replace(hour=23)
    households.clock.now = night
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", night))
    assert played(runner, households, night) == []
    assert len(played(runner, households, night + timedelta(hours=9))) == 5


@pytest.mark.parametrize("approver", ["甲", "", " 甲 "])
def test_who_wrote_it_does_not_approve_it(households, approver):
    planned = draft(households)
    with pytest.raises(NotAllowed, match="second person"):
        households.store.call(lambda tx: broadcasts.approve(tx, planned.id, approver, NOW))


def test_nothing_is_approved_twice_and_nothing_that_is_not_there(households):
    planned = draft(households)
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))
    with pytest.raises(NotAllowed, match="no draft"):
        households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "丙", NOW))
    with pytest.raises(NotAllowed, match="no broadcast 77"):
        households.store.call(lambda tx: broadcasts.approve(tx, 77, "乙", NOW))


@pytest.mark.parametrize(("field", "value"), [("text", " "), ("text", "水" * 601), ("area", "53"), ("author", "")])
def test_a_draft_that_cannot_be_sent_is_refused(households, field, value):
    with pytest.raises(NotAllowed):
        draft(households, **{field: value})


def test_a_warning_becomes_a_draft_once_and_is_acknowledged(households):
    drafts, ack = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(ALERT), NOW))
    assert [(each.status, each.area, each.text) for each in drafts] == [
        ("draft", "530326106", "暴雨红色预警 沟边河边的人马上往高处走")
    ]
    assert read_alert(valid(ack)).references == (ALERT.reference,)
    again, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(ALERT), NOW))
    assert [each.id for each in again] == [each.id for each in drafts]


def test_an_update_replaces_and_a_cancellation_stops(households):
    first, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(ALERT), NOW))
    later = replace(ALERT, identifier="MET-2", msg_type="Update", references=(ALERT.reference,), headline="降为橙色")
    second, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(later), NOW))
    gone = replace(ALERT, identifier="MET-3", msg_type="Cancel", references=(later.reference,))
    households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(gone), NOW))
    statuses = households.store.call(lambda tx: [stored.load(tx, each.id).status for each in (*first, *second)])
    assert statuses == ["stopped", "stopped"]


def test_a_drill_says_that_it_is_one(households):
    drafts, _ = households.store.call(
        lambda tx: broadcasts.cap_in(tx, render_alert(replace(ALERT, status="Exercise")), NOW)
    )
    assert drafts[0].text.startswith("【演练】")


def test_an_immediate_warning_goes_at_night(households, runner):
    night = NOW.replace(hour=23)
    alert = render_alert(replace(ALERT, sent=night, expires=night + timedelta(hours=6)))
    drafts, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, alert, night))
    households.clock.now = night
    households.store.call(lambda tx: broadcasts.approve(tx, drafts[0].id, "乙", night))
    assert len(played(runner, households, night)) == 5


def test_an_approved_broadcast_goes_out_as_alert_update_and_cancel(households):
    planned = draft(households)
    with pytest.raises(NotAllowed, match="draft"):
        households.store.call(lambda tx: broadcasts.cap_out(tx, planned.id, NOW))
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))

    def out(kind="Alert", at=NOW, **more):
        return read_alert(valid(households.store.call(lambda tx: broadcasts.cap_out(tx, planned.id, at, kind, **more))))

    alert, cancel = out(), out("Cancel", drill=True)
    assert out("Update").identifier != out("Update", NOW + MINUTE).identifier
    assert (alert.msg_type, alert.area_codes, alert.status) == ("Alert", (VILLAGE,), "Actual")
    assert (cancel.msg_type, cancel.status, cancel.references[0].identifier) == ("Cancel", "Exercise", alert.identifier)


@pytest.mark.parametrize("status", ["Test", "System", "Draft"])
def test_a_message_between_machines_is_acknowledged_and_reaches_nobody(households, status):
    body = render_alert(replace(ALERT, status=status))
    drafts, ack = households.store.call(lambda tx: broadcasts.cap_in(tx, body, NOW))
    assert (drafts, read_alert(ack).msg_type) == ([], "Ack")


@pytest.mark.parametrize("scope", ["Restricted", "Private"])
def test_what_is_not_for_everybody_is_not_drafted_for_everybody(households, scope):
    body = render_alert(replace(ALERT, scope=scope, addresses=("hearthline",)))
    with pytest.raises(NotAllowed, match="not for everybody"):
        households.store.call(lambda tx: broadcasts.cap_in(tx, body, NOW))


def test_a_warning_that_is_over_reaches_nobody_any_more(households):
    over = ALERT.expires + MINUTE
    with pytest.raises(NotAllowed, match="over already"):
        households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(ALERT), over))
    drafts, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(ALERT), NOW))
    with pytest.raises(NotAllowed, match="is over"):
        households.store.call(lambda tx: broadcasts.approve(tx, drafts[0].id, "乙", over))


def test_what_has_not_gone_out_when_a_warning_ends_stays(households, runner):
    soon = replace(ALERT, expires=NOW + timedelta(seconds=90))
    drafts, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(soon), NOW))
    assert drafts[0].a_minute == 60
    for n in range(10, 140):
        address = Address("sms", f"+86138{n:08}")
        households.store.call(lambda tx, a=address, n=n: people.enrol_household(tx, a, VILLAGE, f"H{n}"))
    households.clock.now = NOW
    households.store.call(lambda tx: broadcasts.approve(tx, drafts[0].id, "乙", NOW))
    assert [len(played(runner, households, NOW + n * MINUTE)) for n in range(4)] == [60, 60, 0, 0]
    assert households.store.call(lambda tx: stored.load(tx, drafts[0].id)).status == "stopped"


def test_one_office_does_not_cancel_the_warning_of_another(households):
    first, _ = households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(ALERT), NOW))
    other = replace(ALERT, sender="water.example.cn")
    gone = replace(other, identifier="W-2", msg_type="Cancel", references=(other.reference,))
    households.store.call(lambda tx: broadcasts.cap_in(tx, render_alert(gone), NOW))
    assert households.store.call(lambda tx: stored.load(tx, first[0].id)).status == "draft"


def test_what_was_stopped_goes_to_other_offices_only_as_a_cancellation(households):
    planned = draft(households)
    households.store.call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))
    households.store.call(lambda tx: broadcasts.stop(tx, planned.id, NOW))
    with pytest.raises(NotAllowed, match="only be cancelled"):
        households.store.call(lambda tx: broadcasts.cap_out(tx, planned.id, NOW))
    cancel = households.store.call(lambda tx: broadcasts.cap_out(tx, planned.id, NOW, "Cancel"))
    assert read_alert(cancel).msg_type == "Cancel"
