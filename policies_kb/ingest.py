"""Files of many kinds to text: txt, html, docx, pdf, xlsx, md. A file that cannot be taken in says why."""

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

from policies_kb.documents import BadDocument

LARGEST = 50_000_000  # bytes of a file
LARGEST_UNPACKED = 300_000_000  # bytes of a docx or xlsx once unpacked
SHORTEST = 20  # characters of text; less is no document

_KINDS = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "title")
)
_SILENT = frozenset(("script", "style", "head", "noscript"))


def read_text(path: Path) -> str:
    """The text of a file; raises BadDocument with a plain sentence when there is none to be had."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise BadDocument(f"{path.name}: files of this kind are not read; send txt, md, html, docx, pdf or xlsx.")
    size = path.stat().st_size
    if size == 0:
        raise BadDocument(f"{path.name} is empty.")
    if size > LARGEST:
        raise BadDocument(
            f"{path.name} has {size // 1_000_000} MB; the most that is read is {LARGEST // 1_000_000} MB."
        )
    return text_of(path.read_bytes(), kind, path.name)


def text_of(octets: bytes, kind: str, name: str) -> str:
    """The text in the bytes of a file of that kind (text, html, docx, pdf, xlsx)."""
    found = _sniffed(octets)
    if kind in ("docx", "pdf", "xlsx") and found != ("zip" if kind in ("docx", "xlsx") else "pdf"):
        raise BadDocument(f"{name} is named {kind} but is none; save it again as {kind}, or give it its right ending.")
    if kind in ("text", "html") and found != "plain":
        raise BadDocument(f"{name} is named as text but is {'a PDF' if found == 'pdf' else 'packed or binary'}.")
    readers = {"text": _plain_text, "html": _html_text, "docx": _docx_text, "pdf": _pdf_text, "xlsx": _xlsx_text}
    text = readers[kind](octets, name)
    if len(re.findall(r"\w", text)) < SHORTEST:
        raise BadDocument(f"{name} holds no text to read; a scanned picture must be turned into text first.")
    return text


def _sniffed(octets: bytes) -> str:
    if octets.startswith(b"PK\x03\x04"):
        return "zip"
    if octets[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if b"\x00" in octets[:4096] and not octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary"
    return "plain"


def _plain_text(octets: bytes, name: str) -> str:
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(octets, "utf-16", name)
    readable = [text for encoding in _ENCODINGS if (text := _try(octets, encoding)) is not None]
    if not readable:
        raise BadDocument(f"{name}: its characters are in no encoding that is known (UTF-8, GB18030, Big5).")
    # UTF-8 proves itself; between GB18030 and Big5 the one with more everyday characters is right.
    text = readable[0] if _try(octets, "utf-8") is not None else max(readable, key=_everyday)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _try(octets: bytes, encoding: str) -> str | None:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(octets: bytes, encoding: str, name: str) -> str:
    text = _try(octets, encoding)
    if text is None:
        raise BadDocument(f"{name}: its characters are broken ({encoding}).")
    return text


def _everyday(text: str) -> float:
    return sum(text.count(c) for c in "的一是在不了有和人这這中大为為上个個国國，。、") / max(len(text), 1)


class _Visible(HTMLParser):
    """Gathers what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _html_text(octets: bytes, name: str) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]+)", octets[:2048])
    encoding = declared.group(1).decode().lower() if declared else ""
    encoding = "gb18030" if encoding.startswith("gb") else encoding
    text = None
    if encoding in ("utf-8", "gb18030", "big5"):
        text = _try(octets, encoding)
    page = _Visible()
    page.feed(text if text is not None else _plain_text(octets, name))
    page.close()
    return re.sub(r"\n\s*\n+", "\n\n", "".join(page.pieces))


def _unpacked(octets: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as packed:
            size = sum(item.file_size for item in packed.infolist())
    except zipfile.BadZipFile as error:
        raise BadDocument(f"{name} is broken: it cannot be unpacked.") from error
    if size > LARGEST_UNPACKED:
        raise BadDocument(f"{name} would unpack to {size // 1_000_000} MB; that is no policy paper.")


def _docx_text(octets: bytes, name: str) -> str:
    import docx  # the readers of office files are slow to load and seldom needed

    _unpacked(octets, name)
    try:
        document = docx.Document(io.BytesIO(octets))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise BadDocument(f"{name} is no Word document that can be read.") from error
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)


def _pdf_text(octets: bytes, name: str) -> str:
    import pypdf
    import pypdf.errors

    try:
        pages = pypdf.PdfReader(io.BytesIO(octets))
        if pages.is_encrypted and not pages.decrypt(""):
            raise BadDocument(f"{name} is locked with a password.")
        return "\n".join(page.extract_text() for page in pages.pages)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, OSError, RecursionError) as error:
        if isinstance(error, BadDocument):
            raise
        raise BadDocument(f"{name} is no PDF that can be read.") from error


def _xlsx_text(octets: bytes, name: str) -> str:
    import openpyxl

    _unpacked(octets, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise BadDocument(f"{name} is no workbook that can be read.") from error
    lines: list[str] = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            cells = [str(cell) for cell in row if cell is not None]
            if cells:
                lines.append("\t".join(cells))
    book.close()
    return "\n".join(lines)
