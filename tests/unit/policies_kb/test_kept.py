"""What is kept for the next start: used while nothing has changed, and never in the way."""

import pytest

import policies_kb.originals
from policies_kb.knowledge import read_knowledge

PAPER = "新田县高龄津贴发放办法\n第一条 为保障老年人生活，制定本办法。\n第二条 津贴每人每月50元，按月发放。\n"


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents" / "allowance"
    folder.mkdir(parents=True)
    (folder / "paper.txt").write_text(PAPER, encoding="utf8")
    (folder / "document.yml").write_text(
        "id: allowance\ntitle: 新田县高龄津贴发放办法\njurisdiction: '431128'\npublished: '2024'\nsource: paper.txt\n",
        encoding="utf8",
    )
    return tmp_path / "documents"


def texts(knowledge):
    return {clause.id: clause.text for clause in knowledge.clauses.values()}


def test_a_second_start_reads_the_same_without_cleaning_again(documents, tmp_path, monkeypatch):
    first = read_knowledge(documents, cache=tmp_path / "kept")
    monkeypatch.setattr(policies_kb.originals, "clean", None)
    second = read_knowledge(documents, cache=tmp_path / "kept")
    assert texts(second) == texts(first) == texts(read_knowledge_plainly(documents, monkeypatch))
    assert second.version == first.version
    assert "第二条" in texts(second)["allowance/2"]


def read_knowledge_plainly(documents, monkeypatch):
    monkeypatch.undo()
    return read_knowledge(documents)


def test_a_clause_still_knows_where_it_comes_from(documents, tmp_path):
    for _ in range(2):
        known = read_knowledge(documents, cache=tmp_path / "kept")
        origin = known.provenance("allowance/2")
        assert PAPER[origin.start : origin.end].startswith("第二条")


def test_a_changed_original_is_read_anew(documents, tmp_path):
    read_knowledge(documents, cache=tmp_path / "kept")
    (documents / "allowance" / "paper.txt").write_text(PAPER.replace("50元", "80元"), encoding="utf8")
    known = read_knowledge(documents, cache=tmp_path / "kept")
    assert "80元" in texts(known)["allowance/2"]
    assert known.search("津贴多少元", "431128")[0][0].id == "allowance/2"


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"', b"\x00\xff" * 50])
def test_damaged_files_are_made_again(documents, tmp_path, damage):
    first = read_knowledge(documents, cache=tmp_path / "kept")
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(damage)
    assert texts(read_knowledge(documents, cache=tmp_path / "kept")) == texts(first)
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_nothing_is_kept_where_nothing_can_be_written(documents, tmp_path):
    (tmp_path / "kept").write_text("in the way", encoding="utf8")
    assert texts(read_knowledge(documents, cache=tmp_path / "kept"))["allowance/2"]
