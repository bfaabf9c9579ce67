"""What to do in danger, by kind: the words of `guidance.yml`, for the very first reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ANY_DANGER = "other"  # serves where the kind is not known
FALLBACK_LANGUAGE = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Entry:
    """The guidance for one kind of danger: texts by language, and what they stand on.

    `child_texts` are for a child who writes alone. `review_state` is not_reviewed until a clinician signed.
    """

    texts: Mapping[str, str]
    child_texts: Mapping[str, str]
    numbers: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    review_state: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """The guidance for every kind of danger."""

    entries: Mapping[str, Entry]

    def words(self, danger: str | None, language: str, child: bool = False) -> str:
        """What to do, in the language; a kind or language not known gets the general words, never none."""
        entry = self._entry(danger)
        texts = entry.child_texts if child and entry.child_texts else entry.texts
        return texts.get(language, texts[FALLBACK_LANGUAGE])

    def numbers(self, danger: str | None) -> tuple[str, ...]:
        """The numbers its words name, the first to call first."""
        return self._entry(danger).numbers

    def not_reviewed(self) -> tuple[str, ...]:
        """The kinds whose words nobody entitled has signed yet."""
        return tuple(kind for kind, entry in self.entries.items() if entry.review_state != "reviewed")

    def _entry(self, danger: str | None) -> Entry:
        return self.entries.get(danger or ANY_DANGER, self.entries[ANY_DANGER])


def read_guidance(folder: Path) -> Guidance:
    """Read `guidance.yml` of a folder."""
    kinds = yaml.safe_load((folder / "guidance.yml").read_text(encoding="utf-8"))
    return Guidance({kind: _read_entry(fields) for kind, fields in kinds.items()})


def _read_entry(fields: Mapping[str, Any]) -> Entry:
    languages = ("zh-Hans", "zh-Hant", "en")
    return Entry(
        texts={language: fields[language] for language in languages},
        child_texts={language: fields["child"][language] for language in languages} if "child" in fields else {},
        numbers=tuple(fields["numbers"]),
        sources=tuple(fields["sources"]),
        confidence=fields["confidence"],
        review_state=fields["review"]["state"],
    )
