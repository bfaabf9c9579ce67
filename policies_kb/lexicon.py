"""How people speak of what the papers say: standard words for dialect, and concepts with all their names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from policies_kb.terms import plain


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Ways of speaking, ready to be looked up in plain text."""

    standard: Mapping[str, str]  # a way of saying -> the standard word
    concepts: Mapping[str, tuple[str, ...]]  # a phrase -> the concepts it names
    rewriting: re.Pattern[str]
    naming: re.Pattern[str]
    elsewhere: re.Pattern[str]  # what is no matter of these policies
    danger: re.Pattern[str]

    def rewrite(self, text: str) -> str:
        """Plain text with dialect words replaced by standard ones."""
        return self.rewriting.sub(lambda match: self.standard[match.group()], text)

    def find_concepts(self, text: str) -> tuple[str, ...]:
        """The concepts plain text names, each once; overlapping names all count."""
        found: dict[str, None] = {}
        for match in self.naming.finditer(text):
            for concept in self.concepts[match.group(1)]:
                found[concept] = None
        return tuple(found)


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon as it stands in a YAML file."""
    held = yaml.load(path.read_text(encoding="utf8"), Loader=yaml.CSafeLoader)
    standard = {plain(str(way)): word for word, ways in held["rewrite"].items() for way in (*ways, word)}
    concepts: dict[str, tuple[str, ...]] = {}
    for concept, phrases in held["concepts"].items():
        for phrase in phrases:
            key = plain(str(phrase))
            concepts[key] = (*concepts.get(key, ()), str(concept))
    return Lexicon(
        standard,
        concepts,
        _any_of(standard),
        re.compile(f"(?=({_alternatives(concepts)}))"),
        _any_of(cast(Sequence[str], held.get("elsewhere") or ())),
        _any_of(cast(Sequence[str], held.get("danger") or ())),
    )


def _any_of(phrases: Sequence[str] | Mapping[str, object]) -> re.Pattern[str]:
    return re.compile(_alternatives(phrases))


def _alternatives(phrases: Sequence[str] | Mapping[str, object]) -> str:
    longest_first = sorted(map(str, phrases), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or r"(?!)"
