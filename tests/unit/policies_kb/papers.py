"""Small papers for tests: a PDF whose Chinese text can be read, made by hand."""

import io

import pypdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def pdf_of(pages):
    """A PDF of these pages, each a list of lines; a page without lines is a picture of nothing."""
    writer = pypdf.PdfWriter()
    font = writer._add_object(_font(writer, sorted({c for lines in pages for line in lines for c in line})))
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td " for line in lines)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 50 780 Td {shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _font(writer, characters):
    mapped = "\n".join(f"<{c.encode('utf-16-be').hex()}> <{c.encode('utf-16-be').hex()}>" for c in characters)
    to_unicode = DecodedStreamObject()
    to_unicode.set_data(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange "
        f"{len(characters)} beginbfchar\n{mapped}\nendbfchar endcmap end end".encode()
    )
    name, number = NameObject, NumberObject
    below = DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/CIDFontType2"),
            name("/BaseFont"): name("/Song"),
            name("/DW"): number(1000),
            name("/CIDSystemInfo"): DictionaryObject(
                {
                    name("/Registry"): TextStringObject("Adobe"),
                    name("/Ordering"): TextStringObject("Identity"),
                    name("/Supplement"): number(0),
                }
            ),
        }
    )
    return DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type0"),
            name("/BaseFont"): name("/Song"),
            name("/Encoding"): name("/Identity-H"),
            name("/DescendantFonts"): ArrayObject([writer._add_object(below)]),
            name("/ToUnicode"): writer._add_object(to_unicode),
        }
    )
