"""Measuring retrieval on a set of paragraphs."""

import json

import pytest

from policies_kb.documents import BadDocument
from policies_kb.evaluate import evaluate, read_paragraphs, read_questions

PARAGRAPHS = {"a": "黄河发源于青海，流经九省。", "b": "长江是亚洲最长的河流。", "c": "泰山位于山东中部。"}


def written(path, lines):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf8")
    return path


def test_a_small_pool_is_ranked_and_timed(tmp_path):
    paragraphs = written(tmp_path / "p.jsonl", [{"id": id, "text": text} for id, text in PARAGRAPHS.items()])
    questions = written(
        tmp_path / "q.jsonl",
        [{"id": "1", "text": "黄河从哪里发源", "gold": ["a"]}, {"id": "2", "text": "山东有什么山", "gold": ["c"]}],
    )
    ticks = iter((0.0, 2.0, 4.0))
    report = evaluate(read_paragraphs(paragraphs), read_questions(questions), lambda: next(ticks)).as_json()
    assert report == {"recall@1": 1.0, "recall@5": 1.0, "mrr@10": 1.0, "build_s": 2.0, "qps": 1.0}


@pytest.mark.parametrize("line", ["{", '{"id": "1"}', "[]"])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "0", "text": "甲"}\n' + line + "\n", encoding="utf8")
    with pytest.raises(BadDocument, match="line 2"):
        read_paragraphs(path)
