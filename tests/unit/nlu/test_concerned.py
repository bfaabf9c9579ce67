"""Who is concerned, through family words of many regions: not who writes, pays, is away or did it."""

from pathlib import Path

import pytest
import yaml

import nlu
from nlu.books import read_books
from nlu.concerned import Told, learn, read_concerned
from nlu.kin import find_people
from nlu.normalise import normalise

FOLDER = Path(__file__).parent
NLU = Path(nlu.__file__).parent
BOOKS = read_books(NLU / "data", NLU / "model")
SAID = [
    (text, relation)
    for name in ("concerned_first.yml", "concerned_kinds.yml")
    for relation, texts in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")).items()
    for text in texts
]


@pytest.fixture(scope="module")
def concerned():
    learned = read_concerned(NLU / "data", NLU / "model", BOOKS)

    def choose(text):
        plain = normalise(text).text
        return learned.choose(plain, find_people(plain), BOOKS.risks.marks(plain)) or "none"

    return choose


@pytest.mark.parametrize(("text", "relation"), SAID)
def test_the_one_concerned_is_told_from_the_others(concerned, text, relation):
    assert concerned(text) in relation.split()


@pytest.mark.parametrize(
    ("name", "share"), [("concerned.yml", 0.94), ("concerned_more.yml", 0.88), ("concerned_unseen.yml", 0.75)]
)
def test_most_of_many_voices_are_told_right(concerned, name, share):
    cases = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    wrong = [text for relations, texts in cases.items() for text in texts if concerned(text) not in relations.split()]
    assert len(wrong) <= (1 - share) * sum(map(len, cases.values())), wrong


def test_what_was_never_learned_is_nobody_or_the_likeliest():
    learned = learn([Told("我妈病了", ("parent",)), Told("路断了", ("none",))] * 3, BOOKS)
    assert learned.choose("", [], []) in (None, "self")
    assert learned.choose("my mother is ill", find_people("my mother is ill"), []) in (None, "self", "parent")


@pytest.mark.parametrize(
    "text", ["奶粉吃完了", "老板娘不给工钱", "公路断了", "小儿麻痹", "孙村断水了", "有人晕倒了", "牛奶过期了"]
)
def test_what_only_looks_like_family_is_nobody(text):
    assert [person for person in find_people(normalise(text).text) if person.relation != "self"] == []
