"""What to do in danger, by kind: the words of `guidance.yml`, for the very first reply and for small words after it."""

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
    """The guidance for every kind of danger, and what is said beside it: all first aid there is."""

    dangers: Mapping[str, Entry]
    beside: Mapping[str, Entry]

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its kind."""
        return {**self.dangers, **self.beside}

    def words(self, kind: str | None, language: str, child: bool = False) -> str:
        """What to do, in the language; a kind or language not known gets the general words, never none."""
        entry = self._entry(kind)
        texts = entry.child_texts if child and entry.child_texts else entry.texts
        return texts.get(language, texts[FALLBACK_LANGUAGE])

    def numbers(self, kind: str | None) -> tuple[str, ...]:
        """The numbers its words name, the first to call first."""
        return self._entry(kind).numbers

    def not_reviewed(self) -> tuple[str, ...]:
        """The kinds whose words nobody entitled has signed yet."""
        return tuple(kind for kind, entry in self.entries.items() if entry.review_state != "reviewed")

    def _entry(self, kind: str | None) -> Entry:
        return self.entries.get(kind or ANY_DANGER, self.dangers[ANY_DANGER])


def read_guidance(folder: Path) -> Guidance:
    """Read `guidance.yml` of a folder."""
    kinds = yaml.safe_load((folder / "guidance.yml").read_text(encoding="utf-8"))
    beside = kinds.pop("beside")
    return Guidance(
        {kind: _read_entry(fields) for kind, fields in kinds.items()},
        {kind: _read_entry(fields) for kind, fields in beside.items()},
    )


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
