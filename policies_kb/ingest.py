"""Files of many kinds to text: txt, html, docx, pdf, xlsx, md. A file that cannot be taken in says why."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from policies_kb import readers
from policies_kb.documents import BadDocument

LARGEST = 50_000_000  # bytes of a file
LARGEST_UNPACKED = 300_000_000  # bytes of a docx or xlsx once unpacked
LONGEST = 5_000_000  # characters of text; a book of laws has a tenth of that
SHORTEST = 20  # characters of text; less is no document

_KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}
_READERS = {
    "text": readers.plain_text,
    "markdown": readers.markdown_text,
    "html": readers.html_text,
    "docx": readers.docx_text,
    "pdf": readers.pdf_text,
    "xlsx": readers.xlsx_text,
}
_OLD = {".doc": "docx", ".wps": "docx", ".rtf": "docx", ".xls": "xlsx", ".et": "xlsx", ".ofd": "pdf", ".csv": "xlsx"}
# How a file begins, whatever it is called.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "zip", "a packed file (zip, docx or xlsx)"),
    (b"PK\x05\x06", "zip", "an empty packed file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "an old or locked office file"),
    (b"{\\rtf", "rtf", "an RTF file"),
    (b"\x89PNG", "picture", "a picture (PNG)"),
    (b"\xff\xd8\xff", "picture", "a picture (JPEG)"),
    (b"GIF8", "picture", "a picture (GIF)"),
    (b"II*\x00", "picture", "a picture (TIFF)"),
    (b"MM\x00*", "picture", "a picture (TIFF)"),
    (b"Rar!", "packed", "a packed file (RAR)"),
    (b"7z\xbc\xaf", "packed", "a packed file (7z)"),
    (b"\x1f\x8b", "packed", "a packed file (gzip)"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a file, and what the operator should know about how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def read_text(path: Path) -> str:
    """The text of a file; raises BadDocument with a plain sentence when there is none to be had."""
    return read_file(path).text


def read_file(path: Path) -> Read:
    """The text of a file with notes; raises BadDocument with a plain sentence when there is none to be had."""
    name, ending = path.name, path.suffix.lower()
    if path.is_dir():
        raise BadDocument(f"{name} is a folder; name the files in it.")
    if not path.exists():
        raise BadDocument(f"{name} is not there; check the name and the folder.")
    if not path.is_file():
        raise BadDocument(f"{name} is no file.")
    if ending in _OLD:
        raise BadDocument(f"{name}: files of the kind {ending} are not read; open it, save it as {_OLD[ending]}.")
    kind = _KINDS.get(ending)
    if kind is None:
        raise BadDocument(f"{name}: files of this kind are not read; send txt, md, html, docx, pdf or xlsx.")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadDocument(f"{name} has {size // 1_000_000} MB; the most that is read is {LARGEST // 1_000_000} MB.")
        octets = path.read_bytes()
    except OSError as error:
        raise BadDocument(f"{name} cannot be read: {error.strerror}.") from error
    return text_of(octets, kind, name)


def text_of(octets: bytes, kind: str, name: str) -> Read:
    """The text in the bytes of a file of that kind (text, markdown, html, docx, pdf, xlsx)."""
    if not octets.strip(b"\x00 \t\r\n"):
        raise BadDocument(f"{name} is empty." if not octets else f"{name} holds nothing but blanks or NUL characters.")
    _check_kind(octets, kind, name)
    if kind in ("docx", "xlsx"):
        _check_unpacked(octets, name)
    try:
        text, notes = _READERS[kind](octets, name)
    except (BadDocument, MemoryError):
        raise
    except Exception as error:  # whatever a reader of a foreign format stumbles over
        raise BadDocument(f"{name} is damaged: it cannot be read as {kind}. Open it and save it again.") from error
    if len(text) > LONGEST:
        raise BadDocument(f"{name} holds {len(text) // 1_000_000} million characters; that is no policy paper.")
    if len(re.findall(r"\w", text)) < SHORTEST:
        raise BadDocument(f"{name} holds no text to read; a scanned picture must be turned into text first.")
    if "\x00" in text:
        raise BadDocument(f"{name} holds NUL characters: it is damaged, or is no text. Save it again as UTF-8 text.")
    return Read(_without_half_characters(text), notes)


def _check_kind(octets: bytes, kind: str, name: str) -> None:
    """Raise BadDocument where the file begins as another kind than its name says."""
    found, words = _sniffed(octets)
    wanted = {"docx": "zip", "xlsx": "zip", "pdf": "pdf"}.get(kind, "plain")
    if found == wanted:
        return
    if found == "ole" and wanted == "zip":
        raise BadDocument(
            f"{name} is locked with a password, or of an old kind (doc, xls). Open it, take the password off, "
            f"save it as {kind}."
        )
    called = "text" if wanted == "plain" else kind
    raise BadDocument(f"{name} is named as {called}, but it is {words}. Give it its right ending, or save it again.")


def _sniffed(octets: bytes) -> tuple[str, str]:
    for beginning, kind, words in _BEGINNINGS:
        if octets.startswith(beginning):
            return kind, words
    if octets[:1024].lstrip().startswith(b"%PDF"):
        return "pdf", "a PDF"
    if b"\x00" in octets and not octets.startswith(_UTF16):
        return "binary", "not text: it holds NUL characters"
    return "plain", "plain text"


def _check_unpacked(octets: bytes, name: str) -> None:
    """Raise BadDocument for a packed file that is broken, locked, or grows out of all measure, said or not."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as packed:
            items = packed.infolist()
            said = sum(item.file_size for item in items)
            if said > LARGEST_UNPACKED:
                raise BadDocument(f"{name} would unpack to {said // 1_000_000} MB; that is no policy paper.")
            if any(item.flag_bits & 1 for item in items):
                raise BadDocument(f"{name} is locked with a password. Take the password off and save it again.")
            grown = 0
            for item in items:
                with packed.open(item) as part:
                    begins = part.read(4096)
                    grown += len(begins)
                    if item.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in begins:
                        raise BadDocument(f"{name} holds what no office program writes; it is not read.")
                    while piece := part.read(1 << 20):
                        grown += len(piece)
                        if grown > LARGEST_UNPACKED:
                            raise BadDocument(f"{name} unpacks to more than it says; that is no policy paper.")
    except BadDocument:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for a damaged file
        raise BadDocument(f"{name} is broken: it cannot be unpacked. Open it and save it again.") from error


def _without_half_characters(text: str) -> str:
    """Half of a surrogate pair is no character; a reader of PDF may give one."""
    return text.encode("utf-8", "replace").decode("utf-8")
