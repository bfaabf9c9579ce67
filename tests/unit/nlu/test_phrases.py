"""Phrases are found as they are written, by several books that share their words."""

import pytest

from nlu.phrases import PhraseBook, Words

GROUPS = {"who": ("爸", "妈", "mother"), "gone": ("不见了", "没了")}


def book(words, *phrases, tag="sign", mask=()):
    made = PhraseBook(words)
    made.add(phrases, tag, GROUPS, (3, 12))
    made.add(mask, "harmless", GROUPS, (3, 12), mask=True)
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我爸不见了", ["<who>~<gone>"]),
        ("我爸昨天就不见了", ["<who>~<gone>"]),
        ("我爸昨天早上出门就不见了", []),  # further than a gap goes
        ("我爸。不见了", []),  # another sentence
        ("不见了我爸", []),
        ("my mother bleeds", ["bleed*"]),
        ("my mother is bleeding", ["bleed*"]),
        ("unbleeding", []),
    ],
)
def test_a_phrase_is_words_in_order_and_near(text, found):
    assert [phrase.phrase for phrase in book(None, "<who>~<gone>", "bleed*").find(text)] == found


def test_books_that_share_their_words_find_what_each_finds_alone():
    words = Words()
    signs = book(words, "<who>~<gone>", "着火")
    risks = book(words, "<gone>", "水", tag="risk", mask=("水不见了",))
    for text in ("我妈不见了,着火", "水没了", "水不见了", "", "我爸没了"):
        for shared, alone in (
            (signs, book(None, "<who>~<gone>", "着火")),
            (risks, book(None, "<gone>", "水", tag="risk", mask=("水不见了",))),
        ):
            assert shared.find(text) == alone.find(text)
    assert [found.tag for found in risks.find("水没了")] == ["risk", "risk"]
    assert risks.find("水不见了") == []
