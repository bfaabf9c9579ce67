"""A clause is chosen by the age that is asked about."""

from datetime import date
from pathlib import Path

import pytest

import policies_kb
from policies_kb.ages import Span, age_asked, spans
from policies_kb.knowledge import read_knowledge
from policies_kb.types import Question

AREA = "530326"
ALLOWANCE = """会泽县高龄津贴发放办法
第一条 为保障老年人生活，制定本办法。
第二条 年满八十周岁的老年人，每人每月发给高龄津贴100元。
第三条 年满九十周岁的老年人，每人每月发给高龄津贴300元。
第四条 申请人持身份证到村委会填写申请表，由乡镇民政办审核。
"""
MEALS = """会泽县学生营养改善细则
第一条 为改善农村学生营养状况，制定本细则。
第二条 农村学生在校就餐，小学生每生每天补助五元，初中学生每生每天补助七元。
第三条 补助资金用于供餐，不得发给现金。
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    folder = tmp_path_factory.mktemp("added")
    for name, text in (("ages", ALLOWANCE), ("meals", MEALS)):
        (folder / name).mkdir()
        (folder / name / "source.txt").write_text(text, encoding="utf8")
        title = text.split("\n")[0]
        papers = f"id: {name}\ntitle: {title}\njurisdiction: '{AREA}'\npublished: '2025'\nsource: source.txt\n"
        (folder / name / "document.yml").write_text(papers, encoding="utf8")
    return read_knowledge([Path(policies_kb.__file__).parent / "documents", folder])


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我奶奶九十二了", 92),
        ("90岁以上给多少", 90),
        ("满七十有没有", 70),
        ("一年给300元", None),
        ("老人三个月没领到", None),
    ],
)
def test_the_age_of_a_question(text, age):
    assert age_asked(text) == age


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年满80周岁的老年人", (Span(80, 150),)),
        ("80至89周岁每月50元，90—99周岁每月100元", (Span(80, 89), Span(90, 99))),
        ("年满八十周岁不满九十周岁", (Span(80, 89),)),
        ("不满16周岁的", (Span(0, 15),)),
        ("每人每月50元", ()),
    ],
)
def test_the_ages_of_a_clause(text, expected):
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "told", "not_told"),
    [
        ("90岁以上高龄津贴多少", "300元", "100元"),
        ("我奶奶九十二了有没有高龄津贴", "300元", "100元"),
        ("八十三岁的爷爷高龄津贴多少", "100元", "300元"),
        ("高龄津贴怎么申请", "身份证", "300元"),
    ],
)
def test_the_clause_for_that_age_is_quoted(knowledge, text, told, not_told):
    answer = knowledge.answer(Question(text, date(2026, 11, 27), AREA)).text
    assert told in answer
    assert not_told not in answer


def test_who_is_too_young_hears_from_which_age_it_holds(knowledge):
    assert knowledge.answer(Question("满七十岁有高龄津贴吗", date(2026, 11, 27), AREA)).text.startswith(
        "写的是80岁起才有"
    )


def test_without_an_age_every_step_is_told(knowledge):
    answer = knowledge.answer(Question("高龄津贴多少钱", date(2026, 11, 27), AREA)).text
    assert "100元" in answer
    assert "300元" in answer


def test_the_countys_own_sum_comes_before_a_plan_without_one(knowledge):
    assert "七元" in knowledge.answer(Question("娃儿上初中，吃饭有没有补助", date(2026, 11, 27), AREA)).text
    assert "七元" not in knowledge.answer(Question("娃儿上初中，吃饭有没有补助", date(2026, 11, 27), "430921")).text
