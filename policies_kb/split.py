"""A clean document to clauses: the headings of Chinese official papers become clause ids."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
# What is counted: a number in front of it begins a sentence, and is no number of a heading.
_COUNTED = "年月日号个名户人元万亿千百次位所条项级类种天周岁倍度公里米亩斤吨时分"
# Signs of headings, the highest first. The marks of one document form its levels in this order.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("annex", re.compile(rf"附件[^\S\n]*({_NUMERAL}|\d{{1,2}}|)[:：]?$")),
    ("part", re.compile(rf"第({_NUMERAL}|\d+)[编篇]")),
    ("chapter", re.compile(rf"第({_NUMERAL}|\d+)章")),
    ("box", re.compile(r"专栏(\d+|[一二三四五六七八九十]+)")),
    ("section", re.compile(rf"第({_NUMERAL}|\d+)节")),
    ("article", re.compile(rf"第({_NUMERAL}|\d+)条")),
    ("one", re.compile(rf"({_NUMERAL})、")),
    ("one in brackets", re.compile(rf"[(（]({_NUMERAL})[)）]")),
    ("digit", re.compile(rf"(\d{{1,2}})(?:[.．、](?=[^\d.．、])|(?=[^\d.．、%％:：/—\-\s{_COUNTED}]))")),
    ("digit in brackets", re.compile(r"[(（](\d{1,2})[)）]")),
)
_FREE = ("box", "annex")  # numbered as they please
_LABEL = 12  # characters of a heading that stand in its label
_ENGLISH = {
    "annex": "annex", "part": "part", "chapter": "chapter", "box": "box", "section": "section", "article": "article",
    "one": "part",
}  # fmt: skip
_TITLE = 24  # characters of a paragraph's first sentence that can be its title


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it stands in clean text: its id within the document, its heading, where it begins and ends."""

    id: str
    heading: str
    start: int
    end: int
    label: str = ""  # how a person finds it on paper
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    mark: str
    number: int
    start: int
    end: int
    title: str
    written: str  # the mark itself, as it stands there


def split(text: str, only: Iterable[str] = ()) -> tuple[Passage, ...]:
    """The clauses of a clean document in order; with `only`, those ids and no others.

    A document without headings is split by paragraphs.
    """
    wanted = frozenset(only)
    passages = list(_passages(text, list(_headings(text))))
    if not wanted:
        return tuple(passages)
    return tuple(passage for passage in passages if passage.id in wanted)


def is_heading(line: str) -> bool:
    """Whether a line begins with the mark of a heading."""
    return any(pattern.match(line) for _, pattern in _MARKS)


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
            value = number(match.group(1)) or (mark == "annex")
            loose = ranks[mark] <= ranks["article"]
            if value == last.get(mark, 0) + 1 or (loose and mark not in last) or mark in _FREE:
                last[mark] = value
                for lower, rank in ranks.items():
                    if rank > ranks[mark] and (mark == "annex" or lower not in ("article", "box")):
                        last.pop(lower, None)
                rest = line.group()[match.end() :].strip()
                title = rest if rest else _next_line(text, line.end())
                written = match.group().strip("、.．:： \t")
                yield _Heading(mark, value, line.start(), line.end(), _short_title(title), written)
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
    used: set[str] = set()
    if _is_written(text[: headings[0].start]):
        alone = sum(heading.mark == "part" for heading in headings) == 1  # the one part there is has this id
        used.add("head" if alone else "0")
        yield Passage("head" if alone else "0", "", 0, _trimmed(text, headings[0].start), "开头", "the opening")
    path: list[_Heading] = []
    part = chapter = annex = None
    ranks = {mark: rank for rank, (mark, _) in enumerate(_MARKS)}
    articles = any(heading.mark == "article" for heading in headings)
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = _trimmed(text, following.start if following else len(text))
        path = [above for above in path if ranks[above.mark] < ranks[heading.mark]]
        # Chapters, articles and boxes are numbered through the whole document: their own number names them.
        if heading.mark in ("annex", "part", "chapter", "article", "box"):
            path = []
        if heading.mark == "annex":
            annex, part, chapter = heading, None, None
            id = f"annex{heading.number}"
        elif heading.mark == "part":
            part, chapter = heading, None
            id = _part_id(headings, heading)
        else:
            if heading.mark == "chapter":
                chapter = heading
            elif heading.mark == "section" and chapter is not None:
                path = [chapter]
            path.append(heading)
            id = ".".join(_number_of(step) for step in path)
            if articles and path[0].mark in ("chapter", "section"):
                id = f"ch{id}"
            id = f"annex{annex.number}.{id}" if annex else id
            id = f"part{part.number}.{id}" if part and id in used else id
        labels = _labels([*([annex] if annex and heading is not annex else []), *(path or [heading])])
        found = (
            [Passage(id, heading.title, heading.start, end)]
            if heading.mark in ("annex", "part")
            else _with_titled_paragraphs(text, id, heading, end)
        )
        titled = heading.mark != "article"  # the first words of an article are its text
        for passage in found:
            yield _named(passage, labels, used, titled)


def _named(passage: Passage, labels: tuple[str, str], used: set[str], titled: bool) -> Passage:
    """The passage under an id that no other has, with its labels."""
    id, again = passage.id, 2
    while id in used:
        id, again = f"{passage.id}-{again}", again + 1
    used.add(id)
    titled = titled and 0 < len(passage.heading) <= _LABEL
    label = f"{labels[0]}·{passage.heading}" if titled else labels[0]
    return replace(passage, id=id, label=label, label_en=labels[1])


def _labels(path: list[_Heading]) -> tuple[str, str]:
    """How a place in the document is called, in Chinese and in English."""
    chinese, english = "", ""
    for heading in path:
        if heading.mark == "one":
            chinese += f"第{heading.written}部分"
        elif heading.mark == "digit" and chinese.endswith(tuple("0123456789")):
            chinese += f".{heading.written}"
        else:
            chinese += heading.written
        name = _ENGLISH.get(heading.mark)
        english += f"{', ' if english else ''}{name} {heading.number}" if name else f"({heading.number})"
    return chinese, english if english[0] != "(" else f"item {english}"


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
            yield Passage(str(place), "", match.start(), match.end(), f"第{place}段", f"paragraph {place}")


def _is_written(text: str) -> bool:
    return bool(re.search(r"\w", text))


def _trimmed(text: str, end: int) -> int:
    while end > 0 and text[end - 1] == "\n":
        end -= 1
    return end
