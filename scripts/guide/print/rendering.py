"""Rendering: a print laid out by WeasyPrint, proved, and written as a tagged PDF."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from linkaudit.core.problem import CannotRunError

from guide.print.forms import complete_fields
from guide.print.imposition import impose, parts_of
from guide.print.imprint import rendered
from guide.print.layout_rules import faults_of, print_overflow
from guide.print.pdfua import complete_tags
from guide.print.press import make_cover, make_ready, spine_of
from guide.print.prints import FOLDING, Fault, Paper
from guide.print.typesetting import laid_out

if TYPE_CHECKING:
    from weasyprint import Document

    from guide.print.prints import PdfPrint, Setting, Spine

INSTALL_PANGO = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# What takes half as many pages again as it may in 14 point does not fit in 12 either.
_SAVED_BY_SMALL_TYPE = 1.5
_SIDES_OF_A_SHEET = 2
LEAST_ON_A_WALL = 14


class PangoMissingError(CannotRunError):
    """WeasyPrint cannot load Pango, which lays out text."""

    def __str__(self) -> str:
        why = "".join(map(str, self.args))
        return f"no PDF was made: Pango is missing ({why})\ninstall it with: {INSTALL_PANGO}"


def need_pango() -> None:
    """Raise `PangoMissingError` if no PDF can be made on this computer."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:  # cffi cannot load the library
        raise PangoMissingError(str(error).splitlines()[0]) from error


def render(print_: PdfPrint, target: Path) -> list[Fault]:
    """Write the print to a file; return what is wrong with how it looks on paper."""
    setting, document = _fitted(print_)
    document = _filled_up(print_, setting, document)
    faults = _faults(print_, setting, document)
    faults += _made_longer(print_, len(document.pages))
    if print_.spine:
        _write_cover(print_, print_.spine, setting, document, target)
        return []  # those of its pages are told with the print itself
    if not print_.folded:
        _write(document, target)
        make_ready(target, print_.press)
        return faults
    with tempfile.TemporaryDirectory() as folder:
        book, note = Path(folder) / "book.pdf", Path(folder) / "note.pdf"
        _write(document, book)
        parts = list(parts_of(len(document.pages)))
        markup = rendered(
            "fold.html",
            print_.ui,
            title=print_.title,
            description=print_.ui.text("fold.description"),
            parts=parts,
            imprint=None,
        )
        how_to_fold = laid_out(print_, markup, FOLDING)
        faults += faults_of(how_to_fold.pages, FOLDING.type)
        _write(how_to_fold, note)
        impose(book, target, note)
    return faults


def _faults(print_: PdfPrint, setting: Setting, document: Document) -> list[Fault]:
    """What is wrong with the document; if it does not fit on a wall, all else follows from that."""
    pages = len(document.pages)
    if not is_on_a_wall(print_) or print_.most is None or pages <= print_.most:
        return faults_of(document.pages, _least_type(print_, setting))
    room = "1 page" if print_.most == 1 else f"{print_.most} pages"
    message = (
        f"it must fit in {room}, and takes {pages}; shorten the clinic's name, its web address or "
        "its leaflet_code"
    )
    return [Fault(print_overflow.name, message)]


def _made_longer(print_: PdfPrint, pages: int) -> list[Fault]:
    """Whether the print is too long, and if it would fit without what the clinic says."""
    if print_.most is None or pages <= print_.most or is_on_a_wall(print_):
        return []
    if print_.unbranded:
        _, document = _fitted(replace(print_, settings=print_.unbranded, begin=0))
        if len(document.pages) <= print_.most:
            return [Fault("longer-leaflet", f"{pages} pages, not {len(document.pages)}")]
    message = (
        f"must have {print_.most} pages at most, has {pages}: shorten what stands above the folds"
    )
    return [Fault("print-too-long", message)]


def is_on_a_wall(print_: PdfPrint) -> bool:
    """Whether all of it must be large, and fit."""
    return "wall" in print_.styles


def _least_type(print_: PdfPrint, setting: Setting) -> float:
    """The smallest type, in points: on a wall all is large but the line with code and dates."""
    return LEAST_ON_A_WALL if is_on_a_wall(print_) else print_.least or setting.paper.type


def is_hopeless(pages: int, most: int) -> bool:
    """Whether what takes so many pages in large type fits in small type neither."""
    return pages > most * _SAVED_BY_SMALL_TYPE


def pages_of(print_: PdfPrint, number: int) -> int:
    """How many pages one of its settings takes."""
    setting = print_.settings[number]
    return len(laid_out(print_, setting.markup, setting.paper, or_too_long=True).pages)


def _write(document: Document, target: Path) -> None:
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_tags=True)
    complete_tags(target)
    complete_fields(target)


# A spine this thick in millimetres has room for a line that a slip of the fold does not cut.
LEAST_SPINE = 5.0


def _spine_paper(height: float, thickness: float) -> Paper:
    """Paper for the words of a spine, which lies on its side: as wide as the book is high."""
    type_ = min(12.0, thickness * 1.4)
    return Paper(height, thickness, type_, type_ * 1.2, top=0, outer=15, bottom=0, inner=15)


def _write_cover(
    print_: PdfPrint, spine: Spine, setting: Setting, document: Document, target: Path
) -> None:
    """Write the cover of a bound print: its last page, the spine, its first page."""
    thickness = spine_of(len(document.pages), spine.leaf)
    with tempfile.TemporaryDirectory() as folder:
        book, words = Path(folder) / "book.pdf", Path(folder) / "spine.pdf"
        document.copy([document.pages[0], document.pages[-1]]).write_pdf(book)
        if thickness < LEAST_SPINE:
            make_cover(book, None, target, thickness, print_.press)
            return
        paper = _spine_paper(setting.paper.height, thickness)
        sheet = replace(print_, styles=("base", "spine"), components="")
        laid_out(sheet, spine.markup, paper).write_pdf(words)
        make_cover(book, words, target, thickness, print_.press)


def _fitted(print_: PdfPrint) -> tuple[Setting, Document]:
    """The first setting that is short enough, or else the last document on the fewest sheets."""
    if print_.most is None:
        first = print_.settings[0]
        return first, laid_out(print_, first.markup, first.paper)
    too_long = ""
    long: list[tuple[Setting, Document]] = []
    for setting in print_.settings[print_.begin :]:
        if setting.markup == too_long:
            continue
        is_last = setting.markup == print_.settings[-1].markup
        document = laid_out(print_, setting.markup, setting.paper, or_too_long=not is_last)
        pages = len(document.pages)
        # Its foot stands on the sheet by itself, so that words can be over it and fit all the same.
        if pages <= print_.most and not (
            is_on_a_wall(print_) and _faults(print_, setting, document)
        ):
            return setting, document
        if is_last:
            long.append((setting, document))
        elif is_hopeless(pages, print_.most):
            too_long = setting.markup
    if is_on_a_wall(print_):
        return long[-1]
    return min(long, key=lambda one: -(-len(one[1].pages) // _SIDES_OF_A_SHEET))


def _filled_up(print_: PdfPrint, setting: Setting, document: Document) -> Document:
    """The document with pages for notes before its last, until its pages can be folded."""
    missing = -len(document.pages) % print_.multiple
    if not missing:
        return document
    notes = laid_out(print_, print_.notes, setting.paper).pages
    *body, back = document.pages
    return document.copy([*body, *notes * missing, back])
