"""The four originals, cleaned: what was found in them, and the way back letter for letter."""

import os
import re
from pathlib import Path

import pytest

from policies_kb.originals import original_from
from policies_kb.report import report_clause, report_document
from tests.unit.policies_kb.test_clean import explained

POLICIES = os.environ.get("HEARTHLINE_POLICIES", "")
pytestmark = pytest.mark.skipif(not POLICIES, reason="HEARTHLINE_POLICIES names no folder of original documents")


@pytest.fixture(scope="module")
def sources():
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in Path(POLICIES).glob("*.txt")}


@pytest.mark.parametrize("known", [("cn-2022", 9, 1), ("yn-2016", 0, 4), ("dth-2019", 0, 0), ("wj-2016", 0, 0)])
def test_the_four_originals_lead_back_letter_for_letter(known, sources):
    id, misread, inferred = known
    source = sources[id]
    original = original_from(source)
    assert original.cleaned.undone() == source
    for passage in original.passages:
        origin = original.provenance(passage.id)
        assert origin.raw == source[origin.start : origin.end]
        assert explained(original.cleaned, passage.start, passage.end)
    changes = original.cleaned.changes
    assert sum(change.rule == "misread character" for change in changes) == misread
    assert sum(not change.certain for change in changes) == inferred


def test_every_reading_written_into_the_plan_is_found(sources):
    cleaned = original_from(sources["yn-2016"]).cleaned
    pinyin = [change for change in cleaned.changes if change.rule == "pinyin after a character"]
    grid = [change for change in cleaned.changes if change.rule == "characters read off the grid"]
    assert len(pinyin) + sum(change.before.count(")") for change in grid) == 483
    assert sorted(change.certain for change in grid) == [False, False, False, False, True]
    assert "(" in cleaned.text
    assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔù]+\)", cleaned.text)


def test_what_was_done_can_be_read_of_a_clause_and_of_a_document(sources):
    original = original_from(sources["yn-2016"])
    clause = list(report_clause(original.provenance("box30.5")))
    assert any("(inferred)" in line and "'校基礎'" in line for line in clause)
    whole = list(report_document(original))
    assert "476\tpinyin after a character" in whole
    assert "4\tcharacters read off the grid, inferred" in whole
