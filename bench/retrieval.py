"""Retrieval beside bm25s and SQLite FTS5 on one pool, and its growth to 100,000 clauses.

python -m bench.retrieval PARAGRAPHS.jsonl QUESTIONS.jsonl [--grow 100000]
"""

import argparse
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s

from policies_kb.evaluate import Asked, Paragraph, evaluate, rank, read_paragraphs, read_questions
from policies_kb.index import best, build_index
from policies_kb.terms import long_terms


def main() -> None:
    """Print one line for each engine, then the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--grow", type=int, default=100_000)
    wanted = parser.parse_args()
    paragraphs, questions = read_paragraphs(wanted.paragraphs), read_questions(wanted.questions)
    print(f"{len(paragraphs)} paragraphs, {len(questions)} questions; CPU seconds of one thread")
    report = evaluate(paragraphs, questions, time.process_time)
    _line("ours", report.recall_at_1, report.mrr_at_10, report.build_s, report.qps)
    _measured("bm25s", _bm25s(paragraphs), paragraphs, questions)
    _measured("FTS5 on the same terms", _fts5(paragraphs), paragraphs, questions)
    _grow(paragraphs, questions, wanted.grow)


def _line(name: str, first: float, mrr: float, build: float, qps: float) -> None:
    print(f"{name:24} recall@1 {first:.4f}  MRR@10 {mrr:.4f}  build {build:.2f} s  {qps:.0f} questions/s")


Search = Callable[[str], list[int]]


def _measured(
    name: str, built: tuple[float, Search], paragraphs: Sequence[Paragraph], questions: Sequence[Asked]
) -> None:
    build, search = built
    began = time.process_time()
    ranked = [search(question.text) for question in questions]
    took = time.process_time() - began
    ids = [paragraph.id for paragraph in paragraphs]
    places = [
        next((place for place, i in enumerate(found, start=1) if ids[i] in question.gold), 0)
        for found, question in zip(ranked, questions, strict=True)
    ]
    first = sum(place == 1 for place in places) / len(places)
    mrr = sum(1 / place for place in places if place) / len(places)
    _line(name, first, mrr, build, len(questions) / took)


def _bm25s(paragraphs: Sequence[Paragraph]) -> tuple[float, Search]:
    began = time.process_time()
    engine = bm25s.BM25(k1=1.5, b=0.75)
    engine.index([long_terms(paragraph.text) for paragraph in paragraphs], show_progress=False)
    build = time.process_time() - began

    def search(text: str) -> list[int]:
        found, _ = engine.retrieve([long_terms(text)], k=10, show_progress=False, n_threads=1)
        return [int(i) for i in found[0]]

    return build, search


def _fts5(paragraphs: Sequence[Paragraph]) -> tuple[float, Search]:
    began = time.process_time()
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table pool using fts5(terms, tokenize = 'unicode61')")
    database.executemany("insert into pool values (?)", ((" ".join(long_terms(p.text)),) for p in paragraphs))
    build = time.process_time() - began

    def search(text: str) -> list[int]:
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(long_terms(text)))
        rows = database.execute("select rowid from pool where pool match ? order by bm25(pool) limit 10", (wanted,))
        return [int(row[0]) - 1 for row in rows]

    return build, search


def _grow(paragraphs: Sequence[Paragraph], questions: Sequence[Asked], size: int) -> None:
    """The pool over and over, cut at different places, until it has the wanted size."""
    texts = [paragraph.text for paragraph in paragraphs]
    many = [(texts[i % len(texts)][(i // len(texts)) * 7 :] or texts[i % len(texts)])[:300] for i in range(size)]
    began = time.process_time()
    index = build_index(long_terms(text) for text in many)
    build = time.process_time() - began
    times = []
    for question in questions[:500]:
        began = time.perf_counter()
        best(index.scores(Counter(long_terms(question.text))), 10)
        times.append(time.perf_counter() - began)
    times.sort()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size} clauses: build {build:.1f} s, memory {memory:.0f} MB at most, "
        f"p50 {times[len(times) // 2] * 1e3:.2f} ms, p99 {times[int(len(times) * 0.99)] * 1e3:.2f} ms"
    )
    assert rank(index, questions[0].text)


if __name__ == "__main__":
    main()
