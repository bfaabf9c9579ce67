"""Two of one relation are two people; one person with two names is one."""

import pytest

from dialogs.kinfolk import are_others_than_in, is_somebody_else, kin_named


@pytest.mark.parametrize(
    ("noted", "words", "other"),
    [
        ("妈", ["爸"], True),
        ("媽", ["老爸"], True),
        ("mother", ["father"], True),
        ("奶奶", ["外婆"], True),
        ("妈妈", ["娘"], False),
        ("妈", ["爸", "妈"], False),
        ("妈", ["父母"], False),
        ("丈母娘", ["妈"], True),
        ("妈", ["两个老人"], False),
        ("老人", ["爸"], False),
        ("妈", [], False),
        (None, ["爸"], False),
    ],
)
def test_somebody_else_of_the_same_relation(noted, words, other):
    assert is_somebody_else(noted, words) is other


@pytest.mark.parametrize(
    ("said", "words", "others"),
    [
        ("我妈得了肺癌", ["爸"], True),
        ("我妈得了肺癌，我爸在照顾", ["爸"], False),
        ("我父母都病了", ["爸"], False),
        ("家里遭了灾", ["爸"], False),
    ],
)
def test_others_than_those_a_case_was_told_of(said, words, others):
    assert are_others_than_in(said, words) is others


def test_a_grandmother_is_no_mother():
    assert kin_named("grandmother") == "grandmother"
    assert kin_named("婆婆") != kin_named("外婆")
