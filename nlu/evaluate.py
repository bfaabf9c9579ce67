"""How well messages are understood: per intent, language and style, with what was confused and how urgency erred."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from nlu.classifier import Model
from nlu.cues import Cues
from nlu.normalise import normalise
from nlu.pipeline import train_intents, trained_as
from nlu.training_data import Example, TrainingData
from nlu.types import Understanding

FOLDS, BLOCK = 5, 15  # held out are blocks of neighbours, for they resemble each other
BINS = 10

Reader = Callable[[str, datetime], Understanding]


@dataclass(frozen=True, slots=True)
class Case:
    """A message with what it means; where several readings are right, any of them."""

    text: str
    now: datetime
    intents: tuple[str, ...]
    urgencies: tuple[str, ...] = ()  # empty: not judged
    risk_types: frozenset[str] = frozenset()
    risk_optional: frozenset[str] = frozenset()
    slots: Mapping[str, tuple[Any, ...]] | None = None
    language: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: how many, how precise, how complete, and what was said instead."""

    group: str  # intent, language or style
    name: str
    count: int
    precision: float
    recall: float
    confused_with: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages read with about the same confidence: what it claimed, and how many were right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class UrgencyError:
    """One message whose urgency was judged wrong, with the judge's own reasons."""

    text: str
    wanted: tuple[str, ...]
    got: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole evaluation, figures between 0 and 1."""

    count: int
    intent_accuracy: float
    emergency_recall: float
    false_alarms: float
    high_recall: float
    risk_type_f1: float
    slot_recall: float
    slots: Mapping[str, float]  # recall by slot
    rows: tuple[Row, ...]
    calibration: tuple[Bin, ...]
    calibration_error: float
    urgency_errors: tuple[UrgencyError, ...]


def evaluate(cases: Sequence[Case], understand: Reader) -> Report:
    """Read every case and compare."""
    return _report([(case, understand(case.text, case.now)) for case in cases])


def evaluate_held_out(training: TrainingData, cue_words: Cues, many: int = FOLDS) -> Report:
    """Train on four fifths of the training data and read the fifth, for so many of the fifths: intents only.

    An emergency counts as a report there, for how grave it is the judge of urgency says.
    """
    now = datetime(2026, 1, 1)  # noqa: DTZ001 - no date is read here
    folds: list[list[Example]] = [[] for _ in range(FOLDS)]
    for i, example in enumerate(training.examples):
        folds[(i // BLOCK) % FOLDS].append(example)
    pairs = []
    for held in folds[:many]:
        apart = {example.text for example in held}
        rest = replace(
            training,
            examples=tuple(example for fold in folds if fold is not held for example in fold),
            risk_examples=tuple(report for report in training.risk_examples if report.text not in apart),
        )
        model = train_intents(rest, cue_words)
        pairs += [
            (Case(e.text, now, (trained_as(e.intent),), language=e.language, style=e.source), _read_by(model, e.text))
            for e in held
        ]
    return _report(pairs)


def read_cases(path: Path) -> list[Case]:
    """Read labelled messages, one JSON object a line: text, now, intent, urgency, risk_types, slots, style.

    Raises ValueError that names the line that cannot be read.
    """
    cases = []
    for number, line in enumerate(path.read_bytes().decode("utf-8-sig").split("\n"), 1):
        if line.strip():
            try:
                cases.append(_case(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path.name}, line {number}: {type(error).__name__}: {error}") from None
    return cases


def render_report(report: Report) -> str:
    """Render the report as plain text, one table after the other."""
    lines = [
        f"messages {report.count}",
        f"intent {report.intent_accuracy:.3f}",
        f"emergencies found {report.emergency_recall:.3f}, false alarms {report.false_alarms:.3f}, "
        f"high found {report.high_recall:.3f}, risk types F1 {report.risk_type_f1:.3f}",
        f"slots {report.slot_recall:.3f}: " + ", ".join(f"{name} {share:.3f}" for name, share in report.slots.items()),
        f"calibration error {report.calibration_error:.3f}",
    ]
    for group in ("intent", "language", "style"):
        lines += ["", f"{group:<24}{'count':>7}{'precision':>11}{'recall':>8}  confused with"]
        for row in (row for row in report.rows if row.group == group):
            confused = ", ".join(f"{name} {count}" for name, count in row.confused_with)
            lines.append(f"{row.name:<24}{row.count:>7}{row.precision:>11.3f}{row.recall:>8.3f}  {confused}")
    lines += ["", "confidence   count   right"]
    lines += [f"{one.confidence:>10.2f}{one.count:>8}{one.accuracy:>8.2f}" for one in report.calibration]
    lines += ["", f"urgency errors: {len(report.urgency_errors)}"]
    lines += [
        f"- {e.text} | wanted {'/'.join(e.wanted)} | got {e.got} | {'; '.join(e.reasons)}"
        for e in report.urgency_errors
    ]
    return "\n".join(lines)


def _read_by(model: Model, text: str) -> Understanding:
    intent, confidence = model.rank(normalise(text).text)[0]
    return Understanding(intent, confidence)


def _case(line: Mapping[str, Any]) -> Case:
    text = str(line["text"])
    return Case(
        text=text,
        now=datetime.fromisoformat(line["now"]),
        intents=_several(line["intent"]),
        urgencies=_several(line.get("urgency")),
        risk_types=frozenset(line.get("risk_types") or ()),
        risk_optional=frozenset(line.get("risk_optional") or ()),
        slots={name: _several(value) for name, value in (line.get("slots") or {}).items()},
        language=normalise(text).language or "none",
        style=str(line.get("style") or ""),
    )


def _several(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - what JSON gives
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _report(pairs: Sequence[tuple[Case, Understanding]]) -> Report:
    critical = [meant for case, meant in pairs if case.urgencies == ("critical",)]
    high = [meant for case, meant in pairs if "high" in case.urgencies]
    calm = [meant for case, meant in pairs if not {"critical", "high"}.intersection(case.urgencies)]
    bins, slots = tuple(_bins(pairs)), _slots_found(pairs)
    return Report(
        count=len(pairs),
        intent_accuracy=_share(meant.intent in case.intents for case, meant in pairs),
        emergency_recall=_share(meant.urgency.level == "critical" for meant in critical),
        false_alarms=_share((meant.urgency.level == "critical" for meant in calm), nothing=0.0),
        high_recall=_share(meant.urgency.level != "normal" for meant in high),
        risk_type_f1=_risk_type_f1(pairs),
        slot_recall=_share(right for found in slots.values() for right in found),
        slots={name: _share(found) for name, found in sorted(slots.items())},
        rows=tuple(_rows(pairs)),
        calibration=bins,
        calibration_error=sum(one.count * abs(one.confidence - one.accuracy) for one in bins) / max(1, len(pairs)),
        urgency_errors=tuple(
            UrgencyError(case.text, case.urgencies, meant.urgency.level, meant.urgency.reasons)
            for case, meant in pairs
            if case.urgencies and meant.urgency.level not in case.urgencies
        ),
    )


def _share(right: Iterable[bool], nothing: float = 1.0) -> float:
    answers = list(right)
    return sum(answers) / len(answers) if answers else nothing


def _risk_type_f1(pairs: Sequence[tuple[Case, Understanding]]) -> float:
    right = missed = wrong = 0
    for case, meant in pairs:
        said = set(meant.risk_types)
        right += len(said & case.risk_types)
        missed += len(case.risk_types - said)
        wrong += len(said - case.risk_types - case.risk_optional)
    return 2 * right / (2 * right + missed + wrong) if right + missed + wrong else 1.0


def _slots_found(pairs: Sequence[tuple[Case, Understanding]]) -> Mapping[str, list[bool]]:
    found: dict[str, list[bool]] = defaultdict(list)
    for case, meant in pairs:
        for name, values in (case.slots or {}).items():
            found[name].append(_same(name, meant.slots.get(name), values))
    return found


def _same(name: str, value: object, wanted: Sequence[object]) -> bool:
    if value is None:
        return False
    said = value.isoformat() if isinstance(value, date) else str(value)
    return any(said == str(one) or (name == "place" and (said in str(one) or str(one) in said)) for one in wanted)


def _rows(pairs: Sequence[tuple[Case, Understanding]]) -> list[Row]:
    """Give the rows of intents, then of languages and styles, where precision is the share of right intents."""
    said = Counter(meant.intent for _, meant in pairs)
    wanted: dict[str, list[tuple[Case, Understanding]]] = defaultdict(list)
    for case, meant in pairs:
        wanted[meant.intent if meant.intent in case.intents else case.intents[0]].append((case, meant))
    rows = []
    for name, own in sorted(wanted.items()):
        row = _row("intent", name, own)
        right = round(row.recall * row.count)
        rows.append(replace(row, precision=right / said[name] if said[name] else 1.0))  # type: ignore[index]
    for group in ("language", "style"):
        parts: dict[str, list[tuple[Case, Understanding]]] = defaultdict(list)
        for case, meant in pairs:
            parts[getattr(case, group)].append((case, meant))
        rows += [_row(group, name, own) for name, own in sorted(parts.items()) if name]
    return rows


def _row(group: str, name: str, own: Sequence[tuple[Case, Understanding]]) -> Row:
    right = _share(meant.intent in case.intents for case, meant in own)
    confused = Counter(str(meant.intent) for case, meant in own if meant.intent not in case.intents)
    return Row(group, name, len(own), right, right, tuple(confused.most_common(3)))


def _bins(pairs: Sequence[tuple[Case, Understanding]]) -> Iterable[Bin]:
    parts: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case, meant in pairs:
        parts[min(BINS - 1, int(meant.confidence * BINS))].append((meant.confidence, meant.intent in case.intents))
    for _, part in sorted(parts.items()):
        yield Bin(len(part), sum(c for c, _ in part) / len(part), _share(right for _, right in part))
