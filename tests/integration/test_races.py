"""Two processes on one PostgreSQL, interleaved on purpose: whoever was overtaken changes nothing."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from bot import broadcasts, runtime
from bot import outbox as dispatch
from bot.store import broadcasts as stored_broadcasts
from bot.store import cases, outbox, people, tables
from bot.store.inbox import conversation_key
from bot.store.people import load_people, save_people
from bot.store.store import Store, decide_alone
from bot.store.tables import outbox as rows
from bot.store.tables import syncs, timers
from integrations.ports import Address, ChannelUnavailable, StatusChange
from tests.conftest import FRIDAY_MORNING as NOW
from tests.fakes import FakeChannel
from tests.integration.test_store import case, queued

HOME = Address("sms", "+8613900000001")
SLOW = Address("sms", "+8613900000077")
VILLAGE = "530326106203"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def two(postgres, cipher):
    url = postgres.new_database()
    stores = [Store(url, cipher), Store(url, cipher)]
    for store in stores:
        store.start()
    yield stores
    for store in stores:
        store.stop()


def with_a_pause(store, work, meanwhile, after=1):
    """Do a work; after its so many statements `meanwhile` begins beside it, and has half a second."""
    beside = threading.Thread(target=meanwhile)
    seen = []

    def paused(tx):
        @event.listens_for(tx.connection, "after_cursor_execute")
        def count(*_):
            seen.append(1)
            if len(seen) == after:
                beside.start()
                beside.join(0.5)

        try:
            return work(tx)
        finally:
            event.remove(tx.connection, "after_cursor_execute", count)

    result = store.call(paused)
    beside.join()
    return result


def status(store, row=1):
    return store.call(lambda tx: tx.connection.execute(select(rows.c.status).where(rows.c.id == row)).scalar_one())


def sync_row(store):
    return store.call(lambda tx: tx.connection.execute(select(syncs)).one())


# ---------------------------------------------------------------- messages


def leased(store, at=NOW):
    return store.call(lambda tx: outbox.lease(tx, at, at + dispatch.LEASE, 10))


@pytest.mark.parametrize("late", ["waiting", "unknown", "failed", "dead"])
def test_who_was_overtaken_does_not_undo_what_went(two, late):
    two[0].call(lambda tx: outbox.enqueue(tx, [queued(1)], NOW))
    [first] = leased(two[0])
    [second] = leased(two[1], NOW + dispatch.LEASE)
    assert two[1].call(lambda tx: outbox.outcome(tx, second, "sent", NOW, provider_id="SM1"))
    assert not two[0].call(lambda tx: outbox.outcome(tx, first, late, NOW))
    assert status(two[0]) == "sent"


def test_that_it_went_counts_from_who_was_overtaken_too(two):
    two[0].call(lambda tx: outbox.enqueue(tx, [queued(1)], NOW))
    [first] = leased(two[0])
    [second] = leased(two[1], NOW + dispatch.LEASE)
    assert two[0].call(lambda tx: outbox.outcome(tx, first, "sent", NOW, provider_id="SM1"))
    assert not two[1].call(lambda tx: outbox.outcome(tx, second, "waiting", NOW, again_at=NOW))
    assert status(two[0]) == "sent"


@pytest.mark.parametrize(("word", "seen_to"), [("delivered", 0), ("failed", 1)])
def test_a_receipt_that_is_quicker_than_the_answer_is_kept(two, word, seen_to):
    two[0].call(lambda tx: outbox.enqueue(tx, [replace(queued(1), kind="alert")], NOW))
    [sending] = leased(two[0])
    assert two[1].call(lambda tx: outbox.receipt(tx, "sms", "SM1", word, None, NOW)) == 0
    two[0].call(lambda tx: outbox.outcome(tx, sending, "sent", NOW, provider_id="SM1"))
    assert status(two[0]) == word
    assert len(two[0].call(lambda tx: tx.connection.execute(select(timers)).all())) == seen_to


def test_receipts_of_messages_that_are_not_ours_do_not_gather(two):
    two[0].call(lambda tx: outbox.receipt(tx, "sms", "SM1", "delivered", None, NOW))
    two[0].call(lambda tx: outbox.receipt(tx, "sms", "SM2", "delivered", None, NOW + 2 * timedelta(hours=1)))
    kept = two[0].call(lambda tx: tx.connection.execute(select(tables.early_receipts.c.provider_id)).scalars().all())
    assert kept == ["SM2"]


def test_nothing_is_begun_that_may_outlast_its_lease(two, parts):
    messages = [queued(n, address=HOME) for n in range(1, 4)]
    two[0].call(lambda tx: outbox.enqueue(tx, messages, NOW))
    now = [NOW]

    class Slow(FakeChannel):
        async def send(self, message):
            now[0] += 40 * timedelta(seconds=1)
            return await super().send(message)

    channel = Slow()
    outcomes = asyncio.run(dispatch.send_due(two[0], {"sms": channel}, parts, lambda: now[0]))
    assert [each.status for each in outcomes] == ["sent", "sent"]
    assert [status(two[0], row) for row in (1, 2, 3)] == ["sent", "sent", "sending"]
    now[0] = NOW + dispatch.LEASE
    assert len(asyncio.run(dispatch.send_due(two[1], {"sms": channel}, parts, lambda: now[0]))) == 1


def test_a_database_that_is_away_for_a_moment_makes_nothing_go_twice(two, parts, monkeypatch):
    two[0].call(lambda tx: outbox.enqueue(tx, [queued(1)], NOW))
    real, failures = dispatch._write_down, [OperationalError("away", None, Exception())]

    def write_down(*given):
        if failures:
            raise failures.pop()
        real(*given)

    monkeypatch.setattr(dispatch, "_write_down", write_down)
    monkeypatch.setattr(dispatch, "_WRITE_AGAIN_S", (0.0,))
    asyncio.run(dispatch.send_due(two[0], {"sms": FakeChannel()}, parts, lambda: NOW))
    assert status(two[0]) == "sent"


def test_what_went_is_written_down_before_the_slowest_of_its_batch_has_gone(two, parts):
    two[0].call(lambda tx: outbox.enqueue(tx, [queued(1), queued(2, address=SLOW)], NOW))
    seen = []

    class Slow(FakeChannel):
        async def send(self, message):
            if message.to == SLOW:
                while status(two[1]) != "sent":
                    await asyncio.sleep(0.01)
                seen.append("the other is written down")
                raise ChannelUnavailable("busy")
            return await super().send(message)

    asyncio.run(asyncio.wait_for(dispatch.send_due(two[0], {"sms": Slow()}, parts, lambda: NOW), 10))
    assert seen


# ---------------------------------------------------------------- the registry


@pytest.fixture
def changed_case(two):
    two[0].call(lambda tx: cases.save_cases(tx, [case(1001)]))
    two[0].call(lambda tx: outbox.want_sync(tx, [1001], NOW))

    def change():
        def work(tx):
            cases.save_cases(tx, [case(1001, version=2)])
            outbox.want_sync(tx, [1001], NOW)

        two[1].call(work)

    return change


def lease_sync(store, at=NOW):
    return store.call(lambda tx: outbox.lease_syncs(tx, at, at + dispatch.LEASE, 10))


def test_a_case_another_worker_brought_to_the_registry_meanwhile_is_not_taken_again(two, changed_case):
    def meanwhile():  # and it changed again: the clock stands still, as a coarse one may
        [sync] = lease_sync(two[1])
        two[1].call(lambda tx: outbox.synced(tx, sync, 1, NOW))
        changed_case()

    taken = with_a_pause(two[0], lambda tx: outbox.lease_syncs(tx, NOW, NOW + dispatch.LEASE, 10), meanwhile)
    assert taken == []
    assert [sync.version for sync in lease_sync(two[0])] == [1]


def test_a_change_that_comes_while_the_registry_is_told_goes_too(two, changed_case):
    [sync] = lease_sync(two[0])
    with_a_pause(two[0], lambda tx: outbox.synced(tx, sync, 1, NOW), changed_case)
    row = sync_row(two[0])
    assert (row.status, row.version, row.due_at) == ("waiting", 1, NOW)


def test_a_change_that_comes_while_the_registry_refuses_goes_all_the_same(two, changed_case):
    [sync] = lease_sync(two[0])
    changed_case()
    two[0].call(lambda tx: outbox.sync_failed(tx, sync, None, "no such household", NOW))
    assert sync_row(two[0]).status == "waiting"


@pytest.mark.parametrize("again_at", [None, NOW + MINUTE])
def test_a_late_failure_does_not_undo_what_the_registry_has(two, changed_case, again_at):
    [first] = lease_sync(two[0])
    [second] = lease_sync(two[1], NOW + dispatch.LEASE)
    two[1].call(lambda tx: outbox.synced(tx, second, 1, NOW))
    two[0].call(lambda tx: outbox.sync_failed(tx, first, again_at, "late", NOW))
    assert (sync_row(two[0]).status, sync_row(two[0]).version) == ("synced", 1)


def test_what_the_registry_changed_is_heard_once(two, parts):
    two[0].call(lambda tx: people.enrol_household(tx, HOME, VILLAGE, "H1"))
    key = two[0].call(lambda tx: conversation_key(tx, HOME))
    two[0].call(lambda tx: cases.save_cases(tx, [replace(case(1001), opened_by=key, area=VILLAGE)]))
    two[0].call(lambda tx: cases.add_voices(tx, [(1001, key)], NOW))

    class Registry:
        other = None

        async def changes(self, cursor):
            if self.other is not None:
                await dispatch.hear_registry(two[1], self.other, parts, lambda: NOW)
            moves = [StatusChange("A1001", to, None, NOW) for to in ("monitored", "assisted")]
            return (moves, "2") if cursor is None else ([], cursor)

    slow = Registry()
    slow.other = Registry()
    asyncio.run(dispatch.hear_registry(two[0], slow, parts, lambda: NOW))
    told = two[0].call(lambda tx: tx.connection.execute(select(rows.c.id)).scalars().all())
    assert len(told) == 2


# ---------------------------------------------------------------- people and broadcasts


def test_a_wish_not_to_be_written_to_outlasts_a_list_that_is_read_in_meanwhile(two):
    two[0].call(lambda tx: people.enrol_household(tx, HOME, VILLAGE, "H1"))

    def stop():
        def work(tx):
            decide_alone(tx)
            key = conversation_key(tx, HOME)
            save_people(tx, [replace(load_people(tx, [key])[key], opted_out=True)])

        two[1].call(work)

    for after in (1, 2, 3, 4):
        with_a_pause(two[0], lambda tx: people.enrol_household(tx, HOME, VILLAGE, "H1", name="王"), stop, after)
        key = two[0].call(lambda tx: conversation_key(tx, HOME))
        person = two[0].call(lambda tx, key=key: load_people(tx, [key])[key])
        assert person.opted_out
        two[0].call(lambda tx, person=person: save_people(tx, [replace(person, opted_out=False)]))


def test_a_broadcast_stopped_while_a_minutes_worth_is_queued_does_not_go(two, parts):
    for n in range(4):
        two[0].call(lambda tx, n=n: people.enrol_household(tx, Address("sms", f"+861390000000{n}"), VILLAGE, f"H{n}"))
    planned = two[0].call(lambda tx: broadcasts.draft(tx, VILLAGE, "停水", "甲", NOW, 2))
    two[0].call(lambda tx: broadcasts.approve(tx, planned.id, "乙", NOW))

    def stop():
        two[1].call(lambda tx: broadcasts.stop(tx, planned.id, NOW))

    with_a_pause(two[0], lambda tx: runtime.due(tx, parts, NOW, 10), stop, after=4)
    assert [status(two[0], row) for row in (1, 2)] == ["dropped", "dropped"]
    assert two[0].call(lambda tx: stored_broadcasts.load(tx, planned.id)).status == "stopped"
