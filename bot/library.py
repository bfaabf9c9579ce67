"""The operator's own policy documents: taken in, replaced, removed, superseded; each step in the register's history."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import DOCUMENTS, ORIGINALS, added_documents
from bot.intake import check_cards, copy_cards, document_yml, id_of, other_place, settled_papers
from bot.settings import Settings
from policies_kb.documents import BadDocument, Holding, read_document, read_documents
from policies_kb.ingest import read_file
from policies_kb.originals import original_from
from policies_kb.papers import Papers
from policies_kb.register import (
    REGISTER,
    Action,
    Event,
    Register,
    Standing,
    read_holdings,
    read_register,
    register_text,
)

_ID = re.compile(r"[a-z0-9\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,59}")
_RESERVED = (ORIGINALS, "past")


@dataclass(frozen=True, slots=True)
class Told:
    """What the operator says of a document; what is None is looked for in it."""

    id: str | None = None
    papers: Papers = field(default_factory=Papers)
    supersedes: str | None = None
    cards: Path | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was taken in: its papers, how many clauses and cards, and whether it replaced one."""

    id: str
    papers: Papers
    found: frozenset[str]  # the papers that nobody told: they were found in it
    clauses: int
    cards: int
    replaced: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file that was read and may be put on the shelf: as a folder of its own, or as the original of a shipped one."""

    added: Added
    folder: Path | None
    file: Path
    sha256: str


class Library:
    """The shelf of one installation. Every step is all or nothing; raises BadDocument with a plain sentence."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        self._shelf = added_documents(settings)
        self._at = now.isoformat(timespec="seconds")

    def add(self, files: Sequence[Path], told: Told) -> list[Added]:
        """Take files in, all or none."""
        if len(files) > 1 and (told.id or told.cards or told.supersedes):
            raise BadDocument("--id, --cards and --supersedes are for one file; add these one by one.")
        with self._alone() as register, TemporaryDirectory() as scratch:
            if told.supersedes:
                self._known(told.supersedes, register)
            shipped = {holding.document.source: holding for holding in read_documents(DOCUMENTS)}
            ready = [self._prepare(path, told, shipped, register, Path(scratch)) for path in files]
            if len({each.added.id for each in ready}) < len(ready):
                raise BadDocument("Two of these files would have the same id; add them one by one with --id.")
            for each in ready:
                register = self._put(each, register)
                if told.supersedes:
                    register = self._retired(register, told.supersedes, each.added.id, False)
            self._write(register)
            return [each.added for each in ready]

    def remove(self, id: str) -> None:
        """A document is cited no more; its files and its history stay."""
        with self._alone() as register:
            title = self._known(id, register)
            standing = replace(register.of(id), removed=True)
            self._write(register.changed(id, standing, self._event("removed", id, title)))

    def supersede(self, old: str, new: str, still_cited: bool) -> None:
        """A document took the place of another, which is cited no more, or only as old."""
        with self._alone() as register:
            if old == new:
                raise BadDocument(f"{old} cannot supersede itself; to replace it add the file again with --id {old}.")
            self._known(new, register)
            self._write(self._retired(register, old, new, still_cited))

    def restore(self, id: str) -> None:
        """A removed or superseded document is in force again."""
        with self._alone() as register:
            title = self._known(id, register, retired=True)
            if register.of(id).in_force and not register.of(id).superseded_by:
                raise BadDocument(f"{id} is in force; there is nothing to restore.")
            standing = Standing(register.of(id).folder)
            self._write(register.changed(id, standing, self._event("restored", id, title)))

    def history(self, id: str | None = None) -> list[Event]:
        """What happened to a document, or to all, oldest first."""
        register = read_register(self._shelf)
        if id is not None:
            self._known(id, register, retired=True)
        return [event for event in register.history if id in (None, event.document)]

    def now_version(self, version: str) -> None:
        """Note which version of the knowledge came of what was done last."""
        with self._alone() as register:
            if register.history and register.history[-1].version is None:
                told = [event if event.version else replace(event, version=version) for event in register.history]
                self._write(replace(register, history=tuple(told)))

    def clause_at(self, clause: str, version: str) -> str | None:
        """The text of a clause of an added document as it was at a version; None where it was a shipped one."""
        document, _, place = clause.partition("/")
        try:
            register = read_register(self._shelf).at_version(version)
        except KeyError:
            raise BadDocument(f"Version {version} was never in force here; see `hearthline kb history`.") from None
        folder = register.folder_then(document)
        if folder is None:
            return None
        holding = read_document(self._shelf / folder)
        original = original_from(read_file(self._shelf / folder / holding.document.source).text)
        return original.texts().get(place.split("#", 1)[0])

    # ------------------------------------------------------------------ steps

    def _prepare(
        self, path: Path, told: Told, shipped: Mapping[str, Holding], register: Register, scratch: Path
    ) -> _Ready:
        """Read and cut a file; nothing is changed yet."""
        read = read_file(path)
        original = original_from(read.text)
        if not original.passages:
            raise BadDocument(f"{path.name} holds no clause that could be found.")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        by_id = {holding.document.id: holding for holding in shipped.values()}
        known = shipped.get(path.name) if told.id is None else by_id.get(told.id)
        if known is not None:
            if told.cards is not None:
                raise BadDocument(f"{known.document.id} ships with its cards; --cards is for documents of your own.")
            document = known.document
            papers = Papers(document.title, None, None, document.jurisdiction, document.published)
            replaced = (self._shelf / ORIGINALS / document.source).exists()
            added = Added(document.id, papers, frozenset(), len(known.clauses), len(known.cards), replaced, read.notes)
            return _Ready(added, None, path, sha256)
        papers, found = settled_papers(path, original, told.papers)
        id = told.id or id_of(path.stem)
        self._check_id(id, path, told, register)
        folder = scratch / id
        folder.mkdir()
        shutil.copyfile(path, folder / path.name)
        written = document_yml(id, papers, path.name, original)
        (folder / "document.yml").write_text(written, encoding="utf-8")
        if told.cards is not None:
            copy_cards(told.cards, folder)
        elif (kept := self._newest(id, register)) is not None and (kept / "cards.yml").is_file():
            shutil.copyfile(kept / "cards.yml", folder / "cards.yml")
        holding = check_cards(folder, original, told.cards)  # what could not be read again is not taken in
        replaced = id in register.documents and not register.of(id).removed
        doubt = other_place(read.text, papers.jurisdiction or "")
        notes = (*read.notes, *([doubt] if doubt else []))
        added = Added(id, papers, found, len(original.passages), len(holding.cards), replaced, notes)
        return _Ready(added, folder, path, sha256)

    def _check_id(self, id: str, path: Path, told: Told, register: Register) -> None:
        if not _ID.fullmatch(id) or id in _RESERVED:
            raise BadDocument(f"--id is {id!r}: expected up to 60 letters, digits and - , for example dibao-2024.")
        kept = self._newest(id, register)
        if told.id is None and kept is not None and not (kept / path.name).is_file():
            title = read_document(kept).document.title
            raise BadDocument(
                f"{path.name} would get the id {id}, but {title} has it. Say --id {id} to replace that, or another id."
            )

    def _put(self, ready: _Ready, register: Register) -> Register:
        """Files first, under a name that nobody reads yet; the register then points to them."""
        id = ready.added.id
        event = self._event("replaced" if ready.added.replaced else "added", id, ready.added.papers.title or "")
        event = replace(event, file=ready.file.name, sha256=ready.sha256)
        if ready.folder is None:
            source = next(h.document.source for h in read_documents(DOCUMENTS) if h.document.id == id)
            target = self._shelf / ORIGINALS / source
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch = target.with_suffix(".new")
            shutil.copyfile(ready.file, scratch)
            scratch.replace(target)
            return register.changed(id, replace(register.of(id), removed=False), event)
        number = 1 + sum(event.document == id and event.folder is not None for event in register.history)
        name = f"{id}/{number}"
        shutil.rmtree(self._shelf / name, ignore_errors=True)  # left by a step that was cut short
        shutil.copytree(ready.folder, self._shelf / name)
        return register.changed(id, Standing(name), replace(event, folder=name))

    def _retired(self, register: Register, old: str, new: str, still_cited: bool) -> Register:
        title = self._known(old, register)
        standing = replace(register.of(old), superseded_by=new, still_cited=still_cited)
        return register.changed(old, standing, replace(self._event("superseded", old, title), by=new))

    def _known(self, id: str, register: Register, retired: bool = False) -> str:
        """The title of a document there is. Raises BadDocument for any other."""
        found = {holding.document.id: holding for holding in read_holdings([DOCUMENTS, self._shelf], retired=True)}
        if id not in found or (register.of(id).removed and not retired):
            raise BadDocument(f"There is no document {id}. `hearthline kb list` names them.")
        return found[id].document.title

    def _newest(self, id: str, register: Register) -> Path | None:
        folder = register.of(id).folder
        return self._shelf / folder if folder and (self._shelf / folder).is_dir() else None

    def _event(self, action: Action, document: str, title: str) -> Event:
        return Event(self._at, action, document, title)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[Register]:
        """The register, while nobody else changes it."""
        try:
            self._shelf.mkdir(parents=True, exist_ok=True)
            lock = (self._shelf / ".lock").open("w")
        except OSError as error:
            raise BadDocument(f"{self._shelf} cannot be written: {error.strerror}.") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield read_register(self._shelf)

    def _write(self, register: Register) -> None:
        scratch = self._shelf / f"{REGISTER}.new"
        with scratch.open("w", encoding="utf-8") as file:
            file.write(register_text(register))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self._shelf / REGISTER)
