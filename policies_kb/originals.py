"""The original of a document: its text as received, cleaned, and cut into clauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policies_kb.clean import Change, Cleaned, clean
from policies_kb.ingest import read_text
from policies_kb.split import Passage, split


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a clause comes from: its clean text, the same stretch of the source untouched, what was changed."""

    text: str
    raw: str
    start: int  # in the source
    end: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A cleaned original with its clauses."""

    cleaned: Cleaned
    passages: tuple[Passage, ...]

    def texts(self) -> Mapping[str, str]:
        """Clause id (within the document) to its clean text."""
        return {passage.id: self.cleaned.text[passage.start : passage.end] for passage in self.passages}

    def provenance(self, id: str) -> Provenance | None:
        """Where the clause of that id comes from; None when the original has no such clause."""
        for passage in self.passages:
            if passage.id == id:
                first, last = self.cleaned.span(passage.start, passage.end)
                return Provenance(
                    self.cleaned.text[passage.start : passage.end],
                    self.cleaned.source[first:last],
                    first,
                    last,
                    self.cleaned.changes_in(passage.start, passage.end),
                )
        return None


def read_original(path: Path, only: Sequence[str] = ()) -> Original:
    """An original from its file; raises BadDocument when it cannot be read."""
    return original_from(read_text(path), only)


def original_from(source: str, only: Sequence[str] = ()) -> Original:
    """An original from its text; with `only`, just the clauses of those ids."""
    cleaned = clean(source)
    return Original(cleaned, split(cleaned.text, only))
