"""How well policy questions are answered: right, wrong, and when nothing is said, whether rightly."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import opencc

from policies_kb.documents import BadDocument
from policies_kb.evaluate import as_list, read_lines

Outcome = Literal["answered right", "answered wrong", "abstained rightly", "abstained wrongly"]
OUTCOMES: tuple[Outcome, ...] = ("answered right", "answered wrong", "abstained rightly", "abstained wrongly")
_COMMA = re.compile(r"(?<=\d)[,，](?=\d{3})")


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """A question, with the clauses that may be cited first, or that there is no answer; `must` holds alternatives."""

    question: str
    area: str | None
    lang: str | None
    gold: tuple[str, ...]
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    abstain: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered: the words, the clauses cited, best first; none where nothing was answered."""

    text: str
    clauses: tuple[str, ...]
    abstained: bool


@dataclass(frozen=True, slots=True)
class PolicyError:
    """One question that was answered or left unanswered wrongly."""

    question: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyReport:
    """How many questions came out how, the figures between 0 and 1, and each error."""

    count: int
    outcomes: Mapping[str, int]
    styles: Mapping[str, Mapping[str, int]]
    first_citation: float
    facts: float
    abstention_f1: float
    misleading: int
    errors: tuple[PolicyError, ...]


def judge_answers(cases: Sequence[PolicyCase], answer: Callable[[PolicyCase], Told]) -> PolicyReport:
    """Ask every question and compare."""
    pairs = [(case, answer(case)) for case in cases]
    judged = [(case, *_outcome(case, told)) for case, told in pairs]
    outcomes = Counter(outcome for _, outcome, _ in judged)
    styles: dict[str, Counter[str]] = defaultdict(Counter)
    for case, outcome, _ in judged:
        styles[case.style][outcome] += 1
    answerable = [(case, told) for case, told in pairs if not case.abstain]
    with_facts = [(case, told) for case, told in answerable if case.must]
    rightly = outcomes["abstained rightly"]
    unanswerable = len(pairs) - len(answerable)
    abstained = rightly + outcomes["abstained wrongly"]
    return PolicyReport(
        count=len(pairs),
        outcomes={outcome: outcomes[outcome] for outcome in OUTCOMES},
        styles={style: {outcome: of[outcome] for outcome in OUTCOMES} for style, of in sorted(styles.items())},
        first_citation=_share([_cites(case, told) for case, told in answerable]),
        facts=_share([not told.abstained and not _missing(case, told) for case, told in with_facts]),
        abstention_f1=2 * rightly / (unanswerable + abstained) if unanswerable + abstained else 1.0,
        misleading=sum(bool(_misleads(case, told)) for case, told in answerable if not told.abstained),
        errors=tuple(PolicyError(case.question, outcome, reason) for case, outcome, reason in judged if reason),
    )


def read_policy_cases(path: Path) -> list[PolicyCase]:
    """Read labelled questions, one JSON object a line: question, area, lang, gold, must, must_not, abstain, style."""
    return [
        PolicyCase(
            question=str(line["question"]),
            area=_text(line.get("area")),
            lang=_text(line.get("lang")),
            gold=_texts(line.get("gold")),
            must=tuple(tuple(each.split("|")) for each in _texts(line.get("must"))),
            must_not=_texts(line.get("must_not")),
            abstain=bool(line["abstain"]),
            style=str(line.get("style") or ""),
        )
        for line in read_lines(path, ("question", "abstain"))
    ]


def render_policy_report(report: PolicyReport) -> str:
    """Render the report as plain text."""
    lines = [
        f"questions {report.count}",
        f"first citation {report.first_citation:.3f}, facts {report.facts:.3f}, "
        f"abstention F1 {report.abstention_f1:.3f}, misleading {report.misleading}",
        "",
        f"{'style':<24}" + "".join(f"{outcome:>19}" for outcome in OUTCOMES),
    ]
    for style, of in (*report.styles.items(), ("all", report.outcomes)):
        lines.append(f"{style or 'none':<24}" + "".join(f"{of[outcome]:>19}" for outcome in OUTCOMES))
    lines += ["", f"errors: {len(report.errors)}"]
    lines += [f"- {error.question} | {error.outcome} | {error.reason}" for error in report.errors]
    return "\n".join(lines)


def _outcome(case: PolicyCase, told: Told) -> tuple[Outcome, str]:
    """Say how a question came out, and what was wrong with that, if anything."""
    if told.abstained:
        if case.abstain:
            return "abstained rightly", ""
        return "abstained wrongly", f"expected {' or '.join(case.gold)}"
    if case.abstain:
        return "answered wrong", f"cited {told.clauses[0] if told.clauses else 'nothing'}, expected no answer"
    if not _cites(case, told):
        cited = told.clauses[0] if told.clauses else "nothing"
        return "answered wrong", f"cited {cited}, expected {' or '.join(case.gold)}"
    if missing := _missing(case, told):
        return "answered wrong", f"does not say {', '.join('/'.join(each) for each in missing)}"
    if misleading := _misleads(case, told):
        return "answered wrong", f"says {', '.join(misleading)}"
    return "answered right", ""


def _cites(case: PolicyCase, told: Told) -> bool:
    first = told.clauses[0] if told.clauses and not told.abstained else ""
    return any(first == gold or first.startswith(f"{gold}#") for gold in case.gold)


def _missing(case: PolicyCase, told: Told) -> list[tuple[str, ...]]:
    text = _figures(told.text)
    return [each for each in case.must if not any(one in text for one in each)]


def _misleads(case: PolicyCase, told: Told) -> list[str]:
    text = _figures(told.text)
    return [each for each in case.must_not if each in text]


def _figures(text: str) -> str:
    return _COMMA.sub("", _simplifier().convert(text))


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 1.0


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise BadDocument(f"{value!r} is not text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, as_list(value))) if value is not None else ()
