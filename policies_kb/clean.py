"""Dirty text to clean text, with a map back to the source and a record of every change."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policies_kb.grid import find_grid_errors, sounds_as
from policies_kb.misread import find_misread
from policies_kb.split import is_heading
from policies_kb.terms import simplify

_HAN = "㐀-鿿豈-﫿"
_PINYIN = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"
_AROUND_MARK = rf"[{_HAN}，。、；：？！（）《》“”‘’\"'(),;:%\d]"

# Lines that belong to the page and not to the document.
_CHROME = (
    r"当前位置[:：].*",
    r"首页\s*[>»›＞].{0,40}",
    r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\S*",
    r"(?:发布|发稿|更新)(?:时间|日期)[:：].*",
    r"来源[:：].*(?:时间|点击|浏览).*",
    r"(?:信息|稿件|文章)来源[:：].*",
    r"[(（](?:稿件|信息|文章)?来源[:：].*[)）]",
    r"(?:作者|责任编辑|编辑|浏览量|浏览次数|点击数|点击量)[:：].*",
    r"A\+\s*A-?|字体[:：].*|【?(?:字体|打印|关闭|收藏|分享)[^。]{0,30}",
    r"扫一扫.{0,20}",
    r"(?:上一篇|下一篇)[:：]?.*",
    r"本网站.*|本站.*版权.*|版权所有.*|本文链接[:：].*",
    r"[•·]?\s*(?:项目咨询|电子信箱|联系电话|邮编|地址)\S*[:：].*",
    r"(?:主办|承办|技术支持|网站标识码)\S*[:：].*",
    r"\S{1,2}公网安备.*|\S?ICP备.*",
    r"\|",
    r"[—–-]\s?\d{1,3}\s?[—–-]|第\s?\d{1,3}\s?页(?:[，,/ ]?\s?共\s?\d{1,3}\s?页)?",
)
_TITLE_AT_MOST = 40
_SENTENCE_ENDS = ("。", "；", "：", "！", "？", ":", ";", "!", "?", "》")
_LINES_AT_LEAST, _WIDEST, _NARROWEST, _RAGGED = 8, 60, 15, 3
_CHROME_LINE = re.compile(rf"^[^\S\n]*(?:{'|'.join(_CHROME)})[^\S\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done to the source: the rule, where, what stood there and what stands now."""

    rule: str
    start: int  # in the source
    end: int
    before: str
    after: str
    certain: bool  # False: inferred, not read off
    step: int  # which rule of the order, from 0
    at: int  # where `after` stands in the text that this rule gave


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text in which every character knows the stretch of the source it stands for."""

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    changes: tuple[Change, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the source."""
        if start >= end:
            return (0, 0)
        return self.starts[start], self.ends[end - 1]

    def raw(self, start: int, end: int) -> str:
        """What stands in the source for `text[start:end]`, letter for letter."""
        first, last = self.span(start, end)
        return self.source[first:last]

    def changes_in(self, start: int, end: int) -> tuple[Change, ...]:
        """What was done to the source to give `text[start:end]`."""
        first, last = self.span(start, end)
        return tuple(change for change in self.changes if change.start < last and change.end > first)

    def undone(self) -> str:
        """The source, worked out from the clean text and the record of changes alone."""
        text = self.text
        for step in reversed(range(len(RULES))):
            for change in reversed([change for change in self.changes if change.step == step]):
                text = text[: change.at] + change.before + text[change.at + len(change.after) :]
        return text


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in the text as it stands at one step."""

    start: int
    end: int
    after: str
    certain: bool = True


Rule = Callable[[str], Iterable[Edit]]


def clean(source: str) -> Cleaned:
    """The source through every rule in order; what is clean already comes back unchanged."""
    cleaned = Cleaned(source, source, tuple(range(len(source))), tuple(range(1, len(source) + 1)), ())
    for step, (name, rule) in enumerate(RULES):
        cleaned = _apply(cleaned, step, name, sorted(rule(cleaned.text), key=lambda edit: edit.start))
    return cleaned


def _apply(cleaned: Cleaned, step: int, rule: str, edits: Sequence[Edit]) -> Cleaned:
    if not edits:
        return cleaned
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    changes = list(cleaned.changes)
    at = shift = 0
    for edit in edits:
        if edit.start < at or edit.end <= edit.start:
            continue
        pieces += (cleaned.text[at : edit.start], edit.after)
        starts += cleaned.starts[at : edit.start]
        ends += cleaned.ends[at : edit.start]
        first, last = cleaned.span(edit.start, edit.end)
        if len(edit.after) == edit.end - edit.start:
            starts += cleaned.starts[edit.start : edit.end]
            ends += cleaned.ends[edit.start : edit.end]
        else:
            starts += [first] * len(edit.after)
            ends += [last] * len(edit.after)
        before = cleaned.text[edit.start : edit.end]
        changes.append(Change(rule, first, last, before, edit.after, edit.certain, step, edit.start + shift))
        shift += len(edit.after) - len(before)
        at = edit.end
    pieces.append(cleaned.text[at:])
    starts += cleaned.starts[at:]
    ends += cleaned.ends[at:]
    return Cleaned(cleaned.source, "".join(pieces), tuple(starts), tuple(ends), tuple(changes))


def _find_chrome(text: str) -> Iterable[Edit]:
    found = [match for match in _CHROME_LINE.finditer(text) if match.group().strip()]
    for match in found:
        yield Edit(match.start(), match.end(), "")
    # A short line between two lines of chrome at the foot belongs to the foot.
    feet = [match for match in found if match.start() > len(text) * 0.8]
    for above, below in pairwise(feet):
        between = text[above.end() : below.start()]
        if between.strip() and len(between.strip()) < 30 and "。" not in between:
            start = above.end() + len(between) - len(between.lstrip())
            yield Edit(start, start + len(between.strip()), "")


def _find_pinyin(text: str) -> Iterable[Edit]:
    for match in re.finditer(rf"(?<=[{_HAN}])\(([{_PINYIN}]+)\)", text):
        reading = match.group(1)
        # A word of another language in brackets is no reading: it has no tone, and the character no such sound.
        if not reading.isascii() or sounds_as(text[match.start() - 1], reading):
            yield Edit(match.start(), match.end(), "")


def _find_invisible(text: str) -> Iterable[Edit]:
    for match in re.finditer(r"[\u00ad\u200b-\u200f\u2060\ufeff]+", text):
        yield Edit(match.start(), match.end(), "")


def _find_wrapped(text: str) -> Iterable[Edit]:
    # Lines that all end at one margin were broken by a page, not by their writer.
    lines = [match for match in re.finditer(r"[^\n]+", text)]
    lengths = sorted(len(line.group()) for line in lines)
    if len(lines) < _LINES_AT_LEAST or lengths[-1] > _WIDEST:
        return
    margin = lengths[len(lengths) * 9 // 10] - _RAGGED
    open_ended = [
        (above, below)
        for above, below in pairwise(lines)
        if len(above.group()) >= max(margin, _NARROWEST) and not above.group().endswith(_SENTENCE_ENDS)
        and not is_heading(below.group())
    ]  # fmt: skip
    if len(open_ended) * 4 >= len(lines):
        for above, below in open_ended:
            yield Edit(above.end(), below.start(), "")


def _find_blanks(text: str) -> Iterable[Edit]:
    for match in re.finditer(r"(?:第[一二三四五六七八九十百]+[编編篇章节節]|[专專][栏欄]\d+)(\?)", text):
        yield Edit(match.start(1), match.end(1), " ")


def _find_paragraphs(text: str) -> Iterable[Edit]:
    if "\n" not in text.strip():
        for match in re.finditer(r"(?<![A-Za-z,;]) +(?![A-Za-z])", text):
            yield Edit(match.start(), match.end(), "\n")


def _find_spaces(text: str) -> Iterable[Edit]:
    for match in re.finditer(rf"(?<={_AROUND_MARK})[^\S\n]+(?={_AROUND_MARK})", text):
        before, after = text[match.start() - 1], text[match.end()]
        if re.match(rf"[{_HAN}，。、；：？！“”]", before) or re.match(rf"[{_HAN}，。、；：？！“”]", after):
            yield Edit(match.start(), match.end(), "")
    for match in re.finditer(r"(?:^[^\S\n]+|[^\S\n]+$)", text, re.MULTILINE):
        yield Edit(match.start(), match.end(), "")


def _find_misread(text: str) -> Iterable[Edit]:
    for at, meant in find_misread(text):
        yield Edit(at, at + 1, meant)


def _find_injected(text: str) -> Iterable[Edit]:
    # A page that repeats its own catchword in its title also drops it into its sentences.
    line = text.lstrip().split("\n", 1)[0].strip()
    title = line.strip("?？!！ ")
    catchword = re.split(r"[,，?？]", title)[0]
    asks = line.endswith(("?", "？")) and len(line) <= _TITLE_AT_MOST
    if not asks or not 4 <= len(catchword) <= 10 or title.count(catchword[2:]) < 2:
        return
    body = text.index(title) + len(title)
    places = [match.start() for match in re.finditer(re.escape(catchword), text[body:])]
    if len(places) == 1:
        start = body + places[0]
        yield Edit(start, start + len(catchword), "", certain=False)


def _find_grid(text: str) -> Iterable[Edit]:
    for start, end, after, certain in find_grid_errors(text):
        yield Edit(start, end, after, certain)


def _find_traditional(text: str) -> Iterable[Edit]:
    simplified = simplify(text)
    if len(simplified) != len(text):
        return
    for at, (before, after) in enumerate(zip(text, simplified, strict=True)):
        if before != after:
            yield Edit(at, at + 1, after)


def _find_empty_lines(text: str) -> Iterable[Edit]:
    for match in re.finditer(r"\A\n+|\n{2,}|\n+\Z", text):
        yield Edit(match.start(), match.end(), "\n" if match.start() > 0 and match.end() < len(text) else "")


RULES: tuple[tuple[str, Rule], ...] = (
    ("invisible character", _find_invisible),
    ("page chrome", _find_chrome),
    ("characters read off the grid", _find_grid),
    ("blank lost", _find_blanks),
    ("pinyin after a character", _find_pinyin),
    ("paragraphs run together", _find_paragraphs),
    ("page chrome", _find_chrome),
    ("space inside words", _find_spaces),
    ("line broken by the page", _find_wrapped),
    ("phrase of the page", _find_injected),
    ("misread character", _find_misread),
    ("traditional character", _find_traditional),
    ("empty lines", _find_empty_lines),
)
