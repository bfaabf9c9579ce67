"""Questions to a small knowledge base of five cards."""

from datetime import date
from pathlib import Path

import pytest

import policies_kb
from policies_kb.knowledge import Knowledge, language_of, read_knowledge
from policies_kb.types import Abstain, Answer, Question

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(Path(__file__).parent / "documents")


def ask(knowledge, text, area=None, language=None):
    return knowledge.answer(Question(text, TODAY, area, language))


def test_an_answer_names_its_figure_its_clause_and_its_year(knowledge):
    answer = ask(knowledge, "娃上高中一年补好多钱", "530323")
    assert isinstance(answer, Answer)
    assert answer.citations[0].clause == "yn-2016/box30.5"
    assert "2500元" in answer.text
    assert "2016年" in answer.text


def test_an_amount_that_no_card_gives_is_not_answered(knowledge):
    answer = ask(knowledge, "我家低保国家一个月给多少钱", "510000")
    assert isinstance(answer, Abstain)
    assert "应保尽保" in answer.text


def test_the_rule_of_one_province_is_not_told_to_another(knowledge):
    answer = ask(knowledge, "读高中助学金每年给几多钱", "510000")
    assert "2500" not in answer.text


def test_without_an_area_a_local_answer_begins_with_its_place(knowledge):
    answer = ask(knowledge, "经济一般村收入线是多少")
    assert isinstance(answer, Answer)
    assert answer.text.startswith("武进区：")


def test_an_answer_is_in_the_language_of_its_question(knowledge):
    assert "出處" in ask(knowledge, "讀高中免不免學費", "510000").text
    assert "waived" in ask(knowledge, "Is senior high tuition waived for poor students?", "510000").text


ADDED = """新田县高龄津贴发放办法
（2024年3月1日印发）
第一条 为保障老年人生活，制定本办法。
第二条 本县户籍年满80周岁的老年人，可以享受高龄津贴。
第三条 津贴标准为：80至89周岁每人每月50元，90至99周岁每人每月100元。
第四条 申请人持身份证、户口簿到村委会填写申请表，由乡镇民政办审核。
"""


def test_a_document_without_cards_is_quoted_to_its_own_area_only(tmp_path):
    folder = tmp_path / "allowance"
    folder.mkdir()
    (folder / "source.txt").write_text(ADDED, encoding="utf8")
    (folder / "document.yml").write_text(
        "id: allowance\ntitle: 新田县高龄津贴发放办法\njurisdiction: '431128'\n"
        "published: '2024-03-01'\nsource: source.txt\n",
        encoding="utf8",
    )
    known = read_knowledge([Path(__file__).parent / "documents", tmp_path])
    answer = ask(known, "高龄津贴标准是多少钱", "431128")
    assert answer.citations[0].clause == "allowance/3"
    assert "50元" in answer.text
    assert "第三条" in answer.citations[0].quote
    assert ask(known, "高龄津贴怎么申请", "431128").citations[0].clause == "allowance/4"
    assert "50元" not in ask(known, "高龄津贴一个月多少钱", "530000").text


def test_a_danger_is_answered_with_the_numbers_to_call(knowledge):
    assert "120" in ask(knowledge, "我爸喝了农药", "530000").text


def test_small_talk_and_other_matters_are_told_kindly(knowledge):
    for text in ("今天天气怎么样", "房东不退押金", "Do you know any jokes"):
        answer = ask(knowledge, text, "530000")
        assert isinstance(answer, Abstain)
        assert answer.off_topic


def test_the_same_knowledge_has_the_same_version(knowledge):
    again = read_knowledge(Path(__file__).parent / "documents")
    assert again.version == knowledge.version
    assert next(clause.id for clause, _ in again.search("读高中免学费", "510000")) == "cn-2022/6"
    assert again.clause("yn-2016/box30.5#1").id == "yn-2016/box30.5"


def test_traditional_is_told_by_more_than_one_slip():
    assert language_of("我家的山划成公益林，补嘗标准以后会动吗") == "zh-Hans"
    assert language_of("低保，怎么办？") == "zh-Hans"
    assert language_of("我們村裡修路，誰出錢？") == "zh-Hant"


def test_an_answer_brings_no_figure_of_another_matter(knowledge):
    answer = ask(knowledge, "读高中一年补多少钱", "530000")
    assert "2500" in answer.text
    assert "5000" not in answer.text + (answer.more or "")


def test_what_is_kept_answers_as_what_is_worked_out_and_is_never_trusted_when_damaged(tmp_path):
    folder = Path(__file__).parent / "documents"
    fresh = read_knowledge(folder, None, tmp_path)
    kept = next(tmp_path.glob("*.npz"))
    whole = kept.read_bytes()
    for damaged in (whole, whole[:1000], b"", b"\0" * len(whole), whole[:3000] + b"?" * 50 + whole[3050:]):
        kept.write_bytes(damaged)
        again = read_knowledge(folder, None, tmp_path)
        assert ask(again, "读高中一年补多少钱", "530000") == ask(fresh, "读高中一年补多少钱", "530000")
        assert again.version == fresh.version
        assert kept.read_bytes() == whole or damaged == whole


def test_a_sum_that_no_card_gives_is_quoted_from_the_own_county(tmp_path):
    folder = tmp_path / "rule"
    folder.mkdir()
    text = "沾益区低保办法\n第一条 为保障困难群众，制定本办法。\n第二条 农村低保标准为每人每年6200元。\n"
    (folder / "source.txt").write_text(text, encoding="utf8")
    papers = "id: rule\ntitle: 沾益区低保办法\njurisdiction: '530303'\npublished: '2024-03-01'\nsource: source.txt\n"
    (folder / "document.yml").write_text(papers, encoding="utf8")
    known = read_knowledge([Path(policies_kb.__file__).parent / "documents", tmp_path])
    assert "6200元" in ask(known, "低保一年多少钱", "530303").text
    assert "6200" not in ask(known, "低保一年多少钱", "430971").text
