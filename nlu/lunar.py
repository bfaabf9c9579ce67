"""The traditional calendar: months by the moon and its festivals, as days of the common calendar."""

from datetime import date, timedelta

# the first day of the year, the days of its months in order (L 30, S 29), and the month that a leap month follows
_YEARS: dict[int, tuple[date, str, int]] = {
    2022: (date(2022, 2, 1), "LSLSLLSLSLSL", 0),
    2023: (date(2023, 1, 22), "SLSSLLSLLSLSL", 2),
    2024: (date(2024, 2, 10), "SLSSLSLLSLLS", 0),
    2025: (date(2025, 1, 29), "LSLSSLSLSLLLS", 6),
    2026: (date(2026, 2, 17), "LSLSSLSSLLLS", 0),
    2027: (date(2027, 2, 6), "LLSLSSLSSLLS", 0),
    2028: (date(2028, 1, 26), "LLLSLSSLSSLLS", 5),
    2029: (date(2029, 2, 13), "LLSLSLSLSSLL", 0),
    2030: (date(2030, 2, 3), "SLSLLSLSLSLS", 0),
}
FESTIVALS: dict[str, tuple[int, int]] = {
    "元宵": (1, 15), "龙抬头": (2, 2), "端午": (5, 5), "端阳": (5, 5), "七夕": (7, 7), "七月半": (7, 15),
    "中元": (7, 15), "中秋": (8, 15), "八月半": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23),
    "除夕": (12, 30), "三十": (12, 30),
}  # fmt: skip


def lunar_day(year: int, month: int, day: int) -> date:
    """Give a day of the traditional calendar; the 30th of a last month of 29 days is its eve of the new year."""
    first, lengths, leap = _YEARS[year]
    if not 1 <= month <= 12:
        raise ValueError(f"{year}-{month}-{day}")
    index = month - 1 + (1 if leap and month > leap else 0)
    length = 30 if lengths[index] == "L" else 29
    if (month, day) == (12, 30):
        day = length
    if not 1 <= day <= length:
        raise ValueError(f"{year}-{month}-{day}")
    return first + timedelta(days=sum(30 if kind == "L" else 29 for kind in lengths[:index]) + day - 1)


def latest_lunar_day(month: int, day: int, today: date, years_back: int = 0) -> date | None:
    """Give the latest such day that is not after today; with years back, that of so many years ago."""
    for year in range(today.year, today.year - 3, -1):
        if year in _YEARS and (found := _known(year, month, day)) and found <= today and not years_back:
            return found
        if years_back and year == today.year - years_back and year in _YEARS:
            return _known(year, month, day)
    return None


def _known(year: int, month: int, day: int) -> date | None:
    try:
        return lunar_day(year, month, day)
    except ValueError:
        return None
