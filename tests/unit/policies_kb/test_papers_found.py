"""What a document says of itself is found in it, and nothing is guessed."""

import pytest

from policies_kb.papers import find_papers

NOTICE = """元阳县人民政府办公室关于印发
元阳县困难群众临时救助实施细则的通知
元政办规〔2025〕3 号
各乡镇人民政府：
一、总则
本细则自2025年5月1日起施行，有效期为三年。
元阳县人民政府办公室
二〇二五年四月二十日
"""


def test_a_notice_of_a_county_names_all_its_papers():
    papers = find_papers(NOTICE)
    assert papers.title == "元阳县人民政府办公室关于印发元阳县困难群众临时救助实施细则的通知"
    assert papers.number == "元政办规〔2025〕3号"
    assert papers.issuer == "元阳县人民政府办公室"
    assert papers.jurisdiction == "532528"
    assert papers.published == "2025-04-20"
    assert (papers.valid_from, papers.valid_until) == ("2025-05-01", "2028-04-30")


def test_what_is_wrapped_in_a_notice_is_the_title():
    assert find_papers("某局关于印发《困难群众救助办法》的通知\n一、目的").title == "困难群众救助办法"


def test_the_nation_is_known_by_its_bodies():
    papers = find_papers("国务院关于健全医疗救助制度的意见\n国发〔2021〕42号\n一、要求\n国务院\n2021年10月28日")
    assert (papers.jurisdiction, papers.published) == ("000000", "2021-10-28")


def test_part_of_a_longer_name_is_no_place():
    assert find_papers("安和县农村低保实施办法\n第一条 甲。").jurisdiction is None  # 和县 is another county


@pytest.mark.parametrize(
    ("words", "valid"),
    [
        ("本办法自2024年7月1日起施行，有效期5年。", ("2024-07-01", "2029-06-30")),
        ("本办法自2024年2月29日起施行，有效期1年。", ("2024-02-29", "2025-02-27")),
        ("有效期至2026年12月31日。", (None, "2026-12-31")),
        ("自2024年13月1日起施行。", (None, None)),
        ("今年起执行。", (None, None)),
    ],
)
def test_the_period_of_validity_is_read(words, valid):
    papers = find_papers(f"某某实施办法\n第一条 {words}")
    assert (papers.valid_from, papers.valid_until) == valid


def test_a_plan_holds_for_the_years_of_its_title():
    papers = find_papers("巩固脱贫成果实施方案（2019—2020年）\n一、目标")
    assert (papers.valid_from, papers.valid_until) == ("2019-01-01", "2020-12-31")


def test_a_year_in_passing_is_no_date_of_the_document():
    assert find_papers("困难群众救助办法\n一、目标\n到2015年全部脱贫。").published is None


def test_the_day_of_the_page_counts_where_nobody_signed():
    source = "困难群众救助办法\n发布时间：2023-04-05 10:11\n一、目标"
    assert find_papers("困难群众救助办法\n一、目标", source).published == "2023-04-05"
