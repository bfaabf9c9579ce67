"""What was not answered is grouped by matter, hides who asked, and becomes a card."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from sqlalchemy import insert

from bot.gaps import card_of, grouped, hidden, read_noted
from bot.store.tables import gaps

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def note(store):
    count = 0

    def noted(question, reason="abstained", area=None, answer=None):
        nonlocal count
        count += 1
        at = AT + timedelta(hours=count)

        def write(tx):
            row = {"at": at, "area": area, "reason": reason, "question": tx.cipher.seal(question)}
            row["answer"] = tx.cipher.seal(answer) if answer else None
            tx.connection.execute(insert(gaps), row)

        store.call(write)

    return noted


@pytest.fixture
def found(store, parts):
    return lambda: grouped(store.call(read_noted), parts.knowledge)


def wordings(found):
    return [set(gap.wordings) for gap in found()]


def test_one_matter_in_other_words_is_one_group(note, found):
    for question in ("低保多少钱", "低保一个月发几多", "吃低保一个月拿好多", "低保一个月多少钱啊？"):
        note(question)
    note("低保要带什么材料")
    note("危房改造补多少钱")
    assert wordings(found) == [
        {"危房改造补多少钱"},
        {"低保要带什么材料"},
        {"低保多少钱", "低保一个月发几多", "吃低保一个月拿好多", "低保一个月多少钱啊？"},
    ]


def test_the_newest_matter_comes_first_and_its_number_stays(note, found):
    note("低保多少钱", area="530326106203")
    note("危房改造补多少钱", area="530326106203")
    assert [gap.number for gap in found()] == [2, 1]
    note("低保一个月发几多", reason="doubted", area="430971")
    first = found()[0]
    assert (first.number, len(first.noted), first.question) == (1, 2, "低保一个月发几多")
    assert first.areas == {"530326106203": 1, "430971": 1}
    assert first.reasons == {"abstained": 1, "doubted": 1}


@pytest.mark.parametrize(
    "question",
    [
        "我叫王秀英，电话13900000001，低保多少钱",
        "低保多少钱 我的身份证是 532128 1980 0101 123X",
        "低保多少钱，打１３９００００００１告诉我",
    ],
)
def test_who_asked_is_hidden(note, found, parts, question):
    note(question, reason="doubted", answer=f"答：{question}")
    gap = found()[0]
    said = f"{gap.as_json()} {card_of(gap, parts.knowledge)}"
    for secret in ("王秀英", "1390000", "532128", "0101", "１３９"):
        assert secret not in said
    assert "低保多少钱" in said


def test_a_long_question_is_cut():
    assert len(hidden("补" * 5000)) == 200


def test_a_matter_becomes_a_card_to_fill_in(note, found, parts):
    note("低保多少钱")
    note("how much is dibao per month")
    note("低保一个月发几多", reason="doubted", answer="每月100元。")
    cards = [(gap, yaml.safe_load(card_of(gap, parts.knowledge))[0]) for gap in found()]
    gap, card = next(each for each in cards if "低保多少钱" in each[0].wordings)
    assert card["questions"] == ["低保多少钱", "低保一个月发几多"]
    assert card["gives"] == ["amount"]
    assert card["id"] == "CLAUSE"
    assert card["zh"] == ""
    assert "# Doubted: 每月100元。" in card_of(gap, parts.knowledge)


def test_odd_questions_do_no_harm(note, found):
    for question in ("", " ", "？", "😀", "a" * 3000, "%s {x} \t x"):
        note(question)
    assert sum(len(gap.noted) for gap in found()) == 6
