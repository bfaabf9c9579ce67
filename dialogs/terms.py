"""The lists of contracts in words people say: risk types, relations, disasters, statuses, and facts put together."""

import re
from typing import Any

from dialogs.facts import day
from dialogs.types import CaseBrief, Slots
from dialogs.wording import Listed, Money, Phrase, Term
from dialogs.wording import marked as _

_WHY_AT_MOST = 12
_SAID_AT_MOST = 24  # of their own words, where no risk type says it

_LASTS = re.compile(
    r"^(好几?|几|半|[\d一二两三四五六七八九十]{1,3})(多|来|几)?(个多?)?(年|(?<=个)月|(?<=个多)月|星期|礼拜|周|天)(多|来)?$"
    r"|^(好|多)多?年$|^(for|over|about) "
)

RISKS = {
    "illness": Term("risk", "illness"),
    "schooling": Term("risk", "school costs"),
    "disability": Term("risk", "disability"),
    "disaster": Term("risk", "a disaster"),
    "accident": Term("risk", "an accident"),
    "business_failure": Term("risk", "a business or harvest that failed"),
    "employment": Term("risk", "lost work"),
    "labour_shortage": Term("risk", "nobody able to work"),
    "housing": Term("risk", "the house"),
    "water": Term("risk", "drinking water"),
    "care": Term("risk", "nobody to give care"),
    "other": Term("risk", "another hardship"),
}
_NO_INCOME = Term("risk", "no income")  # where whoever earned it is dead
RELATIONS = {
    "self": Term("relation", "yourself"),
    "spouse": Term("relation", "your spouse"),
    "child": Term("relation", "your child"),
    "parent": Term("relation", "your parent"),
    "grandparent": Term("relation", "your grandparent"),
    "grandchild": Term("relation", "your grandchild"),
    "sibling": Term("relation", "your brother or sister"),
    "other_relative": Term("relation", "your relative"),
    "neighbour": Term("relation", "your neighbour"),
}
DISASTERS = {
    "flood": Term("disaster", "flood"),
    "landslide": Term("disaster", "landslide"),
    "fire": Term("disaster", "fire"),
    "drought": Term("disaster", "drought"),
    "hail": Term("disaster", "hail"),
    "wind": Term("disaster", "strong wind"),
    "earthquake": Term("disaster", "earthquake"),
    "snow_frost": Term("disaster", "snow or frost"),
    "pest": Term("disaster", "pests"),
}
NEEDS = {
    "money": Term("need", "money"),
    "food": Term("need", "food or clothes"),
    "carer": Term("need", "somebody to care"),
}
STATUSES = {
    "declared": Term("status", "received; the cadre visits your home next"),
    "verifying": Term("status", "the village is checking at your home"),
    "village_review": Term("status", "the village is discussing it"),
    "township_check": Term("status", "the township is checking it"),
    "county_approval": Term("status", "the county is deciding"),
    "monitored": Term("status", "approved; your home is being watched over"),
    "assisted": Term("status", "help is under way"),
    "risk_cleared": Term("status", "the hardship is marked as over"),
    "closed": Term("status", "closed"),
    "rejected": Term("status", "not approved"),
    "merged": Term("status", "joined to another report"),
    "withdrawn": Term("status", "taken back by you"),
}

_ENDS_HERE = Term("status", "looked at; it ends here")  # reported for somebody who did not agree


def risks_in_words(risk_types: "list[str] | tuple[str, ...]") -> Listed:
    """The risk types of a case, as people say them."""
    return Listed(tuple(RISKS[risk] for risk in risk_types if risk in RISKS))


def why_in_words(risk_types: "list[str] | tuple[str, ...]", said: str) -> Listed | str:
    """The risk types of a case; where no list has a word for it, the beginning of what was said."""
    if said.strip() and set(risk_types) <= {"other"}:
        return f"“{said.strip()[:_WHY_AT_MOST]}”"
    return risks_in_words(risk_types)


