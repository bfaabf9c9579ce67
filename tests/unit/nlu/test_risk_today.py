"""What is long gone is not what a report is about."""

import pytest

from nlu.risk import of_today


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("八三年发大水淹过,都过去了。今年养兔亏了", "今年养兔亏了"),
        ("零五年雪灾压过房,现在愁的是药费", "现在愁的是药费"),
        ("今年发大水把房冲了", "今年发大水把房冲了"),
        ("2026年发大水,现在没地方住", "2026年发大水,现在没地方住"),
        ("我妈病了", "我妈病了"),
    ],
)
def test_only_today_counts_where_times_long_gone_are_told_first(said, today):
    assert of_today(said) == today
