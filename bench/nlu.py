"""Understanding measured: accuracy, messages a second, p99, memory and start; ours beside Rasa in the same run.

Run: python -m bench.nlu CASES.jsonl [--rasa light] [--rasa diet]. Each Rasa is a model in nlu/model/rasa that
`make rasa-train` or `make rasa-diet` made; it is served here on the loopback address and asked one message at a time.
Ours is timed in CPU time, Rasa, which is another process, by the clock on the wall.
Entities are compared where Rasa gives a value: of a relation, a kind of disaster, and the words of a place.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx

import nlu
from nlu.evaluate import Case, Reader, Report, evaluate, read_cases
from nlu.pipeline import read_understand
from nlu.types import Understanding, Urgency
from tests.contract.rasa_server import MODEL, serving

FOLDER = Path(nlu.__file__).parent
START = """
import time
from datetime import datetime
from pathlib import Path
from nlu.pipeline import read_understand
understand = read_understand(Path("nlu/data"), Path("nlu/model"))  # named, so that it is there when counted
understand("我爸住院了", datetime(2026, 1, 1))
print(open("/proc/self/statm").read().split()[1], time.process_time())
"""
LONG = "没什么事就是随便写写看看能写多长" * 7_000
COMPARED = ("relation", "disaster_kind", "place")
MEGABYTES_A_PAGE = os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is running: how it reads, from the start to its first answer, its memory now."""

    name: str
    read: Reader
    start_s: float
    megabytes: Callable[[], float]
    clock: Callable[[], float] = time.perf_counter


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine made of the cases."""

    engine: str
    report: Report
    per_second: float
    median_ms: float
    p99_ms: float
    start_s: float
    megabytes: float
    long: str


def main() -> None:
    """Measure every engine on the same cases and print one table, then one of intents."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("cases", type=Path)
    options.add_argument("--rasa", metavar="MODEL", action="append", default=[], help="light, diet")
    chosen = options.parse_args()
    cases = [_comparable(case) for case in read_cases(chosen.cases)]
    measured = [_measure(_embedded(), cases)]
    for name in chosen.rasa:
        with _served(name) as engine:
            measured.append(_measure(engine, cases))
    _print_figures(measured)
    _print_intents(measured)


def _comparable(case: Case) -> Case:
    """A case with the slots every engine can be asked for."""
    return replace(case, slots={name: values for name, values in (case.slots or {}).items() if name in COMPARED})


def _embedded() -> Engine:
    told = subprocess.run([sys.executable, "-c", START], check=True, cwd=FOLDER.parent, capture_output=True).stdout
    pages, started = told.split()
    read = read_understand(FOLDER / "data", FOLDER / "model")
    return Engine("embedded", read, float(started), lambda: int(pages) * MEGABYTES_A_PAGE, time.thread_time)


@contextmanager
def _served(name: str) -> Iterator[Engine]:
    """Rasa with a model, ready to be asked."""
    began = time.perf_counter()
    with serving(MODEL.with_name(f"{name}.tar.gz")) as (url, pid), httpx.Client(base_url=url, timeout=120) as client:
        read = _rasa(client)
        read("我爸住院了", datetime(2026, 1, 1))  # noqa: DTZ001
        yield Engine(f"Rasa, {name}", read, time.perf_counter() - began, lambda: _megabytes(pid))


def _rasa(client: httpx.Client) -> Reader:
    """A reader as ours is one: an emergency where Rasa says so, the values it gives as slots."""

    def read(text: str, now: datetime) -> Understanding:
        parsed = client.post("/model/parse", json={"text": text}).raise_for_status().json()
        intent = parsed["intent"]["name"] or "out_of_scope"
        urgency = Urgency("critical" if intent == "report_emergency" else "normal")
        slots = {each["entity"]: each["value"] for each in parsed["entities"] if each["entity"] in COMPARED}
        return Understanding(intent, parsed["intent"]["confidence"], urgency=urgency, slots=slots)

    return read


def _megabytes(pid: int) -> float:
    """What a process and its children hold."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * MEGABYTES_A_PAGE
    return own + sum(_megabytes(int(child)) for child in children)


def _measure(engine: Engine, cases: list[Case]) -> Measured:
    seconds: list[float] = []

    def timed(text: str, now: datetime) -> Understanding:
        began = engine.clock()
        read = engine.read(text, now)
        seconds.append(engine.clock() - began)
        return read

    report = evaluate(cases, timed)
    seconds.sort()
    return Measured(
        engine=engine.name,
        report=report,
        per_second=len(seconds) / sum(seconds),
        median_ms=statistics.median(seconds) * 1e3,
        p99_ms=seconds[int(len(seconds) * 0.99)] * 1e3,
        start_s=engine.start_s,
        megabytes=engine.megabytes(),
        long=_long(engine, cases[0].now),
    )


def _long(engine: Engine, now: datetime) -> str:
    began = engine.clock()
    try:
        engine.read(LONG[:100_000], now)
    except httpx.HTTPError as error:
        return f"lost: {type(error).__name__}"
    return f"{(engine.clock() - began) * 1e3:.0f} ms"


def _print_figures(measured: list[Measured]) -> None:
    rows: list[tuple[str, Callable[[Measured], str]]] = [
        ("intents right", lambda m: f"{m.report.intent_accuracy:.3f}"),
        ("emergencies found", lambda m: f"{m.report.emergency_recall:.3f}"),
        ("false alarms", lambda m: f"{m.report.false_alarms:.3f}"),
        ("calibration error", lambda m: f"{m.report.calibration_error:.3f}"),
        *((f"{name} found", lambda m, name=name: f"{m.report.slots.get(name, 1):.3f}") for name in COMPARED),
        ("messages a second", lambda m: f"{m.per_second:,.0f}"),
        ("median, p99", lambda m: f"{m.median_ms:.2f} ms, {m.p99_ms:.2f} ms"),
        ("start to first answer", lambda m: f"{m.start_s:.2g} s"),
        ("memory", lambda m: f"{m.megabytes:,.0f} MB"),
        ("100,000 characters", lambda m: m.long),
    ]
    print("| " + " | ".join(["", *(m.engine for m in measured)]) + " |")
    print("|---" * (len(measured) + 1) + "|")
    for name, cell in rows:
        print("| " + " | ".join([name, *map(cell, measured)]) + " |")


def _print_intents(measured: list[Measured]) -> None:
    found = [{row.name: row for row in m.report.rows if row.group == "intent"} for m in measured]
    print("\n| " + " | ".join(["intent: precision, recall", *(m.engine for m in measured)]) + " |")
    print("|---" * (len(measured) + 1) + "|")
    for name in sorted(set().union(*found)):
        cells = [f"{of[name].precision:.2f}, {of[name].recall:.2f}" if name in of else "" for of in found]
        print("| " + " | ".join([name, *cells]) + " |")


if __name__ == "__main__":
    main()
