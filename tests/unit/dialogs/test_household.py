"""What people say of their home, read in words and in numbers."""

import pytest

from dialogs.household import completed, joined, read_choice, read_words


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("我妈瘫在床上，娃上小学", {"home": ["disabled", "student"], "school": ["compulsory"]}),
        ("在外面打工", {"work": ["away"]}),
        ("我们是脱贫户", {"status": ["registered"]}),
        ("不是贫困户", {}),
        ("家里吃着低保", {"allowance": ["yes"]}),
        ("我家能不能吃低保", {}),
        ("nobody can work", {"work": ["none_able"]}),
        ("我家三口人", {}),
    ],
)
def test_free_words(said, facts):
    assert read_words(said) == facts


@pytest.mark.parametrize(
    ("question", "said", "facts"),
    [
        ("home", "2、4", {"home": ["student", "ill"]}),
        ("home", "24", {"home": ["student", "ill"]}),
        ("home", "2和3", {"home": ["student", "disabled"]}),
        ("home", "5", None),
        ("house", "2 4", {"house": ["unsafe"], "water": ["unsafe"]}),
        ("house", "5", None),
        ("home", "老人", None),
        ("home", "", None),
        ("status", "2", {"allowance": ["yes"], "status": ["unknown"]}),
        ("status", "12", {"status": ["registered"], "allowance": ["yes"]}),
    ],
)
def test_numbers(question, said, facts):
    assert read_choice(question, said) == facts


def test_a_pupil_whose_parents_work_away_is_left_behind():
    assert "left_child" in completed({"home": ["student"], "school": ["senior"], "work": ["away"]})["home"]


def test_joining_keeps_each_word_once():
    assert joined({"home": ["ill"]}, {"home": ["ill", "elder"], "work": ["farm"]}) == {
        "home": ["ill", "elder"],
        "work": ["farm"],
    }