def facts_in_words(facts: Slots) -> Listed:
    """The facts of a report in one breath: who and why, how much, how many, where, since when, phone."""
    parts: list[Any] = []
    if place := facts.get("place"):
        parts.append(place)
    if dead := facts.get("lost"):
        parts.append(Phrase(_("{who} died"), {"who": dead}))
    elif who := facts.get("who"):
        parts.append(who)
    elif facts.get("relation") in RELATIONS:
        parts.append(RELATIONS[facts["relation"]])
    risks = [
        RISKS[risk] for risk in facts.get("risk_types", ()) if risk != "disaster" or not facts.get("disaster_kind")
    ]
    if facts.get("disaster_kind") in DISASTERS:
        risks.insert(0, DISASTERS[facts["disaster_kind"]])
    if dead:
        parts.extend(
            _NO_INCOME if risk is RISKS["employment"] else risk for risk in risks if risk is not RISKS["other"]
        )
    elif set(facts.get("risk_types", ())) <= {"other"} and facts.get("said"):
        parts.append(f"“{str(facts['said'])[:_SAID_AT_MOST]}”")
    else:
        parts.extend(risks)
    if (amount := facts.get("amount")) is not None:
        parts.append(Phrase(_("money: {amount}"), {"amount": Money(amount)}))
    elif spent := facts.get("spent"):
        parts.append(Phrase(_("about: {spent}"), {"spent": spent}))
    if (people := facts.get("people")) is not None:
        parts.append(Phrase(_("{people} people"), {"people": people}))
    if event_date := day(facts.get("event_date")):
        parts.append(event_date)
    elif since := facts.get("since"):
        lasts = bool(_LASTS.search(str(since)))
        parts.append(Phrase(_("for: {since}") if lasts else _("since: {since}"), {"since": since}))
    if need := facts.get("need"):
        parts.append(Phrase(_("needed: {need}"), {"need": NEEDS.get(need, need)}))
    if (workers := facts.get("workers")) is not None:
        parts.append(Phrase(_("{workers} able to work"), {"workers": workers}))
    if phone := facts.get("phone"):
        parts.append(Phrase(_("phone {phone}"), {"phone": phone}))
    return Listed(tuple(parts))


DUES = {
    "take_up": Term("due", "taking it up"),
    "check": Term("due", "the visit to the home"),
    "refusal": Term("due", "the word after the visit"),
    "decision": Term("due", "the decision"),
    "relief": Term("due", "the help itself"),
    "papers": Term("due", "the papers"),
}
# Where the step a case stands at is what is due.
_ITSELF = {("declared", "check"), ("verifying", "check"), ("county_approval", "decision")}


def is_due_itself(status: str, what: str | None) -> bool:
    """Whether the due day is that of the step a case stands at, and not of one that comes later."""
    return what not in DUES or (status, what) in _ITSELF


def status_in_words(case: CaseBrief) -> Phrase:
    """Where a case stands, by when the step is due, and the note that came with it."""
    ended_by_it = case.status == "withdrawn" and case.details.get("consent") == "refused"
    values: dict[str, Any] = {
        "number": case.number,
        "risks": why_in_words(case.risk_types, case.own_words),
        "status": _ENDS_HERE if ended_by_it else STATUSES[case.status],
        "day": case.due_on,
        "cadre": case.cadre,
    }
    if case.paused and not case.ended:
        return Phrase(_("{number} ({risks}): {status}. It rests for now; the time does not count."), values)
    if case.due_at is not None and not case.ended:
        values["moment"] = case.due_at
        if case.late == "overdue":
            return Phrase(_("{number} ({risks}): help was due by {moment} and is late."), values)
        return Phrase(_("{number} ({risks}): help is due by {moment}."), values)
    if case.due_on and not case.ended:
        if case.late == "overdue":
            return Phrase(_("{number} ({risks}): {status}. It was due by {day} and is late."), values)
        if not case.holidays_known:
            values["year"] = case.due_on.year
            return Phrase(
                _("{number} ({risks}): {status}, by {day}, or a little later: {year} holidays are not out."), values
            )
        if not is_due_itself(case.status, case.due_what):
            values["what"] = DUES[case.due_what or ""]
            return Phrase(_("{number} ({risks}): {status}; {what} by {day} at the latest."), values)
        return Phrase(_("{number} ({risks}): {status}, by {day} at the latest."), values)
    return Phrase(_("{number} ({risks}): {status}."), values)
