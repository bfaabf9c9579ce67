"""A clean document to clauses: the headings of Chinese official papers become clause ids."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
# Signs of headings, the highest first. The marks of one document form its levels in this order.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第({_NUMERAL}|\d+)[编篇]")),
    ("chapter", re.compile(rf"第({_NUMERAL}|\d+)章")),
    ("box", re.compile(r"专栏(\d+|[一二三四五六七八九十]+)")),
    ("section", re.compile(rf"第({_NUMERAL}|\d+)节")),
    ("article", re.compile(rf"第({_NUMERAL}|\d+)条")),
    ("one", re.compile(rf"({_NUMERAL})、")),
    ("one in brackets", re.compile(rf"[(（]({_NUMERAL})[)）]")),
    ("digit", re.compile(r"(\d{1,2})[.．、]?(?=[^\d.．、%年月日号—\-])")),
    ("digit in brackets", re.compile(r"[(（](\d{1,2})[)）]")),
)
_TITLE = 24  # characters of a paragraph's first sentence that can be its title


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it stands in clean text: its id within the document, its heading, where it begins and ends."""

    id: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Heading:
    mark: str
    number: int
    start: int
    end: int
    title: str


def split(text: str, only: Iterable[str] = ()) -> tuple[Passage, ...]:
    """The clauses of a clean document in order; with `only`, those ids and no others.

    A document without headings is split by paragraphs.
    """
    wanted = frozenset(only)
    passages = list(_passages(text, list(_headings(text))))
    if not wanted:
        return tuple(passages)
    return tuple(passage for passage in passages if passage.id in wanted)


def number(numeral: str) -> int:
    """A Chinese or Arabic numeral below a thousand."""
    if numeral.isdigit():
        return int(numeral)
    total = digit = 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = max(_DIGITS.find(character), 0)
    return total + digit


def _headings(text: str) -> Iterator[_Heading]:
    """Lines that begin with a mark whose number follows the one before it at that level."""
    last: dict[str, int] = {}
    ranks = {mark: rank for rank, (mark, _) in enumerate(_MARKS)}
    for line in re.finditer(r"[^\n]+", text):
        for mark, pattern in _MARKS:
            match = pattern.match(line.group())
            if match is None:
                continue
            value = number(match.group(1))
            loose = ranks[mark] <= ranks["article"]
            if value == last.get(mark, 0) + 1 or (loose and mark not in last) or (mark == "box"):
                last[mark] = value
                for lower, rank in ranks.items():
                    if rank > ranks[mark] and lower not in ("article", "box"):
                        last.pop(lower, None)
                rest = line.group()[match.end() :].strip()
                title = rest if rest else _next_line(text, line.end())
                yield _Heading(mark, value, line.start(), line.end(), _short_title(title))
                break


def _next_line(text: str, at: int) -> str:
    return text[at:].lstrip("\n").split("\n", 1)[0]


def _short_title(words: str) -> str:
    title = re.split(r"[。：:]", words, maxsplit=1)[0]
    return title if len(title) <= _TITLE else ""


def _passages(text: str, headings: list[_Heading]) -> Iterator[Passage]:
    if not headings:
        yield from _paragraphs(text)
        return
    if _is_written(text[: headings[0].start]):
        yield Passage("0", "", 0, headings[0].start)
    path: list[_Heading] = []
    ranks = {mark: rank for rank, (mark, _) in enumerate(_MARKS)}
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start if following else len(text)
        path = [above for above in path if ranks[above.mark] < ranks[heading.mark]]
        if heading.mark == "part":
            path = []
            yield Passage(_part_id(headings, heading), heading.title, heading.start, _trimmed(text, end))
            continue
        # Chapters, articles and boxes are numbered through the whole document: their own number names them.
        if heading.mark in ("chapter", "article", "box"):
            path = []
        path.append(heading)
        id = ".".join(_number_of(part) for part in path)
        if heading.mark == "chapter" and any(other.mark == "article" for other in headings):
            id = f"ch{heading.number}"
        yield from _with_titled_paragraphs(text, id, heading, _trimmed(text, end))


def _part_id(headings: list[_Heading], heading: _Heading) -> str:
    parts = [other for other in headings if other.mark == "part"]
    return "0" if len(parts) == 1 else f"part{heading.number}"


def _number_of(heading: _Heading) -> str:
    return f"box{heading.number}" if heading.mark == "box" else str(heading.number)


def _with_titled_paragraphs(text: str, id: str, heading: _Heading, end: int) -> Iterator[Passage]:
    """A chapter or box whose paragraphs open with a title of their own: its opening, then each of them."""
    lines = [match for match in re.finditer(r"[^\n]+", text[heading.start : end])]
    titled = [line for line in lines[1:] if (title := _opening(line.group())) and len(line.group()) > len(title) + 8]
    if heading.mark not in ("chapter", "box") or len(titled) < 2:
        yield Passage(id, heading.title, heading.start, end)
        return
    first = heading.start + titled[0].start()
    if heading.mark == "chapter":
        yield Passage(id, heading.title, heading.start, _trimmed(text, first))
    for place, (line, following) in enumerate(zip(titled, [*titled[1:], None], strict=True), start=1):
        begin = heading.start + line.start()
        stop = heading.start + following.start() if following else end
        yield Passage(f"{id}.{place}", _opening(line.group()), begin, _trimmed(text, stop))


def _opening(line: str) -> str:
    head, stop, _ = line.partition("。")
    return head if stop and len(head) <= _TITLE and not re.search(r"[,，;；]", head) else ""


def _paragraphs(text: str) -> Iterator[Passage]:
    place = 0
    for match in re.finditer(r"[^\n]+", text):
        if _is_written(match.group()):
            place += 1
            yield Passage(str(place), "", match.start(), match.end())


def _is_written(text: str) -> bool:
    return bool(re.search(r"\w", text))


def _trimmed(text: str, end: int) -> int:
    while end > 0 and text[end - 1] == "\n":
        end -= 1
    return end
