"""The notice board of a village: the households under review, by the allow-list of the public notice."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.cases.consent import is_missing
from bot.cases.procedure import Profiles, profile_for
from bot.cases.public_notice import public_notice
from bot.store.cases import cases_under
from bot.store.store import Tx
from policies_kb.areas import normalise
from policies_kb.places import township_name


def board(tx: Tx, profiles: Profiles, zone: ZoneInfo, area: str) -> Iterator[str]:
    """The lines that hang in a village: cases in village review, oldest first."""
    for case in cases_under(tx, normalise(area)):
        if case.status != "village_review" or (began := case.began("village_review")) is None:
            continue
        if is_missing(case):
            continue  # nobody hangs there who has not agreed
        fields = {
            "village": case.details.get("place") or township_name(case.area or ""),
            "householder": case.reporter,
            "people": case.details.get("people"),
            "risk_types": case.risk_types,
        }
        days = profile_for(profiles, case.area, case.urgency).notice_days
        yield from public_notice(fields, began.astimezone(zone).date(), days).lines()
