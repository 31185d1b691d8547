"""What WeasyPrint leaves open for PDF/UA-1 and PDF/A-2a, put into a finished PDF.

Render with `pdf_variant="pdf/ua-1", pdf_tags=True`. (With "pdf/a-2a" WeasyPrint 70 leaves the file
of its colour profile open.) Added here, by clause of ISO 14289-1 (UA), ISO 19005-2 (A) and
ISO 32000-1 (PDF):

- the declaration of PDF/A-2a (A 6.6.4), and the schema of `pdfuaid`, which it asks for (A 6.6.2.3);
- the output intent: the colours are those of sRGB (A 6.2.3);
- what stands in the margins of a page becomes an artifact (UA 7.1, 7.8): WeasyPrint tags it with
  elements that stand outside the tree;
- the scope of table headers (UA 7.5), the tree of their ids (PDF 14.7.2);
- whether a list is numbered (UA 7.6);
- the box of figures in points from the bottom left (PDF 14.8.5.4.3): WeasyPrint writes pixels;
- the dots of a table of contents become artifacts (UA 7.1): read out, they are many;
- one annotation for a link and not another for each element in it (UA 7.18.5);
- no picture asks to be smoothed (A 6.2.8), the mask of its transparency neither;
- links say where they lead instead of naming an anchor (UA 7.18.5), and print (A 6.3.2).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

# The structure tree of a PDF: what a screen reader reads, in its order.


def structure(pdf: Pdf) -> list[Dictionary]:
    """All elements of the structure tree, in reading order."""
    return below(pdf.Root.StructTreeRoot)


def below(element: pikepdf.Object) -> list[Dictionary]:
    """All elements below one, or below the root of a tree, in reading order."""
    found, waiting = [], kids(element)[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(kids(found[-1])[::-1])
    return found


def kids(element: pikepdf.Object) -> list[Dictionary]:
    """The elements right below one; not its text, not its annotations."""
    return [
        kid for kid in element.get("/K", Array()) if isinstance(kid, Dictionary) and "/S" in kid
    ]


def keep_ids(pdf: Pdf) -> None:
    """Write the tree that finds an element by its id."""
    named = sorted((e for e in structure(pdf) if "/ID" in e), key=lambda e: bytes(e.ID))
    if named:
        names = Array([part for element in named for part in (element.ID, element)])
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Names=names))


# Destinations: where the links inside a PDF lead, as people say it.

# An anchor stands at the top of a chapter or a box, its bookmark at the words of the heading.
_HEADING_BELOW = 40.0  # points


class Destinations:
    """The named places of a PDF, and the headings that its bookmarks name."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        self._places = dict(pikepdf.NameTree(names)) if names is not None else {}
        with pdf.open_outline() as outline:
            found = [(self._where(b.destination), b.title) for b in _flat(outline.root)]
        self._headings = sorted(found, key=lambda heading: heading[0])

    def name(self, destination: pikepdf.Object) -> str:
        """The heading that a link leads to, and its page, as in "Sleep, page 12"."""
        place = self._places[str(destination)]
        page, depth = self._where(place)
        before = bisect_right(self._headings, (page, depth + _HEADING_BELOW), key=lambda h: h[0])
        title = f"{self._headings[before - 1][1]}, " if before else ""
        return f"{title}page {page + 1}"

    def _where(self, place: object) -> tuple[int, float]:
        """The number of the page, and how far down it, so that places sort as they are read."""
        assert isinstance(place, Array)
        return self._pages[place[0].objgen], -float(place[3])


def _flat(items: list[pikepdf.OutlineItem]) -> list[pikepdf.OutlineItem]:
    return [one for item in items for one in (item, *_flat(item.children))]


# Links in a PDF: one annotation each, with words that say where it leads, and no dots read out.

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


_HERE = Path(__file__).parent
_POINTS_PER_PIXEL = 0.75
# WeasyPrint marks each piece of text so.
_MARKED = re.compile(rb"/\w+\s+<</MCID (\d+)>>\s+BDC")
_GLYPHS_OF_A_BULLET = 2  # the bullet and the space behind it; "1. " has three


def complete_tags(path: Path) -> None:
    """Make a PDF that WeasyPrint rendered as PDF/UA-1 one of PDF/A-2a too, in place, once.

    The same file in gives the same file out.
    """
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _declare(pdf)
        _leave_decoration_out(pdf)
        marked = {page.obj.objgen: _marked(page) for page in pdf.pages}
        for element in structure(pdf):
            kind = element.S
            if kind == Name.TR:
                _set_scopes(element)
            elif kind == Name.L:
                _set_numbering(element, marked)
            elif kind == Name.LI:
                _name_body(pdf, element)
            elif kind == Name.Figure:
                _set_box(element)
        _smooth_no_picture(pdf)
        keep_ids(pdf)
        complete_links(pdf, marked)
        _take_margins_out(pdf)
        save(pdf, path)


