"""The cards as they are shipped: figures, clauses, and words of their own."""

import os
import re
from pathlib import Path

import pytest

import policies_kb
from policies_kb.documents import read_documents, read_twins
from policies_kb.originals import read_original
from policies_kb.terms import simplify

DOCUMENTS = Path(policies_kb.__file__).parent / "documents"
HOLDINGS = read_documents(DOCUMENTS)
CARDS = [card for holding in HOLDINGS for card in holding.cards]
POLICIES = os.environ.get("HEARTHLINE_POLICIES", "")
needs_originals = pytest.mark.skipif(not POLICIES, reason="HEARTHLINE_POLICIES names no folder of original documents")
NUMERALS = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}


def in_digits(text):
    """Numerals and dashes as the cards write them."""
    text = simplify(text).replace("—", "-").replace("－", "-").replace("～", "-")
    return "".join(NUMERALS.get(character, character) for character in text)


def originals():
    for holding in HOLDINGS:
        path = Path(POLICIES) / holding.document.source
        if path.is_file():
            yield holding, read_original(path, tuple(clause.id.split("/")[1] for clause in holding.clauses))


def test_every_document_has_cards_and_every_clause_a_label():
    assert {holding.document.id for holding in HOLDINGS} >= {"cn-2022", "yn-2016", "dth-2019", "wj-2016"}
    for holding in HOLDINGS:
        carded = {card.clause for card in holding.cards}
        assert {clause.id for clause in holding.clauses} <= carded
        assert all(clause.label and clause.label_en for clause in holding.clauses)


def test_card_ids_are_unique_and_every_card_is_complete():
    ids = [card.id for card in CARDS]
    assert len(ids) == len(set(ids))
    for card in CARDS:
        assert card.zh, card.id
        assert card.en, card.id
        assert card.gives, card.id
        assert card.ask, card.id
        assert card.ask_en, card.id
        assert card.questions, card.id


def test_every_figure_of_a_card_stands_in_its_words():
    wrong = [(card.id, figure) for card in CARDS for figure in card.figures if figure not in card.zh]
    assert wrong == []


def test_twins_are_cards():
    ids = {card.id for card in CARDS}
    assert [one for group in read_twins(DOCUMENTS) for one in group if one not in ids] == []


@needs_originals
def test_every_figure_of_a_card_stands_in_its_clause():
    wrong = []
    for holding, original in originals():
        texts = original.texts()
        for card in holding.cards:
            clause = in_digits(texts[card.clause.split("/")[1]])
            for figure in card.figures:
                for number in re.findall(r"\d+(?:\.\d+)?", in_digits(figure)):
                    if number not in clause:
                        wrong.append((card.id, figure))
    assert wrong == []


@needs_originals
def test_no_card_repeats_the_words_of_an_original():
    runs = set()
    for _, original in originals():
        text = re.sub(r"\W", "", simplify(original.cleaned.text))
        runs.update(text[i : i + 24] for i in range(len(text) - 23))
    for card in CARDS:
        for said in (card.zh, *card.questions):
            plain = re.sub(r"\W", "", simplify(said))
            assert not any(plain[i : i + 24] in runs for i in range(len(plain) - 23)), card.id


@needs_originals
def test_the_originals_give_exactly_the_clauses_of_their_documents():
    for holding, original in originals():
        assert {f"{holding.document.id}/{id}" for id in original.texts()} == {clause.id for clause in holding.clauses}
        assert all(original.texts().values())
