"""The operator's shelf: a step is whole or did not happen, and nothing that was in force is lost."""

import json
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import DOCUMENTS, added_documents, build_knowledge, build_living_knowledge
from bot.library import Library, Told
from bot.settings import Settings
from policies_kb.documents import BadDocument
from policies_kb.papers import Papers
from policies_kb.types import Abstain, Question

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
AREA = "532528"
RULE = """元阳县丧葬补贴实施办法
元政办发〔2025〕3号
第一条 为减轻困难群众的丧葬负担，制定本办法。
第二条 丧葬补贴每户一次发放{sum}元，由乡镇民政办发放。
第三条 本办法自2025年5月1日起施行，有效期3年。
元阳县人民政府办公室
2025年4月20日
"""
QUESTION = Question("丧葬补贴一次给多少钱", NOW.date(), AREA)


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shipped = tmp_path / "shipped"  # one document of the project's own; all of them would only take longer
    shutil.copytree(DOCUMENTS / "wj-2016", shipped / "wj-2016")
    monkeypatch.setattr("bot.app.DOCUMENTS", shipped)
    monkeypatch.setattr("bot.library.DOCUMENTS", shipped)
    return Settings(database_url="sqlite:///kb.db", policies=None, _env_file=None)


@pytest.fixture
def library(shelf):
    return Library(shelf, NOW)


def paper(folder, name="rule.txt", sum=1200):
    path = folder / name
    path.write_text(RULE.format(sum=sum), encoding="utf-8")
    return path


def state(settings):
    """All that lies on the shelf."""
    folder = added_documents(settings)
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


def test_a_document_is_found_dated_and_answered_from(tmp_path, shelf, library):
    [added] = library.add([paper(tmp_path)], Told())
    assert (added.id, added.clauses, added.replaced) == ("rule", 4, False)
    assert added.papers.jurisdiction == AREA
    assert added.found >= {"title", "jurisdiction", "published", "number", "issuer", "valid_until"}
    answer = build_knowledge(shelf).answer(QUESTION)
    assert "1200元" in answer.text
    assert answer.citations[0].clause == "rule/2"
    assert answer.citations[0].published == "2025-04-20"


def test_adding_again_replaces_and_what_was_before_can_be_read(tmp_path, shelf, library):
    library.add([paper(tmp_path)], Told())
    before = build_knowledge(shelf)
    library.now_version(before.version)
    given = before.answer(QUESTION)
    [added] = library.add([paper(tmp_path, sum=1500)], Told())
    assert added.replaced
    after = build_knowledge(shelf)
    library.now_version(after.version)
    assert "1500元" in after.answer(QUESTION).text
    assert given.version == before.version != after.version
    assert "1200元" in library.clause_at(given.citations[0].clause, given.version)
    assert [event.action for event in library.history("rule")] == ["added", "replaced"]
    assert [event.version for event in library.history()] == [before.version, after.version]


def test_removed_is_not_cited_and_restored_is(tmp_path, shelf, library):
    library.add([paper(tmp_path)], Told())
    library.remove("rule")
    assert isinstance(build_knowledge(shelf).answer(QUESTION), Abstain)
    with pytest.raises(BadDocument, match="no document rule"):
        library.remove("rule")
    library.restore("rule")
    assert "1200元" in build_knowledge(shelf).answer(QUESTION).text
    assert [event.action for event in library.history("rule")] == ["added", "removed", "restored"]


def test_superseded_is_not_cited_or_only_as_old(tmp_path, shelf, library):
    library.add([paper(tmp_path)], Told())
    library.add([paper(tmp_path, "new.txt", 1800)], Told(supersedes="rule"))
    assert build_knowledge(shelf).answer(QUESTION).citations[0].clause == "new/2"
    assert "rule" not in build_knowledge(shelf).documents
    library.restore("rule")
    library.supersede("new", "rule", still_cited=True)
    library.supersede("rule", "new", still_cited=True)
    answer = build_knowledge(shelf).answer(QUESTION)
    assert "老规定" in answer.text
    assert library.history("rule")[-1].by == "new"


def test_a_shipped_document_can_be_superseded(tmp_path, shelf, library):
    library.add([paper(tmp_path)], Told(supersedes="wj-2016"))
    assert "wj-2016" not in build_knowledge(shelf).documents
    assert "wj-2016" in build_knowledge(shelf, retired=True).documents


def test_another_paper_does_not_silently_take_an_id(tmp_path, shelf, library):
    library.add([paper(tmp_path)], Told())
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "rule.md"
    other.write_text(RULE.format(sum=9), encoding="utf-8")
    with pytest.raises(BadDocument, match="--id rule"):
        library.add([other], Told())
    library.add([other], Told(id="rule"))
    assert "9元" in build_knowledge(shelf).clause("rule/2").text


