"""What a document says of itself: its title, number, who issued it, for which area, of when, and how long it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from policies_kb.places import find_places
from policies_kb.split import number as numeral

_HEAD = 3_000  # characters in which a document says what it is
_FOOT = 1_500  # and at its end who signed it, and when
_TITLE_AT_MOST = 60
_TITLE_WORDS = re.compile(
    r"办法|方案|通知|意见|规定|规划|条例|细则|政策|措施|制度|标准|指南|决定|一览表|清单|公告|通告|纲要|计划|要点|手册|须知|批复"
)
_WRAPPED = re.compile(r"(?:印发|转发|批转|发布)[《〈](.{4,60}?)[》〉]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[(（【]\s*((?:19|20)\d{2})\s*[〕\])）】]\s*(?:第)?\s*\d{1,4}\s*号")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:人民政府|国务院|委员会|办公[厅室]|管理局|领导小组|民政部|财政部|教育部|[\u4e00-\u9fff]局|[\u4e00-\u9fff]厅)"
    r"(?:办公[厅室])?"
)
_NATION = re.compile(r"中共中央|国务院|中华人民共和国|国家|全国|民政部|财政部|教育部|农业农村部|人力资源社会保障部")
_NO_TITLE = re.compile(r"[。；;\t:：]|^第.{1,4}[条章]|^[一二三四五六七八九十]+、")
_DIGITS = "〇一二三四五六七八九"
_DAY = (
    r"(?:(?P<y>(?:19|20)\d{2})\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})\s*日?"
    r"|(?P<cy>[〇零○一二三四五六七八九]{4})年(?P<cm>[一二三四五六七八九十]{1,3})月(?P<cd>[一二三四五六七八九十]{1,3})日)"
)
_ANY_DAY = re.compile(_DAY)
_SIGNED = re.compile(rf"^\s*{_DAY}\s*(?:印发|发布)?\s*$", re.MULTILINE)
_LABELLED = re.compile(rf"(?:成文|印发|发文|发布|公布|发稿)(?:日期|时间)\s*[:：]?\s*{_DAY}")
_FROM = re.compile(rf"自\s*{_DAY}\s*起?\s*(?:正式)?(?:施行|实施|执行|生效)")
_UNTIL = re.compile(rf"(?:有效期?|执行|施行|实施)\s*(?:[至到]|截[至止]到?)\s*{_DAY}")
_FOR_YEARS = re.compile(r"有效期\s*(?:为|限为)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*年")
_YEARS = re.compile(r"((?:19|20)\d{2})\s*年?\s*[—–\-~至－]{1,2}\s*((?:19|20)\d{2})\s*年")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class Papers:
    """What is known of a document; None is not known."""

    title: str | None = None
    number: str | None = None  # 文号
    issuer: str | None = None
    jurisdiction: str | None = None
    published: str | None = None  # a day, or only a year
    valid_from: str | None = None
    valid_until: str | None = None


def find_papers(text: str, source: str = "") -> Papers:
    """What a clean text says of itself; the source as received may say when it was put on a page."""
    head, foot = text[:_HEAD], text[-_FOOT:]
    title = _title(head)
    written = _NUMBER.search(head)
    issuer = _issuer(head, foot, title or "")
    begins, ends = _validity(text, title or "")
    return Papers(
        title=title,
        number="".join(written.group().split()) if written else None,
        issuer=issuer,
        jurisdiction=_jurisdiction(issuer, title),
        published=_published(text, source) or (written.group(1) if written else None) or _year(title),
        valid_from=begins,
        valid_until=ends,
    )


def _title(head: str) -> str | None:
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    for at, line in enumerate(lines):
        if line.endswith(("关于", "印发", "关于做好", "关于进一步做好")) and at + 1 < len(lines):
            line += lines[at + 1]
        if (wrapped := _WRAPPED.search(line)) is not None:
            return wrapped.group(1)
        fits = 4 <= len(line) <= _TITLE_AT_MOST and not _NO_TITLE.search(line)
        if fits and _TITLE_WORDS.search(line) and not line.endswith("文件"):
            return line
    return None


def _issuer(head: str, foot: str, title: str) -> str | None:
    """Whoever signed it above the day at its end; else the title, else the head names it."""
    for signed in reversed([*_SIGNED.finditer(foot)]):
        above = foot[: signed.start()].rstrip().rsplit("\n", 1)[-1].strip()
        if (body := _BODY.fullmatch(above)) is not None:
            return body.group()
    if "关于" in title and (body := _BODY.match(title.split("关于", 1)[0])) is not None:
        return body.group()
    for line in head.splitlines()[:8]:
        said = re.sub(r"文件$", "", "".join(line.split()))
        said = said.split("关于", 1)[0]
        if (body := _BODY.fullmatch(said)) is not None:
            return body.group()
    return None


def _jurisdiction(issuer: str | None, title: str | None) -> str | None:
    """The area of who issued it, else the area its title begins with."""
    for words in (issuer, title):
        if words is None:
            continue
        if _NATION.match(words):
            return "000000"
        places = [code for start, _, code in find_places(words) if start == 0 or words[start - 1] in "于《在 "]
        if places:
            return places[0]
    return None


def _published(text: str, source: str) -> str | None:
    """The day above which it is signed, else the day the page names."""
    signed = [day for match in _SIGNED.finditer(text) if (day := _day(match))]
    labelled = [day for match in _LABELLED.finditer(source or text) if (day := _day(match))]
    days = signed[-1:] or labelled[:1]
    return days[0].isoformat() if days else None


def _year(title: str | None) -> str | None:
    found = _YEAR.search(title or "")
    return found.group(1) if found else None


def _validity(text: str, title: str) -> tuple[str | None, str | None]:
    begins = next(_days(_FROM, text), None)
    ends = next(_days(_UNTIL, text), None)
    years = _FOR_YEARS.search(text)
    if ends is None and begins is not None and years is not None:
        ends = _plus_years(begins, numeral(years.group(1))) - timedelta(days=1)
    if begins is None and ends is None and (span := _YEARS.search(title)) is not None:
        begins, ends = date(int(span.group(1)), 1, 1), date(int(span.group(2)), 12, 31)
    if begins is not None and ends is not None and ends < begins:
        ends = None
    return begins.isoformat() if begins else None, ends.isoformat() if ends else None


def _plus_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for match in pattern.finditer(text):
        if (day := _day(match)) is not None:
            yield day


def _day(match: re.Match[str]) -> date | None:
    said = match.groupdict()
    if said["y"]:
        year, month, day = int(said["y"]), int(said["m"]), int(said["d"])
    else:
        digits = said["cy"].replace("零", "〇").replace("○", "〇")
        year = int("".join(str(_DIGITS.index(digit)) for digit in digits))
        month, day = numeral(said["cm"]), numeral(said["cd"])
    try:
        return date(year, month, day)
    except ValueError:
        return None
