"""Training data in Rasa's YAML: examples with their intent and their annotated entities."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from nlu.types import Danger, Intent, Relation, RiskType, UrgencyLevel

_ANNOTATION = re.compile(r"\[(?P<words>[^\[\]]+)\](?:\((?P<type>[^()]+)\)|(?P<more>\{[^{}]*\}))")
_INTENTS: frozenset[str] = frozenset(get_args(Intent))
_RISK_TYPES: frozenset[str] = frozenset(get_args(RiskType))
_URGENCIES: frozenset[str] = frozenset(get_args(UrgencyLevel))
_DANGERS: frozenset[str] = frozenset(get_args(Danger))
_RELATIONS: frozenset[str] = frozenset((*get_args(Relation), "none"))


class TrainingDataError(ValueError):
    """A file of training data says something that cannot be meant; the message names file and place."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span of an example that a person marked: `text[start:end]`, its type, and its value where they gave one."""

    type: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance as it would be sent, with what it means."""

    text: str
    intent: Intent
    annotations: tuple[Annotation, ...] = ()
    language: str = ""  # the folder it came from
    source: str = ""  # the file it came from


@dataclass(frozen=True, slots=True)
class RiskExample:
    """One report, and why the household may fall back."""

    text: str
    risk_types: tuple[RiskType, ...]
    urgency: UrgencyLevel
    danger: Danger | None = None
    relations: tuple[str, ...] = ()  # whom it is about: `none` for nobody, several where each is right, () not said


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All that a data folder holds: examples, reports with risk types, words with the same meaning, lists of words."""

    examples: tuple[Example, ...]
    risk_examples: tuple[RiskExample, ...]
    synonyms: Mapping[str, str]
    lookups: Mapping[str, tuple[str, ...]]


def read_training_data(folder: Path) -> TrainingData:
    """Read every language folder below a data folder; what a file gets wrong raises TrainingDataError."""
    examples: list[Example] = []
    risk_examples: list[RiskExample] = []
    synonyms: dict[str, str] = {}
    lookups: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*/*.yml")):
        content = _read_yaml(path)
        if path.name == "risk_types.yml":
            risk_examples += [_risk_example(item, path) for item in content or []]
            continue
        if not isinstance(content, dict) or "nlu" not in content:
            continue
        for section in content["nlu"] or []:
            lines = _lines(section, path)
            match section:
                case {"intent": str(intent)}:
                    examples += (_example(line, intent, path) for line in lines)
                case {"synonym": str(word)}:
                    synonyms.update(dict.fromkeys(lines, word))
                case {"lookup": str(name)}:
                    lookups[name] = (*lookups.get(name, ()), *lines)
                case {"regex": str()}:
                    pass
                case _:
                    raise TrainingDataError(f"{path.name}: a section is neither intent, synonym, lookup nor regex")
    return TrainingData(tuple(examples), tuple(risk_examples), synonyms, lookups)


def read_example(line: str) -> tuple[str, tuple[Annotation, ...]]:
    """Read one annotated line of Rasa's format: the bare text, and where its entities stand."""
    pieces: list[str] = []
    annotations: list[Annotation] = []
    length = at = 0
    for match in _ANNOTATION.finditer(line):
        before, words = line[at : match.start()], match["words"]
        more: dict[str, str] = json.loads(match["more"]) if match["more"] else {"entity": match["type"]}
        pieces += (before, words)
        start = length + len(before)
        length = start + len(words)
        annotations.append(Annotation(more["entity"].split(":")[0], start, length, str(more.get("value", words))))
        at = match.end()
    return "".join([*pieces, line[at:]]), tuple(annotations)


def _read_yaml(path: Path) -> Any:  # noqa: ANN401 - what YAML gives
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise TrainingDataError(f"{path.name}: {error}") from error


def _lines(section: Mapping[str, Any], path: Path) -> Iterator[str]:
    """Give the examples of a section: a text of `- ` lines, or a list of texts or of `{text: …}`."""
    examples = section.get("examples") or ""
    if isinstance(examples, list):
        for item in examples:
            yield item if isinstance(item, str) else str(item["text"]).strip()
        return
    for line in examples.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.lstrip().startswith("- "):
            raise TrainingDataError(f"{path.name}: an example does not begin with '- ': {line[:40]}")
        yield line.lstrip()[2:].strip()


def _example(line: str, intent: str, path: Path) -> Example:
    name = intent.split("/")[0]
    if name not in _INTENTS:
        raise TrainingDataError(f"{path.name}: no intent is called {intent}")
    try:
        text, annotations = read_example(line)
    except (ValueError, KeyError) as error:
        raise TrainingDataError(f"{path.name}: an annotation cannot be read: {line[:60]}") from error
    return Example(text, name, annotations, path.parent.name, path.name)  # type: ignore[arg-type]


def _risk_example(item: Mapping[str, Any], path: Path) -> RiskExample:
    said, relations = tuple(item.get("risk_types") or ()), tuple(str(item.get("relation") or "").split())
    urgency, danger = item.get("urgency", "normal"), item.get("danger")
    known = _RISK_TYPES.issuperset(said) and _RELATIONS.issuperset(relations) and urgency in _URGENCIES
    if not known or (danger and danger not in _DANGERS):
        raise TrainingDataError(f"{path.name}: unknown code in {dict(item)}")
    return RiskExample(str(item["text"]), said, urgency, danger, relations)
