"""The booklet: the chosen pages as one book, in four forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guide.draft import NOTICE
from guide.pdf.book import Book
from guide.pdf.heights import mark_tall
from guide.pdf.imprint import Imprint, Source
from guide.pdf.markup import rendered
from guide.pdf.order import chapters_of
from guide.pdf.paper import A4, A5, LARGE, Paper
from guide.pdf.prints import PdfPrint, Setting

BOOKLET = "pdf/back-pain-guide.pdf"


def booklet(source: Source, name: str) -> Iterator[PdfPrint]:
    """A4, 14 point."""
    yield _book(source, name, BOOKLET, "Booklet", A4, "BPG-A4")


def large_print(source: Source, name: str) -> Iterator[PdfPrint]:
    """A4, 18 point."""
    path = "pdf/back-pain-guide-large-print.pdf"
    yield _book(source, name, path, "Booklet in large print", LARGE, "BPG-LARGE")


def booklet_a5(source: Source, name: str) -> Iterator[PdfPrint]:
    """A5, 12 point, ready for a print shop: a multiple of 4 pages."""
    path = "pdf/back-pain-guide-a5.pdf"
    yield _a5(_book(source, name, path, "Booklet in A5", A5, "BPG-A5"), source)


def booklet_a5_to_fold(source: Source, name: str) -> Iterator[PdfPrint]:
    """The A5 booklet on A4 sheets for an office printer, with a note on how to fold them."""
    path = "pdf/back-pain-guide-a5-to-fold.pdf"
    print_ = _a5(_book(source, name, path, "Booklet in A5, to fold", A5, "BPG-A5"), source)
    yield replace(print_, folded=True)


def _a5(print_: PdfPrint, source: Source) -> PdfPrint:
    notes = rendered(
        "notes.html",
        title="My notes",
        description="Room for notes",
        draft=NOTICE,
        imprint=None,
    )
    return replace(print_, multiple=4, notes=notes)


def _book(source: Source, name: str, path: str, title: str, paper: Paper, code: str) -> PdfPrint:
    config = source.edition.config
    chosen = list(chapters_of(config.nav or [], config.extra.get("booklet")))
    known = source.guide.by_path
    pages = [known[path] for path, _ in chosen if path in known]
    book = Book.read(source.pages, chosen)
    for chapter in book.chapters:
        mark_tall(chapter.article, paper)
    markup = rendered(
        "booklet.html",
        title=f"{source.home.get('title', config.site_name)}: {config.site_name}",
        heading=source.home.get("title", config.site_name),
        description=source.home.get("description", ""),
        message=source.home.get("main_message", ""),
        cover=source.file("assets/images/cover.svg"),
        book=book,
        imprint=Imprint(source, code, pages, config.site_url or None),
    )
    return PdfPrint(
        edition=name,
        path=path,
        title=title,
        settings=(Setting(markup, paper),),
        styles=("base", "components", "book"),
        colour=source.edition.clinic.colour,
        folder=source.folder,
    )
