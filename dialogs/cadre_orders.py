"""What a cadre orders besides steps: hand over, absence, another phone, a household they found, a visit, a check-in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dialogs.cadre_steps import NUMBER, behind

OrderKind = Literal["hand_over", "hand_over_all", "move", "away", "back", "found", "check_in", "task_done"]

_WORDS: tuple[tuple[OrderKind, re.Pattern[str]], ...] = (
    ("hand_over_all", re.compile(r"^(交接|全部转给?|全转给?|hand over all( to)?)")),
    ("hand_over", re.compile(r"^(转交给?|移交给?|转给?|hand over( to)?)(?![到院运走])(?=[\s,，:：aA]|.*[aA]\s?\d{4})")),
    ("hand_over", re.compile(r"^(转交给|移交给|转给)(?=[\u3400-\u9fff]{1,2}[^了院家\W]\s*$)")),
    ("hand_over", re.compile(r"^[aA]\s?\d{4,9}\s*(转交给?|移交给?|转给?)")),
    ("move", re.compile(r"^(换号|换手机号?|改号|new phone)")),
    ("back", re.compile(r"^(销假|回来了|上班了|back)$")),
    ("away", re.compile(r"^(我?(要|想|得|需要)?(请假|出差|休假)|away)")),
    ("found", re.compile(r"^(排查|摸排|found)(?=[\s,，:：]|$)")),
    ("check_in", re.compile(r"^(报平安|check[- ]?in)")),
    ("task_done", re.compile(r"^(走访|完成|办了|[收受]到|1)?\s*[rR]\s?\d{1,9}(?!\d)")),
)  # fmt: skip
_PHONE = re.compile(r"(?<!\d)(\+?\d{8,15})(?!\d)")
_TASK = re.compile(r"(?<![a-zA-Z0-9])[rR]\s?(\d{1,9})(?!\d)")
_DAYS = re.compile(r"(\d{1,3})\s*(天|days?)")
_UNTIL = re.compile(r"(?:(\d{1,2})月|(\d{4})-(\d{1,2})-)(\d{1,2})")
_DATES = re.compile(r"[到至从]?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号天]|[到至从](?:下?周|星期|礼拜)[一二三四五六日天]")
_DEPUTY = re.compile(r"\s*(?:由|找)?([\u3400-\u9fff]{2,4})\s*(?:代|顶|替)")
_EVERY = re.compile(r"每\s*(\d{1,2})?\s*(天|日|周)")
_BETWEEN_NAMES = re.compile(r"[\s,，。:：;；、]+")
_FILLER = re.compile(r"^[\s,，:：给到]+|[\s,，。]+$")


@dataclass(frozen=True, slots=True)
class Order:
    """An order: the cases or the task it names, a name, a phone, a day, a number of days, and the words behind."""

    kind: OrderKind
    cases: tuple[int, ...] = ()
    task: int | None = None
    name: str = ""
    phone: str | None = None
    until: date | None = None
    days: int | None = None
    words: str = ""


def read_order(plain: str, text: str, today: date) -> Order | None:
    """Read a message; None where it orders nothing."""
    said = plain.strip()
    kind, found = next(
        ((kind, found) for kind, pattern in _WORDS if (found := pattern.match(said)) is not None), (None, None)
    )
    if kind is None or found is None:
        return None
    numbers, rest = behind(text, NUMBER.sub("", found.group()).strip())
    task, phone = _TASK.search(said), _PHONE.search(said)
    deputy = _DEPUTY.search(_DATES.sub(" ", rest))
    if kind == "task_done":
        words = _TASK.sub(" ", rest).strip() or _TASK.sub(" ", text[found.end() :]).strip()
        return Order(kind, task=int(task.group(1)) if task else None, words=_FILLER.sub("", words))
    name = deputy.group(1) if kind == "away" and deputy else "" if kind == "away" else _FILLER.sub("", rest)
    return Order(
        kind,
        cases=numbers,
        name=name,
        phone=phone.group(1) if phone else None,
        until=_until(said, today),
        days=_every(said) if kind == "check_in" else int(days.group(1)) if (days := _DAYS.search(said)) else None,
        words=rest,
    )


def _until(said: str, today: date) -> date | None:
    if (found := _UNTIL.search(said)) is None:
        return None
    month, year, month_of_year, day = found.groups()
    try:
        if year:
            return date(int(year), int(month_of_year), int(day))
        then = date(today.year, int(month), int(day))
        return then if then >= today else then.replace(year=today.year + 1)
    except ValueError:
        return None


def _every(said: str) -> int | None:
    if (found := _EVERY.search(said)) is None:
        return None
    return int(found.group(1) or 1) * (7 if found.group(2) == "周" else 1)


def days_until(order: Order, today: date) -> date | None:
    """The last day of an absence; None where none is said."""
    if order.until is not None:
        return order.until
    return today + timedelta(days=order.days) if order.days else None


def first_name(words: str) -> str:
    """The name that words behind an order begin with; empty where there are none."""
    return next(iter(_BETWEEN_NAMES.split(words.strip())), "")