@pytest.mark.parametrize(
    ("name", "octets", "told", "words"),
    [
        ("empty.txt", b"", Told(), "is empty"),
        ("good.pdf", b"%PDF-1.4 nothing", Told(), "damaged"),
        ("rule.txt", None, Told(papers=Papers(jurisdiction="99")), "no such area"),
        ("rule.txt", None, Told(papers=Papers(published="2025-02-30")), "--published"),
        ("rule.txt", None, Told(papers=Papers(valid_until="morgen")), "--valid-until"),
        ("rule.txt", None, Told(papers=Papers(valid_until="2020-01-01")), "before it begins"),
        ("rule.txt", None, Told(id="../x"), "--id"),
        ("rule.txt", None, Told(id="originals"), "--id"),
        ("rule.txt", None, Told(supersedes="nobody"), "no document nobody"),
    ],
)
def test_what_cannot_be_taken_in_changes_nothing(tmp_path, shelf, library, name, octets, told, words):
    library.add([paper(tmp_path, "first.txt")], Told())
    before = state(shelf)
    good = paper(tmp_path, "second.txt")
    bad = paper(tmp_path, name)
    if octets is not None:
        bad.write_bytes(octets)
    files = [bad] if told.id or told.supersedes else [good, bad]
    with pytest.raises(BadDocument, match=words):
        library.add(files, told)
    assert state(shelf) == before


def test_a_place_that_is_not_known_is_asked_for(tmp_path, library):
    path = tmp_path / "a.txt"
    path.write_text("困难群众救助办法\n第一条 每人一次补助三百元，由村里发放。\n2024年1月2日\n", encoding="utf-8")
    with pytest.raises(BadDocument, match="--jurisdiction CODE"):
        library.add([path], Told())


CARDS = """
- id: "2"
  zh: 丧葬补贴每户一次{sum}元，乡镇民政办发。
  gives: [amount, office]
  ask: 乡镇民政办
  questions: [人走了补多少钱, 办丧事有没有补助]
"""


def test_cards_are_added_with_their_document_and_stay_when_it_is_replaced(tmp_path, shelf, library):
    cards = tmp_path / "cards.yml"
    cards.write_text(CARDS.format(sum=1200), encoding="utf-8")
    [added] = library.add([paper(tmp_path)], Told(cards=cards))
    assert added.cards == 1
    answer = build_knowledge(shelf).answer(Question("老人走了补多少钱", NOW.date(), AREA))
    assert answer.text.startswith("丧葬补贴每户一次1200元")
    [again] = library.add([paper(tmp_path)], Told())
    assert again.cards == 1
    with pytest.raises(BadDocument, match="do not fit the new text"):
        library.add([paper(tmp_path, sum=1300)], Told())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CARDS.format(sum=1300), "says 1300, which its clause does not"),
        (CARDS.format(sum=1200).replace('"2"', '"9"'), "no clause"),
        ("- id: '2'\n  zh: ''\n  gives: []\n", "has no zh"),
        (CARDS.format(sum=1200) * 2, "two cards"),
        ("- [1", "cannot be read"),
        ("just words", "expected"),
        ("- id: '2'\n  zh: 有补贴。\n  gives: [money]\n", "unknown kinds"),
    ],
)
def test_a_card_that_says_nothing_or_too_much_is_refused(tmp_path, shelf, library, text, words):
    cards = tmp_path / "cards.yml"
    cards.write_text(text, encoding="utf-8")
    with pytest.raises(BadDocument, match=words):
        library.add([paper(tmp_path)], Told(cards=cards))
    assert state(shelf) == {}


def test_a_running_process_follows_the_shelf(tmp_path, shelf, library):
    living = build_living_knowledge(shelf)
    assert isinstance(living.answer(QUESTION), Abstain)
    library.add([paper(tmp_path)], Told())
    if (builder := living.follow()) is not None:
        builder.join()
    assert "1200元" in living.answer(QUESTION).text
    (added_documents(shelf) / "register.json").write_text("{")
    if (builder := living.follow()) is not None:
        builder.join()
    assert "1200元" in living.answer(QUESTION).text  # a damaged register: the old state goes on answering


def test_a_damaged_register_is_named(tmp_path, shelf, library):
    library.add([paper(tmp_path)], Told())
    for text in ("{", "[]", json.dumps({"documents": {"a": {"x": 1}}, "history": []})):
        (added_documents(shelf) / "register.json").write_text(text)
        with pytest.raises(BadDocument, match="register"):
            library.remove("rule")


def test_a_text_that_names_another_county_is_taken_in_with_a_warning(tmp_path, library):
    path = tmp_path / "other.txt"
    path.write_text("柳溪县救助办法\n第一条 柳溪县户籍的居民可以申请。\n第二条 每人次最高2000元。\n", encoding="utf-8")
    [added] = library.add([path], Told(papers=Papers(jurisdiction="530326", published="2025")))
    assert any("柳溪县" in note and "会泽县" in note for note in added.notes)
    for text in ("会泽县救助办法\n第一条 与柳溪县相邻的乡镇，柳溪县来的居民也可以申请。\n第二条 最高2000元。\n",
                 "救助办法\n第一条 本县居民可以申请，全县各乡镇照此办理。\n第二条 每人次最高2000元。\n"):  # fmt: skip
        path.write_text(text, encoding="utf-8")
        [added] = library.add([path], Told(papers=Papers(jurisdiction="530326", published="2025")))
        assert added.notes == ()
