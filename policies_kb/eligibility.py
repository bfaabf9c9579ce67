"""What the documents give a household like this one, in its area: from the cards, and whom each card is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from policies_kb.answer import in_script
from policies_kb.areas import is_under, normalise
from policies_kb.documents import BadDocument, Holding
from policies_kb.register import read_holdings
from policies_kb.types import Card, Clause, Document, Language

# What a household may have said of itself. A fact is a set of words; one never asked is missing.
FACTS: Mapping[str, frozenset[str]] = {
    "home": frozenset({"elder", "student", "disabled", "ill", "left_child", "nobody"}),
    "school": frozenset({"kindergarten", "compulsory", "senior", "vocational", "university"}),
    "work": frozenset({"away", "farm", "no_work", "none_able"}),
    "house": frozenset({"fine", "unsafe", "bad_land"}),
    "water": frozenset({"unsafe"}),
    "status": frozenset({"registered", "low_income", "none", "unknown"}),
    "allowance": frozenset({"yes", "no", "unknown"}),
    "trouble": frozenset({"yes"}),
}
# What has to be known besides, and what an office decides: in words for the end of the list.
CONDITIONS: Mapping[str, tuple[str, str]] = {
    "registered": ("是不是建档立卡户", "whether you are a registered household"),
    "poor": ("算不算困难户", "whether you count as a poor household"),
    "low_income": ("算不算低收入农户", "whether you count as a low-income household"),
    "hard_up": ("算不算困难家庭", "whether you count as a household in need"),
    "income": ("全家收入多少", "the income of the whole family"),
    "severe": ("残疾证上是几级", "the grade on the disability card"),
    "alone": ("老人身边有没有儿女", "whether children live with the elder"),
    "no_one": ("老人有没有人养", "whether anybody supports the elder"),
    "willing": ("村里算不算搬迁范围", "whether the village is to be moved"),
    "first_tier": ("考的是不是一本", "whether it is a first-tier university"),
    "young": ("是不是刚毕业没升学", "whether they just left school"),
    "new_student": ("是不是大学新生", "whether it is the first year"),
    "chronic": ("是不是慢性病", "whether the illness is chronic"),
    "by_disaster": ("房子是不是遭灾坏的", "whether a disaster damaged the house"),
    "child_ill": ("病的是不是孩子", "whether the patient is a child"),
    "child_disabled": ("残疾的是不是孩子", "whether the disabled one is a child"),
    "steep": ("地是不是25度以上的坡地", "whether the land is a slope of 25 degrees or more"),
    "extreme": ("是不是特困户", "whether you count as extremely poor"),
    "can_work": ("还能不能干活", "whether they can still work"),
}
_POOR = frozenset({"poor", "low_income", "hard_up"})  # not asked of who is registered or on the allowance
_CONDITIONS_SAID = 3


@dataclass(frozen=True, slots=True)
class Support:
    """One thing a document gives, and whom it is for."""

    card: Card
    clause: Clause
    document: Document
    topic: str
    zh: str
    en: str
    needs: Mapping[str, frozenset[str]]  # fact -> any of these
    conditions: tuple[str, ...]
    minor: bool = False  # told after everything else


@dataclass(frozen=True, slots=True)
class Given:
    """A support that fits, and what is still to be known for it."""

    support: Support
    missing: tuple[str, ...]


def read_supports(*folders: Path) -> tuple[Support, ...]:
    """Every support of the documents below these folders; raises BadDocument where an entry names what is not there."""
    return tuple(support for holding in read_holdings(folders) for support in _supports_of(holding))


def fitting(supports: tuple[Support, ...], facts: Mapping[str, frozenset[str]], area: str | None) -> tuple[Given, ...]:
    """What fits a household, its own place's documents first, one of each topic."""
    found: dict[str, Given] = {}
    for support in sorted(supports, key=lambda each: -len(normalise(each.document.jurisdiction))):
        if not _holds_in(support.document, area) or support.topic in found:
            continue
        missing = _missing(support, facts)
        if missing is not None:
            found[support.topic] = Given(support, missing)
    return tuple(sorted(found.values(), key=lambda given: (given.support.minor, len(given.missing))))


def unwritten(given: tuple[Given, ...], facts: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Of what is wrong with the house or its water: that of which no paper of the area says anything."""
    needed = {fact for each in given for fact, values in each.support.needs.items() if "unsafe" in values}
    return tuple(fact for fact in ("house", "water") if "unsafe" in facts.get(fact, ()) and fact not in needed)


def render_given(given: tuple[Given, ...], language: Language) -> str:
    """The list: by document, with its year and the place in it; then what is still to be known."""
    english = language == "en"
    by_document: dict[str, list[Given]] = {}
    for each in given:
        by_document.setdefault(each.support.document.id, []).append(each)
    lines = [_of_document(each, english) for each in by_document.values()]
    asked = list(dict.fromkeys(condition for each in given for condition in each.missing))[:_CONDITIONS_SAID]
    if asked and english:
        lines.append(f"Still to be known: {', '.join(CONDITIONS[each][1] for each in asked)}.")
    elif asked:
        lines.append(f"还要弄清：{'、'.join(CONDITIONS[each][0] for each in asked)}。")
    return in_script("\n".join(lines), language)


def _of_document(given: list[Given], english: bool) -> str:
    document = given[0].support.document
    if english:
        helps = "; ".join(f"{each.support.en} ({each.support.clause.label_en})" for each in given)
        return f"{document.short_en}, {document.published[:4]}: {helps}."
    helps = "；".join(f"{each.support.zh}（{each.support.clause.label}）" for each in given)
    return f"《{document.short}》{document.published[:4]}年：{helps}。"


def _holds_in(document: Document, area: str | None) -> bool:
    if not normalise(document.jurisdiction):
        return True
    return area is not None and is_under(area, document.applies_to or (document.jurisdiction,))


def _missing(support: Support, facts: Mapping[str, frozenset[str]]) -> tuple[str, ...] | None:
    """What is still to be known for a support; None where it does not fit."""
    for fact, values in support.needs.items():
        if not facts.get(fact, frozenset()) & values:
            return None
    status = facts.get("status", frozenset())
    helped = "registered" in status or "yes" in facts.get("allowance", frozenset())
    if "registered" in support.conditions and status and not status & {"registered", "unknown"}:
        return None
    known = (_POOR if helped else frozenset()) | ({"registered"} & status) | ({"low_income"} & status)
    return tuple(condition for condition in support.conditions if condition not in known)


def _supports_of(holding: Holding) -> list[Support]:
    path = holding.folder / "for_whom.yml"
    if not path.is_file():
        return []
    cards = {card.id: card for card in holding.cards}
    clauses = {clause.id: clause for clause in holding.clauses}
    found = []
    for entry in yaml.load(path.read_text(encoding="utf8"), Loader=yaml.CSafeLoader):
        name = f"{holding.document.id}/{entry['card']}"
        needs = {fact: frozenset(values) for fact, values in entry["for"].items()}
        conditions = tuple(entry.get("if", ()))
        odd = [f"{fact}: {value}" for fact, values in needs.items() for value in values - FACTS.get(fact, frozenset())]
        if name not in cards or odd or set(conditions) - set(CONDITIONS):
            raise BadDocument(f"{path.parent.name}/{path.name}: {name} {' '.join(odd)} is not known")
        card = cards[name]
        found.append(
            Support(
                card, clauses[card.clause], holding.document, entry["topic"], entry["zh"], entry["en"], needs,
                conditions, entry.get("minor", False),
            )
        )  # fmt: skip
    return found
