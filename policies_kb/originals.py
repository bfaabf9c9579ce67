"""The original of a document: its text as received, cleaned, and cut into clauses."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

from policies_kb.clean import Change, Cleaned, clean
from policies_kb.ingest import read_text
from policies_kb.kept import KeptTexts
from policies_kb.split import Passage, split


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a clause comes from: its clean text, the same stretch of the source untouched, what was changed."""

    text: str
    raw: str
    start: int  # in the source
    end: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Original:
    """An original with its clauses; how it was cleaned is worked out when that is asked for."""

    passages: tuple[Passage, ...]
    said: Mapping[str, str]
    work: Callable[[], tuple[Cleaned, tuple[Passage, ...]]]

    def texts(self) -> Mapping[str, str]:
        """Clause id (within the document) to its clean text."""
        return self.said

    @property
    def cleaned(self) -> Cleaned:
        """The whole text, clean, with the way back to the source."""
        return self._worked[0]

    def provenance(self, id: str) -> Provenance | None:
        """Where the clause of that id comes from; None when the original has no such clause."""
        cleaned, passages = self._worked
        for passage in passages:
            if passage.id == id:
                first, last = cleaned.span(passage.start, passage.end)
                return Provenance(
                    cleaned.text[passage.start : passage.end],
                    cleaned.source[first:last],
                    first,
                    last,
                    cleaned.changes_in(passage.start, passage.end),
                )
        return None

    @cached_property
    def _worked(self) -> tuple[Cleaned, tuple[Passage, ...]]:
        return self.work()


def read_original(path: Path, only: Sequence[str] = (), texts: KeptTexts | None = None) -> Original:
    """An original from its file; raises BadDocument when it cannot be read. With kept texts it is not cleaned again."""
    if texts is None:
        return original_from(read_text(path), only)
    key = hashlib.sha256(repr((path.name, tuple(only))).encode() + path.read_bytes()).hexdigest()[:32]
    held = texts.get(key)
    if held is None:
        original = original_from(read_text(path), only)
        held = [[*astuple(passage), original.said[passage.id]] for passage in original.passages]
        texts.put(key, held)
    passages = tuple(Passage(*fields) for *fields, _ in held)  # type: ignore[arg-type]
    said = {passage.id: str(text) for passage, (*_, text) in zip(passages, held, strict=True)}
    return Original(passages, said, lambda: _worked(read_text(path), only))


def original_from(source: str, only: Sequence[str] = ()) -> Original:
    """An original from its text; with `only`, just the clauses of those ids."""
    cleaned, passages = worked = _worked(source, only)
    return Original(passages, {each.id: cleaned.text[each.start : each.end] for each in passages}, lambda: worked)


def _worked(source: str, only: Sequence[str]) -> tuple[Cleaned, tuple[Passage, ...]]:
    cleaned = clean(source)
    return cleaned, split(cleaned.text, only)
