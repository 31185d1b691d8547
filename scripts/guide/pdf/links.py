"""Links in a PDF: one annotation each, with words that say where it leads, and no dots read out."""

from __future__ import annotations

import re
from collections import Counter

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from guide.pdf.destinations import Destinations
from guide.pdf.tree import below, structure

_PRINT_FLAG = 4  # ISO 32000-1, table 165: the annotation is printed
_MOST_ALIKE = 3  # more pieces of the same text in one element are the dots of a table of contents
# By page, the drawing operators of each piece of marked content.
Drawn = dict[tuple[int, int], dict[int, bytes]]
# WeasyPrint shows glyphs of two bytes as hexadecimal digits.
SHOWN = re.compile(rb"<([0-9A-Fa-f]+)>")


def complete_links(pdf: Pdf, marked: Drawn) -> None:
    """Complete the links of a PDF, and take dots that lead to page numbers out of its tags."""
    for link in structure(pdf):
        if link.get("/S") == "/Link":
            for element in below(link):
                _take_dots_out(element, marked)
    _leave_one_annotation(pdf)
    _describe(pdf)


def _take_dots_out(element: Dictionary, marked: Drawn) -> None:
    shown = {
        number: b"".join(SHOWN.findall(marked[element.Pg.objgen][int(number)]))
        for number in element.K
        if isinstance(number, int)
    }
    alike = Counter(shown.values())
    element.K = Array(
        [kid for kid in element.K if not isinstance(kid, int) or alike[shown[kid]] <= _MOST_ALIKE]
    )


def _leave_one_annotation(pdf: Pdf) -> None:
    """Remove the annotations of what stands inside a link: its own covers them."""
    needless = set()
    for link in structure(pdf):
        if link.get("/S") == "/Link":
            for element in below(link):
                needless |= {kid.Obj.objgen for kid in element.K if _is_annotation(kid)}
                element.K = Array([kid for kid in element.K if not _is_annotation(kid)])
                if element.get("/S") == "/Link":  # what CSS puts behind it, such as a page number
                    element.S = Name.Span
    for page in pdf.pages:
        if needless and "/Annots" in page:
            page.Annots = Array([note for note in page.Annots if note.objgen not in needless])


def _is_annotation(kid: pikepdf.Object | int) -> bool:
    return (
        isinstance(kid, Dictionary)
        and kid.get("/Type") == "/OBJR"
        and bool(kid.Obj.Subtype == Name.Link)
    )


def _describe(pdf: Pdf) -> None:
    places = Destinations(pdf)
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            note.F = int(note.get("/F", 0)) | _PRINT_FLAG
            if note.Subtype == Name.Link:
                inside = "/Dest" in note
                where = places.name(note.Dest) if inside else str(note.A.URI)
                note.Contents = pikepdf.String(re.sub("^(tel|mailto):", "", where))
