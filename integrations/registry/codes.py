"""Our risk types, disaster kinds and statuses in the registry's words and codes, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RiskWord:
    """A risk as the registry writes it; the note tells apart what shares a word."""

    word: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DisasterCode:
    """The sub-item of a natural disaster as the registry writes it; the note tells apart what shares a code."""

    code: str
    word: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """The code lists, ours to theirs. An own code that is not listed is a KeyError: the lists are complete."""

    risk_types: Mapping[str, RiskWord]
    disaster_kinds: Mapping[str, DisasterCode]
    statuses: Mapping[str, str]

    def risk_type(self, word: str, note: str | None = None) -> str | None:
        """Our risk type for the registry's word; None where the word is not known."""
        return _ours({ours: (theirs.word, theirs.note) for ours, theirs in self.risk_types.items()}, word, note)

    def disaster_kind(self, code: str, note: str | None = None) -> str | None:
        """Our disaster kind for the registry's code; None where the code alone does not say which of several."""
        return _ours({ours: (theirs.code, theirs.note) for ours, theirs in self.disaster_kinds.items()}, code, note)

    def status(self, word: str) -> str | None:
        """Our status for the registry's word; None where the word is not known."""
        return next((ours for ours, theirs in self.statuses.items() if theirs == word), None)


def read_codes(folder: Path = FOLDER) -> Codes:
    """Read `codes.yml` of a folder."""
    lists = yaml.safe_load((folder / "codes.yml").read_text(encoding="utf-8"))
    return Codes(
        risk_types={ours: RiskWord(**theirs) for ours, theirs in lists["risk_types"].items()},
        disaster_kinds={ours: DisasterCode(**theirs) for ours, theirs in lists["disaster_kinds"].items()},
        statuses=dict(lists["statuses"]),
    )


def _ours(listed: Mapping[str, tuple[str, str | None]], theirs: str, note: str | None) -> str | None:
    exact = [ours for ours, known in listed.items() if known == (theirs, note)]
    plain = [ours for ours, known in listed.items() if known == (theirs, None)]
    return next(iter(exact or plain), None)
