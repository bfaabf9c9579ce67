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
    "除夕": (12, 30), "三十": (12, 30), "卅": (12, 30), "上元": (1, 15), "龙舟节": (5, 5),
    "破五": (1, 5), "灶王节": (12, 23), "鬼节": (7, 15),
}  # fmt: skip


# the month of each term of the sun and its day in a year, after the common rule for this century
SOLAR_TERMS: dict[str, tuple[int, float]] = {
    "小寒": (1, 5.4055), "大寒": (1, 20.12), "立春": (2, 3.87), "惊蛰": (3, 5.63), "春分": (3, 20.646),
    "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52), "小满": (5, 21.04), "芒种": (6, 5.678),
    "夏至": (6, 21.37), "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5), "处暑": (8, 23.13),
    "白露": (9, 7.646), "秋分": (9, 23.042), "寒露": (10, 8.318), "霜降": (10, 23.438), "立冬": (11, 7.438),
    "冬至": (12, 21.94),
}  # fmt: skip


def solar_term(name: str, year: int) -> date:
    """Give the day of a term of the sun, or of the beginning of the dog days (入伏)."""
    if name == "入伏":  # the third 庚 day from the summer solstice on
        first = solar_term("夏至", year)
        ahead = (6 - (first - date(2000, 1, 7)).days) % 10
        return first + timedelta(days=ahead + 20)
    month, shift = SOLAR_TERMS[name]
    short = year % 100
    leap_days = (short - 1) // 4 if month < 3 else short // 4
    return date(year, month, int(short * 0.2422 + shift) - leap_days)


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
