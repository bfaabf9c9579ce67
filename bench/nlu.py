"""Understanding measured: start, memory, time a message, and accuracy; beside Rasa when one is served.

Run: python -m bench.nlu [CASES.jsonl] [--rasa URL]. Without cases a fifth of the training data is held out.
"""

import argparse
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import httpx

import nlu
from nlu.cues import read_cues
from nlu.evaluate import Case, evaluate, evaluate_held_out, read_cases, render_report
from nlu.pipeline import read_understand
from nlu.training_data import read_training_data
from nlu.types import Understanding

FOLDER = Path(nlu.__file__).parent
START = """
import resource, time
def megabytes(): return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
bare, started = megabytes(), time.perf_counter()
from datetime import datetime
from pathlib import Path
from nlu.pipeline import read_understand
imported = time.perf_counter()
understand = read_understand(Path("nlu/data"), Path("nlu/model"))
loaded = time.perf_counter()
understand("我爸住院了", datetime(2026, 1, 1))
print(f"embedded: imports {imported - started:.2f} s, loaded in {loaded - imported:.2f} s,"
      f" first answer {(time.perf_counter() - loaded) * 1e3:.0f} ms, {megabytes() - bare:.0f} MB over the bare process")
"""
LONG = "没什么事就是随便写写看看能写多长" * 7_000


def main() -> None:
    """Print one table for each engine."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("cases", nargs="?", type=Path)
    options.add_argument("--rasa", metavar="URL")
    chosen = options.parse_args()
    subprocess.run([sys.executable, "-c", START], check=True, cwd=FOLDER.parent)
    data = FOLDER / "data"
    understand = read_understand(data, FOLDER / "model")
    cases = read_cases(chosen.cases) if chosen.cases else []
    if not cases:
        examples = read_training_data(data).examples
        print(render_report(evaluate_held_out(examples, read_cues(data))))
        cases = [Case(e.text, datetime(2026, 1, 1), (e.intent,)) for e in examples[::17]]  # noqa: DTZ001
    _time("embedded", understand, cases)
    if chosen.cases:
        print(render_report(evaluate(cases, understand)))
    started = time.perf_counter()
    understand(LONG[:100_000], cases[0].now)
    print(f"embedded: 100,000 characters in {(time.perf_counter() - started) * 1e3:.1f} ms")
    if chosen.rasa:
        with httpx.Client(base_url=chosen.rasa, timeout=60) as client:
            rasa = _rasa(client)
            _time("rasa", rasa, cases)
            print(render_report(evaluate(cases, rasa)))


def _time(name: str, understand, cases: list[Case]) -> None:  # noqa: ANN001 - either engine
    seconds = []
    for case in cases:
        started = time.perf_counter()
        understand(case.text, case.now)
        seconds.append(time.perf_counter() - started)
    seconds.sort()
    p99 = seconds[int(len(seconds) * 0.99)]
    print(
        f"{name}: {len(seconds) / sum(seconds):.0f} messages/s, median {statistics.median(seconds) * 1e3:.3f} ms,"
        f" p99 {p99 * 1e3:.3f} ms over {len(seconds)} messages"
    )


def _rasa(client: httpx.Client):  # noqa: ANN202 - a reader as the embedded engine is one
    def understand(text: str, now: datetime) -> Understanding:
        parsed = client.post("/model/parse", json={"text": text}).raise_for_status().json()
        return Understanding(parsed["intent"]["name"] or "out_of_scope", parsed["intent"]["confidence"])

    return understand


if __name__ == "__main__":
    main()
