"""Places as people write them."""

import pytest

from policies_kb.places import find_places, name_of, resolve, township_name


@pytest.mark.parametrize(
    ("words", "near", "code"),
    [
        ("云南楚雄", None, "532300"),
        ("雲南", None, "530000"),
        ("沾益区大坡乡河尾村", None, "530303203000"),
        ("千山红镇", "430971", "430971130000"),
        ("大通湖", None, "430971"),
        ("大通湖区", None, "430971"),
        ("南县", None, "430921"),
        ("鼓楼区", "320106", "320106"),
        ("红河州", None, "532500"),
    ],
)
def test_a_place_is_found_by_the_names_people_use(words, near, code):
    assert resolve(words, near) == code


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("新田村", None),
        ("青山村六组", "530323103201"),
        ("鼓楼区", None),
        ("新田镇", None),
        ("新田镇", "530323"),
        ("家里", None),
        ("", None),
    ],
)
def test_a_village_or_a_name_borne_by_several_is_not_guessed(words, near):
    assert resolve(words, near) is None


def test_names_that_stand_together_are_one_place():
    assert find_places("外甥在云南楚雄念高三") == [(3, 7, "532300")]
    assert [code for *_, code in find_places("我云南老家的人去武进做工")] == ["530000", "320412"]
    assert find_places("合作社的资源够不够") == []
    assert [code for *_, code in find_places("Does Yunnan pay for school?")] == ["530000"]


def test_areas_have_names():
    assert name_of("530323103000") == "师宗县"
    assert name_of("000000") == ""


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("530326106203", "者海镇"),
        ("530326106", "者海镇"),
        ("530323103000", "葵山镇"),
        ("530326999", "会泽县"),
        ("530326", "会泽县"),
        ("53", "云南省"),
        ("", ""),
    ],
)
def test_a_village_is_called_by_its_township_and_only_a_wider_area_by_its_county(code, name):
    assert township_name(code) == name
