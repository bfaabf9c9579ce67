"""What hangs in the village: an allow-list of fields, each cleaned. Whatever is not on it is never shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# Why a household is watched may be said, but never that somebody is ill or disabled.
_SHOWN_RISKS = {
    "schooling": "因学", "disaster": "因自然灾害", "accident": "因意外事故", "business_failure": "因产业项目失败",
    "employment": "因务工就业不稳", "labour_shortage": "缺劳动力", "housing": "因安全住房", "water": "因安全饮水",
}  # fmt: skip
_CATEGORIES = frozenset({"脱贫不稳定户", "边缘易致贫户", "突发严重困难户"})
_NAME = re.compile(r"[\u3400-\u9fff·]{2,8}")
_PLACE = re.compile(r"[\u3400-\u9fff0-9]{1,16}")
_LONG_NUMBER = re.compile(r"\d{4,}")
_WORST = re.compile(r"病|残|癌|瘫|疾|症|[Hh][Ii][Vv]")


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One household on the notice."""

    village: str
    householder: str
    people: int | None
    category: str
    reasons: tuple[str, ...]
    from_on: date
    until_on: date

    def lines(self) -> tuple[str, ...]:
        """The notice as it hangs there."""
        people = f"，{self.people}人" if self.people else ""
        reasons = f"；{'、'.join(self.reasons)}" if self.reasons else ""
        category = f"：{self.category}" if self.category else ""
        return (
            f"{self.village} {self.householder}户{people}{category}{reasons}",
            f"公示 {self.from_on.isoformat()} 至 {self.until_on.isoformat()}，有异议请找村里或乡镇。",
        )


def public_notice(fields: Mapping[str, Any], begins_on: date, days: int) -> PublicNotice:
    """The notice of one household out of whatever is known of it.

    Only these names are read: village, householder, people, category, risk_types. Everything else is not looked at.
    """
    return PublicNotice(
        village=_clean(fields.get("village"), _PLACE),
        householder=_clean(fields.get("householder"), _NAME),
        people=_few(fields.get("people")),
        category=str(fields.get("category")) if fields.get("category") in _CATEGORIES else "",
        reasons=tuple(_SHOWN_RISKS[risk] for risk in fields.get("risk_types") or () if risk in _SHOWN_RISKS),
        from_on=begins_on,
        until_on=begins_on + timedelta(days=days),
    )


def _clean(value: Any, pattern: re.Pattern[str]) -> str:  # noqa: ANN401 - whatever stands there
    """A value only if all of it is what it should be: a phone written behind a name hides the name too."""
    text = str(value or "").strip()
    if pattern.fullmatch(text) and not _LONG_NUMBER.search(text) and not _WORST.search(text):
        return text
    return "某"


def _few(value: Any) -> int | None:  # noqa: ANN401 - whatever stands there
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100 else None
