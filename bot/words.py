"""Every message of the catalogues with its lengths: what `hearthline words` lists, filled with values as they occur."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dialogs.guidance import Guidance
from dialogs.segments import segments
from dialogs.wording import LANGUAGES, Listed, Money, read_catalogue, render, render_value

# A value for each placeholder, of the length it has in life.
SAMPLES: dict[str, Any] = {
    "area": "530326106203",
    "all": 12,
    "amount": Money(23000),
    "at": datetime(2026, 11, 21, 7, tzinfo=UTC),
    "cadre": "周志强",
    "case": "A1024",
    "cases": "A1024",
    "choices": "1 A1024 生病，2 A1031 住房",
    "clinic": "0874-5555555",
    "colour": "黄",
    "count": 3,
    "counted": Listed(("2件没回", "3件快到期", "1件超期")),
    "day": date(2026, 11, 27),
    "days": 3,
    "decide": 2,
    "doctor": "13900000001",
    "facts": Listed(("新田村", "妈妈", "生病", Money(23000))),
    "hours": 3,
    "incident": "Z12",
    "joined": "A1031",
    "kind": "水灾",
    "late": 2,
    "line": "A1031 生病 11月27日周五前",
    "left": "A1031 生病，A1027 住房",
    "messages": 12,
    "missing": "自己出了多少医药费",
    "moment": datetime(2026, 11, 23, 12, tzinfo=UTC),
    "n": 1,
    "name": "周志强",
    "names": Listed(("周志强", "赵永福", "钱秀兰")),
    "need": "吃穿",
    "next": "通过，由乡镇办",
    "note": "收入核对后超过标准",
    "number": "A1024",
    "office": "县教育局",
    "other": "A1031",
    "paper": "《云南省“十三五”规划》",
    "people": 4,
    "phone": "+8613900000001",
    "place": "罗小妹 新田村3组",
    "reason": "等残疾证",
    "reply": "在忙，去不了",
    "risks": "生病",
    "said": "奶奶从早上睡到现在叫不醒，爸妈在广东",
    "since": "上个月",
    "soon": 3,
    "spent": "6万多",
    "status": "村里正在评议",
    "talk": 12,
    "time": "09:30",
    "township": "者海镇",
    "unanswered": 2,
    "usual": 12,
    "what": "上门核实",
    "who": "妈妈",
    "word": "通过",
    "words": "我同意村里替我申报、上门核实、核对家里的情况；不同意也行。",
    "workers": 2,
    "year": 2027,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One message in one language: how long it is, and how many SMS it takes alone."""

    message: str
    language: str
    text: str
    length: int
    segments: int


def messages() -> list[str]:
    """Every message of the catalogues, in their order."""
    catalogue = read_catalogue("zh-Hans")._catalog  # type: ignore[attr-defined] # gettext gives no other way
    return sorted(key if isinstance(key, str) else key[0] for key in catalogue if key and "\x04" not in str(key))


def measure(guidance: Guidance) -> Iterator[Measured]:
    """Each message and each guidance, language by language."""
    for message in messages():
        for language in LANGUAGES:
            yield _measured(message, language, filled(message, language))
    for danger, entry in guidance.entries.items():
        for language, text in entry.texts.items():
            yield _measured(f"guidance: {danger}", language, text)
        for language, text in entry.child_texts.items():
            yield _measured(f"guidance for a child: {danger}", language, text)


def filled(message: str, language: str) -> str:
    """A message with sample values. A placeholder without one is filled with its own name."""
    names = {name for _, name, _, _ in string.Formatter().parse(message) if name}
    values = {name: SAMPLES.get(name, name) for name in names}
    if not names or "%(" in message:
        return render(message, {}, language)
    return render(message, {name: render_value(value, language) for name, value in values.items()}, language)


def _measured(message: str, language: str, text: str) -> Measured:
    return Measured(message, language, text, len(text), segments(text))
