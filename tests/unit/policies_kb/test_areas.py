"""Area codes under each other."""

from policies_kb.areas import contains, full, is_under, level, normalise, parents


def test_groups_of_zeros_mean_the_whole_area():
    assert normalise("530323103000") == "530323103"
    assert normalise("530000") == "53"
    assert normalise("000000") == ""
    assert normalise("430900") == "4309"
    assert level("530323103201") == "village"


def test_an_area_contains_what_begins_with_it():
    assert contains("530323", "530323103201")
    assert contains("000000", "110101")
    assert not contains("430900", "4310")
    assert parents("530323103") == ("530323", "5303", "53", "")


def test_a_rule_can_name_one_code_alone():
    rules = ("430971", "=430900")
    assert is_under("430971000000", rules)
    assert is_under("430900", rules)
    assert not is_under("430921", rules)


def test_codes_are_written_with_six_digits():
    assert full("53") == "530000"
    assert full("") == "000000"
