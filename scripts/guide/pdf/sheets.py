"""Plan sheets: to write on with a pen, and to fill in on a computer."""

from __future__ import annotations

from collections.abc import Iterator

from guide.page import Page
from guide.pdf.addresses import Website
from guide.pdf.book import Book
from guide.pdf.chapter import Chapter
from guide.pdf.fields import put_fields
from guide.pdf.imprint import Imprint, Source
from guide.pdf.leaflets import PAPERS, SIDES, URGENT_PAGE, links_to_signs
from guide.pdf.markup import rendered
from guide.pdf.order import built_path, reading_order
from guide.pdf.prints import PdfPrint, Setting


def sheets(source: Source, name: str) -> Iterator[PdfPrint]:
    """One for every page that has lines to write on."""
    for page, chapter in _pages(source):
        yield _sheet(source, name, page, chapter)


def sheets_to_fill_in(source: Source, name: str) -> Iterator[PdfPrint]:
    """The same sheets with fields to type in."""
    for page, chapter in _pages(source):
        put_fields(chapter.article)
        yield _sheet(source, name, page, chapter, fields=True)


def _pages(source: Source) -> Iterator[tuple[Page, Chapter]]:
    for path, _ in reading_order(source.edition.config.nav or []):
        page = source.guide.by_path.get(path)
        if page:
            chapter = Chapter.read(source.pages, built_path(path))
            if chapter.is_sheet:
                yield page, chapter


def _sheet(
    source: Source, name: str, page: Page, chapter: Chapter, *, fields: bool = False
) -> PdfPrint:
    stem = page.path.stem
    urgent = source.guide.by_path.get(URGENT_PAGE)
    if urgent:
        _name_leaflet(chapter, urgent.title)
    websites = [
        Website(address, title)
        for one, title in ((page, "This sheet on the web"), (urgent, "Signs that need urgent help"))
        if one and (address := source.twin(one))
    ]
    markup = rendered(
        "sheet.html",
        title=f"{page.title}: {source.edition.config.site_name}",
        description=page.meta.get("description", ""),
        book=Book.of(source.pages, [chapter], below=0),
        websites=websites,
        imprint=Imprint(source, f"BPG-sheet-{stem}", [page], source.twin(page)),
    )
    return PdfPrint(
        edition=name,
        path=f"pdf/sheets/{stem}{'-to-fill-in' if fields else ''}.pdf",
        title=page.title,
        settings=tuple(Setting(markup, paper) for paper in PAPERS),
        most=SIDES,
        styles=("base", "components", "leaflet", "sheet"),
        page=str(page.path),
        colour=source.edition.clinic.colour,
        fields=fields,
        folder=source.folder,
    )


def _name_leaflet(chapter: Chapter, title: str) -> None:
    """Say on the sheet in which leaflet the signs that need urgent help are."""
    for link in links_to_signs(chapter):
        link.tail = f' (in the leaflet "{title}"){link.tail or ""}'
        link.drop_tag()
