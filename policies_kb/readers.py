"""One reader for each kind of file: its bytes to text, and notes for the operator. They may raise anything."""

import io
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from policies_kb.documents import BadDocument

Text = tuple[str, tuple[str, ...]]

_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "title")
)
_SILENT = frozenset(("script", "style", "head", "noscript", "nav", "footer", "aside", "select", "button"))
_MOST_PAGES = 3_000
_NAMES_AT_MOST = 12  # characters of the name of a column


def plain_text(octets: bytes, name: str) -> Text:
    """Text in UTF-8, UTF-16, GB18030 or Big5."""
    return decoded(octets, name), ()


def decoded(octets: bytes, name: str) -> str:
    """Bytes to text, in whichever encoding they are whole. Raises BadDocument where they are in none."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _try(octets, "utf-16")
        if text is None:
            raise BadDocument(f"{name}: its characters are broken (UTF-16). Save it again as UTF-8 text.")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    readable = [text for encoding in _ENCODINGS if (text := _try(octets, encoding)) is not None]
    if not readable:
        raise BadDocument(
            f"{name}: its characters are broken, or in an encoding that is not known (known: UTF-8, GB18030, Big5). "
            "Save it again as UTF-8 text."
        )
    # UTF-8 proves itself; between GB18030 and Big5 the one with more everyday characters is right.
    text = readable[0] if _try(octets, "utf-8") is not None else max(readable, key=_everyday)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def markdown_text(octets: bytes, name: str) -> Text:
    """Markdown without its marks: headings, emphasis, links."""
    text = re.sub(r"^#{1,6}[^\S\n]+", "", decoded(octets, name), flags=re.MULTILINE)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"^\|[\s|:-]+\|[^\S\n]*$\n?", "", text, flags=re.MULTILINE)
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text), ()


def html_text(octets: bytes, name: str) -> Text:
    """What a reader of the page sees."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", octets[:2048])
    encoding = declared.group(1).decode().lower() if declared else ""
    encoding = "gb18030" if encoding.startswith("gb") else encoding
    text = _try(octets, encoding) if encoding in ("utf-8", "gb18030", "big5") else None
    page = _Visible()
    page.feed(text if text is not None else decoded(octets, name))
    page.close()
    return re.sub(r"\n\s*\n+", "\n\n", "".join(page.pieces)), ()


def docx_text(octets: bytes, name: str) -> Text:
    """Paragraphs and tables of a Word document, in their order."""
    import docx  # the readers of office files are slow to load and seldom needed
    from docx.table import Table

    lines: list[str] = []
    for block in docx.Document(io.BytesIO(octets)).iter_inner_content():
        if isinstance(block, Table):
            # A cell that reaches over several columns is given once for each.
            lines += table_lines(
                [
                    ["" if at and cells[at - 1]._tc is cell._tc else cell.text for at, cell in enumerate(cells)]
                    for cells in (row.cells for row in block.rows)
                ]
            )
        else:
            lines.append(block.text)
    return "\n".join(lines), ()


def pdf_text(octets: bytes, name: str) -> Text:
    """The text of a PDF, page by page; notes name the pages without any."""
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(octets))
    if pages.is_encrypted and not pages.decrypt(""):
        raise BadDocument(f"{name} is locked with a password. Take the password off and save it again.")
    if len(pages.pages) > _MOST_PAGES:
        raise BadDocument(f"{name} has {len(pages.pages)} pages; that is no policy paper.")
    texts = [page.extract_text() for page in pages.pages]
    blank = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
    if len(blank) == len(texts):
        raise BadDocument(f"{name} is scanned: its pages are pictures without text. Turn them into text first (OCR).")
    notes = (f"{name}: no text on page {', '.join(blank)}; what stands there is not taken in.",) if blank else ()
    return "\n".join(texts), notes


def xlsx_text(octets: bytes, name: str) -> Text:
    """The rows of a workbook, sheet by sheet, each value behind the name of its column."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
    lines: list[str] = []
    for sheet in book.worksheets:
        lines += table_lines([["" if c is None else str(c) for c in row] for row in sheet.iter_rows(values_only=True)])
    book.close()
    return "\n".join(lines), ()


def table_lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """A table as lines that can be read alone: `项目：高龄津贴；标准：每月50元`."""
    lines: list[str] = []
    names: list[str] = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        told = [(at, cell) for at, cell in enumerate(cells) if cell]
        if not told:
            continue
        if len(told) == 1:
            lines.append(told[0][1])
        elif not names and all(len(cell) <= _NAMES_AT_MOST and not re.search(r"\d", cell) for _, cell in told):
            names = cells
            lines.append("；".join(cell for _, cell in told))
        else:
            named = [f"{names[at]}：{cell}" if at < len(names) and names[at] else cell for at, cell in told]
            lines.append("；".join(named))
    return lines


class _Visible(HTMLParser):
    """Gathers what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.silent = 0  # whatever was left open before it
        elif tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th") and self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("；")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent and (said := re.sub(r"\s+", " ", data)) and (said != " " or self._within_line()):
            self.pieces.append(said)

    def _within_line(self) -> bool:
        return bool(self.pieces) and not self.pieces[-1].endswith(("\n", "；"))


def _try(octets: bytes, encoding: str) -> str | None:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError:
        return None


def _everyday(text: str) -> float:
    return sum(text.count(c) for c in "的一是在不了有和人这這中大为為上个個国國，。、") / max(len(text), 1)
