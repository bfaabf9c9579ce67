"""Messages of the catalogues into words: translated, values filled in as people of that language write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_CJK = re.compile(r"[\u3400-\u9fff]+")
_NAME_AT_MOST = 3
_LOCALE = Path(__file__).parent / "locale"
_WEEKDAYS = {
    "zh-Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "zh-Hant": ("週一", "週二", "週三", "週四", "週五", "週六", "週日"),
}


def marked(message: str) -> str:
    """Mark a message for the catalogues; it is translated when it is rendered."""
    return message


def marked_in(context: str, message: str) -> "Term":
    """Mark a message that needs its context: pgettext."""
    return Term(context, message)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a list (a risk type, a status, a relation): translated within its context."""

    context: str
    word: str


@dataclass(frozen=True, slots=True)
class Money:
    """Yuan, said as people say them: 2.3 万元."""

    yuan: float


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values, joined as the language joins them."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message inside another: with values of its own."""

    message: str
    values: Mapping[str, Any]


@cache
def read_catalogue(language: str, folder: Path = _LOCALE) -> NullTranslations:
    """The catalogue of a language, read from its .po file; English is the messages themselves."""
    path = folder / language.replace("-", "_") / "LC_MESSAGES" / "hearthline.po"
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def render(message: str, values: Mapping[str, Any], language: str) -> str:
    """The words of a message. Raises KeyError where a placeholder has no value."""
    catalogue = read_catalogue(language)
    said = catalogue.gettext(message)
    if not values:
        return said.replace("{{", "{").replace("}}", "}") if "{" in said else said
    return said.format_map({name: render_value(value, language) for name, value in values.items()})


def render_value(value: Any, language: str) -> str:  # noqa: ANN401 - whatever a message is filled with
    """One value as people of this language write it."""
    match value:
        case Term(context, word):
            return read_catalogue(language).pgettext(context, word)
        case Money(yuan):
            return _money(yuan, language)
        case Phrase(message, values):
            return render(message, values, language)
        case Listed(values):
            comma = ", " if language == "en" else "，"
            return comma.join(render_value(each, language) for each in values)
        case datetime():
            return _moment(value, language)
        case date():
            return _day(value, language)
        case str() if language == "en" and _CJK.search(value):
            return _romanised(value)
        case _:
            return str(value)


def _romanised(text: str) -> str:
    """A name or a place as English writes it: 周志强 is Zhou Zhiqiang. It keeps an SMS short."""
    from pypinyin import lazy_pinyin  # only English needs its tables

    def spell(found: re.Match[str]) -> str:
        parts = lazy_pinyin(found.group())
        if len(parts) > _NAME_AT_MOST:
            return " ".join(part.capitalize() for part in parts)
        return f"{parts[0].capitalize()} {''.join(parts[1:]).capitalize()}".strip()

    return _CJK.sub(spell, text)


def _money(yuan: float, language: str) -> str:
    if language == "en":
        return f"{yuan:,.0f} yuan"
    if yuan >= 10_000 and yuan % 100 == 0:
        unit = "萬元" if language == "zh-Hant" else "万元"
        return f"{yuan / 10_000:g}{unit}"
    return f"{yuan:g}元"


def _day(on: date, language: str) -> str:
    if language == "en":
        return f"{on:%A} {on.day} {on:%B}"
    return f"{on.month}月{on.day}日{_WEEKDAYS[language][on.weekday()]}"


def _moment(at: datetime, language: str) -> str:
    if language == "en":
        return f"{_day(at.date(), language)}, {at.hour}:{at.minute:02}"
    return f"{_day(at.date(), language)}{at.hour}" + ("點" if language == "zh-Hant" else "点")
