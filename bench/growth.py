"""How the knowledge base grows: made-up papers of many counties beside the documents of the project.

python -m bench.growth [--sizes 100 1000 10000 100000]

Built is the first start, from the files: read, cleaned, cut, indexed. Started is the next one, from what was kept.
Answers are asked with the cards' own questions, a third each from a county with rules, from one without, from nowhere.
Times are CPU seconds of one thread; memory is that of the started process, with Python and the dictionaries in it.
"""

import argparse
import multiprocessing
import resource
import time
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import policies_kb
from bench.prose import write_papers
from policies_kb.knowledge import Knowledge, read_knowledge
from policies_kb.types import Question

DOCUMENTS = Path(policies_kb.__file__).parent / "documents"
AREAS = ("530102", "410223", None)
ASKED = 900
TODAY = date(2026, 11, 27)


def main() -> None:
    """One line for each size; each start in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[0, 100, 1_000, 10_000, 100_000])
    parser.add_argument("--originals", type=Path, help="a folder with the originals of the project's documents")
    wanted = parser.parse_args()
    alone = multiprocessing.get_context("spawn")
    for size in wanted.sizes:
        with TemporaryDirectory() as scratch:
            folder = Path(scratch) / "papers"
            folder.mkdir()
            letters = write_papers(folder, size)
            job = (folder, Path(scratch) / "kept", wanted.originals)
            with alone.Pool(1) as pool:
                built, _, peak = pool.apply(start, job)
            with alone.Pool(1) as pool:
                started, times, memory = pool.apply(start, job)
            print(
                f"{size:7} clauses, {letters / 1e6:4.1f} million letters: built {built:6.2f} s, {peak:5.0f} MB; "
                f"started {started:5.2f} s, {memory:5.0f} MB; "
                f"p50 {_at(times, 0.5):4.2f} ms, p99 {_at(times, 0.99):4.2f} ms",
                flush=True,
            )


def start(papers: Path, kept: Path, originals: Path | None) -> tuple[float, list[float], float]:
    """Seconds to read the knowledge, milliseconds of each answer, and the most memory held, in MB."""
    began = time.process_time()
    known = read_knowledge([DOCUMENTS, papers], originals, kept)
    took = time.process_time() - began
    asked = _questions(known)
    for question in asked[:50]:
        known.answer(question)
    times = [_timed(known, question) for question in asked[50:]]
    return took, sorted(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _questions(known: Knowledge) -> list[Question]:
    texts = sorted(
        (text for card in known.cards for text in card.questions), key=lambda text: zlib.crc32(text.encode())
    )
    return [Question(text, TODAY, AREAS[at % len(AREAS)]) for at, text in enumerate(texts[:ASKED])]


def _timed(known: Knowledge, question: Question) -> float:
    began = time.thread_time()
    known.answer(question)
    return (time.thread_time() - began) * 1e3


def _at(times: Sequence[float], share: float) -> float:
    return times[int(len(times) * share)]


if __name__ == "__main__":
    main()
