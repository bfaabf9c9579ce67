"""The clinic and the village doctor of an area: the nearest that is known."""

import pytest

from dialogs.local_numbers import read_local_numbers
from dialogs.wording import render


@pytest.fixture
def numbers(tmp_path):
    path = tmp_path / "numbers.yml"
    lines = "530323103000: {clinic: 0874-555}\n530323103201: {doctor: '139'}\n530323: {clinic: 0874-111}\n"
    path.write_text(lines, encoding="utf-8")
    return read_local_numbers(path)


@pytest.mark.parametrize(
    ("area", "named"),
    [
        ("530323103201", ["0874-555", "139"]),
        ("530323103202", ["0874-555"]),
        ("530323104", ["0874-111"]),
        ("610000", None),
        (None, None),
    ],
)
def test_the_nearest_that_is_known(numbers, area, named):
    said = numbers.second_call(area)
    assert (said is None) == (named is None)
    if said is not None:
        assert all(number in render(said.message, said.values, "zh-Hans") for number in named)


@pytest.mark.parametrize("text", ["- a\n", "530323103: 12\n", "x: {clinic: 1}\n"])
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "numbers.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"numbers\.yml"):
        read_local_numbers(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"numbers\.yml"):
        read_local_numbers(tmp_path / "numbers.yml")


def test_without_a_file_there_is_no_second_call():
    assert read_local_numbers(None).second_call("530323103201") is None
