"""The operator's own policy documents: files taken in, each in its folder beside the database."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bot.app import DOCUMENTS, ORIGINALS, added_documents
from bot.settings import Settings
from policies_kb.documents import BadDocument, read_document, read_documents
from policies_kb.ingest import read_text
from policies_kb.originals import Original, original_from
from policies_kb.places import find_places

_DATE = re.compile(r"(20\d{2}|19\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_YEAR = re.compile(r"[〔\[（(](20\d{2})[〕\]）)]|(20\d{2})\s*年")
_TITLE_WORDS = re.compile(r"办法|方案|通知|意见|规定|规划|条例|细则|政策|措施|制度|标准|指南|决定")
_LABEL_AT_MOST = 20
_TITLE_AT_MOST = 60
_HEAD = 3_000  # characters in which a document says what it is


@dataclass(frozen=True, slots=True)
class Told:
    """What the operator says of a document; what is None is looked for in it."""

    id: str | None = None
    jurisdiction: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was taken in: its id, title, how many clauses, and whether it replaced one."""

    id: str
    title: str
    clauses: int
    replaced: bool


def add(settings: Settings, files: list[Path], told: Told) -> list[Added]:
    """Take files in, all or none. Raises BadDocument with a plain sentence; then nothing has changed."""
    shelf = added_documents(settings)
    shipped = {holding.document.source: holding.document for holding in read_documents(DOCUMENTS)}
    with TemporaryDirectory() as scratch:
        ready = [_prepare(path, told, shipped, Path(scratch)) for path in files]
        if len({each.id for each, _, _ in ready}) < len(ready):
            raise BadDocument("Two of these files would have the same id; add them one by one with --id.")
        return [_put(shelf, each, source, target) for each, source, target in ready]


def _prepare(path: Path, told: Told, shipped: Mapping[str, object], scratch: Path) -> tuple[Added, Path, str]:
    """Read and cut a file; what is to be put, from where, and under which name on the shelf."""
    if not path.is_file():
        raise BadDocument(f"{path.name} is not there.")
    original = original_from(read_text(path))
    if not original.passages:
        raise BadDocument(f"{path.name} holds no clause that could be found.")
    documents = {getattr(document, "id", ""): source for source, document in shipped.items()}
    known = path.name if path.name in shipped and told.id is None else documents.get(told.id or "")
    if known:
        document = shipped[known]
        name = getattr(document, "id", "")
        return Added(name, getattr(document, "title", ""), len(original.passages), False), path, f"{ORIGINALS}/{known}"
    papers = _papers(path, original, told)
    folder = scratch / str(papers["id"])
    folder.mkdir()
    shutil.copyfile(path, folder / path.name)
    (folder / "document.yml").write_text(yaml.safe_dump(papers, allow_unicode=True, sort_keys=False), encoding="utf-8")
    read_document(folder)  # what could not be read again is not taken in
    return Added(str(papers["id"]), str(papers["title"]), len(original.passages), False), folder, str(papers["id"])


def _put(shelf: Path, added: Added, source: Path, name: str) -> Added:
    target = shelf / name
    replaced = target.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_file():
        shutil.copyfile(source, target)
    else:
        old = shelf / f".{name}.old"
        shutil.rmtree(old, ignore_errors=True)
        if replaced:
            target.rename(old)
        shutil.move(source, target)
        shutil.rmtree(old, ignore_errors=True)
    return Added(added.id, added.title, added.clauses, replaced)


def _papers(path: Path, original: Original, told: Told) -> dict[str, object]:
    """What `document.yml` is to say: as told, else as found. Raises BadDocument for what is neither."""
    head = original.cleaned.text[:_HEAD]
    title = told.title or _title(head) or path.stem
    jurisdiction = told.jurisdiction or next((code for _, _, code in find_places(title) or find_places(head)), None)
    if jurisdiction is None:
        raise BadDocument(f"{path.name}: for which area does it hold? Say --jurisdiction CODE (000000 is the nation).")
    if not re.fullmatch(r"\d{2,12}", jurisdiction):
        raise BadDocument(f"--jurisdiction is {jurisdiction!r}: expected a code of 2 to 12 digits.")
    published = told.published or _published(head) or _published(original.cleaned.text)
    if published is None:
        raise BadDocument(f"{path.name}: of when is it? Say --published YYYY-MM-DD or YYYY.")
    if not re.fullmatch(r"\d{4}(-\d{2}-\d{2})?", published):
        raise BadDocument(f"--published is {published!r}: expected YYYY-MM-DD or YYYY.")
    return {
        "id": told.id or _id(path.stem),
        "title": title,
        "short": title[:_LABEL_AT_MOST],
        "jurisdiction": jurisdiction,
        "published": published,
        "source": path.name,
        "clauses": {passage.id: {"label": passage.heading[:_LABEL_AT_MOST]} for passage in original.passages},
    }


def _title(head: str) -> str | None:
    for line in head.splitlines():
        if _TITLE_WORDS.search(line) and 4 <= len(line.strip()) <= _TITLE_AT_MOST:
            return line.strip()
    return None


def _published(text: str) -> str | None:
    if dates := _DATE.findall(text):
        year, month, day = dates[0]
        return f"{year}-{int(month):02}-{int(day):02}"
    if year_found := _YEAR.search(text):
        return year_found.group(1) or year_found.group(2)
    return None


def _id(stem: str) -> str:
    name = re.sub(r"[^\w\u4e00-\u9fff-]+", "-", stem).strip("-").lower()
    return name or "document"
