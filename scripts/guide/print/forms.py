"""Fields: sheets to fill in on a computer, as PDF forms without any program inside."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from lxml import html
from lxml.html import HtmlElement
from pikepdf import Array, Dictionary, Name, Pdf

from guide.core import html_class
from guide.print.pdfua import save

_LINE = 10  # mm, as the lines on paper
_FONT = Path(__file__).parent / "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"
# What people see of a font inside a form, and can type with it: the letters of WinAnsi.
_FONT_NAME = Name.Guide
_CODES = range(32, 256)
_NOT_SYMBOLIC = 32  # ISO 32000-1, table 123
_SIZE = 14  # points


def put_fields(article: HtmlElement) -> None:
    """Put a text field in the place of lines to write on, and into each empty cell of a grid.

    A field is a `textarea.print-field` whose name is made of its label, and whose title, which
    screen readers say, is the label. Render with `pdf_forms=True`, then `complete_fields`.
    """
    taken: set[str] = set()
    for lines in article.find_class(html_class.WRITE_LINES):
        label = lines.getparent().find_class(html_class.WRITE_LABEL)[0].text_content()
        field = _field(label, taken)
        field.set("style", f"height: {_LINE * len(lines)}mm")
        lines.getparent().replace(lines, field)
    for grid in article.find_class(html_class.GRID):
        for row in grid.iterfind(".//tbody/tr"):
            for cell in row.iterfind("td"):
                if not cell.text_content().strip():
                    label = f"{row[0].text_content().strip()}: {cell.get('data-label')}"
                    cell.classes.add("print-field-cell")
                    cell.append(_field(label, taken))


def _field(label: str, taken: set[str]) -> HtmlElement:
    label = " ".join(label.split())
    name = slug = re.sub(r"\W+", "-", label.casefold()).strip("-")
    again = 2
    while name in taken:
        name, again = f"{slug}-{again}", again + 1
    taken.add(name)
    return html.Element("textarea", {"class": "print-field", "name": name, "title": label})


def complete_fields(path: Path) -> None:
    """Give the fields of a PDF a font that can be typed with and an empty appearance, in place.

    WeasyPrint lets the viewer draw them (NeedAppearances), which PDF/A forbids (ISO 19005-2,
    6.4.1), with a font that is encoded by glyphs, in which no viewer can type. Call it after
    `complete_tags`. A PDF without fields stays as it is.
    """
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        if "/AcroForm" not in pdf.Root:
            return
        fonts = Dictionary({str(_FONT_NAME): _typing_font(pdf, _FONT)})
        look = pikepdf.String(f"{_FONT_NAME} {_SIZE} Tf 0 g")
        for field in pdf.Root.AcroForm.Fields:
            field.DA = look
            field.AP = Dictionary(N=_empty(pdf, field, fonts))
            del field["/V"]
        pdf.Root.AcroForm = Dictionary(
            Fields=pdf.Root.AcroForm.Fields, DR=Dictionary(Font=fonts), DA=look
        )
        save(pdf, path)


def _empty(pdf: Pdf, field: pikepdf.Object, fonts: Dictionary) -> pikepdf.Object:
    x1, y1, x2, y2 = (float(side) for side in field.Rect)
    field.Rect = Array(
        [round(side, 3) for side in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))]
    )
    return pdf.make_stream(
        b"/Tx BMC EMC",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(abs(x2 - x1), 3), round(abs(y2 - y1), 3)]),
        Resources=Dictionary(Font=fonts),
    )


def _typing_font(pdf: Pdf, path: Path) -> pikepdf.Object:
    """A TrueType font of PDF, embedded whole, encoded as WinAnsi (ISO 32000-1, 9.6.3)."""
    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = None
        data = io.BytesIO()
        font.save(data)
        scale = 1000 / font["head"].unitsPerEm
        glyphs, advances = font.getBestCmap(), font["hmtx"].metrics
        widths = []
        for code in _CODES:
            letter = bytes([code]).decode("cp1252", "replace")
            widths.append(round(advances[glyphs.get(ord(letter), ".notdef")][0] * scale))
        head, line, shape = font["head"], font["hhea"], font["OS/2"]
        name = Name("/" + font["name"].getDebugName(6))
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_NOT_SYMBOLIC,
        FontBBox=Array([round(side * scale) for side in box]),
        ItalicAngle=0,
        Ascent=round(line.ascent * scale),
        Descent=round(line.descent * scale),
        CapHeight=round(shape.sCapHeight * scale),
        StemV=80,
        FontFile2=pdf.make_stream(data.getvalue(), Length1=len(data.getvalue())),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=_CODES.start,
            LastChar=_CODES.stop - 1,
            Widths=Array(widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
