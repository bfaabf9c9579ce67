"""Is this a question of these policies at all? What speaks for it and against it, weighed openly."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.retrieve import Found, Shelf
from policies_kb.terms import is_word

# Weights fitted by bench/evidence.py to the cards' own questions, each held out in turn, against matters of elsewhere.
_WEIGHTS: Mapping[str, float] = {
    "fit": 7.51,
    "close": 0.41,
    "covered": 4.80,
    "shared": 0.88,
    "ideas": 0.32,
    "frame": 2.01,
    "stray": -4.72,
    "elsewhere": -2.09,
    "long": 0.23,
    "english": -0.81,
}
_BIAS = -1.71


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind the best card for a question."""

    fit: float  # the best card's score, 0 to 1
    close: float  # how close the nearest question of that card is
    covered: float  # share of what the question says that the card says too
    shared: float  # ideas that question and card have in common
    ideas: float  # ideas of the policies that the question names
    frame: float  # words of someone who asks what the authorities do
    stray: float  # how close it comes to a question of matters elsewhere
    elsewhere: float  # words of other matters
    long: float  # length of the question
    english: float

    @property
    def topical(self) -> float:
        """How likely the question is one of these policies, 0 to 1."""
        total = _BIAS + sum(weight * getattr(self, name) for name, weight in _WEIGHTS.items())
        return 1 / (1 + math.exp(-total))


def read_evidence(text: str, terms: Mapping[str, float], best: Found | None, shelf: Shelf) -> Evidence:
    """The evidence for standard text with these terms and its best card."""
    lexicon = shelf.lexicon
    ideas = [term for term in terms if term.startswith("=")]
    number = best.number if best else -1
    said = {term: weight * shelf.idf_of(term, number) for term, weight in terms.items() if term[0] not in "~="}
    covered = sum(weight for term, weight in said.items() if shelf.has(term, number))
    return Evidence(
        fit=best.raw if best else 0.0,
        close=best.variant if best else 0.0,
        covered=covered / max(sum(said.values()), 1e-6),
        shared=min(3.0, sum(shelf.has(idea, number) for idea in ideas)),
        ideas=min(3.0, len(ideas)),
        frame=min(3.0, len(set(lexicon.frame.find(text)))),
        stray=shelf.stray(terms),
        elsewhere=min(3.0, len(set(lexicon.elsewhere.find(text)))),
        long=math.log(2 + len(text)) - 3,
        english=float(text.isascii()),
    )


# Words that every question for a sum or a day has; what it is a sum of stands in the others.
_ANYWAY = frozenset((
    "多少", "多少钱", "几多", "一年", "每年", "一个月", "每月", "每人", "一个", "一次", "一户", "国家", "政府",
    "省里", "区里", "县里", "我们", "我家", "家里", "什么", "时候", "什么时候", "补助", "补贴", "资助", "奖励",
    "给", "今年", "现在", "那个", "这个", "可以", "能不能", "有没有", "是不是", "怎么", "标准", "哪个", "几个",
    "另外", "一共", "总共", "要求", "全省", "全区", "全国", "云南", "云南省", "武进", "武进区", "大通湖",
    "大通湖区", "大概", "到底", "最低", "最高", "至少", "最少", "最多", "起码", "最起码", "最后", "以上", "以下",
    "贫困", "贫困户", "建档", "立卡", "how", "much", "many", "what", "which", "when", "where", "does", "the",
    "is", "are", "for", "per", "year", "month", "of", "in", "to", "a",
))  # fmt: skip


def subject_covered(terms: Mapping[str, float], best: Found, shelf: Shelf) -> float:
    """What share of the matter asked about the card speaks of, leaving out the words of asking."""
    words = {t: w for t, w in terms.items() if t[0] != "~" and t not in _ANYWAY and (len(t) > 2 or is_word(t))}
    weighed = {term: weight * shelf.idf_of(term, best.number) for term, weight in words.items()}
    total = sum(weighed.values())
    if total <= 0:
        return 1.0
    return sum(weight for term, weight in weighed.items() if shelf.has(term, best.number)) / total
