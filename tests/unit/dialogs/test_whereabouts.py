"""A place told in pieces, in any order, put right, misspelt: put together, and asked for only where it falls short."""

import pytest

from dialogs.whereabouts import joined, parts, question


@pytest.mark.parametrize(
    ("place", "county", "township", "village"),
    [
        ("新田村", "", "", "新田村"),
        ("者海镇大田村", "", "者海镇", "大田村"),
        ("会泽县大田村", "会泽县", "", "大田村"),
        ("云南省曲靖市会泽县者海镇大田村3组", "云南省曲靖市会泽县", "者海镇", "大田村3组"),
        ("新田社区3组", "", "", "新田社区3组"),
        ("者海鎮大田村", "", "者海鎮", "大田村"),
        ("镇远县", "镇远县", "", ""),
    ],
)
def test_a_place_has_its_parts(place, county, township, village):
    assert parts(place) == (county, township, village)


@pytest.mark.parametrize(
    ("before", "said", "together"),
    [
        ("新田村", "者海镇", "者海镇新田村"),
        ("者海镇", "大田村", "者海镇大田村"),
        ("会泽县大田村", "者海镇", "会泽县者海镇大田村"),
        ("会泽县", "者海镇", "会泽县者海镇"),
        ("者海", "大田村3组", "者海大田村3组"),
        ("者海真大田村", "者海镇", "者海镇大田村"),
        ("者海镇大田村", "大井镇", "者海镇大田村"),
        ("Datian village", "Zhehai Town", "Datian village, Zhehai Town"),
        ("Zhehai Town", "Datian village", "Datian village, Zhehai Town"),
    ],
)
def test_pieces_are_put_together_and_the_first_of_two_stands(before, said, together):
    assert joined(before, said) == together


@pytest.mark.parametrize(
    ("before", "said", "together"),
    [
        ("者海镇大田村", "小田村", "者海镇小田村"),
        ("者海镇大田村", "迤车镇", "迤车镇大田村"),
        ("会泽县者海镇大田村", "宣威市板桥镇", "宣威市板桥镇"),
        ("大田村", "会泽县者海镇", "会泽县者海镇大田村"),
        ("Datian village", "Xintian village", "Xintian village"),
    ],
)
def test_what_is_put_right_takes_the_place_of_what_was_wrong(before, said, together):
    assert joined(before, said, puts_right=True) == together


@pytest.mark.parametrize(
    ("place", "area", "asks_for"),
    [
        ("大田村", None, ("county", "township")),
        ("会泽县大田村", "530326", ("township",)),
        ("城关镇大田村", None, ("county",)),
        ("者海镇大田村", "530326106000", ()),
        ("会泽县城关镇大田村", None, ()),
        ("Datian village, Zhehai Town", None, ("county",)),
    ],
)
def test_only_what_is_missing_is_asked(place, area, asks_for):
    asked = question(place, area)
    assert tuple(word for word in ("county", "township") if asked and word in asked.message) == asks_for
