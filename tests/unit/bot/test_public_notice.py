"""The public notice shows what is on its list and nothing else, whatever is known of a household."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.public_notice import public_notice

BEGINS = date(2026, 11, 20)
SECRETS = {
    "证件号码": "530326196001011234", "id_number": "530326196001011234", "手机号": "13900000001",
    "phone": "+8613900000001", "户联系电话": "13900000001", "人联系电话": "13900000001", "callback": "+8613900000001",
    "银行账号": "6222020200011112222", "bank_account": "6222020200011112222", "健康状况": "患有大病",
    "health": "肺癌晚期", "said": "我妈得了尿毒症", "details": {"amount": 50000, "phone": "+8613900000001"},
    "cadre_note": "残疾二级", "relation": "parent", "danger": "suicide", "address": "+8613900000001",
}  # fmt: skip
KNOWN = {
    "village": "新田村", "householder": "吴桂兰", "people": 4, "category": "突发严重困难户",
    "risk_types": ("illness", "disability", "disaster"),
}  # fmt: skip
FORBIDDEN = (
    "530326196001011234",
    "13900000001",
    "6222020200011112222",
    "患有大病",
    "肺癌",
    "尿毒症",
    "残",
    "病",
    "50000",
)


def shown(**fields):
    return "\n".join(public_notice({**KNOWN, **fields}, BEGINS, 5).lines())


def test_it_says_what_it_is_for():
    assert shown() == (
        "新田村 吴桂兰户，4人：突发严重困难户；因自然灾害\n公示 2026-11-20 至 2026-11-25，有异议请找村里或乡镇。"
    )


def test_every_field_there_is_shows_nothing_that_is_forbidden():
    assert [word for word in FORBIDDEN if word in shown(**SECRETS)] == []


@pytest.mark.parametrize("field", ["village", "householder", "category", "people", "risk_types"])
@pytest.mark.parametrize("secret", [value for value in SECRETS.values() if isinstance(value, str)])
def test_a_secret_in_a_field_that_is_shown_hides_the_field(field, secret):
    value = (secret,) if field == "risk_types" else secret
    assert secret not in shown(**{field: value})
    assert f"吴桂兰{secret}" not in shown(householder=f"吴桂兰{secret}")


@given(st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=30), st.integers(), st.none()), max_size=6))
def test_no_long_number_ever_shows(fields):
    words = shown(**fields).replace("2026-11-20", "").replace("2026-11-25", "")
    run = longest = 0
    for each in words:
        run = run + 1 if each.isdigit() else 0
        longest = max(longest, run)
    assert longest < 4
