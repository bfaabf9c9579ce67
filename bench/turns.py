"""Durable turns a second of the worker, beside the ceiling of bare commits of the same rows: `python -m bench.turns`.

Both on a SQLite file in WAL with synchronous=FULL, in one run: first the worker takes all messages, and every
statement that writes is kept; then the same statements, with the same values in the same batches, are executed on
another file with nothing around them. The ratio is what understanding, dialogue, sealing and reading cost. What is
made at the first use (patterns, statements) is made before the clock starts.
"""

import argparse
import asyncio
import cProfile
import pstats
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, event

from bot.app import build_runtime
from bot.runtime import Runtime
from bot.settings import Settings
from bot.store import inbox, people
from bot.store.crypto import Cipher, new_secret
from bot.store.store import Store
from bot.worker import take_waiting
from integrations.ports import Address, InboundMessage

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
AREA = "530326106203"
# What ten people write in ten turns: a report with its confirmation, questions, small talk, one emergency in fifty.
SAID = (
    "你好", "我妈查出肺癌，住院花了两万三", "1", "进度", "娃上高中一年能补多少", "帮助", "谢谢",
    "低保怎么申请", "hello", "残疾人有什么补贴",
)  # fmt: skip
EMERGENCY = "我家房子着火了，老人还在里面"

Written = list[tuple[str, Any, bool]]  # statement, values, whether many


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds, by the clock and of the processor in all threads."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Self:
        """Where both clocks stand."""
        return cls(time.perf_counter(), time.process_time())

    def since(self) -> "Spent":
        """What went by since then."""
        return Spent(time.perf_counter() - self.wall, time.process_time() - self.cpu)


def main() -> None:
    """Measure, and print one line for each figure."""
    options = _options()
    secret = new_secret()
    parts = build_runtime(Settings(database_url="sqlite://", key=secret, _env_file=None))  # type: ignore[call-arg]
    with tempfile.TemporaryDirectory() as folder:
        few = argparse.Namespace(turns=50, batch=5, people=5, profile=None)
        _worker(Path(folder) / "first.db", secret, parts, few)
        worker_s, batches, written = _worker(Path(folder) / "turns.db", secret, parts, options)
        ceiling_s = _ceiling(Path(folder) / "bare.db", secret, written, options)
    worker, ceiling = options.turns / worker_s.wall, options.turns / ceiling_s.wall
    worker_cpu, ceiling_cpu = (each.cpu / options.turns * 1e6 for each in (worker_s, ceiling_s))
    rows = sum(len(values) if many else 1 for batch in written for _, values, many in batch)
    print(f"turns                 {options.turns} in batches of {options.batch}, {rows / options.turns:.1f} rows each")
    print(f"worker                {worker:,.0f} durable turns/s, {worker_cpu:.0f} µs of CPU each")
    print(f"bare commits          {ceiling:,.0f} turns/s of the same rows, {ceiling_cpu:.0f} µs of CPU each")
    print(f"ratio                 {worker / ceiling:.2f}")
    print(f"time of a batch       p50 {_quantile(batches, 50):.1f} ms, p99 {_quantile(batches, 99):.1f} ms")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.turns", description=__doc__)
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--profile", choices=["tottime", "cumtime"], help="print where the time goes first")
    return parser.parse_args()


def _worker(
    path: Path, secret: str, parts: Runtime, options: argparse.Namespace
) -> tuple[Spent, list[float], list[Written]]:
    """The time in all, seconds of each batch, and what each batch wrote."""
    store = _filled(path, secret, options)
    written: list[Written] = [[]]
    store.call(lambda tx: _keep_writes(tx.connection, written))
    profiles = [cProfile.Profile(), cProfile.Profile()]
    if options.profile:
        store.call(lambda tx: profiles[0].enable())
        profiles[1].enable()
    times = []
    with asyncio.Runner() as runner:
        began, before = Spent.now(), time.perf_counter()
        while runner.run(take_waiting(store, parts, lambda: NOW, options.batch)):
            times.append(time.perf_counter() - before)
            written.append([])
            before = time.perf_counter()
        spent = began.since()
    if options.profile:
        store.call(lambda tx: profiles[0].disable())
        profiles[1].disable()
        for profile in profiles:
            pstats.Stats(profile).sort_stats(options.profile).print_stats(60)
    store.stop()
    return spent, times, [batch for batch in written if batch]


def _ceiling(path: Path, secret: str, written: list[Written], options: argparse.Namespace) -> Spent:
    """The time for the same statements with nothing around them."""
    store = _filled(path, secret, options)
    began = Spent.now()
    for batch in written:
        store.call(lambda tx, batch=batch: _write(tx.connection, batch))  # type: ignore[misc]
    spent = began.since()
    store.stop()
    return spent


def _filled(path: Path, secret: str, options: argparse.Namespace) -> Store:
    """A file with the people, the cadre and all messages waiting."""
    store = Store(f"sqlite:///{path}", Cipher([secret]))
    store.start()
    store.call(lambda tx: people.enrol_cadre(tx, "赵永福", Address("sms", "cadre"), AREA, "village"))
    addresses = [Address("sms", f"+86139{number:08}") for number in range(options.people)]
    store.call(lambda tx: [people.enrol_household(tx, each, AREA, each.id) for each in addresses])
    for start in range(0, options.turns, options.batch):
        numbers = range(start, min(start + options.batch, options.turns))
        messages = [_message(number, addresses[number % len(addresses)], options.people) for number in numbers]
        store.call(lambda tx, messages=messages: inbox.take_in(tx, messages))  # type: ignore[misc]
    return store


def _message(number: int, sender: Address, people_in_all: int) -> InboundMessage:
    text = EMERGENCY if number % 500 == 499 else SAID[(number // people_in_all) % len(SAID)]
    return InboundMessage(str(number), sender, text, NOW, NOW)


def _keep_writes(connection: Connection, written: list[Written]) -> None:
    @event.listens_for(connection, "before_cursor_execute")
    def keep(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:  # noqa: ANN401
        if not statement.startswith(("SELECT", "BEGIN")):
            written[-1].append((statement, values, many))


def _write(connection: Connection, batch: Written) -> None:
    for statement, values, _ in batch:
        connection.exec_driver_sql(statement, values)


def _quantile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1] * 1000


if __name__ == "__main__":
    main()
