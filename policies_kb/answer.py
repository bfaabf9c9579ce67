"""Words of an answer: the card, where it stands, how old it is; or what is not written, and who to ask."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import opencc

from policies_kb.types import Abstain, Answer, Asked, Card, Citation, Clause, Document, Language

# A rule whose period has passed, or older than this many years, is marked as old.
_OLD_AFTER = 2
_FITS = 190  # characters of an answer that still goes in three short messages
_QUOTED = 130
_SOON = {False: 12, True: 40}  # characters that may stand before a sum
_SUM = re.compile(r"\d[\d.,]*(?:万|亿)?元")
_SUM_EN = re.compile(r"\d[\d.,]*(?: (?:million|billion))? yuan")
_DIFFERS = {False: "另一份写得不同：", True: "Another paper differs: "}
_MARK = re.compile(r"^第[一二三四五六七八九十百零〇\d]+条[:：\s]*")
_SENTENCE = re.compile(r"[^。！？.!?]+(?:[。！？]|[.!?](?:\s|$)|[.!?]|$)")
_SAID = 0.85  # share of the pairs of characters of a sentence that were said: then it says nothing new
_OLD = "这是老规定，现在的问乡镇政府。"


Said = Mapping[str, str]

DANGER: Said = {
    "zh": "有人有危险，先打电话：病人、伤者、中毒打120，着火、被困、落水打119，有人行凶打110；心里撑不住打12356。"
    "说清在哪、几个人。",
    "en": "If a life is in danger call first: 120 ambulance, 119 fire and rescue, 110 police; despair 12356. "
    "Say where you are and how many people.",
}
ELSEWHERE: Said = {
    "zh": "这个我帮不上，我这里只答扶贫、低保、看病、上学、搬迁、就业这些政策上的事。别的可以打12345问。",
    "en": "I cannot help with that: I answer about support policies, such as dibao, medical care, school, relocation "
    "and jobs. For other matters call 12345.",
}
_NOT_WRITTEN: Said = {
    "zh": "这个手头的文件里没有写。可以问乡镇便民服务中心，或打12345。",
    "en": "The documents I have do not say that. Please ask the township service centre, or call 12345.",
}
_KINDS: Mapping[Asked, tuple[str, str]] = {
    "amount": ("具体多少钱", "the amount"),
    "share": ("比例是多少", "the percentage"),
    "count": ("具体数目", "the number"),
    "date": ("具体时间", "the date"),
    "duration": ("多长时间", "how long"),
    "place": ("具体地点", "the place"),
    "person": ("是哪个人", "who it is"),
    "phone": ("电话号码", "a phone number"),
    "procedure": ("怎么办理", "how to apply"),
    "papers": ("要带什么材料", "which papers to bring"),
    "list": ("具体名单", "the list"),
    "meaning": ("这个说法的意思", "what the term means"),
}


def say(said: Said, language: Language) -> str:
    """A fixed text in English or Chinese."""
    return said["en" if language == "en" else "zh"]


def nearby(card: Card | None, kinds: frozenset[Asked], language: Language, place: str = "") -> str:
    """What is not written, what is (of another place with its name), and who to ask."""
    if card is None:
        return say(_NOT_WRITTEN, language)
    if language == "en":
        what = " or ".join(_KINDS[kind][1] for kind in sorted(kinds) if kind in _KINDS) or "that"
        return (
            f"The documents I have do not say {what}. What is written{f' for {place}' if place else ''}: "
            f"{_body(card, True)} Ask {_office(card, True)}."
        )
    what = "、".join(_KINDS[kind][0] for kind in sorted(kinds) if kind in _KINDS) or "你问的这一点"
    return f"{what}，手头的文件没写。{place}写了的是：{_body(card, False)}具体问{_office(card, False)}。"


def elsewhere_written(document: Document, card: Card | None, language: Language) -> str:
    """The rule asked for is another place's: said without telling its figures."""
    if language == "en":
        where = document.place_en or "another place"
        return f"That is only written for {where}; I have no such rule for your area. Ask the township, or call 12345."
    where = document.place or "别的地方"
    office = _office(card, False)
    return f"这一条只有{where}的文件写了，不能当你们那里的规定；你们当地的我手头没有。可以问{office}，或打12345。"


def joined(clauses: Sequence[Clause]) -> Clause:
    """As many clauses of a paper as a quote holds, as one."""
    texts = [unmarked(clause) for clause in clauses]
    while len("".join(texts)) > _QUOTED and len(texts) > 1:
        texts.pop()
    labels = [clause.label for clause in clauses[: len(texts)]]
    english = [clause.label_en for clause in clauses[: len(texts)]]
    return replace(clauses[0], text="".join(texts), label="、".join(labels), label_en=", ".join(english))


def unmarked(clause: Clause) -> str:
    """The words of a clause on one line, without the number they stand under."""
    return _MARK.sub("", " ".join((clause.text or "").split()))


def not_yet(age: int, first: int, language: Language) -> str:
    """That a clause only begins at an age above the one asked for."""
    if language == "en":
        return f"What is written begins at {first} years, nothing is written for {age}: "
    return f"写的是{first}岁起才有，{age}岁的没写。"


