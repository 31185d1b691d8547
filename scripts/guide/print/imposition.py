"""Imposition: the pages of a booklet on sheets that an office printer prints and a hand folds.

Each page becomes a Form XObject on its half of a sheet (ISO 32000-1, 8.10), so that the tags, which
point to pieces of text by page and number, can point to the XObject instead (14.7.4.2). The order
of the tags stays that of reading, whatever the order of the sheets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf

from guide.print.pdfua import below, keep_ids, save, structure

# Merging: a page of another PDF, with its tags, in front of a document.


def put_first(pdf: Pdf, source: Path) -> None:
    """Put the only page of a tagged PDF in front of `pdf`, and its tags in front of the tags.

    Its bookmarks and the names of its places are left behind; its links to them are not expected.
    """
    with pikepdf.open(source) as other:
        _tell_ids_apart(other)
        pdf.pages.insert(0, other.pages[0])
        page, tree = pdf.pages[0], pdf.Root.StructTreeRoot
        # The page is copied already, and a copy of the tags does not lead to it.
        copied = pdf.copy_foreign(other.Root.StructTreeRoot)
        _number_on(page, copied.ParentTree, tree.ParentTree)
        document, first = tree.K[0], copied.K[0]
        for element in below(first):
            _stand_on(page, element)
        for kid in first.K:
            kid.P = document
        document.K = Array([*first.K, *document.K])
        keep_ids(pdf)


def _stand_on(page: Page, element: Dictionary) -> None:
    element.Pg = page.obj
    for kid in element.get("/K", Array()):
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR":
            kid.Pg = page.obj


def _number_on(page: Page, numbers: pikepdf.Object, tree: pikepdf.Object) -> None:
    """Give the numbers by which a page and its annotations find their tags behind the others."""
    nums = tree.Nums
    start = max(int(n) for n in nums[::2]) + 1
    for key, owner in zip(numbers.Nums[::2], numbers.Nums[1::2], strict=True):
        nums.append(int(key) + start)
        nums.append(owner)
    page.StructParents = int(page.StructParents) + start
    for note in page.get("/Annots", Array()):
        note.StructParent = int(note.StructParent) + start


def _tell_ids_apart(pdf: Pdf) -> None:
    for element in structure(pdf):
        if "/ID" in element:
            element.ID = pikepdf.String(f"first-{element.ID}")
        attributes = element.get("/A", Dictionary())
        if "/Headers" in attributes:
            names = [pikepdf.String(f"first-{name}") for name in attributes.Headers]
            attributes.Headers = Array(names)


_MM = 72 / 25.4
_A4 = (297 * _MM, 210 * _MM)
_A5 = (148 * _MM, 210 * _MM)
_FOLD = _A4[0] / 2
_MARK = 10 * _MM
# More sheets of office paper do not fold well, and no office stapler goes through them.
_MOST_SHEETS = 16
# A hairline at the top and at the bottom of the fold. No reader is told of it.
_FOLD_MARKS = (
    f"/Artifact <</Type /Page>> BDC q 0.5 G 0.25 w {_FOLD:.3f} 0 m {_FOLD:.3f} {_MARK:.3f} l "
    f"{_FOLD:.3f} {_A4[1]:.3f} m {_FOLD:.3f} {_A4[1] - _MARK:.3f} l S Q EMC\n"
)


@dataclass(frozen=True)
class _Move:
    """Where a page went: its sheet, itself as an XObject, and how far to the right."""

    sheet: Dictionary
    form: pikepdf.Object
    right: float


def impose(source: Path, target: Path, note: Path | None = None) -> int:
    """Write the A5 pages of a PDF on A4 sheets for saddle stitching; return the number of sheets.

    Print both sides and flip on the short edge. Blank pages fill the last sheet. `note` is a PDF of
    one A4 page on its side, which becomes a sheet of its own in front, and is counted. Both went
    through `complete_tags` before.
    Raises `ValueError` if a page of `source` is not A5.
    """
    with pikepdf.open(source) as pdf:
        pages = list(pdf.pages)
        for number, page in enumerate(pages, start=1):
            _check_size(page, number)
        moves = _lay_out(pdf, pages)
        _move_tags(pdf, moves)
        _move_destinations(pdf, moves)
        del pdf.pages[: len(pages)]
        if "/PageLabels" in pdf.Root:
            del pdf.Root["/PageLabels"]
        pdf.Root.ViewerPreferences.Duplex = Name.DuplexFlipShortEdge
        pdf.Root.ViewerPreferences.PrintScaling = Name("/None")
        if note is not None:
            put_first(pdf, note)
            _add_sheet(pdf, at=1)
        save(pdf, target)
        return len(pdf.pages) // 2


def parts_of(count: int) -> Iterator[range]:
    """The pages of each part that is folded by itself, from 1: as few parts as can be, alike thick.

    The last may name pages above `count`: blank ones.
    """
    sheets = -(-count // 4)
    parts = -(-sheets // _MOST_SHEETS) or 1
    done = 0
    for part in range(1, parts + 1):
        end = sheets * part // parts
        yield range(done * 4 + 1, end * 4 + 1)
        done = end


def order_of_pages(count: int) -> Iterator[tuple[int, int]]:
    """The numbers of the left and the right page of each side of each sheet, from 1.

    A number above `count` is a blank page.
    """
    for part in parts_of(count):
        for first in range(part.start, part.start + len(part) // 2, 2):
            last = part.start + part.stop - 1 - first
            yield last, first
            yield first + 1, last - 1


def _check_size(page: Page, number: int) -> None:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    if max(abs(right - left - _A5[0]), abs(top - bottom - _A5[1]), abs(left), abs(bottom)) > 1:
        size = f"{(right - left) / _MM:.0f} x {(top - bottom) / _MM:.0f} mm"
        raise ValueError(f"page {number} is {size}; only A5, 148 x 210 mm, can be imposed")


def _lay_out(pdf: Pdf, pages: list[Page]) -> dict[tuple[int, int], _Move]:
    """Add the sheets behind the pages; return where each page went, by the id of its object."""
    moves = {}
    for left, right in order_of_pages(len(pages)):
        sheet = _add_sheet(pdf, at=len(pdf.pages))
        drawn = _FOLD_MARKS
        for number, offset in ((left, _FOLD - _A5[0]), (right, _FOLD)):
            if number <= len(pages):
                page = pages[number - 1]
                form = _form(pdf, page)
                name = sheet.add_resource(form, Name.XObject, Name(f"/Page{number}"))
                drawn += f"q 1 0 0 1 {offset:.3f} 0 cm {name} Do Q\n"
                moves[page.obj.objgen] = _Move(sheet.obj, form, offset)
                _move_annotations(page, sheet, offset)
        sheet.Contents = pdf.make_stream(drawn.encode())
    return moves


def _add_sheet(pdf: Pdf, at: int) -> Page:
    blank = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *(round(side, 3) for side in _A4)]),
        Resources=Dictionary(),
        Annots=Array(),
        Tabs=Name.S,
    )
    pdf.pages.insert(at, Page(pdf.make_indirect(blank)))
    return pdf.pages[at]


def _form(pdf: Pdf, page: Page) -> pikepdf.Object:
    page.contents_coalesce()
    return pdf.make_stream(
        page.Contents.read_bytes(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=page.MediaBox,
        Resources=page.Resources,
        StructParents=page.StructParents,
    )


def _move_annotations(page: Page, sheet: Page, right: float) -> None:
    for note in page.get("/Annots", Array()):
        x1, y1, x2, y2 = (float(side) for side in note.Rect)
        note.Rect = Array([round(side, 3) for side in (x1 + right, y1, x2 + right, y2)])
        if "/P" in note:
            note.P = sheet.obj
        sheet.Annots.append(note)


def _move_tags(pdf: Pdf, moves: dict[tuple[int, int], _Move]) -> None:
    for element in structure(pdf):
        if "/Pg" in element:
            move = moves[element.Pg.objgen]
            element.Pg = move.sheet
            element.K = Array([_moved(kid, move) for kid in element.get("/K", Array())])


def _moved(kid: pikepdf.Object | int, move: _Move) -> pikepdf.Object | int:
    """What an element holds: a number is text of the page, a reference an annotation on it."""
    if isinstance(kid, int):
        return Dictionary(Type=Name.MCR, Pg=move.sheet, Stm=move.form, MCID=kid)
    if kid.get("/Type") == "/OBJR":
        kid.Pg = move.sheet
    return kid


def _move_destinations(pdf: Pdf, moves: dict[tuple[int, int], _Move]) -> None:
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    places = list(pikepdf.NameTree(names).values()) if names is not None else []
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and isinstance(thing.get("/Dest"), Array):
            places.append(thing.Dest)
    for place in places:
        move = moves[place[0].objgen]
        place[0] = move.sheet
        place[2] = round(float(place[2]) + move.right, 3)
