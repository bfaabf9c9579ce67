"""When two reports are one case: the same person, the same danger or risk, within a window."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.cases.types import Case

CRITICAL_WINDOW = timedelta(hours=6)
RISK_WINDOW = timedelta(days=30)
AT_ONCE = timedelta(minutes=5)  # whoever writes again this soon writes of the same danger, in whatever words
SOON = timedelta(minutes=30)  # and this soon, if it is of the same person

# Dangers that are told of in different words for the same event.
_KINDS = {
    "fire": "fire", "flood": "flood", "storm": "flood", "landslide": "landslide", "earthquake": "earthquake",
    "violence": "violence", "child_abuse": "violence", "mental_crisis": "violence",
    "suicide": "suicide", "suicide_attempt": "suicide", "missing": "missing", "snake": "snake",
    "animal_bite": "snake", "childbirth": "childbirth", "no_supplies": "no_supplies", "child_alone": "child_alone",
    "drowning": "pit", "pit": "pit",  # a cistern is both
    "electricity": "electricity", "carbon_monoxide": "carbon_monoxide",
    "pesticide": "poisoning", "poisoning": "poisoning", "mushroom": "poisoning", "traffic": "traffic",
}  # fmt: skip
# Signs that go with any of the others: somebody pulled from a fire is unconscious and bleeds.
_SIGNS = frozenset({"unconscious", "not_breathing", "bleeding", "trapped", "fall", "burns", "other", "cold", "heat"})


def same_emergency(
    cases: Iterable[Case], danger: str | None, relation: str | None, now: datetime, *, same_writer: bool
) -> Case | None:
    """The open critical case of this household that a new alarm belongs to, the newest first, or None."""
    for case in sorted(cases, key=lambda case: case.id, reverse=True):
        if case.ended or case.urgency != "critical" or now - case.opened_at > CRITICAL_WINDOW:
            continue
        if _same_danger(case.danger, danger) and _may_be_same_person(case.relation, relation, same_writer):
            return case
        since = now - case.changed_at
        same_person = relation is not None and relation == case.relation
        unsaid = relation is None or case.relation is None
        if same_writer and ((since <= AT_ONCE and (unsaid or same_person)) or (since <= SOON and same_person)):
            return case
    return None


def same_risk(
    cases: Iterable[Case], risk_types: Iterable[str], relation: str | None, now: datetime, *, same_writer: bool
) -> Case | None:
    """The open case of this household about the same person and an overlapping risk, or None."""
    wanted = set(risk_types)
    for case in sorted(cases, key=lambda case: case.id, reverse=True):
        if case.ended or case.urgency == "critical" or now - case.opened_at > RISK_WINDOW:
            continue
        if wanted & set(case.risk_types) and _may_be_same_person(case.relation, relation, same_writer):
            return case
    return None


def look_alike(case: Case, others: Iterable[Case]) -> Case | None:
    """An open case of somebody else that may be of the same event: the same phone, name or place, and the same risk.

    Two strangers are never joined by themselves: each would learn of the other's case. A cadre decides.
    """
    for other in others:
        if other.id == case.id or other.ended or not _shares_a_mark(case, other):
            continue
        if case.urgency == "critical":
            found = same_emergency([other], case.danger, case.relation, case.opened_at, same_writer=False)
        else:
            found = same_risk([other], case.risk_types, case.relation, case.opened_at, same_writer=False)
        if found is not None:
            return found
    return None


# What a case takes over from one that is joined to it.
_TAKEN = ("urgency", "area", "danger", "relation", "callback", "risk_types", "details", "stages")


def taken_over(before: Case, kept: Case) -> Mapping[str, Any]:
    """What a merger changed in the case that is kept: field -> before and after, as JSON values."""
    pairs = ((name, _plain(getattr(before, name)), _plain(getattr(kept, name))) for name in _TAKEN)
    return {name: [old, new] for name, old, new in pairs if old != new}


def given_back(kept: Case, taken: Mapping[str, Any]) -> Case:
    """The case without what a merger brought it; what was said of it since then stays."""
    changed: dict[str, Any] = {}
    for name, (old, new) in taken.items():
        now = _plain(getattr(kept, name))
        if isinstance(now, dict):
            brought = {key for key in {*old, *new} if old.get(key) != new.get(key) and now.get(key) == new.get(key)}
            changed[name] = {key: value for key, value in now.items() if key not in brought} | {
                key: old[key] for key in brought if key in old
            }
        elif isinstance(now, list):
            changed[name] = tuple(each for each in now if each in old or each not in new)
        elif now == new:
            changed[name] = old
    return replace(kept, **changed)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    return dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, tuple) else value


def _shares_a_mark(first: Case, second: Case) -> bool:
    marks = (
        (first.callback, second.callback),
        (first.reporter, second.reporter),
        (first.details.get("place"), second.details.get("place")),
    )
    return any(one is not None and one == other for one, other in marks)


def _same_danger(first: str | None, second: str | None) -> bool:
    if first is None or second is None or first == second or first in _SIGNS or second in _SIGNS:
        return True
    return _KINDS.get(first, "medical") == _KINDS.get(second, "medical")


# One writer's mother is another's wife: between different writers these name the same person or may.
_ELDERS = frozenset({"parent", "grandparent", "spouse", "self", "other_relative", "sibling", "neighbour"})
_YOUNG = frozenset({"child", "grandchild", "sibling", "self", "other_relative", "neighbour"})


def _may_be_same_person(first: str | None, second: str | None, same_writer: bool) -> bool:
    if first is None or second is None or first == second:
        return True
    if same_writer:
        return False
    return {first, second} <= _ELDERS or {first, second} <= _YOUNG
