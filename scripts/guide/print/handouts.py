"""What is written on, and what hangs on a wall: plan and decision sheets, cards, the poster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from guide.content.navigation import built_path
from guide.content.page import Myth, Page
from guide.content.treatments import GROUPS, STEPS
from guide.edition.nav import reading_order
from guide.markdown.figures import rating_drawing, word_of
from guide.print.addresses import Website
from guide.print.book import Book
from guide.print.chapter import Chapter
from guide.print.forms import put_fields
from guide.print.imprint import Imprint, Source, rendered
from guide.print.leaflets import PAPERS, SIDES, links_to_signs
from guide.print.prints import CARD, POSTER, Paper, PdfPrint, Setting

# Plan sheets: to write on with a pen, and to fill in on a computer.


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
    urgent = source.guide.urgent_page
    if urgent:
        _name_leaflet(chapter, urgent, source.ui.text("leaflet.in_leaflet", title=urgent.title))
    websites = [
        Website(address, source.ui.text(key))
        for one, key in ((page, "leaflet.sheet_web"), (urgent, "leaflet.signs_title"))
        if one and (address := source.twin(one))
    ]
    imprint = Imprint(source, source.code(f"sheet-{stem}"), [page], source.twin(page))
    markup = rendered(
        "sheet.html",
        source.ui,
        title=f"{page.title}: {source.edition.config.site_name}",
        description=page.meta.get("description", ""),
        book=Book.of(source.pages, source.ui, [chapter], below=0),
        websites=websites,
        imprint=imprint,
    )
    return PdfPrint(
        edition=name,
        path=f"pdf/sheets/{stem}{'-to-fill-in' if fields else ''}.pdf",
        title=page.title,
        settings=tuple(Setting(markup, paper) for paper in PAPERS),
        most=SIDES,
        components=source.components,
        styles=("base", "parts", "leaflet", "sheet"),
        page=str(page.path),
        code=imprint.code,
        clinic_code=imprint.clinic_code,
        colour=source.edition.clinic.colour,
        fields=fields,
        folder=source.folder,
        ui=source.ui,
    )


def _name_leaflet(chapter: Chapter, urgent: Page, leaflet: str) -> None:
    """Say on the sheet in which leaflet the signs that need urgent help are."""
    for link in links_to_signs(chapter, urgent):
        link.tail = f" {leaflet}{link.tail or ''}"
        link.drop_tag()


# To decide with: every treatment in a row, to tick and to talk about.


class Row(NamedTuple):
    """A treatment: for each scale its marks, as SVG, and the word beside them."""

    name: str
    scales: list[tuple[str, str]]


class Rows(NamedTuple):
    """The treatments of a group, below its name."""

    name: str
    rows: list[Row]


def decision_sheet(source: Source, name: str) -> Iterator[PdfPrint]:
    """One sheet, on both sides; none if no page lists the treatments."""
    page = source.guide.page_of_treatments
    if not page:
        return
    ui = source.ui
    websites = [
        Website(address, ui.text(key))
        for one, key in (
            (page, "decision.web"),
            (source.guide.urgent_page, "leaflet.signs_title"),
        )
        if one and (address := source.twin(one))
    ]
    imprint = Imprint(source, source.code("decision-sheet"), [page], source.twin(page))
    markup = rendered(
        "decision.html",
        ui,
        title=ui.text("decision.title"),
        description=ui.text("editions.decision-sheet.purpose"),
        condition=source.guide.identity.condition,
        scales=list(STEPS),
        groups=list(_groups(source)),
        websites=websites,
        imprint=imprint,
    )
    yield PdfPrint(
        edition=name,
        path="pdf/decision-sheet.pdf",
        title=ui.text("editions.decision-sheet.title"),
        settings=tuple(Setting(markup, paper) for paper in PAPERS),
        most=SIDES,
        components=source.components,
        styles=("base", "parts", "leaflet", "sheet", "decision"),
        code=imprint.code,
        clinic_code=imprint.clinic_code,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=ui,
    )


def _groups(source: Source) -> Iterator[Rows]:
    for group in GROUPS:
        rows = [
            Row(treatment.name, [_scale(source, *scale) for scale in treatment.rating])
            for treatment in source.guide.treatments.by_id.values()
            if treatment.group == group
        ]
        if rows:
            yield Rows(source.ui.text(f"treatments.{group}"), rows)


def _scale(source: Source, scale: str, value: str) -> tuple[str, str]:
    return rating_drawing(scale, STEPS[scale][value]), word_of(value, source.ui)


# For the wall of a waiting room: a card for each myth, and a poster with the way to the site.

# Letters; the number is found by looking at the cards.
_LONG = 250
# Where a clinic's name or address is long, all cards are set in smaller type.
_SMALL = 17, 23


@dataclass(frozen=True)
class MythCard:
    """What people say, what is known, and where the sources are."""

    page: Page
    myth: Myth
    website: Website | None

    @property
    def message(self) -> str:
        """The main message, if it is about this myth: if the title of the page is the fact."""
        is_own = self.myth.fact == self.page.title
        return str(self.page.meta.get("main_message", "")) if is_own else ""

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller type: a line of the title takes as much room as 2 of text."""
        return 2 * len(self.myth.fact) + len(self.message) > _LONG