def save(pdf: Pdf, path: Path) -> None:
    """Write a PDF so that the same input gives the same bytes, and a print run can be compared."""
    pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    # Data that happens to end in a carriage return would make one end of line with the line feed
    # that pikepdf puts behind it, and be a byte too short (A 6.1.7.1). A return is one as well.
    path.write_bytes(path.read_bytes().replace(b"\r\nendstream", b"\r\rendstream"))


def _smooth_no_picture(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image:
            thing.Interpolate = False


def _leave_decoration_out(pdf: Pdf) -> None:
    """Take drawings without words out of the tags: what they show stands beside them.

    The rules of the site find a drawing that lacks its words and is no decoration (aria-hidden).
    """
    for element in list(structure(pdf)):
        if element.get("/S") == Name.Figure and not str(element.get("/Alt", "")):
            element.P.K = Array([kid for kid in element.P.K if not _is(kid, element)])


def _is(kid: pikepdf.Object | int, element: Dictionary) -> bool:
    return isinstance(kid, Dictionary) and kid.objgen == element.objgen


def _name_body(pdf: Pdf, item: Dictionary) -> None:
    """Name the block that holds all of an item its body, as WeasyPrint names words alone.

    Of an item with several blocks, such as a step and its picture, they come into a body.
    """
    for kid in kids(item):
        if Name.Div == kid.S:
            kid.S = Name.LBody
    blocks = [kid for kid in kids(item) if kid.S not in (Name.Lbl, Name.LBody)]
    if blocks:
        body = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array(blocks))
        )
        if "/Pg" in item:
            body.Pg = item.Pg
        for block in blocks:
            block.P = body
        item.K = Array([*(kid for kid in item.K if not any(_is(kid, b) for b in blocks)), body])


def _declare(pdf: Pdf) -> None:
    """Say which standards the file follows, and what its colours mean."""
    old = pdf.Root.Metadata.read_bytes()
    ours = (_HERE / "templates/standards.xmp").read_bytes()
    pdf.Root.Metadata = pdf.make_stream(
        old.replace(b"</rdf:RDF>", ours + b"</rdf:RDF>"), Type=Name.Metadata, Subtype=Name.XML
    )
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        DestOutputProfile=pdf.make_stream(profile, N=3),
    )
    pdf.Root.OutputIntents = Array([intent])


def _marked(page: pikepdf.Page) -> dict[int, bytes]:
    """The drawing operators of each piece of marked content of a page."""
    parts = _MARKED.split(page.Contents.read_bytes())[1:]
    return {int(n): rest.partition(b"EMC")[0] for n, rest in zip(*[iter(parts)] * 2, strict=True)}


def _set_scopes(row: Dictionary) -> None:
    """A header of a row is one that a cell of its own row names; others are of columns."""
    cells = kids(row)
    named = {bytes(n) for cell in cells if cell.S == Name.TD for n in cell.A.get("/Headers", [])}
    for cell in cells:
        if cell.S == Name.TH:
            cell.A.Scope = Name.Row if bytes(cell.ID) in named else Name.Column


def _set_numbering(items: Dictionary, marked: Drawn) -> None:
    labels = [kid for item in kids(items) for kid in kids(item) if kid.get("/S") == "/Lbl"]
    spans = [span for label in labels for span in kids(label)]
    if spans:
        drawn = marked[spans[0].Pg.objgen][int(spans[0].K[0])]
        glyphs = sum(len(shown) // 4 for shown in SHOWN.findall(drawn))
        numbering = Name.Disc if glyphs <= _GLYPHS_OF_A_BULLET else Name.Decimal
        items.A = Dictionary(O=Name.List, ListNumbering=numbering)


def _set_box(figure: Dictionary) -> None:
    left, top, right, bottom = (float(side) * _POINTS_PER_PIXEL for side in figure.A.BBox)
    height = float(figure.Pg.MediaBox[3])
    sides = (left, height - bottom, right, height - top)
    figure.A.BBox = Array([round(side, 3) for side in sides])


def _take_margins_out(pdf: Pdf) -> None:
    """Mark what no element of the tree holds as an artifact of the page."""
    inside = {element.objgen for element in structure(pdf)}
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
    for page in pdf.pages:
        held = owners[int(page.StructParents)]
        outside = {n for n, owner in enumerate(held) if owner.objgen not in inside}
        for n in outside:
            held[n] = None

        def unmark(found: re.Match[bytes], outside: set[int] = outside) -> bytes:
            mark = b"/Artifact <</Type /Pagination>> BDC"
            return mark if int(found[1]) in outside else found[0]

        page.Contents = pdf.make_stream(_MARKED.sub(unmark, page.Contents.read_bytes()))
