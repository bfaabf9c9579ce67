"""The words by which a cadre moves a case, forgiving about what stands around them."""

import pytest

from dialogs.cadre_steps import read_step
from nlu.normalise import normalise


@pytest.mark.parametrize(
    ("said", "kind", "cases", "words"),
    [
        ("核实 A1001", "verifying", (1001,), ""),
        ("核实了A1001 情况属实", "verifying", (1001,), "情况属实"),
        ("A1001核实过了", "verifying", (1001,), ""),
        ("不通过 A1001 收入超过标准", "rejected", (1001,), "收入超过标准"),
        ("A1001，不通过，收入超过标准", "rejected", (1001,), "收入超过标准"),
        ("不通过A1001收入超过标准", "rejected", (1001,), "收入超过标准"),
        ("通过 a1001", "pass", (1001,), ""),
        ("复核 A1001 成立", "upheld", (1001,), ""),
        ("维持 A1001 存款没算", "rejected", (1001,), "存款没算"),
        ("消除 A1001 收入稳定 支出已清", "risk_cleared", (1001,), "收入稳定 支出已清"),
        ("合并 A1002 A1001", "merge", (1002, 1001), ""),
        ("评议", "village_review", (), ""),
        ("不通过 A1001 家里有两辆车，一辆是去年买的。", "rejected", (1001,), "家里有两辆车，一辆是去年买的"),
        ("不通过，A1001，车、房都有；存款：三万", "rejected", (1001,), "车、房都有；存款：三万"),
        ("不通过 收入超过标准，另有存款 A1001", "rejected", (1001,), "收入超过标准，另有存款"),
        ("驳回A1001，和A1002是一家，重复了", "rejected", (1001,), "和A1002是一家，重复了"),
        ("不通过 A1001、A1002 收入超标，都查过了", "rejected", (1001, 1002), "收入超标，都查过了"),
        ("不通过 因为A1001家里有两辆车", "rejected", (1001,), "因为A1001家里有两辆车"),
        ("核实 A1001 A1002和A1003", "verifying", (1001, 1002, 1003), ""),
        ("平议 A1001", "village_review", (1001,), ""),
        ("评义A1001、A1002", "village_review", (1001, 1002), ""),
        ("同过 A1001", "pass", (1001,), ""),
        ("不同过 A1001 收入超标", "rejected", (1001,), "收入超标"),
        ("A1001和实了 属实", "verifying", (1001,), "属实"),
        ("不通過 A1001 家裡有兩輛車，都是新的", "rejected", (1001,), "家裡有兩輛車，都是新的"),
        ("复核 A1001 维持，查过了，没错", "rejected", (1001,), "查过了，没错"),
        ("暂停A1001 等残疾证,下月到", "pause", (1001,), "等残疾证,下月到"),
        ("Reject A1001 two cars, one is new", "rejected", (1001,), "two cars, one is new"),
    ],
)
def test_a_step_is_read(said, kind, cases, words):
    step = read_step(normalise(said).text, said)
    assert step is not None
    assert (step.kind, step.cases, step.words) == (kind, cases, words)


@pytest.mark.parametrize(
    "said",
    [
        "评议会下周二开",
        "收到",
        "1",
        "到了",
        "办结 送到医院了",
        "他家情况核实不了",
        "",
        "A1001",
        "平议",
        "和时代一起去的 A1001",
        "会推车 A1001",
    ],
)
def test_what_is_no_step_is_left_to_the_other_words(said):
    assert read_step(said.lower(), said) is None