def render_quote(
    clause: Clause,
    document: Document,
    citations: Sequence[Citation],
    confidence: float,
    language: Language,
    on: date,
    with_place: bool,
    before: str = "",
) -> Answer:
    """The words of a clause that has no card yet, cut to what a message holds; `before` stands in front of them."""
    words = unmarked(clause)  # the place it stands at is named behind it
    cut = words if len(words) <= _QUOTED else words[:_QUOTED] + "……"
    place = (document.place_en if language == "en" else document.place) if with_place else ""
    where = f"{clause.label}，{document.published[:4]}年"
    if language == "en":
        where = f"{clause.label_en}, {document.published[:4]}"
    text = f"{before}{place + '：' if place else ''}{cut}（《{document.short}》{where}）"
    if _is_old(document, on):
        text += f" An old rule: for today's, ask {_office(None, True)}." if language == "en" else _OLD
    more = words[_QUOTED:] or None
    return Answer(in_script(text, language), confidence, tuple(citations), language, more)


def render_answer(
    cards: Sequence[Card],
    clause: Clause,
    document: Document,
    citations: Sequence[Citation],
    confidence: float,
    language: Language,
    on: date,
    with_place: bool,
    kinds: frozenset[Asked] = frozenset(),
    differs: str = "",
    further: str = "",
) -> Answer:
    """The best card first, others if there is room, then where it stands and that it is old.

    `differs` is what another place or year says: it is shown, not hidden. `further` is told on request.
    """
    english = language == "en"
    body = _amount_first(_body(cards[0], english), cards[0], english) if "amount" in kinds else _body(cards[0], english)
    place = (document.place_en if english else document.place) if with_place else ""
    if place and not body.startswith(place):
        body = f"{place}: {body}" if english else f"{place}：{body}"
    tail = _tail(cards[0], clause, document, on, english)
    gap = " " if english else ""
    if differs:
        tail = f"{tail}{gap}{_DIFFERS[english]}{differs}"
    more: list[str] = []
    for card in cards[1:]:
        piece = unsaid(_body(card, english), body)
        if not piece:
            continue
        if len(body) + len(piece) + len(tail) <= _FITS:
            body = f"{body}{gap}{piece}"
        else:
            more.append(piece)
    told = "\n".join(part for part in (gap.join(more), further) if part)
    text = in_script(f"{body}{gap}{tail}", language)
    office = in_script(_office(cards[0], english), language)
    return Answer(text, confidence, tuple(citations), language, in_script(told, language) or None, office=office)


def unsaid(piece: str, said: str) -> str:
    """What a text adds to what was said: no sentence twice, and nothing where all but all of it was said."""
    sentences = [each.strip() for each in _SENTENCE.findall(piece)]
    new = [each for each in dict.fromkeys(sentences) if each and each not in said]
    pairs = [{each[at : at + 2] for at in range(len(each) - 1)} for each in new]
    known = {said[at : at + 2] for at in range(len(said) - 1)}
    kept = [each for each, own in zip(new, pairs, strict=True) if len(own & known) < _SAID * len(own)]
    return (" " if piece.isascii() else "").join(kept)


def _amount_first(body: str, card: Card, english: bool) -> str:
    """The sum in front, where the card has one and says something else before it."""
    sums = [match for match in (_SUM_EN if english else _SUM).finditer(body)]
    if len(sums) != 1 or sums[0].start() <= _SOON[english] or not card.figures:
        return body
    return f"{sums[0].group()}{'. ' if english else '。'}{body}"


def render_abstain(
    text: str, confidence: float, language: Language, off_topic: bool = False, card: Card | None = None
) -> Abstain:
    """An abstention in the script of its reader; `card` is what is written nearby."""
    office = in_script(_office(card, language == "en"), language) if card else ""
    return Abstain(in_script(text, language), confidence, language, off_topic, office=office)


def in_script(text: str, language: Language) -> str:
    """Simplified Chinese as its reader writes it."""
    if language != "zh-Hant":
        return text
    converted: str = _traditional().convert(text)
    return converted


def _body(card: Card, english: bool) -> str:
    text = (card.en if english else card.zh).strip()
    if english:
        return text if text.endswith((".", "?", ")")) else f"{text}."
    return text if text.endswith(("。", "？", "）")) else f"{text}。"


def _office(card: Card | None, english: bool) -> str:
    if english:
        return (card.ask_en if card else "") or "the township government"
    return (card.ask if card else "") or "乡镇政府"


def _tail(card: Card, clause: Clause, document: Document, on: date, english: bool) -> str:
    year = int(document.published[:4])
    old = _is_old(document, on)
    if english:
        where = f"({document.short_en}, {clause.label_en}, {year}.)"
        return f"{where} Old; today's rule: {card.ask_en}." if old and card.ask_en else where
    where = f"出处：《{document.short}》{clause.label}，{year}年。"
    return f"{where}这是老规定，现在的问{card.ask}。" if old and card.ask else where


def _is_old(document: Document, on: date) -> bool:
    ended = document.valid_until is not None and document.valid_until < on
    return ended or bool(document.superseded_by) or on.year - int(document.published[:4]) > _OLD_AFTER


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")
