"""The life of a case: which step follows which, who may make it, and what must be so before it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.cases.consent import is_missing
from bot.cases.reviews import anew
from bot.cases.types import Case

Role = Literal["household", "village", "township", "county", "registry"]
# Why a step is refused; the words are in bot/notices.
Refusal = Literal[
    "not_next", "not_yours", "reason", "notice_days", "six_months", "no_help", "income", "costs", "no_labour",
    "unconfirmed", "consent",
]  # fmt: skip

_VILLAGE = frozenset({"village", "township", "county"})
_TOWNSHIP = frozenset({"township", "county"})
_COUNTY = frozenset({"county"})
_HOUSEHOLD = frozenset({"household"})

# From each status: where it may go, and who may bring it there. The registry's word is taken as it is.
STEPS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "declared": {"verifying": _VILLAGE, "rejected": _VILLAGE, "merged": _VILLAGE, "withdrawn": _HOUSEHOLD},
    "verifying": {"village_review": _VILLAGE, "rejected": _VILLAGE, "merged": _VILLAGE, "withdrawn": _HOUSEHOLD},
    "village_review": {"township_check": _VILLAGE, "rejected": _VILLAGE, "merged": _VILLAGE, "withdrawn": _HOUSEHOLD},
    "township_check": {"county_approval": _TOWNSHIP, "rejected": _TOWNSHIP, "merged": _VILLAGE,
                       "withdrawn": _HOUSEHOLD},
    "county_approval": {"monitored": _COUNTY, "rejected": _COUNTY, "merged": _VILLAGE, "withdrawn": _HOUSEHOLD},
    "monitored": {"assisted": _VILLAGE, "risk_cleared": _TOWNSHIP, "merged": _VILLAGE, "withdrawn": _HOUSEHOLD},
    "assisted": {"monitored": _VILLAGE, "risk_cleared": _TOWNSHIP, "merged": _VILLAGE, "withdrawn": _HOUSEHOLD},
    "risk_cleared": {"closed": _COUNTY, "monitored": _VILLAGE},
    "closed": {"monitored": _VILLAGE},
    "rejected": {"verifying": _TOWNSHIP},  # an objection was upheld: it is checked anew
    "merged": {"split": _VILLAGE},  # the merger is undone: back to the status before
    "withdrawn": {},
}  # fmt: skip
UPWARD: Mapping[str, str] = {
    "declared": "verifying", "verifying": "village_review", "village_review": "township_check",
    "township_check": "county_approval", "county_approval": "monitored",
}  # fmt: skip
IDENTIFIED_FOR = timedelta(days=183)  # half a year
# What nobody is taken through whom another reported and who has not agreed.
_NEEDS_CONSENT = frozenset({"village_review", "township_check", "county_approval", "monitored"})
_NEEDS_REASON = frozenset({"rejected"})
_INCOME = re.compile(r"收入(已经?|也)?(稳|够|超|过线|达标)|income (is )?(stable|enough)")
_COSTS = re.compile(r"(支出|花销|开支|欠账|医药?费|债)(已经?|都|也)?(清|了|还|付|没)|costs? (are )?(settled|paid)")
_SIGNED = re.compile(r"签字|签了|同意|户主确认|本人确认|signed|agrees")


@dataclass(frozen=True, slots=True)
class Clearing:
    """What a cadre states when a risk is to be cleared."""

    income_stable: bool
    costs_settled: bool
    household_agrees: bool  # signed on paper; else the household is asked

    @classmethod
    def read(cls, words: str) -> "Clearing":
        """The statements in a cadre's words."""
        return cls(bool(_INCOME.search(words)), bool(_COSTS.search(words)), bool(_SIGNED.search(words)))


def refusal(case: Case, to: str, role: Role, now: datetime, reason: str = "", notice_days: int = 5) -> Refusal | None:
    """Why this step cannot be made now by this role; None where it can."""
    if role == "registry":
        return None
    allowed = STEPS[case.status].get(to)
    if allowed is None:
        return "not_next"
    if role not in allowed:
        return "not_yours"
    if not reason.strip() and (to in _NEEDS_REASON or goes_back(case.status, to)):
        return "reason"
    if to in _NEEDS_CONSENT and is_missing(case):
        return "consent"
    if to == "township_check" and not _stood(case, "village_review", timedelta(days=notice_days), now):
        return "notice_days"
    if to == "risk_cleared":
        return _not_clear(case, Clearing.read(reason), now)
    if to == "closed" and "confirmed" not in case.stages:
        return "unconfirmed"
    return None


def goes_back(before: str, to: str) -> bool:
    """A cleared risk that is there again: 回退."""
    return before in ("risk_cleared", "closed") and to == "monitored"


def next_up(case: Case, role: Role) -> str | None:
    """Where a plain "passed" brings a case; None where its status has no such step."""
    step = UPWARD.get(case.status)
    return step if step and role in STEPS[case.status][step] else None


def moved(case: Case, to: str, now: datetime) -> Mapping[str, str]:
    """The stages of a case after a step; what a household confirmed holds only until the risk comes back."""
    kept = anew(case.stages) if to == "rejected" else case.stages
    stages = {**kept, to: now.isoformat()}
    if case.status == "rejected" and to == "verifying":
        stages["upheld"] = now.isoformat()
    if goes_back(case.status, to):
        stages.pop("confirmed", None)
        stages["fell_back"] = now.isoformat()
    return stages


def _not_clear(case: Case, stated: Clearing, now: datetime) -> Refusal | None:
    if "labour_shortage" in case.risk_types:
        return "no_labour"
    if not _stood(case, "monitored", IDENTIFIED_FOR, now):
        return "six_months"
    if "assisted" not in case.stages:
        return "no_help"
    if not stated.income_stable:
        return "income"
    return None if stated.costs_settled else "costs"


def _stood(case: Case, stage: str, at_least: timedelta, now: datetime) -> bool:
    began = case.began(stage)
    return began is not None and now - began >= at_least
