"""What the documents give a household: from the right place, with its conditions, and no figure of our own."""

import re
from pathlib import Path

import pytest
import yaml

import policies_kb
from bot.desk import SUPPORTS_TOLD
from dialogs.flows.check_eligibility import _UNWRITTEN
from dialogs.segments import segments
from dialogs.wording import render
from policies_kb.documents import BadDocument
from policies_kb.eligibility import CONDITIONS, FACTS, fitting, read_supports, render_given, unwritten

DOCUMENTS = Path(policies_kb.__file__).parent / "documents"
SUPPORTS = read_supports(DOCUMENTS)
YUNNAN, DATONG_LAKE, WUJIN, ELSEWHERE = "530323103201", "430971001", "320412", "610000"
PUPIL = {"home": frozenset({"student"}), "school": frozenset({"senior"}), "status": frozenset({"unknown"})}


def told(facts, area):
    return [given.support.card.id for given in fitting(SUPPORTS, facts, area)]


@pytest.mark.parametrize("support", SUPPORTS, ids=lambda support: f"{support.card.id}-{support.topic}")
def test_a_support_states_no_figure_that_its_card_does_not(support):
    for words in (support.zh, support.en):
        assert set(re.findall(r"\d+", words)) <= set(re.findall(r"\d+", f"{support.card.zh}{support.card.figures}"))


def test_every_document_of_ours_has_something_to_give():
    assert {support.document.id for support in SUPPORTS} == {"cn-2022", "dth-2019", "wj-2016", "yn-2016"}


@pytest.mark.parametrize("area", [YUNNAN, DATONG_LAKE, WUJIN, ELSEWHERE, None])
def test_only_documents_that_hold_in_the_area_are_told(area):
    own = {YUNNAN: "yn-2016", DATONG_LAKE: "dth-2019", WUJIN: "wj-2016"}.get(area)
    documents = {card.split("/")[0] for card in told(PUPIL, area)}
    assert documents
    assert documents <= {"cn-2022", own}


def test_of_one_matter_the_own_place_is_told_and_not_the_nation_too():
    assert "yn-2016/48.5#9" in told(PUPIL, YUNNAN)
    assert "cn-2022/6#14" not in told(PUPIL, YUNNAN)
    assert "cn-2022/6#14" in told(PUPIL, ELSEWHERE)


def test_who_is_not_registered_hears_nothing_of_what_is_for_the_registered():
    assert told({**PUPIL, "status": frozenset({"none"})}, YUNNAN) == []


def test_what_is_not_known_is_said_with_the_help():
    given = fitting(SUPPORTS, PUPIL, YUNNAN)
    assert all(each.missing == ("registered",) for each in given)
    assert CONDITIONS["registered"][0] in render_given(given, "zh-Hans")
    known = fitting(SUPPORTS, {**PUPIL, "status": frozenset({"registered"})}, YUNNAN)
    assert all("registered" not in each.missing for each in known)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_each_help_stands_with_its_document_year_and_place_in_it(language):
    given = fitting(SUPPORTS, PUPIL, YUNNAN)
    words = render_given(given, language)
    assert "2016" in words
    assert "30" in words
    assert "2500" in words


EVERYTHING = {
    "home": FACTS["home"],
    "school": FACTS["school"],
    "work": FACTS["work"],
    "house": FACTS["house"],
    "status": frozenset({"unknown"}),
    "allowance": frozenset({"unknown"}),
    "trouble": frozenset({"yes"}),
}


@pytest.mark.parametrize("area", [YUNNAN, DATONG_LAKE, WUJIN, ELSEWHERE])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_list_takes_four_sms_at_most_with_the_words_after_it(area, language):
    many = SUPPORTS_TOLD["en" if language == "en" else "zh"]
    after = "Rules of those years, and no promise: village and township check and decide."
    more = "More: reply MORE. To apply: say what is hard at home."
    given = fitting(SUPPORTS, EVERYTHING, area)
    for start in range(0, len(given), many):
        text = render_given(given[start : start + many], language)
        assert segments("\n".join([text, render(after, {}, language), render(more, {}, language)])) <= 4