def myth_cards(source: Source, name: str) -> Iterator[PdfPrint]:
    """One card a page, for every myth that a page tells."""
    found = (source.guide.by_path.get(path) for path, _ in _order(source))
    pages = [page for page in found if page and page.myths]
    cards = [
        MythCard(page, myth, _website(source, page, myth.at))
        for page in pages
        for myth in page.myths
    ]
    if cards:
        title = source.ui.text("cards.about", condition=source.guide.identity.condition)
        imprint = Imprint(
            source, source.code("myth-cards"), pages, source.edition.config.site_url or None
        )
        markup = rendered(
            "myth_cards.html",
            source.ui,
            title=title,
            description=title,
            cards=cards,
            imprint=imprint,
        )
        yield _print(imprint, name, "pdf/myth-cards.pdf", markup, CARD, len(cards))


def poster(source: Source, name: str) -> Iterator[PdfPrint]:
    """A poster with the QR code of the site; none if the site has no address yet."""
    address = source.edition.config.site_url
    home = source.guide.by_path.get("index.md")
    if address and home:
        imprint = Imprint(source, source.code("poster"), [home], address)
        markup = rendered(
            "poster.html",
            source.ui,
            title=home.title,
            description=home.meta.get("description", ""),
            home=home.meta,
            imprint=imprint,
            cover=source.file("assets/images/cover.svg"),
        )
        yield _print(imprint, name, "pdf/poster.pdf", markup, POSTER, 1)


def _order(source: Source) -> Iterator[tuple[str, str]]:
    return reading_order(source.edition.config.nav or [])


def _website(source: Source, page: Page, anchor: str = "") -> Website | None:
    address = source.twin(page)
    place = f"#{anchor}" if anchor else ""
    return Website(f"{address}{place}", page.title) if address else None


def _print(
    imprint: Imprint, name: str, path: str, markup: str, paper: Paper, most: int
) -> PdfPrint:
    source = imprint.source
    return PdfPrint(
        edition=name,
        path=path,
        title=source.ui.text(f"editions.{name}.title"),
        settings=(Setting(markup, paper), Setting(markup, paper.with_type(*_SMALL))),
        most=most,
        components=source.components,
        styles=("base", "parts", "wall"),
        code=imprint.code,
        clinic_code=imprint.clinic_code,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=source.ui,
    )


EDITIONS = {
    "plan-sheets": sheets,
    "plan-sheets-to-fill-in": sheets_to_fill_in,
    "decision-sheet": decision_sheet,
    "myth-cards": myth_cards,
    "poster": poster,
}
