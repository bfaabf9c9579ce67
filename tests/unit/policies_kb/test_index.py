"""The index against sums worked out the long way, and the rule that no county is told another's clause."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.index import best, build_cosine, build_index, fingerprint
from policies_kb.kept import index_arrays, index_from
from policies_kb.knowledge import read_knowledge

TERMS = st.sampled_from(["低保", "补助", "学费", "搬迁", "医保", "的", "~di bao", "=aid"])
PASSAGES = st.lists(st.lists(TERMS, max_size=12), max_size=12)
WEIGHTS = st.dictionaries(TERMS | st.just("没有"), st.floats(0.1, 3.0), max_size=6)


def idf(term, passages):
    having = sum(term in passage for passage in passages)
    return math.log(1 + (len(passages) - having + 0.5) / (having + 0.5))


def long_way(terms, passage, passages, usual):
    counts = Counter(passage)
    norm = 1.5 * (0.25 + 0.75 * len(passage) / max(usual, 1e-9))
    return sum(w * idf(t, passages) * counts[t] * 2.5 / (counts[t] + norm) for t, w in terms.items() if counts[t])


@given(PASSAGES, WEIGHTS)
def test_scores_are_those_of_bm25_worked_out_the_long_way(passages, terms):
    usual = sum(map(len, passages)) / max(len(passages), 1)
    expected = [long_way(terms, passage, passages, usual) for passage in passages]
    assert build_index(passages).scores(terms).tolist() == pytest.approx(expected, rel=1e-4, abs=1e-5)


@given(st.lists(st.lists(TERMS, min_size=1, max_size=12), min_size=1, max_size=8), PASSAGES, WEIGHTS)
def test_an_index_beside_another_counts_its_words_in_both(first, second, terms):
    usual = sum(map(len, first)) / len(first)
    expected = [long_way(terms, passage, first + second, usual) for passage in second]
    index = build_index(second, beside=build_index(first))
    assert index.scores(terms).tolist() == pytest.approx(expected, rel=1e-4, abs=1e-5)
    assert index.idfs(terms).tolist() == pytest.approx([idf(term, first + second) for term in terms], rel=1e-5)


@given(PASSAGES, WEIGHTS)
def test_an_index_knows_its_terms_also_once_kept(passages, terms):
    index = index_from("it", index_arrays("it", build_index(passages)))
    for term in terms:
        assert [index.has(term, number) for number in range(-1, len(passages))] == [
            False,
            *(term in passage for passage in passages),
        ]
        assert index.idf_of(term) == pytest.approx(idf(term, passages), rel=1e-5)
    assert index.idfs(terms).tolist() == pytest.approx([index.idf_of(term) for term in terms])


@given(st.lists(st.lists(TERMS, min_size=1, max_size=8), min_size=1, max_size=8))
def test_a_passage_is_at_no_angle_to_itself(passages):
    index = build_cosine(passages)
    for number, passage in enumerate(passages):
        vector = {term: count * index.idf_of(term) for term, count in Counter(passage).items()}
        length = math.sqrt(sum(weight**2 for weight in vector.values()))
        scores = index.scores({term: weight / length for term, weight in vector.items()})
        assert scores[number] == pytest.approx(1.0, rel=1e-4)
        assert scores.max() <= 1.0001


@given(
    st.integers(0, 9_000),
    st.integers(1, 30),
    st.sampled_from([2, 40, 10**6]),
    st.integers(0, 2**32 - 1),
)
def test_the_best_are_those_of_a_full_sort(size, limit, levels, seed):
    chance = np.random.default_rng(seed)
    scores = (np.floor(chance.random(size) * levels) / levels * (chance.random(size) < 0.3)).astype(np.float32)
    ordered = [int(i) for i in np.argsort(-scores, kind="stable")[:limit] if scores[i] > 0]
    assert best(scores, limit) == ordered


def test_a_term_has_the_same_print_in_every_run():
    assert fingerprint("低保") == 10894945922212978830
    assert fingerprint("低保") != fingerprint("低 保")


AREAS = {"431128": "新田县", "530323": "师宗县", "320412": "武进区", "530000": "云南省", "000000": "国家"}


@pytest.fixture(scope="module")
def many_places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    for code, place in AREAS.items():
        for number in range(3):
            paper = folder / f"p{code}-{number}"
            paper.mkdir()
            lines = [
                f"第{at}条 {place}给予第{at}类困难家庭取暖补助{at * 10 + number}元，按月发放。" for at in range(1, 9)
            ]
            (paper / "paper.txt").write_text("\n".join(lines), encoding="utf8")
            (paper / "document.yml").write_text(
                f"id: {paper.name}\ntitle: {place}取暖补助办法\njurisdiction: '{code}'\npublished: '2024'\n"
                "source: paper.txt\n",
                encoding="utf8",
            )
    return read_knowledge(folder)


@pytest.mark.parametrize(
    ("area", "allowed"),
    [
        ("431128", {"431128", "000000"}),
        ("431128101", {"431128", "000000"}),
        ("530323103000", {"530323", "530000", "000000"}),
        ("530000", {"530000", "000000"}),
        ("320400", {"000000"}),
        (None, set(AREAS)),
    ],
)
def test_no_county_is_given_the_clause_of_another(many_places, area, allowed):
    found = many_places.search("取暖补助每月多少元", area, limit=200)
    assert {clause.document[1:7] for clause, _ in found} == allowed
    assert len(found) == min(len(allowed) * 24, 800)
