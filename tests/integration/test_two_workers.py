"""Two workers on one PostgreSQL database: nothing twice, and in order."""

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from bot import outbox as dispatch
from bot.store import inbox, people, timers
from bot.store import outbox as store_outbox
from bot.store.audit import first_broken, read_since
from bot.store.store import Store
from bot.store.tables import cases, outbox, sessions
from bot.worker import take_due, take_waiting
from integrations.ports import Address, InboundMessage
from tests.conftest import FRIDAY_MORNING as NOW
from tests.fakes import FakeChannel

PEOPLE, EACH = 12, 8
SAID = ("我妈查出肺癌，自己花了两万三", "1", "进度", "帮助", "低保怎么办", "hello", "我家房子着火了", "1")


@pytest.fixture
def two(postgres, cipher):
    url = postgres.new_database()
    stores = [Store(url, cipher), Store(url, cipher)]
    for store in stores:
        store.start()
    village = Address("sms", "cadre")
    stores[0].call(lambda tx: people.enrol_cadre(tx, "赵永福", village, "530326106203", "village"))
    for person in range(PEOPLE):
        home = message(person, 0).sender
        stores[0].call(lambda tx, a=home, p=person: people.enrol_household(tx, a, "530326106203", f"H{p}"))
    yield stores
    for store in stores:
        store.stop()


def in_parallel(*works) -> None:
    """Run each in a thread of its own; the first failure rises."""
    failures = []

    def run(work):
        try:
            work()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def message(person: int, number: int) -> InboundMessage:
    address = Address("sms", f"+86139{person:08}")
    return InboundMessage(f"{person}-{number}", address, SAID[number % len(SAID)], NOW, NOW)


def test_every_message_is_answered_once_and_in_order(two, parts):
    arriving = threading.Event()

    def take_in():
        for number in range(EACH):
            for person in range(PEOPLE):
                two[0].call(lambda tx, p=person, n=number: inbox.take_in(tx, [message(p, n), message(p, n)]))
        arriving.set()

    def work(store):
        with asyncio.Runner() as runner:
            while runner.run(take_waiting(store, parts, lambda: NOW, many=7)) or not arriving.is_set():
                pass

    in_parallel(take_in, lambda: work(two[0]), lambda: work(two[1]))
    rows = two[0].call(
        lambda tx: tx.connection.execute(
            select(outbox.c.key, outbox.c.in_reply_to).where(outbox.c.kind == "reply").order_by(outbox.c.id)
        ).all()
    )
    assert len(rows) == len({row.in_reply_to for row in rows}) == PEOPLE * EACH
    for key in {row.key for row in rows}:
        answered = [row.in_reply_to for row in rows if row.key == key]
        assert answered == sorted(answered)
    versions = two[0].call(lambda tx: tx.connection.execute(select(sessions.c.version)).scalars().all())
    assert versions == [EACH] * PEOPLE
    opened = two[0].call(lambda tx: tx.connection.execute(select(cases.c.opened_by)).scalars().all())
    assert sorted(opened.count(key) for key in set(opened)) == [2] * PEOPLE  # an illness and a fire each
    assert two[0].call(first_broken) is None


def test_a_ladder_climbs_once(two, parts):
    fires = [message(person, 6) for person in range(PEOPLE)]
    two[0].call(lambda tx: inbox.take_in(tx, fires))
    asyncio.run(take_waiting(two[0], parts, lambda: NOW))
    later = NOW + timedelta(hours=3)

    def climb(store):
        asyncio.run(take_due(store, parts, lambda: later))

    in_parallel(lambda: climb(two[0]), lambda: climb(two[1]))
    entries = two[0].call(lambda tx: list(read_since(tx, 0)))
    assert sorted(entry.case_id for entry in entries if entry.action == "unanswered") == list(
        range(1001, 1001 + PEOPLE)
    )
    still_set = two[0].call(lambda tx: [timers.find_timer(tx, "ladder", str(1001 + n)) for n in range(PEOPLE)])
    assert still_set == [None] * PEOPLE


def test_a_message_is_sent_by_one_of_them_and_in_order(two, parts):
    for number in range(EACH):
        two[0].call(lambda tx, n=number: inbox.take_in(tx, [message(person, n) for person in range(PEOPLE)]))
    with asyncio.Runner() as runner:
        while runner.run(take_waiting(two[0], parts, lambda: NOW)):
            pass
    channels = [FakeChannel(), FakeChannel()]

    def send(store, channel):
        with asyncio.Runner() as runner:
            while runner.run(dispatch.send_due(store, {"sms": channel}, parts, lambda: NOW)):
                pass

    in_parallel(*(lambda s=store, c=channel: send(s, c) for store, channel in zip(two, channels, strict=True)))
    sent = [int(each.id) for channel in channels for each in channel.sent]
    assert len(sent) == len(set(sent))
    assert set(sent) == set(two[0].call(lambda tx: tx.connection.execute(select(outbox.c.id)).scalars().all()))


def test_what_another_dispatcher_sent_after_it_was_seen_is_not_sent_again(two, parts):
    two[0].call(lambda tx: inbox.take_in(tx, [message(1, 0)]))
    asyncio.run(take_waiting(two[0], parts, lambda: NOW))
    quicker = FakeChannel()

    def slow(tx):
        @event.listens_for(tx.connection, "after_cursor_execute", once=True)
        def seen(*_):  # the clock stands still meanwhile, as a coarse one may
            asyncio.run(dispatch.send_due(two[1], {"sms": quicker}, parts, lambda: NOW))

        return store_outbox.lease(tx, NOW, NOW + dispatch.LEASE, 200)

    assert two[0].call(slow) == []
    assert quicker.sent


def test_a_message_no_turn_can_be_taken_for_is_set_aside_by_one_of_them(two, parts):
    two[0].call(lambda tx: inbox.take_in(tx, [message(1, 0)]))
    [waiting] = two[0].call(lambda tx: inbox.waiting(tx, 1))
    works = [lambda s=store: s.call(lambda tx: parts.apologise(tx, waiting, NOW, "KeyError")) for store in two]
    in_parallel(*works)
    assert len(two[0].call(lambda tx: tx.connection.execute(select(outbox.c.id)).scalars().all())) == 1
