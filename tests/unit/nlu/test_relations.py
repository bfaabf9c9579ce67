"""Who is concerned, through family words of many regions: not who writes, pays, is away or did it."""

from pathlib import Path

import pytest
import yaml

from nlu.normalise import normalise
from nlu.relations import choose_relation, find_relations

FOLDER = Path(__file__).parent
SAID = [
    (text, relation)
    for name in ("concerned_first.yml", "concerned_kinds.yml")
    for relation, texts in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")).items()
    for text in texts
]


def concerned(text):
    plain = normalise(text).text
    return choose_relation(plain, find_relations(plain)) or "none"


@pytest.mark.parametrize(("text", "relation"), SAID)
def test_the_one_concerned_is_told_from_the_others(text, relation):
    assert concerned(text) == relation


@pytest.mark.parametrize(("name", "share"), [("concerned.yml", 0.94), ("concerned_more.yml", 0.88)])
def test_most_of_many_voices_are_told_right(name, share):
    cases = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    wrong = [text for relation, texts in cases.items() for text in texts if concerned(text) != relation]
    assert len(wrong) <= (1 - share) * sum(map(len, cases.values())), wrong


@pytest.mark.parametrize(
    "text", ["奶粉吃完了", "老板娘不给工钱", "公路断了", "小儿麻痹", "孙村断水了", "有人晕倒了", "牛奶过期了"]
)
def test_what_only_looks_like_family_is_nobody(text):
    plain = normalise(text).text
    assert [m for m in find_relations(plain) if m.relation != "self"] == []
