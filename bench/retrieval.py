"""Our retrieval beside bm25s, SQLite FTS5 and tantivy: the same pool, the same terms, each alone in its process.

python -m bench.retrieval PARAGRAPHS.jsonl QUESTIONS.jsonl

Times are CPU seconds of one thread and hold the cutting into terms; memory is what the process grew by.
"""

import argparse
import multiprocessing
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from policies_kb.evaluate import Paragraph, rank, read_paragraphs, read_questions
from policies_kb.index import build_index
from policies_kb.terms import long_terms

LOOKED_AT = 10
Search = Callable[[str], list[int]]


class Figures(NamedTuple):
    """What one engine came to."""

    first: float
    mrr: float
    build: float
    rate: float
    memory: float


def main() -> None:
    """Print one line for each engine, and each beside ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", type=Path)
    parser.add_argument("questions", type=Path)
    wanted = parser.parse_args()
    alone = multiprocessing.get_context("spawn")
    ours: Figures | None = None
    for name in ENGINES:
        with alone.Pool(1) as pool:
            found = pool.apply(measure, (name, wanted.paragraphs, wanted.questions))
        ours = ours or found
        print(
            f"{name:8} recall@1 {found.first:.4f}  MRR@10 {found.mrr:.4f}  build {found.build:6.2f} s "
            f"({found.build / ours.build:4.2f})  {found.rate:6.0f} questions/s ({found.rate / ours.rate:4.2f})  "
            f"{found.memory:5.1f} MB ({found.memory / ours.memory:4.2f})",
            flush=True,
        )
    print("in brackets: beside ours")


def measure(name: str, pool: Path, asked: Path) -> Figures:
    """Build one engine's index and ask it everything."""
    paragraphs, questions = read_paragraphs(pool), read_questions(asked)
    long_terms("先把词典读进来")
    before = _memory()
    began = time.process_time()
    search = ENGINES[name](paragraphs)
    built = time.process_time()
    ranked = [search(question.text) for question in questions]
    done = time.process_time()
    ids = [paragraph.id for paragraph in paragraphs]
    places = [
        next((place for place, at in enumerate(found, start=1) if ids[at] in question.gold), 0)
        for found, question in zip(ranked, questions, strict=True)
    ]
    return Figures(
        sum(place == 1 for place in places) / len(places),
        sum(1 / place for place in places if place) / len(places),
        built - began,
        len(questions) / (done - built),
        _memory() - before,
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(paragraphs: Sequence[Paragraph]) -> Search:
    index = build_index(long_terms(paragraph.text) for paragraph in paragraphs)
    return lambda text: rank(index, text)


def _bm25s(paragraphs: Sequence[Paragraph]) -> Search:
    import bm25s

    engine = bm25s.BM25(k1=1.5, b=0.75)
    engine.index([long_terms(paragraph.text) for paragraph in paragraphs], show_progress=False)

    def search(text: str) -> list[int]:
        found, _ = engine.retrieve([long_terms(text)], k=LOOKED_AT, show_progress=False, n_threads=1)
        return [int(at) for at in found[0]]

    return search


def _fts5(paragraphs: Sequence[Paragraph]) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table pool using fts5(terms, tokenize = \"unicode61 tokenchars '.%'\")")
    database.executemany("insert into pool values (?)", ((" ".join(long_terms(p.text)),) for p in paragraphs))

    def search(text: str) -> list[int]:
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(long_terms(text)))
        rows = database.execute("select rowid from pool where pool match ? order by bm25(pool) limit 10", (wanted,))
        return [int(row[0]) - 1 for row in rows]

    return search


def _tantivy(paragraphs: Sequence[Paragraph]) -> Search:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace")
    builder.add_integer_field("number", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for number, paragraph in enumerate(paragraphs):
        writer.add_document(tantivy.Document(terms=" ".join(long_terms(paragraph.text)), number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, "terms", term), float(n)))
            for term, n in Counter(long_terms(text)).items()
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), LOOKED_AT).hits
        return [int(searcher.doc(address)["number"][0]) for _, address in hits]

    return search


ENGINES: dict[str, Callable[[Sequence[Paragraph]], Search]] = {
    "ours": _ours,
    "bm25s": _bm25s,
    "FTS5": _fts5,
    "tantivy": _tantivy,
}


if __name__ == "__main__":
    main()
