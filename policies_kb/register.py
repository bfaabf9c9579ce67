"""The register of the operator's own documents: which version of each is in force, and all that ever happened to it.

It lies in one file beside the documents, written anew in one step: a reader sees the old state or the new one. Nothing
that was in force is thrown away, so that an answer given last year can still be looked up.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from policies_kb.documents import BadDocument, Holding, read_document, read_documents

REGISTER = "register.json"
Action = Literal["added", "replaced", "removed", "superseded", "restored"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands. `folder` is where its newest version lies; None: as shipped with the project."""

    folder: str | None = None
    removed: bool = False
    superseded_by: str | None = None
    still_cited: bool = False  # superseded, and cited as old all the same

    @property
    def in_force(self) -> bool:
        """Whether it is cited at all."""
        return not self.removed and (self.superseded_by is None or self.still_cited)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a document, and the version of the knowledge since then."""

    at: str
    action: Action
    document: str
    title: str = ""
    file: str | None = None
    sha256: str | None = None
    folder: str | None = None
    by: str | None = None  # the document that superseded it
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """How every document stands, and the history, oldest first."""

    documents: Mapping[str, Standing] = field(default_factory=dict)
    history: tuple[Event, ...] = ()

    def of(self, document: str) -> Standing:
        """How a document stands; one that is not registered is as shipped."""
        return self.documents.get(document, Standing())

    def changed(self, document: str, standing: Standing, event: Event) -> "Register":
        """The register after something happened."""
        return Register({**self.documents, document: standing}, (*self.history, event))

    def at_version(self, version: str) -> "Register":
        """The register with its history until this version ended. Raises KeyError for one that was never here."""
        until = max((at for at, event in enumerate(self.history) if event.version == version), default=None)
        if until is None:
            raise KeyError(version)
        return replace(self, history=self.history[: until + 1])

    def folder_then(self, document: str) -> str | None:
        """Where the version lies that the history ends with; None where it is the shipped one."""
        folders = [event.folder for event in self.history if event.document == document and event.folder]
        return folders[-1] if folders else None


def read_register(folder: Path) -> Register:
    """The register of a folder; an empty one where there is none yet."""
    path = folder / REGISTER
    try:
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        documents = {id: Standing(**standing) for id, standing in held["documents"].items()}
        return Register(documents, tuple(Event(**event) for event in held["history"]))
    except FileNotFoundError:
        return Register()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDocument(f"{path}: the register of documents cannot be read; put back a copy of it.") from error


def register_text(register: Register) -> str:
    """A register as its file holds it."""
    held = {
        "documents": {id: asdict(standing) for id, standing in register.documents.items()},
        "history": [asdict(event) for event in register.history],
    }
    return json.dumps(held, ensure_ascii=False, indent=1)


def read_holdings(folders: Sequence[Path], retired: bool = False) -> tuple[Holding, ...]:
    """The documents of these folders as their registers say they stand; with `retired`, also those no longer cited."""
    holdings: dict[str, Holding] = {}
    standings: dict[str, Standing] = {}
    for folder in folders:
        register = read_register(folder)
        standings |= register.documents
        holdings |= {holding.document.id: holding for holding in read_documents(folder)}
        newest = {id: standing.folder for id, standing in register.documents.items() if standing.folder}
        holdings |= {id: read_document(folder / name) for id, name in newest.items() if (folder / name).is_dir()}
    found = []
    for id, holding in holdings.items():
        standing = standings.get(id, Standing())
        if standing.in_force or retired:
            document = replace(holding.document, superseded_by=standing.superseded_by or "")
            found.append(replace(holding, document=document))
    return tuple(found)
