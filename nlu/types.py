"""The values of understanding: entities, urgency, and an utterance read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Intent = Literal[
    "greet", "goodbye", "thanks", "affirm", "deny", "cancel", "help", "change_language", "opt_out", "opt_in",
    "ask_policy", "check_eligibility", "report_hardship", "report_emergency", "ask_case_status", "update_case",
    "request_human", "complain", "out_of_scope",
]  # fmt: skip
RiskType = Literal[
    "illness", "schooling", "disability", "disaster", "accident", "business_failure", "employment",
    "labour_shortage", "housing", "water", "care", "other",
]  # fmt: skip
UrgencyLevel = Literal["critical", "high", "normal"]
Relation = Literal[
    "self", "spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other_relative", "neighbour",
]  # fmt: skip
DisasterKind = Literal["flood", "landslide", "fire", "drought", "hail", "wind", "earthquake", "snow_frost", "pest"]
Danger = Literal[
    "unconscious", "not_breathing", "choking", "bleeding", "stroke", "chest_pain", "fits", "childbirth", "allergy",
    "pesticide", "poisoning", "mushroom", "carbon_monoxide", "burns", "electricity", "drowning", "snake", "animal_bite",
    "fall", "traffic", "pit", "cold", "heat", "fire", "flood", "landslide", "earthquake", "storm", "trapped", "missing",
    "violence", "child_abuse", "suicide", "suicide_attempt", "child_alone", "no_supplies", "mental_crisis", "other",
]  # fmt: skip
Language = Literal["zh-Hans", "zh-Hant", "en"]
SlotValue = str | int | float | date


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the original text that names something: `text[start:end]`, its type and its exact value."""

    type: str  # relation, disaster_kind, amount, people, event_date, phone, place
    value: SlotValue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent, which danger, and why: each reason a short phrase a person can check."""

    level: UrgencyLevel
    danger: Danger | None = None  # chooses the emergency guidance; None when nobody is in danger
    reasons: tuple[str, ...] = ()
    sureness: float = 1.0  # how sure the alarm is, 0 to 1: the second voice's share, 1 where it was not asked


@dataclass(frozen=True, slots=True)
class Understanding:
    """An utterance read.

    `intent` is `report_emergency` exactly when `urgency.level` is `critical`. `also` holds further intents of the
    same message (greets and reports), the strongest first. `language` is None where the text does not show one
    (digits, emoji, two shared characters).
    """

    intent: Intent
    confidence: float  # 0 to 1
    risk_types: tuple[RiskType, ...] = ()
    urgency: Urgency = Urgency("normal")
    entities: tuple[Entity, ...] = ()
    slots: Mapping[str, SlotValue] = field(default_factory=dict)  # the slots of contracts: one exact value each
    also: tuple[Intent, ...] = ()
    language: Language | None = None
    plain: str = ""  # the message in its plain spelling: simplified, half width, dialect words made common ones
    child_writer: bool = False  # the words sound like a child writing alone
