"""What a text is found by."""

from bench.sounds import PATH, table
from policies_kb.terms import sound, sounds


def test_the_table_of_sounds_is_the_one_of_its_source():
    held = dict(line.split(" ") for line in PATH.read_text(encoding="utf8").splitlines())
    assert held == table()


def test_sounds_that_many_do_not_tell_apart_are_one():
    assert sound("是") == sound("四") == "si"
    assert sound("您") == sound("宁") == "nin"
    assert sound("常") == sound("蚕") == "can"
    assert sound("绿") == "lv"
    assert sound("x") == "x"


def test_a_text_is_found_by_pairs_of_syllables():
    assert sounds("低保a户口") == ["~di bao", "~hu kou"]
