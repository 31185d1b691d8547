"""The booklet: the chosen pages as one book, in four forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from pathlib import PurePosixPath

from lxml.html import HtmlElement

from guide.content.navigation import built_path, chapters_of
from guide.core import html_class
from guide.edition.nav import NavPage
from guide.print.book import Book
from guide.print.chapter import Chapter
from guide.print.imprint import Imprint, Source, rendered
from guide.print.prints import A4, A5, LARGE, Paper, PdfPrint, Setting

# Heights: how much of a page a box takes, guessed before anything is laid out.

_POINTS = 72 / 25.4  # in a millimetre
_LETTER = 0.48  # the width of a letter of the shipped font, of the size of the type
_INDENT = 4  # letters that the border and the marks of a list take from each line
_GAP = 0.5  # lines between two blocks of a box
_BOXES = (html_class.CALLOUT, html_class.CARE_CARD)
_TALL, _TALLER = 0.6, 1.15
_DRAWING = 20  # the width of a drawing (components/picture/print.css), in sizes of the type
_TALL_DRAWING = 0.8  # with its heading and the words below it, it does not fit on a page


def mark_tall(article: HtmlElement, paper: Paper) -> None:
    """Mark the boxes that are hard to keep whole on this paper.

    `print-tall` takes most of a page, `print-taller` stands on no page. What is only a little
    too tall by this guess is kept whole: it may fit.
    """
    page = paper.height - paper.top - paper.bottom
    for name in _BOXES:
        for box in article.find_class(name):
            height = _lines(box, paper) * paper.leading / _POINTS
            pages = height / page
            if pages > _TALL:
                box.classes.add("print-tall")
            if pages > _TALLER:
                box.classes.add("print-taller")
    for picture in article.find_class(html_class.PICTURE):
        if _drawing_height(picture, paper) / page > _TALL_DRAWING:
            picture.classes.add("print-tall")


def _drawing_height(picture: HtmlElement, paper: Paper) -> float:
    for drawing in picture.iter("svg"):
        _, _, width, height = map(float, drawing.get("viewbox", "0 0 1 0").split())
        return _DRAWING * paper.type / _POINTS * height / width
    return 0


def _lines(box: HtmlElement, paper: Paper) -> float:
    width = (paper.width - paper.inner - paper.outer) * _POINTS
    letters = width / (_LETTER * paper.type) - _INDENT
    blocks = box.iter("p", "li", "h3", "h4", "h5", "h6")
    lengths = (len(" ".join(block.text_content().split())) for block in blocks)
    return sum(ceil(length / letters) + _GAP for length in lengths)


MAIN_SOURCES = 3


def whole_guide(source: Source, name: str) -> Iterator[PdfPrint]:
    """Every page for patients, with its folds and sources, to read on a screen: A4, 14 point."""
    config, path = source.edition.config, source.pdf("-whole")
    kinds = source.guide.kinds
    chosen = [
        chapter
        for chapter in chapters_of(config.nav or [])
        if (kind := kinds.of(PurePosixPath(chapter.path))) is None or kind.patients
    ]
    book = Book.read(source.pages, source.ui, chosen)
    yield _print(source, name, path, A4, source.code("WHOLE"), chosen, book)


def booklet(source: Source, name: str) -> Iterator[PdfPrint]:
    """A4, 14 point."""
    yield _book(source, name, source.pdf(), A4, source.code("A4"))


def large_print(source: Source, name: str) -> Iterator[PdfPrint]:
    """A4, 18 point."""
    path = source.pdf("-large-print")
    yield _book(source, name, path, LARGE, source.code("LARGE"))


def booklet_a5(source: Source, name: str) -> Iterator[PdfPrint]:
    """A5, 12 point, ready for a print shop: a multiple of 4 pages."""
    path = source.pdf("-a5")
    parts, known = source.edition.config.extra.get("booklet"), source.guide.by_path
    chosen = chapters_of(source.edition.config.nav or [], parts)
    notes = rendered(
        "notes.html",
        source.ui,
        title=source.ui.text("booklet.notes"),
        description=source.ui.text("booklet.room"),
        draft=source.notice(known[path] for path, _ in chosen if path in known),
        imprint=None,
    )
    print_ = _book(source, name, path, A5, source.code("A5"))
    yield replace(print_, multiple=4, notes=notes)


def booklet_a5_to_fold(source: Source, name: str) -> Iterator[PdfPrint]:
    """The A5 booklet on A4 sheets for an office printer, with a note on how to fold them."""
    path = source.pdf("-a5-to-fold")
    title = source.ui.text("booklet.fold_title")
    for print_ in booklet_a5(source, "booklet-a5"):
        yield replace(print_, edition=name, path=path, title=title, folded=True)


def _book(source: Source, name: str, path: str, paper: Paper, code: str) -> PdfPrint:
    """The pages that `extra.booklet` names, without their folds."""
    config = source.edition.config
    chosen = list(chapters_of(config.nav or [], config.extra.get("booklet")))
    chapters = [
        # When to see a GP is folded on a phone; on paper it stands with the other signs.
        Chapter.read(
            source.pages, built_path(path), section, folds=path == source.guide.identity.urgent_page
        )
        for path, section in chosen
    ]
    book = Book.of_cores(source.pages, source.guide, chapters, below=1, most=MAIN_SOURCES)
    return _print(source, name, path, paper, code, chosen, book)


def _print(
    source: Source,
    name: str,
    path: str,
    paper: Paper,
    code: str,
    chosen: Sequence[NavPage],
    book: Book,
) -> PdfPrint:
    config, known = source.edition.config, source.guide.by_path
    pages = [known[path] for path, _ in chosen if path in known]
    for chapter in book.chapters:
        mark_tall(chapter.article, paper)
    imprint = Imprint(source, code, pages, config.site_url or None, name)
    markup = rendered(
        "booklet.html",
        source.ui,
        title=f"{source.home.get('title', config.site_name)}: {config.site_name}",
        heading=source.home.get("title", config.site_name),
        description=source.home.get("description", ""),
        message=source.home.get("main_message", ""),
        cover=source.file("assets/images/cover.svg"),
        book=book,
        imprint=imprint,
    )
    return PdfPrint(
        edition=name,
        path=path,
        title=source.ui.text(f"editions.{name}.title"),
        settings=(Setting(markup, paper),),
        components=source.components,
        styles=("base", "parts", "book"),
        code=imprint.code,
        clinic_code=imprint.clinic_code,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=source.ui,
    )


EDITIONS = {
    "whole-guide": whole_guide,
    "booklet": booklet,
    "large-print": large_print,
    "booklet-a5": booklet_a5,
    "booklet-a5-to-fold": booklet_a5_to_fold,
}
