"""Files of many kinds become text, and bad ones say in plain words what is wrong."""

import io
import zipfile

import docx
import openpyxl
import pypdf
import pytest

from policies_kb import ingest
from policies_kb.documents import BadDocument
from policies_kb.ingest import read_text

TEXT = "第一条 为了帮助困难的人家，制定本办法。\n第二条 每人每年补助三百元，由镇上发放。\n"


def put(folder, name, octets):
    path = folder / name
    path.write_bytes(octets)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_plain_text_is_read_in_every_common_encoding(tmp_path, encoding):
    text = TEXT
    if encoding == "big5":
        text = "第一條 為了幫助困難的人家，制定本辦法。\n第二條 每人每年補助三百元，由鎮上發放。\n"
    assert read_text(put(tmp_path, "a.txt", text.encode(encoding))).strip() == text.strip()


def test_a_page_is_read_as_its_reader_sees_it(tmp_path):
    page = (
        f"<html><head><title>x</title><script>no()</script></head><body><p>{TEXT}</p><p>第三条 完。</p></body></html>"
    )
    text = read_text(put(tmp_path, "a.html", page.encode()))
    assert "第三条 完。" in text.splitlines()
    assert "no()" not in text


def test_office_files_are_read(tmp_path):
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    assert read_text(tmp_path / "a.docx").splitlines()[1].startswith("第二条")
    book = openpyxl.Workbook()
    for line in TEXT.splitlines():
        book.active.append([line, 300])
    book.save(tmp_path / "a.xlsx")
    assert "三百元" in read_text(tmp_path / "a.xlsx")


def test_bad_files_say_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "LARGEST_UNPACKED", 1_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "0" * 5_000)
    locked = pypdf.PdfWriter()
    locked.add_blank_page(100, 100)
    locked.encrypt("secret", algorithm="RC4-128")
    sealed = io.BytesIO()
    locked.write(sealed)
    scanned = pypdf.PdfWriter()
    scanned.add_blank_page(100, 100)
    picture = io.BytesIO()
    scanned.write(picture)
    bad = {
        "empty.txt": (b"", "empty"),
        "short.txt": ("很短".encode(), "no text"),
        "a.exe": (b"MZ", "this kind"),
        "fake.docx": (TEXT.encode(), "named docx"),
        "fake.txt": (b"%PDF-1.4 " + b"x" * 100, "is a PDF"),
        "broken.docx": (b"PK\x03\x04" + b"x" * 100, "broken"),
        "bomb.docx": (bomb.getvalue(), "unpack"),
        "locked.pdf": (sealed.getvalue(), "password"),
        "scan.pdf": (picture.getvalue(), "no text"),
        "odd.pdf": (b"%PDF-1.4 nothing", "no PDF|no text"),
        "bytes.txt": (b"\xff\x81\x30" * 40 + b"\xff", "encoding"),
    }
    for name, (octets, words) in bad.items():
        with pytest.raises(BadDocument, match=words):
            read_text(put(tmp_path, name, octets))


def test_a_file_too_large_is_not_even_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "LARGEST", 10)
    with pytest.raises(BadDocument, match="MB"):
        read_text(put(tmp_path, "large.txt", TEXT.encode()))
