"""Days that a message names, counted from the message's own time; what is vague (last month) is left out."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from nlu.lunar import FESTIVALS, SOLAR_TERMS, latest_lunar_day, solar_term
from nlu.numerals import read_number
from nlu.patterns import later

_N = r"[\d零一二两三四五六七八九十俩仨廿卅]"
_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "末": 6,
    **{str(i + 1): i for i in range(7)},
}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAYS_AGO = {
    "大大前": 4, "大前": 3, "上前": 3, "老前": 3, "先前": 3, "前": 2, "昨": 1, "今": 0, "明": -1, "后": -2, "大后": -3,
}  # fmt: skip
_HOLIDAYS = {
    "元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1), "国庆": (10, 1), "儿童节": (6, 1), "六一": (6, 1),
    "五一": (5, 1), "十一": (10, 1), "建军节": (8, 1), "妇女节": (3, 8), "三八节": (3, 8),
    "平安夜": (12, 24), "情人节": (2, 14), "圣诞节": (12, 25),
}  # fmt: skip
_ENGLISH_COUNTS = {
    "a": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_ENGLISH_FEASTS = {
    "christmas": (12, 25), "christmasday": (12, 25), "christmaseve": (12, 24), "newyearsday": (1, 1),
    "newyearseve": (12, 31), "boxingday": (12, 26), "nationalday": (10, 1), "mayday": (5, 1),
}  # fmt: skip
_ENGLISH_MOON = {"midautumn": (8, 15), "lantern": (1, 15), "dragonboat": (5, 5), "doubleninth": (9, 9)}
_LUNAR = re.compile(r"(?:农历|阴历|旧历|腊月|冬月|正月|古历|老历|闰)[^,。]{0,2}$")
_CORRECTED = re.compile(
    r"(?:不对|错了|更正|改成|改为|改到|应该是|应是|其实是|而是|[,。!? ]是|^是|should be|actually"
    r"|i mean|make that|correct)[^,。]{0,6}$"
)
_DENIED = re.compile(r"(?:不是|并非|不在|not|instead of)(?:说|on)? ?$")
_NOT_THEN = re.compile(r"(?:讲好|说好|约好|答应|本来|原定|定好|到)$")


class Day(NamedTuple):
    """A day met in a text: `text[start:end]`; `clear` weighs how surely it is the day of the matter."""

    day: date
    start: int
    end: int
    clear: int


def find_days(text: str, today: date) -> list[Day]:
    """Find the exact days of a normalised text, in its order, without those that only others contain."""
    characters = frozenset(text)
    found = [
        Day(day, match.start(), match.end(), _clear(text, match, day, today))
        for marks, pattern, read in (_ENGLISH_KINDS if text.isascii() else _CHINESE_KINDS)
        if not marks.isdisjoint(characters)
        for match in pattern.finditer(text)
        if (day := _safely(read, match, today)) is not None and not _LUNAR.search(text[: match.start()])
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Day] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def choose_day(days: list[Day]) -> Day | None:
    """Choose the day of the matter: a corrected one, else the first past one, else today."""
    best: Day | None = None
    for one in days:
        if best is None or one.clear > best.clear or (one.clear >= 6 and one.clear == best.clear):
            best = one
    return best if best and best.clear > -5 else None


def _clear(text: str, match: re.Match[str], day: date, today: date) -> int:
    before = text[max(0, match.start() - 12) : match.start()]
    if _DENIED.search(before):
        return -6
    if day > today:
        return -5
    clear = 0 if day == today else 2
    if _CORRECTED.search(before):
        clear += 6
    if _NOT_THEN.search(before):
        clear -= 1
    return clear


def _safely(read: Callable[[re.Match[str], date], date | None], match: re.Match[str], today: date) -> date | None:
    """Read a day; 31 February, a year 0 or a million days ago are no days."""
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _count(written: str) -> int:
    value, exact = read_number(written)
    if value is None or not exact or value != int(value):
        raise ValueError(written)
    return int(value)


def _latest(month: int, day: int, today: date) -> date:
    """Give the latest such day that is not after today."""
    for year in (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        if (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
            continue
        found = date(year, month, day)
        if found <= today:
            return found
    raise ValueError(f"{month}-{day}")


def _months_back(today: date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 - months
    return index // 12, index % 12 + 1


def _named_day(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=_DAYS_AGO[match["which"]])


def _last_night(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=1)


def _after(match: re.Match[str], today: date) -> date | None:
    """国庆第二天, 中秋前一天, 除夕头天: a day next to a feast."""
    name, beside = match["name"], match["beside"]
    shift = -1 if "前" in beside or "头" in beside else _count(beside[1]) - 1 if beside[0] == "第" else 1
    if name in _HOLIDAYS:
        feast: date | None = _latest(*_HOLIDAYS[name], today - timedelta(days=shift))
    else:
        feast = _feast(name, today - timedelta(days=shift), 0)
    return feast + timedelta(days=shift) if feast else None


def _days_ago(match: re.Match[str], today: date) -> date:
    count = _count(match["n"])
    return today - timedelta(days=count * (1 if match["unit"] in "天日" else 7))


def _full_date(match: re.Match[str], today: date) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _month_day(match: re.Match[str], today: date) -> date:
    month, day = _count(match["m"]), _count(match["d"])
    year = match["y"]
    if not year:
        return _latest(month, day, today)
    back = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2, "大前": 3}.get(year[:-1])
    if back is not None:
        return date(today.year - back, month, day)
    number = year[:-1]
    digits = (
        int(number)
        if number.isdigit()
        else int("".join(str("〇一二三四五六七八九".find(c.replace("零", "〇"))) for c in number))
    )
    return date(digits if digits > 100 else 2000 + digits, month, day)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    day, which = _count(match["d"]), match["which"]
    if not which:
        year, month = _months_back(today, 0 if day <= today.day else 1)
        return date(year, month, day)
    back = which.count("上") if "上" in which else 0
    year, month = _months_back(today, back)
    return date(year, month, day)


def _weekday(match: re.Match[str], today: date) -> date | None:
    weekday, which = _WEEKDAYS[match["d"]], match["which"] or ""
    monday = today - timedelta(days=today.weekday())
    if "上" in which:
        return monday + timedelta(days=weekday - 7 * which.count("上"))
    if which:
        return monday + timedelta(days=weekday)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _holiday(match: re.Match[str], today: date) -> date:
    month, day = _HOLIDAYS[match["name"]]
    return date(today.year - 1, month, day) if match["y"] else _latest(month, day, today)


def _lunar(match: re.Match[str], today: date) -> date | None:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["m"]) or _count(match["m"])
    return latest_lunar_day(month, _count(match["d"].replace("初", "")), today, _YEARS_BACK.get(match["y"] or "", 0))


def _new_year(match: re.Match[str], today: date) -> date | None:
    return latest_lunar_day(1, _count(match["d"]), today, _YEARS_BACK.get(match["y"] or "", 0))


def _festival(match: re.Match[str], today: date) -> date | None:
    return _feast(match["name"], today, _YEARS_BACK.get(match["y"] or "", 0))


def _feast(name: str, today: date, back: int) -> date | None:
    if name in FESTIVALS:
        return latest_lunar_day(*FESTIVALS[name], today, back)
    days = (solar_term(name, year) for year in range(today.year - back, today.year - back - 3, -1))
    return next((day for day in days if day <= today), None)


def _moon_feast(match: re.Match[str], today: date) -> date | None:
    return latest_lunar_day(*_MOON_FEASTS[match["name"]], today, _YEARS_BACK.get(match["y"] or "", 0))


def _english_named(match: re.Match[str], today: date) -> date:
    words = match.group()
    if words.startswith(("day before", "the day before")):
        return today - timedelta(days=2)
    if "before" in words:
        return today - timedelta(days=2)
    return today - timedelta(days=1 if words in ("yesterday", "last night", "yesterday's", "last evening") else 0)


def _english_ago(match: re.Match[str], today: date) -> date:
    if match["unit"].startswith("fortnight"):
        return today - timedelta(days=14 * (_ENGLISH_COUNTS.get(match["n"]) or int(match["n"])))
    count = _ENGLISH_COUNTS.get(match["n"]) or int(match["n"])
    return today - timedelta(days=count * (7 if match["unit"].startswith("week") else 1))


def _english_weekday(match: re.Match[str], today: date) -> date:
    weekday = _ENGLISH_WEEKDAYS.index(match["d"][:3])
    days = (today.weekday() - weekday) % 7
    return today - timedelta(days=days or (7 if match["which"] == "last" else 0))


def _before_last(match: re.Match[str], today: date) -> date:
    weekday = _ENGLISH_WEEKDAYS.index(match["d"][:3])
    return today - timedelta(days=((today.weekday() - weekday) % 7 or 7) + 7)


def _english_feast(match: re.Match[str], today: date) -> date | None:
    name = re.sub("[^a-z]|festival|eve$", "", match["name"])
    if name in _ENGLISH_MOON:
        return latest_lunar_day(*_ENGLISH_MOON[name], today, 0)
    return _latest(*_ENGLISH_FEASTS[re.sub("[^a-z]", "", match["name"])], today)


def _english_day_of_month(match: re.Match[str], today: date) -> date:
    day = int(match["d"])
    year, month = _months_back(today, 1 if match["which"] == "last" or (not match["which"] and day > today.day) else 0)
    return date(year, month, day)


def _english_date(match: re.Match[str], today: date) -> date:
    month, day = _MONTHS.index(match["m"][:3]) + 1, int(match["d"])
    return date(int(match["y"]), month, day) if match["y"] else _latest(month, day, today)


_FESTIVAL = "|".join(
    (*(name for name in FESTIVALS if name not in ("三十", "卅")), *SOLAR_TERMS, "入伏", "(?<=年)三十", "(?<=年)卅")
)
_MOON_FEASTS = {  # named by their day, which is one of the moon's
    "八月十五": (8, 15), "七月十五": (7, 15), "五月五": (5, 5), "七月七": (7, 7), "九月九": (9, 9), "二月二": (2, 2),
    "三月三": (3, 3), "六月六": (6, 6),
}  # fmt: skip
_YEARS_BACK = {"去年": 1, "前年": 2}
_NOT_THE_DAY = (
    r"(?!之?前|以?后|快乐|安康|补|礼|慰|福利|月饼|粽|汤圆|团圆|放假|回[来家去]|期间|以来|过|晚会|将|快|要|还)"
)
_MD = rf"(?P<m>{_N}{{1,3}})月(?:份)?(?:的)?"
_Read = Callable[[re.Match[str], date], date | None]
_CHINESE: tuple[tuple[str, str, _Read], ...] = (  # a mark that the text must hold, the pattern, how it is read
    (
        "天日儿早晚夜晨午半五朝暗暝昏晡仔昼个",
        r"(?P<which>大大前|大前|上前|老前|先前(?=[天日儿])|大后|前|昨|今|明|后)"
        r"(?:[天日儿]|[早晚夜晨朝暗暝昏](?!期|年|婚|上好)|下[午昼晚五]|上[午五昼]|半夜|晡|仔日|个(?=[早晚夜日儿])"
        r"|(?<=[昨今])个(?![月人年]))",
        _named_day,
    ),
    (
        "历",
        rf"(?P<y>去年|前年|今年)?的?(?:农历|阴历|旧历|古历|老历)(?P<m>正|冬|腊|"
        rf"{_N}{{1,2}})月(?P<d>初?{_N}{{1,3}})[日号]?",
        _lunar,
    ),
    ("月", rf"(?P<y>去年|前年|今年)?的?(?P<m>正|冬|腊)月(?P<d>初?{_N}{{1,3}})[日号]?(?![天个])", _lunar),
    (
        "初",
        rf"(?P<y>去年|前年|今年)?(?<![\d个上本当这])(?P<m>{_N}{{1,2}})月(?P<d>初(?:十|{_N}))(?![个天头户口岁人间亩])",
        _lunar,
    ),
    ("年节", rf"(?P<y>去年|前年|今年)?(?:大年|(?<![去今前明每半学])年|春节|新年)初(?P<d>{_N})", _new_year),
    (
        "月",
        rf"(?P<y>去年|前年|今年)?的?(?<![\d十个])(?P<name>{'|'.join(_MOON_FEASTS)})(?![日号\d一二三四五六七八九"
        rf"十份月])",
        _moon_feast,
    ),
    (
        "夜",
        r"(?:昨儿?个?|夜来|夜[儿个里]?个(?=[早晚前后摔下])|夜儿(?:个|里)?(?=[早晚黑傍摔下]))(?=[早晚黑夜里傍后"
        r"前摔下刮])",
        _last_night,
    ),
    (
        "第前后头转",
        rf"(?P<name>{_FESTIVAL}|国庆节?|元旦|五一|六一|十一)节?(?:的|过后)?(?P<beside>第[二三四五]天"
        rf"|前一?[天日晚]|后一?[天日](?!以)|头一?[天晚]|转天)",
        _after,
    ),
    (
        "夕午阳秋宵鬼半八头元小十卅明至立霜伏春寒暑露分蛰种满雨五",
        rf"(?P<y>去年|前年|今年)?(?:大?年(?=三十))?(?P<name>{_FESTIVAL})节?{_NOT_THE_DAY}"
        rf"(?=那|当|晚|夜|早|的|下|上|滑|跌|断|刮|烧|塌|走|打|病|住|断|这|刚|半|头|家|[,，]|摔|房|屋"
        rf"|出|走|起|着|发|塌|被|丢|包|\()",
        _festival,
    ),
    ("前", rf"(?P<n>{_N}{{1,3}})(?:多)?(?P<unit>天|日|周|个?星期|个?礼拜)(?:之前|以前|前|之?前的)", _days_ago),
    ("年-./", r"(?P<y>(?:19|20)\d\d)(?:年|[-./])(?P<m>\d{1,2})(?:月|[-./])(?P<d>\d{1,2})(?!\d)", _full_date),
    (
        "月",
        rf"(?P<y>(?:今|本|去|上|前|大前|(?:19|20)?\d\d|二[〇零][〇零一二三四五六七八九]{{2}})年)? ?{_MD}"
        rf"(?P<d>{_N}{{1,3}})[日号]",
        _month_day,
    ),
    ("月", r"(?<![\d.])(?P<y>)(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])(?![\d日号个])", _month_day),
    (
        "./",
        r"(?:(?<=^)|(?<=[,。;!?、 \n(]))(?P<y>)(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])[日号]",
        _month_day,
    ),
    (
        "/",
        r"(?:(?<=^)|(?<=[,。;!?、 \n(]))(?P<y>)(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|"
        r"0?[1-9])(?=[\u3400-\u9fff])(?![的家])",
        _month_day,
    ),
    (
        "月",
        rf"(?P<which>(?:上+个?|本|这个?|当)月)(?:的)?(?P<d>{_N}{{1,3}})(?:[日号]|(?=那天|当天|夜里"
        rf"|晚上|早上|下午|上午|[摔走跌出病被烧塌])|(?=[,。;!? ]))",
        _day_of_month,
    ),
    (
        "号",
        rf"(?<![月\d一二三四五六七八九十年第])(?P<which>)(?P<d>{_N}{{1,3}})号"
        rf"(?=那天|当天|晚|夜|早|下午|上午|凌晨|半夜|的?时候|那[晚夜日]|[摔跌走丢被刮涨起塌失出烧淹])",
        _day_of_month,
    ),
    (
        "周期拜",
        r"(?<!下)(?<!下个)(?<!每)(?<!每个)(?<!逢)(?P<which>上+(?:一|个)?|这(?:一|个)?|本)?(?:周|星期|"
        r"礼拜)(?P<d>[一二三四五六日天1-7])(?!期|[来去要开见])",
        _weekday,
    ),
    (
        "元国劳儿六五十建妇三平情圣",
        r"(?P<y>去年)?(?P<name>元旦|国庆节?|劳动节|儿童节|六一|五一|十一|建军节|妇女节|三八节|情人节|圣诞节|平安夜(?=.))(?:节)?"
        r"(?:那天|当天|那[晚夜]|当[晚夜]|晚上|夜里|半夜|一早|早上|下午|上午|摔|着火|起火|(?<=平安夜))",
        _holiday,
    ),
)
_ENGLISH: tuple[tuple[str, str, _Read], ...] = (
    (
        "y",
        r"\b(?:the )?day before yesterday\b|\byesterday(?:'s)?\b|\btoday\b|\bthis (?:morning|afternoon|evening)\b",
        _english_named,
    ),
    (
        "g",
        r"\b(?:the )?(?:night|evening) before last\b|\blast (?:night|evening)\b|\btonight\b|\bthis (?:morning"
        r"|afternoon|evening)\b",
        _english_named,
    ),
    (
        "abe",
        r"\b(?P<n>\d{1,3}|a couple of|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
        r" (?P<unit>days?|nights?|weeks?|fortnights?) (?:ago|back|earlier)\b",
        _english_ago,
    ),
    (
        "mtwfs",
        r"\b(?:the )?(?P<d>mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?(?: night| morning)? before last\b",
        _before_last,
    ),
    (
        "cnymld",
        r"\b(?P<name>mid-?autumn(?: festival)?|(?:lantern|dragon boat|double ninth) festival"
        r"|christmas(?: day| eve)?|new year'?s (?:day|eve)|boxing day|national day|may day)\b",
        _english_feast,
    ),
    (
        "123456789",
        r"\b(?:on |since )?the (?P<d>[0-3]?\d)(?:st|nd|rd|th)(?: of (?P<which>last|this) month)?\b(?! (?:of"
        r"|floor|time|year|child|grade|day|month|birthday)\b)",
        _english_day_of_month,
    ),
    (
        "mtwfs",
        r"\b(?P<which>)(?P<d>mon|tues?|wednes|thurs?|fri|satur|sun)day(?= (?:night|morning|afternoon|evening)| last\b)",
        _english_weekday,
    ),
    (
        "mtwfs",
        r"\b(?:(?P<which>last|this|on|since) )(?P<d>mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\b",
        _english_weekday,
    ),
    (
        "123456789",
        rf"\b(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? (?P<y>20\d\d))?",
        _english_date,
    ),
    (
        "123456789",
        rf"\b{_MONTH} (?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? (?P<y>20\d\d))?",
        _english_date,
    ),
    ("-./", r"\b(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})\b", _full_date),
)
_CHINESE_KINDS, _ENGLISH_KINDS = (
    tuple((frozenset(marks), later(pattern), read) for marks, pattern, read in kinds) for kinds in (_CHINESE, _ENGLISH)
)