@pytest.mark.parametrize(
    ("area", "fact", "card"),
    [(DATONG_LAKE, "house", "dth-2019/2.2.5#1"), (DATONG_LAKE, "water", "dth-2019/2.2.2#1")],
)
def test_an_unsafe_house_and_bad_water_have_their_own_help_where_a_paper_says_so(area, fact, card):
    facts = {fact: frozenset({"unsafe"})}
    assert told(facts, area) == [card]
    assert unwritten(fitting(SUPPORTS, facts, area), facts) == ()


@pytest.mark.parametrize("area", [YUNNAN, WUJIN, ELSEWHERE, None])
@pytest.mark.parametrize("fact", ["house", "water"])
def test_where_no_paper_says_what_is_given_that_is_said(area, fact):
    facts = {fact: frozenset({"unsafe"}), "trouble": frozenset({"yes"})}
    assert unwritten(fitting(SUPPORTS, facts, area), facts) == (fact,)


@pytest.mark.parametrize(
    ("facts", "area", "card"),
    [
        ({"school": {"university"}}, YUNNAN, "yn-2016/48.5#10"),
        ({"work": {"farm"}}, YUNNAN, "yn-2016/48.4#3"),
        ({"work": {"none_able"}}, ELSEWHERE, "cn-2022/9#2"),
        ({"work": {"away"}}, ELSEWHERE, "cn-2022/3#11"),
        ({"home": {"elder"}}, WUJIN, "cn-2022/8#9"),
        ({"home": {"disabled"}}, WUJIN, "wj-2016/3#4"),
        ({"trouble": {"yes"}}, WUJIN, "wj-2016/6#8"),
        ({"allowance": {"yes"}, "home": {"ill"}}, DATONG_LAKE, "dth-2019/2.1.5#7"),
        ({"allowance": {"yes"}, "home": {"elder"}}, YUNNAN, "cn-2022/10#10"),
    ],
)
def test_each_part_of_life_has_what_its_papers_give(facts, area, card):
    assert card in told({fact: frozenset(words) for fact, words in facts.items()}, area)


@pytest.mark.parametrize("area", [YUNNAN, WUJIN, ELSEWHERE])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_what_is_not_written_goes_with_the_list_into_four_sms(area, language):
    facts = {**EVERYTHING, "house": frozenset({"unsafe"}), "water": FACTS["water"]}
    given = fitting(SUPPORTS, facts, area)
    silent = unwritten(given, facts)
    assert silent == ("house", "water")
    many = SUPPORTS_TOLD["en" if language == "en" else "zh"] - len(silent)
    after = [_UNWRITTEN[fact].message for fact in silent]
    after.append("Rules of those years, and no promise: village and township check and decide.")
    after.append("More: reply MORE. To apply: say what is hard at home.")
    text = "\n".join([render_given(given[:many], language), *(render(each, {}, language) for each in after)])
    assert segments(text) <= 4


def test_nothing_fits_a_household_of_which_nothing_is_known():
    assert told({}, YUNNAN) == []
    assert render_given((), "en") == ""


def test_an_entry_that_names_what_is_not_there_is_refused(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    papers = {"id": "x", "title": "x", "jurisdiction": "53", "published": "2020", "clauses": {"1": "第1条"}}
    (folder / "document.yml").write_text(yaml.safe_dump(papers), encoding="utf-8")
    entry = {"card": "1#1", "topic": "x", "for": {"home": ["elder"]}, "zh": "x", "en": "x"}
    (folder / "for_whom.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    with pytest.raises(BadDocument):
        read_supports(tmp_path)


def test_every_fact_is_needed_by_some_support():
    needed = {fact for support in SUPPORTS for fact in support.needs}
    assert needed | {"house"} == set(FACTS)
