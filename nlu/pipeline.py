"""Understanding whole: a text and its time in, an Understanding out."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nlu import classifier, cues, normalise, training_data
from nlu.classifier import Model, read_model, save, train
from nlu.cues import Cues, read_cues
from nlu.entities import find_named
from nlu.normalise import Normalised
from nlu.risk import read_risks
from nlu.training_data import Example, read_training_data
from nlu.types import Intent, RiskType, Understanding, Urgency
from nlu.urgency import read_urgency

REPORTS: frozenset[Intent] = frozenset(("report_hardship", "report_emergency", "update_case"))
ASKING: frozenset[Intent] = frozenset(("ask_policy", "check_eligibility", "ask_case_status", "help"))
ALSO_FROM = 0.2  # an intent this likely beside the first is said too
CHOICES: dict[str, Intent] = {"1": "affirm", "2": "deny"}

Judge = Callable[[Normalised, datetime], Urgency]
FindRisks = Callable[[Normalised], tuple[RiskType, ...]]


@dataclass(frozen=True, slots=True)
class Understand:
    """The embedded engine: a model for intents, a judge for urgency, rules for why a household may fall back."""

    model: Model
    judge: Judge
    find_risks: FindRisks

    def __call__(self, text: str, now: datetime) -> Understanding:
        """Read one message written at `now`; never fails."""
        said = normalise.normalise(text)
        urgency = self.judge(said, now)
        ranked = _ranked(said, self.model)
        intent, confidence = combine(ranked, urgency)
        named = find_named(said, now)
        reports = intent in REPORTS
        return Understanding(
            intent=intent,
            confidence=round(confidence, 4),
            risk_types=self.find_risks(said) if reports else (),
            urgency=urgency if intent in ("report_hardship", "report_emergency") else Urgency("normal"),
            entities=named.entities,
            slots=named.slots,
            also=_also(intent, ranked),
            language=said.language,
            plain=said.text,
        )

    def batch(self, texts: Sequence[tuple[str, datetime]]) -> list[Understanding]:
        """Read many messages, each with its own time."""
        return [self(text, now) for text, now in texts]


def combine(ranked: list[tuple[Intent, float]], urgency: Urgency) -> tuple[Intent, float]:
    """Join what the model and the judge say: a life in danger is an emergency whatever else the message looks like."""
    intent, confidence = ranked[0]
    if urgency.level == "critical":
        return "report_emergency", max(0.9, confidence)
    if urgency.level == "high" and intent not in REPORTS | ASKING:
        return "report_hardship", max(0.6, dict(ranked).get("report_hardship", 0.0))
    return intent, confidence


def read_understand(data: Path, cache: Path) -> Understand:
    """Read the engine for a data folder: the model of the cache if it fits data and code, else a newly trained one."""
    path = cache / f"intents-{_key(data)}.npz"
    if path.exists():
        model = read_model(path, read_cues(data))
    else:
        model = train_intents(read_training_data(data).examples, read_cues(data))
        save(model, path)
    return Understand(model, read_urgency(data).judge, read_risks(data).find)


def train_intents(examples: Sequence[Example], cue_words: Cues) -> Model:
    """Train the model of intents; an emergency is a report there, how grave it is the judge decides."""
    labelled = [(normalise.normalise(example.text).text, _trained_as(example.intent)) for example in examples]
    return train(labelled, cue_words)


def _trained_as(intent: Intent) -> Intent:
    return "report_hardship" if intent == "report_emergency" else intent


def _key(data: Path) -> str:
    """Give a short name for exactly this data and this code."""
    code = (Path(module.__file__ or "") for module in (classifier, cues, normalise, training_data))
    digest = hashlib.sha256()
    for path in (*sorted(data.glob("*/*.yml")), *code):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _ranked(said: Normalised, model: Model) -> list[tuple[Intent, float]]:
    text = said.text.strip(".。,!? ")
    if text in CHOICES:
        return [(CHOICES[text], 1.0)]
    if not any(character.isalpha() for character in text):
        return [("out_of_scope", 1.0)]
    return model.rank(said.text)


def _also(intent: Intent, ranked: list[tuple[Intent, float]]) -> tuple[Intent, ...]:
    return tuple(other for other, share in ranked if share >= ALSO_FROM and other != intent)
