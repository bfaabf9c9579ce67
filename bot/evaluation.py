"""`evaluate`: how well messages are understood and questions answered, and whether that meets the floors."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.app import NLU_DATA
from bot.asking import Asking, Reading
from bot.settings import Settings
from nlu.cues import read_cues
from nlu.evaluate import Report, evaluate_held_out, read_cases, render_report
from nlu.evaluate import evaluate as evaluate_messages
from nlu.training_data import read_training_data
from policies_kb.judging import PolicyCase, PolicyReport, Told, judge_answers, read_policy_cases, render_policy_report

_MESSAGES = (
    "intent_accuracy", "emergency_recall", "false_alarms", "high_recall", "risk_type_f1", "slot_recall",
    "calibration_error",
)  # fmt: skip
_HELD_OUT = ("intent_accuracy", "calibration_error")
_POLICY = ("first_citation", "facts", "abstention_f1", "misleading")
_LOWER_IS_BETTER = ("false_alarms", "calibration_error", "misleading")


@dataclass(frozen=True, slots=True)
class Judged:
    """What was evaluated: messages of a file, held-out training data, questions of policy."""

    messages: Report | None = None
    held_out: Report | None = None
    policy: PolicyReport | None = None

    def figures(self) -> dict[str, float]:
        """The figures that have floors, by name."""
        parts = (
            ("", self.messages, _MESSAGES),
            ("held_out_", self.held_out, _HELD_OUT),
            ("policy_", self.policy, _POLICY),
        )
        return {f"{part}{name}": getattr(report, name) for part, report, names in parts if report for name in names}

    def as_json(self) -> dict[str, Any]:
        """Everything, each part under its name."""
        return {name: report for name, report in asdict(self).items() if report is not None}

    def render(self) -> str:
        """Everything as plain text."""
        parts = [render_report(report) for report in (self.messages, self.held_out) if report]
        return "\n\n".join(parts + ([render_policy_report(self.policy)] if self.policy else []))


def evaluate_training_data(folds: int) -> Judged:
    """Evaluate our engine on so many fifths of its training data, each held out."""
    return Judged(held_out=evaluate_held_out(read_training_data(NLU_DATA), read_cues(NLU_DATA), folds))


def evaluate(settings: Settings, cases: Path | None = None, questions: Path | None = None) -> Judged:
    """Evaluate the files that are given. Raises OSError, or ValueError that names file and line."""
    messages = policy = None
    if cases is not None:
        labelled = read_cases(cases)
        with Reading(settings) as reading:
            messages = evaluate_messages(labelled, reading.understand)
    if questions is not None:
        asked = read_policy_cases(questions)
        asking = Asking(settings)
        policy = judge_answers(asked, lambda case: _told(asking, case))
    return Judged(messages=messages, policy=policy)


def read_floors(path: Path) -> dict[str, float]:
    """The table `tool.hearthline.floors` of a pyproject.toml. Raises OSError, or ValueError where it has none."""
    table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("hearthline", {}).get("floors")
    if not isinstance(table, dict):
        raise ValueError(f"{path.name} has no [tool.hearthline.floors]")
    return {name: float(value) for name, value in table.items()}


def short_of(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """A sentence for each figure that misses its floor; figures without a floor are passed over."""
    sentences = []
    for name, floor in floors.items():
        is_ceiling = name.endswith(_LOWER_IS_BETTER)
        if name in figures and (figures[name] > floor if is_ceiling else figures[name] < floor):
            sentences.append(
                f"{name} is {figures[name]:.4g}, {'at most' if is_ceiling else 'at least'} {floor:.4g} wanted"
            )
    return sentences


def _told(asking: Asking, case: PolicyCase) -> Told:
    answered = asking.answer_line({"question": case.question, "area": case.area, "lang": case.lang})
    return Told(answered["answer"], tuple(each["clause"] for each in answered["citations"]), answered["abstained"])
