"""A worker killed at any instruction while messages are on their way: nothing lost, nothing twice, order kept."""

import asyncio
import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import inbox, people
from bot.store.audit import first_broken
from bot.store.crypto import Cipher
from bot.store.store import Store
from bot.store.tables import cases, outbox, syncs
from bot.store.tables import inbox as inbox_table
from bot.worker import Worker
from integrations.ports import Address, InboundMessage, OutboundMessage
from tests.conftest import FRIDAY_MORNING, SECRET
from tests.fakes import FakeRegistry

FEWEST_KILLS = 2
PEOPLE = 25
SAID = ("我妈查出肺癌，自己花了两万三", "1", "进度", "帮助", "低保怎么办", "hello", "我家房子着火了", "谢谢")
MESSAGES = [(person, number) for number in range(len(SAID)) for person in range(PEOPLE)]
FASTER = 120  # the clock of the worker: a lease of two minutes is over in a second
OPEN = ("waiting", "sending", "unknown")


class LoggedChannel:
    """A provider that notes what it was given, in a file that outlives the worker."""

    name = "sms"

    def __init__(self, path: Path) -> None:
        self._log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def parse(self, request):
        return ()

    async def send(self, message: OutboundMessage) -> str:
        await asyncio.sleep(0.001)
        os.write(self._log, f"{message.id}\n".encode())
        await asyncio.sleep(0.001)
        return f"provider {message.id}"

    async def close(self) -> None:
        os.close(self._log)


def work(folder: Path, parts, began: float) -> None:
    """The process that is killed: takes in, takes turns, sends, syncs, until nothing is left to do."""
    store = Store(f"sqlite:///{folder / 'line.db'}", Cipher([SECRET]))
    store.start()

    def clock() -> datetime:
        return FRIDAY_MORNING + timedelta(seconds=(time.monotonic() - began) * FASTER)

    worker = Worker(store, parts, {"sms": LoggedChannel(folder / "sent")}, FakeRegistry(), clock)
    asyncio.run(_until_done(store, worker))
    store.stop()


async def _until_done(store: Store, worker: Worker) -> None:
    running = asyncio.create_task(worker.run())
    for person, number in MESSAGES:  # the provider begins anew each time: it was never told that they arrived
        address = Address("sms", f"+86139{person:08}")
        message = InboundMessage(f"{person}-{number}", address, SAID[number], FRIDAY_MORNING, FRIDAY_MORNING)
        await asyncio.wrap_future(store.submit(lambda tx, m=message: inbox.take_in(tx, [m])))
        worker.wake()
    while await asyncio.wrap_future(store.submit(_left)):
        await asyncio.sleep(0.05)
    worker.stop()
    await running


def _left(tx) -> bool:
    waits = select(inbox_table.c.id).where(inbox_table.c.state == "waiting").limit(1)
    goes = select(outbox.c.id).where(outbox.c.status.in_(OPEN)).limit(1)
    syncing = select(syncs.c.case_id).where(syncs.c.status == "waiting").limit(1)
    return any(tx.connection.execute(query).first() for query in (waits, goes, syncing))


def killed(folder: Path, parts, kills: int, chance: random.Random) -> list[set[int]]:
    """Kill the process so often, let the last one finish; what stood as sent after each kill."""
    fork, began, stood = multiprocessing.get_context("fork"), time.monotonic(), []
    for _ in range(kills):
        process = fork.Process(target=work, args=(folder, parts, began))
        process.start()
        process.join(chance.uniform(0.05, 2.7 / kills + 0.1))
        if process.exitcode is not None:  # it was done before its time came
            assert process.exitcode == 0
            break
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        stood.append(_sent(folder / "line.db"))
        with (folder / "sent").open("a") as log:
            log.write("killed\n")
    process = fork.Process(target=work, args=(folder, parts, began))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert len(stood) >= FEWEST_KILLS
    return stood


def _sent(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchall():
            return set()
        return {row[0] for row in database.execute("SELECT id FROM outbox WHERE status = 'sent'")}


@pytest.mark.parametrize("kills", [3, pytest.param(25, marks=pytest.mark.slow)])
def test_nothing_is_lost_and_nothing_comes_twice(tmp_path, parts, cipher, kills):
    store = Store(f"sqlite:///{tmp_path / 'line.db'}", cipher)
    store.start()
    cadre = Address("sms", "cadre")
    store.call(lambda tx: people.enrol_cadre(tx, "赵永福", cadre, "530326106203", "village"))
    for person in range(PEOPLE):
        home = Address("sms", f"+86139{person:08}")
        store.call(lambda tx, a=home, p=person: people.enrol_household(tx, a, "530326106203", f"H{p}"))
    store.stop()

    stood = killed(tmp_path, parts, kills, random.Random(kills))

    store = Store(f"sqlite:///{tmp_path / 'line.db'}", cipher)
    store.start()
    try:
        _check(store, (tmp_path / "sent").read_text().splitlines(), stood)
    finally:
        store.stop()


def _check(store: Store, log: list[str], stood: list[set[int]]) -> None:
    taken = store.call(lambda tx: tx.connection.execute(select(inbox_table.c.id, inbox_table.c.state)).all())
    assert [row.state for row in taken] == ["taken"] * len(MESSAGES)
    rows = store.call(lambda tx: tx.connection.execute(select(outbox).order_by(outbox.c.id)).all())
    replies = [row for row in rows if row.kind == "reply"]
    assert Counter(row.in_reply_to for row in replies) == Counter(row.id for row in taken)
    keys = {row.key for row in replies}
    for key in keys:
        answered = [row.in_reply_to for row in replies if row.key == key]
        assert answered == sorted(answered)

    opened = store.call(lambda tx: tx.connection.execute(select(cases.c.opened_by, cases.c.urgency)).all())
    assert Counter(tuple(row) for row in opened) == Counter((key, level) for key in keys for level in LEVELS)
    assert store.call(first_broken) is None

    assert {row.status for row in rows} == {"sent"}
    runs = [[int(line) for line in run] for run in _parted(log)]
    assert {number for run in runs for number in run} == {row.id for row in rows}
    for at, run in enumerate(runs):
        assert len(run) == len(set(run))  # within one life of the process nothing goes out twice
        assert not stood[at - 1] & set(run) or at == 0  # what stood as sent does not go again
    first = list(dict.fromkeys(number for run in runs for number in run))
    for key in {row.key for row in rows}:
        mine = [number for number in first if number in {row.id for row in rows if row.key == key}]
        assert mine == sorted(mine)


LEVELS = ("normal", "critical")  # an illness and a fire in each house


def _parted(log: list[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for line in log:
        if line == "killed":
            runs.append([])
        else:
            runs[-1].append(line)
    return runs
