"""Does the card say what is asked? Each reason to doubt it stands by itself."""

import re
from dataclasses import dataclass

from policies_kb.asked import fits_unit
from policies_kb.types import Asked, Card

_SUBJECT = 0.36  # share of the matter asked about that a card must speak of to give a sum or a day for it
_LONG = 24  # characters; a longer question tells a story, of which the card need not speak
_MISSED = 0.35  # how close a question that is known to stay open must come to count

_NUMBERS: frozenset[Asked] = frozenset(("amount", "count", "share", "duration", "date"))
_DIGITS = r"[\d一二两三四五六七八九十百千万半]"
# What is counted, as it is asked for and as an answer must then have it.
_UNITS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (
        re.compile(rf"(?:几|多少|好多|几多|多大)\s*{asked}|how many (?:\w+ )?(?:{english})"),
        re.compile(rf"{_DIGITS}\s*(?:多|几|来)?{said}"),
    )
    for asked, said, english in (
        (r"(?:平(?!时|均|常)|个?面积)", r"(?:平|㎡)", "square"),
        (r"(?:公里|里路|米|亩)", r"(?:公里|里路|米|亩)", "kilomet|met|mu"),
        (r"(?:晚|夜|宿)", r"(?:晚|夜|宿|天)", "night"),
        (r"(?:间|套|栋|层)", r"(?:间|套|栋|层)", "room|floor"),
        (r"(?:斤|吨|公斤)", r"(?:斤|吨)", "kilo"),
        (r"(?:万|百|千)?(?:个)?(?:贫困|困难|农村)?(?:户|家人)", r"(?:万|个)?\S{0,4}户", "household|famil"),
        (
            r"(?:万|百|千)?(?:个|名|口|位)?(?:贫困|困难|农村)?(?:人|名|口)",
            r"(?:万|\S{0,3}[人名口])",
            "people|person",
        ),
        (r"(?:个)?(?:贫困|穷)?(?:县|市|区|州)", r"个?\S{0,4}[县市区州]", "count"),
        (r"(?:个)?(?:贫困|穷)?(?:村|寨|屯)", r"(?:个|名)?\S{0,4}[村寨]", "village"),
        (r"(?:个)?(?:贫困|穷)?(?:乡|镇)", r"个?\S{0,4}[乡镇]", "township"),
        (r"岁", r"岁", "age"),
        (r"分(?!钱|红|成|之)", r"分", "point"),
        (r"(?:个)?月", r"(?:个)?月", "month"),
        (r"(?:个)?(?:天|工作日)", r"(?:个)?(?:天|日|工作日|小时)", "day"),
        (r"年(?!级|前|来|书|后)", r"(?:—\d+)?年", "year"),
        (r"(?:次|回|趟)", r"(?:次|回|趟|遍)", "time"),
        (r"(?:所|家)", r"(?:所|家|个)", "school|hospital|compan"),
    )
)
_OWN = re.compile(
    r"(?:我们?|咱们?|俺们?|伲|本)(?:这个|那个|这|那)?(?:村|县|镇|乡|组|州|市|寨|卫生院|学校|队)(?!.{0,6}(?:能|有没有|可以|算)|.*(?:低于|至少|最少|应该|才算|要求))|"
    r"\bour (?:village|county|town)"
)
_NOW = re.compile(r"今年|现在|目前|今天|明年|去年|最新|如今|这个月|下个月|当前|this year|now\b|today|current")
_AGE = re.compile(
    r"(?:过了?|超过|满|不到|没到|[上高大]了?)\s*[\d一二三四五六七八九十]+岁.{0,4}(?:还|能|可以|要|收|给|行)|年龄|多大(?:岁|年纪|的人)|(?<!十)几岁"
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a question in standard words bears on the card that would answer it."""

    text: str
    kinds: frozenset[Asked]  # what is asked for
    card: Card
    subject: float  # share of the matter asked about that the card speaks of
    close: float  # how close the nearest question is that the card answers
    missed: float  # and the nearest that its document is known to leave open
    rival: bool  # the card speaks of another grade or kind than the one asked about

    def doubts(self) -> tuple[str, ...]:
        """Every reason to think that what is asked is not written in the card; none if it is."""
        text, answer, kinds = self.text, self.card.zh, self.kinds
        number = bool(kinds & _NUMBERS)
        held = {
            "subject": bool(kinds) and self.subject < (_SUBJECT if len(text) <= _LONG else _SUBJECT / 2),
            "sum": "amount" in kinds and not fits_unit(text, answer),
            "unit": bool(kinds) and lacks_unit(text, answer),
            "age": _AGE.search(text) is not None and "岁" not in answer and "年龄" not in answer,
            "rival": self.rival and (number or any(character.isdigit() for character in text)),
            "own": bool(kinds & (_NUMBERS | {"place", "person"})) and _OWN.search(text) is not None,
            "now": number and _NOW.search(text) is not None,
            "open": self.missed > max(self.close, _MISSED),
        }
        return tuple(name for name, doubted in held.items() if doubted)


def lacks_unit(text: str, answer: str) -> bool:
    """Whether something is counted in the question that the answer has no number of."""
    asked = [said for counted, said in _UNITS if counted.search(text)]
    return bool(asked) and not any(said.search(answer) for said in asked)
