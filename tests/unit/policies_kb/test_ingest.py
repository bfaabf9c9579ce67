"""Files of many kinds become text, and bad ones say in plain words what is wrong."""

import io
import zipfile

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb import ingest
from policies_kb.documents import BadDocument
from policies_kb.ingest import read_text
from tests.unit.policies_kb.papers import pdf_of

TEXT = "第一条 为了帮助困难的人家，制定本办法。\n第二条 每人每年补助三百元，由镇上发放。\n"


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 600


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
    entities = io.BytesIO()
    with zipfile.ZipFile(entities, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>')
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
        "fake.docx": (TEXT.encode(), "is plain text"),
        "fake.txt": (b"%PDF-1.4 " + b"x" * 100, "is a PDF"),
        "packed.txt": (bomb.getvalue(), "packed file"),
        "picture.pdf": (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "a picture"),
        "paper.docx": (picture.getvalue(), "it is a PDF"),
        "locked.docx": (OLE, "locked with a password.*old kind"),
        "locked.xlsx": (OLE, "locked with a password.*xlsx"),
        "old.doc": (OLE, "save it as docx"),
        "nul.txt": (b"\x00" * 300, "NUL"),
        "middle.txt": (TEXT.encode() * 200 + b"\x00" + TEXT.encode(), "NUL"),
        "entity.docx": (entities.getvalue(), "no office program"),
        "broken.docx": (b"PK\x03\x04" + b"x" * 100, "broken"),
        "bomb.docx": (bomb.getvalue(), "unpack"),
        "locked.pdf": (sealed.getvalue(), "password"),
        "scan.pdf": (picture.getvalue(), "scanned"),
        "odd.pdf": (b"%PDF-1.4 nothing", "damaged"),
        "bytes.txt": (b"\xff\x81\x30" * 40 + b"\xff", "encoding"),
    }
    for name, (octets, words) in bad.items():
        with pytest.raises(BadDocument, match=words):
            read_text(put(tmp_path, name, octets))


def test_a_file_too_large_is_not_even_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "LARGEST", 10)
    with pytest.raises(BadDocument, match="MB"):
        read_text(put(tmp_path, "large.txt", TEXT.encode()))


def test_what_is_no_file_is_named(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(BadDocument, match="is a folder"):
        read_text(tmp_path / "folder.txt")
    with pytest.raises(BadDocument, match="is not there"):
        read_text(tmp_path / "missing.txt")


def test_a_packed_file_that_lies_about_its_size_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("word/document.xml", "0" * 1_000_000)
    size = (1_000_000).to_bytes(4, "little")
    lie = packed.getvalue().replace(size, (1_000).to_bytes(4, "little"))
    with pytest.raises(BadDocument, match=r"cannot be unpacked|unpacks to more"):
        read_text(put(tmp_path, "lie.docx", lie))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.xlsx"])
@given(octets=st.binary(max_size=400), beginning=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe"]))
def test_any_bytes_are_text_or_a_plain_sentence(name, octets, beginning):
    kind = ingest._KINDS[name[1:]]
    try:
        said = ingest.text_of(beginning + octets, kind, name).text
    except BadDocument as error:
        said = str(error)
        ended = said.startswith(name) and said.endswith(".")
    else:
        ended = True
    assert ended, said
    said.encode("utf-8")


def test_a_table_is_read_row_by_row_with_the_names_of_its_columns(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["惠农补贴一览表"],
        ["序号", "项目", "标准"],
        [1, "耕地补贴", "每亩113元"],
        [2, "高龄津贴", "每月50元"],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    lines = read_text(tmp_path / "a.xlsx").splitlines()
    assert lines[0] == "惠农补贴一览表"
    assert lines[-1] == "序号：2；项目：高龄津贴；标准：每月50元"
    document = docx.Document()
    document.add_paragraph("第一条 标准见下表，由县民政局解释。")
    table = document.add_table(2, 2)
    for at, words in enumerate(("项目", "金额", "丧葬费", "1200元")):
        table.cell(at // 2, at % 2).text = words
    document.add_paragraph("第二条 从今年起执行。")
    document.save(tmp_path / "b.docx")
    assert read_text(tmp_path / "b.docx").splitlines()[1:] == [
        "项目；金额",
        "项目：丧葬费；金额：1200元",
        "第二条 从今年起执行。",
    ]


def test_markdown_is_read_without_its_marks(tmp_path):
    text = f"# 某县办法\n\n**第一条** 见[附件](a.md)。\n{TEXT}".encode("gb18030")
    assert read_text(put(tmp_path, "a.md", text)).splitlines()[2] == "第一条 见附件。"


def test_a_pdf_with_a_scanned_page_says_which(tmp_path):
    read = ingest.read_file(put(tmp_path, "a.pdf", pdf_of([TEXT.splitlines(), []])))
    assert "每人每年补助三百元" in read.text
    assert read.notes == ("a.pdf: no text on page 2; what stands there is not taken in.",)
