"""Documents and cards as they lie in folders: one folder a document, with document.yml and cards.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from policies_kb.places import name_of
from policies_kb.types import Asked, Card, Clause, Document

_KINDS: frozenset[str] = frozenset(get_args(Asked))


class BadDocument(ValueError):
    """A document folder or a file that cannot be taken in; the message says why in plain words."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One document as it lies in its folder: its papers, the clauses it is known to have, its cards."""

    document: Document
    clauses: tuple[Clause, ...]
    cards: tuple[Card, ...]
    folder: Path


def read_documents(folder: Path) -> tuple[Holding, ...]:
    """All documents below a folder, in the order of their ids."""
    if not folder.is_dir():
        return ()
    return tuple(read_document(path.parent) for path in sorted(folder.glob("*/document.yml")))


def read_document(folder: Path) -> Holding:
    """One document's folder; raises BadDocument when something in it is missing or wrong."""
    papers = _mapping(_read_yaml(folder / "document.yml"), folder)
    document = _document(papers, folder)
    cards_file = folder / "cards.yml"
    entries = _read_yaml(cards_file) if cards_file.is_file() else []
    cards = tuple(_card(_mapping(entry, folder), document.id) for entry in entries or [])
    labels = cast(Mapping[object, object], papers.get("clauses") or {})
    clauses = tuple(_clause(str(key), value, document.id) for key, value in labels.items())
    known = {clause.id for clause in clauses}
    for card in cards:
        if card.clause not in known:
            raise BadDocument(f"{folder.name}: card {card.id} belongs to no clause of document.yml")
    return Holding(document, clauses, cards, folder)


def read_twins(folder: Path) -> tuple[tuple[str, ...], ...]:
    """Groups of cards that say the same, from the folder's twins.yml where there is one."""
    path = folder / "twins.yml"
    return tuple(_words(group) for group in _read_yaml(path)) if path.is_file() else ()


def _read_yaml(path: Path) -> Any:  # noqa: ANN401 - whatever stands in the file; checked by the callers
    try:
        return yaml.load(path.read_text(encoding="utf8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadDocument(f"{path.parent.name}/{path.name} cannot be read: {error}") from error


def _mapping(value: object, folder: Path) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadDocument(f"{folder.name}: expected fields with values, found {type(value).__name__}")
    return value


def _document(papers: Mapping[str, object], folder: Path) -> Document:
    for field in ("id", "title", "jurisdiction", "published"):
        if papers.get(field) in (None, ""):
            raise BadDocument(f"{folder.name}/document.yml has no {field}")
    applies = papers.get("applies_to") or ()
    return Document(
        id=str(papers["id"]),
        title=str(papers["title"]),
        short=str(papers.get("short") or papers["title"]),
        short_en=str(papers.get("short_en") or papers["title"]),
        jurisdiction=str(papers["jurisdiction"]),
        published=str(papers["published"]),
        valid_from=_day(papers.get("valid_from")),
        valid_until=_day(papers.get("valid_until")),
        applies_to=_words([applies] if isinstance(applies, str) else applies),
        place=str(papers.get("place") or name_of(str(papers["jurisdiction"]))),
        place_en=str(papers.get("place_en") or papers.get("place") or name_of(str(papers["jurisdiction"]))),
        source=str(papers.get("source") or ""),
        number=str(papers.get("number") or ""),
        issuer=str(papers.get("issuer") or ""),
    )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    text = str(value)
    return date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")


def _clause(key: str, value: object, document: str) -> Clause:
    labels = value if isinstance(value, dict) else {"label": value}
    label = str(labels.get("label") or f"第{key}条")
    return Clause(f"{document}/{key}", document, label, str(labels.get("label_en") or f"clause {key}"))


def _card(entry: Mapping[str, object], document: str) -> Card:
    gives = _words(entry.get("gives"))
    if unknown := set(gives) - _KINDS:
        raise BadDocument(f"{document}: card {entry.get('id')} gives unknown kinds {sorted(unknown)}")
    return Card(
        id=f"{document}/{str(entry.get('id')).removeprefix(document + '/')}",
        zh=str(entry.get("zh") or "").strip(),
        en=str(entry.get("en") or entry.get("zh") or "").strip(),
        figures=_words(entry.get("figures")),
        gives=frozenset(cast(tuple[Asked, ...], gives)),
        ask=str(entry.get("ask") or ""),
        ask_en=str(entry.get("ask_en") or entry.get("ask") or ""),
        questions=_words(entry.get("questions")),
        en_questions=_words(entry.get("en_questions")),
        misses=_words(entry.get("misses")),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in cast(list[object], value or ()))
