"""Ages in questions and in clauses: which of several clauses holds for somebody that old."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies_kb.figures import in_digits

_NOBODY = 150  # years: a span without an upper end ends here
_ELDER = r"(?:奶奶|爷爷|婆婆|公公|外婆|外公|姥姥|姥爷|阿公|阿婆|老人|老爹|老娘|老妈|[爸妈爹娘])"
_ASKED = re.compile(
    rf"(\d{{1,3}})[多几]?周?岁|[满过上](\d{{2,3}})(?![\d元块年天月个户口斤亩])|{_ELDER}\D{{0,6}}(\d{{2,3}})[多几]?了?(?![\d元块年天月个])"
)
_SPAN = re.compile(
    r"(\d{1,3})(?:周?岁)?(?:至|到|[-—–~－])(\d{1,3})周?岁|"  # 80至89周岁
    r"(?:年?满)?(\d{1,3})周?岁(?:及?以上)?[,，、]?(?:不满|未满)(\d{1,3})周?岁|"  # 年满80周岁不满90周岁
    r"(?:不满|未满)(\d{1,3})周?岁|(\d{1,3})周?岁及?以下|"
    r"(?:年?满)(\d{1,3})周?岁|(\d{1,3})周?岁及?以上"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Ages from and to, both in it."""

    first: int
    last: int


def age_asked(text: str) -> int | None:
    """The age that a question names: of 92岁, 满七十, 奶奶九十二了."""
    match = _ASKED.search(in_digits(text))
    return int(next(group for group in match.groups() if group)) if match else None


def spans(clause: str) -> tuple[Span, ...]:
    """The spans of age that a clause speaks of."""
    found = []
    for match in _SPAN.finditer("".join(in_digits(clause).split())):
        a, b, c, d, under, most, full, least = (int(group) if group else None for group in match.groups())
        if a is not None and b is not None:
            found.append(Span(a, b))
        elif c is not None and d is not None:
            found.append(Span(c, d - 1))
        elif under is not None or most is not None:
            found.append(Span(0, under - 1 if under is not None else most or 0))
        else:
            found.append(Span(full or least or 0, _NOBODY))
    return tuple(found)


def closest(age: int, clauses: Sequence[tuple[Span, ...]]) -> int | None:
    """Which of these clauses, by number, holds most exactly for an age; None where none does."""
    best: tuple[int, int] | None = None
    for number, own in enumerate(clauses):
        for span in own:
            if span.first <= age <= span.last and (best is None or span.first > best[0]):
                best = (span.first, number)
    return best[1] if best else None


def begins(age: int, clause: str) -> int | None:
    """The age from which a clause holds, where it holds for nobody as young as that; None else."""
    own = spans(clause)
    first = min((span.first for span in own), default=0)
    return first if first > age else None
