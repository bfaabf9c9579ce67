"""How good and how quick the retrieval is on a public set of paragraphs and questions."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policies_kb.documents import BadDocument
from policies_kb.index import Index, best, build_index
from policies_kb.terms import long_terms

_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage of the pool."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the passages that answer it."""

    id: str
    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured."""

    recall_at_1: float
    recall_at_5: float
    mrr_at_10: float
    build_s: float
    qps: float

    def as_json(self) -> Mapping[str, float]:
        """The figures under the names other programs read."""
        return {
            "recall@1": self.recall_at_1,
            "recall@5": self.recall_at_5,
            "mrr@10": self.mrr_at_10,
            "build_s": self.build_s,
            "qps": self.qps,
        }


def evaluate(paragraphs: Sequence[Paragraph], questions: Sequence[Asked], clock: Callable[[], float]) -> Report:
    """Index the paragraphs, ask the questions, and say how well and how fast; the clock gives seconds."""
    began = clock()
    index = build_index(long_terms(paragraph.text) for paragraph in paragraphs)
    built = clock()
    ranked = [rank(index, question.text) for question in questions]
    done = clock()
    ids = [paragraph.id for paragraph in paragraphs]
    places = [_place([ids[i] for i in found], question.gold) for found, question in zip(ranked, questions, strict=True)]
    count = max(len(questions), 1)
    return Report(
        recall_at_1=sum(place == 1 for place in places) / count,
        recall_at_5=sum(0 < place <= 5 for place in places) / count,
        mrr_at_10=sum(1 / place for place in places if place) / count,
        build_s=built - began,
        qps=len(questions) / max(done - built, 1e-9),
    )


def rank(index: Index, text: str) -> list[int]:
    """The numbers of the ten passages that fit a text best."""
    return best(index.scores(Counter(long_terms(text))), _LOOKED_AT)


def read_paragraphs(path: Path) -> list[Paragraph]:
    """Paragraphs, one JSON object with id and text a line."""
    return [Paragraph(str(line["id"]), str(line["text"])) for line in read_lines(path, ("id", "text"))]


def read_questions(path: Path) -> list[Asked]:
    """Questions, one JSON object with id, text and the list of gold ids a line."""
    return [
        Asked(str(line["id"]), str(line["text"]), frozenset(map(str, as_list(line["gold"]))))
        for line in read_lines(path, ("id", "text", "gold"))
    ]


def read_lines(path: Path, fields: tuple[str, ...]) -> list[Mapping[str, object]]:
    """Read JSON objects, one a line, each with these fields. Raises BadDocument that names the line."""
    lines: list[Mapping[str, object]] = []
    try:
        text = path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDocument(f"{path.name} cannot be read: {error}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadDocument(f"{path.name}, line {number}: no JSON ({error.msg})") from error
        if not isinstance(value, dict) or any(field not in value for field in fields):
            raise BadDocument(f"{path.name}, line {number}: expected the fields {', '.join(fields)}")
        lines.append(value)
    return lines


def as_list(value: object) -> list[object]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def _place(found: Sequence[str], gold: frozenset[str]) -> int:
    return next((place for place, id in enumerate(found, start=1) if id in gold), 0)
