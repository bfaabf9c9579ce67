"""What cadres write of somebody's own word is read, and nothing else is taken for it."""

import pytest

from dialogs.cadre_consent import read_consent
from nlu.normalise import normalise


def read(text):
    found = read_consent(normalise(text).text)
    return (found.agrees, found.case) if found else None


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("同意 A1001", (True, 1001)),
        ("A1001同意", (True, 1001)),
        ("a1001 他本人同意了", (True, 1001)),
        ("问过了，老人家愿意的", (True, None)),
        ("同意", (True, None)),
        ("A1001 签字了", (True, 1001)),
        ("不同意 A1001", (False, 1001)),
        ("A1001 不愿意，说不想麻烦公家", (False, 1001)),
        ("王大爷不肯", (False, None)),
        ("A1001他拒绝了", (False, 1001)),
        ("A1001 她说不要报", (False, 1001)),
        ("agrees A1001", (True, 1001)),
        ("A1001 does not agree", (False, 1001)),
    ],
)
def test_an_answer_is_read_in_any_order(text, read_as):
    assert read(text) == read_as


@pytest.mark.parametrize(
    "text",
    [
        "A1001 还没同意，明天再问",
        "A1001 愿不愿意还要商量",
        "没问到，人不在家",
        "A1001 他同意吗？",
        "收到",
        "3",
        "办结 已送医",
        "A1001 老人摔了，已送镇卫生院",
        "合并 A1002 A1001 都同意",
    ],
)
def test_what_is_no_answer_yet_is_none(text):
    assert read(text) is None
