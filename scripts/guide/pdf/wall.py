"""For the wall of a waiting room: a card for each myth, and a poster with the way to the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guide.page import Page
from guide.pdf.addresses import Website
from guide.pdf.imprint import Imprint, Source
from guide.pdf.markup import rendered
from guide.pdf.order import reading_order
from guide.pdf.paper import CARD, POSTER, Paper
from guide.pdf.prints import PdfPrint, Setting

# Letters; the number is found by looking at the cards.
_LONG = 250
# Where a clinic's name or address is long, all cards are set in smaller type.
_SMALL = 17, 23


@dataclass(frozen=True)
class MythCard:
    """What people say, what is known, and where the sources are."""

    page: Page
    website: Website | None

    @property
    def myth(self) -> str:
        return str(self.page.meta["myth"])

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def message(self) -> str:
        return str(self.page.meta.get("main_message", ""))

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller type: a line of the title takes as much room as 2 of text."""
        return 2 * len(self.title) + len(self.message) > _LONG


def myth_cards(source: Source, name: str) -> Iterator[PdfPrint]:
    """One card a page, for every page whose front matter names a myth."""
    found = (source.guide.by_path.get(path) for path, _ in _order(source))
    pages = [page for page in found if page and page.meta.get("myth")]
    cards = [MythCard(page, _website(source, page)) for page in pages]
    if cards:
        title = "Myths about back pain, and what we know"
        imprint = Imprint(source, "BPG-myth-cards", pages, source.edition.config.site_url or None)
        markup = rendered(
            "myth_cards.html", title=title, description=title, cards=cards, imprint=imprint
        )
        yield _print(source, name, "pdf/myth-cards.pdf", "Myth cards", markup, CARD, len(cards))


def poster(source: Source, name: str) -> Iterator[PdfPrint]:
    """A poster with the QR code of the site; none if the site has no address yet."""
    address = source.edition.config.site_url
    home = source.guide.by_path.get("index.md")
    if address and home:
        imprint = Imprint(source, "BPG-poster", [home], address)
        markup = rendered(
            "poster.html",
            title=home.title,
            description=home.meta.get("description", ""),
            home=home.meta,
            imprint=imprint,
            cover=source.file("assets/images/cover.svg"),
        )
        yield _print(source, name, "pdf/poster.pdf", "Poster", markup, POSTER, 1)


def _order(source: Source) -> Iterator[tuple[str, str]]:
    return reading_order(source.edition.config.nav or [])


def _website(source: Source, page: Page) -> Website | None:
    address = source.twin(page)
    return Website(address, page.title) if address else None


def _print(
    source: Source, name: str, path: str, title: str, markup: str, paper: Paper, most: int
) -> PdfPrint:
    return PdfPrint(
        edition=name,
        path=path,
        title=title,
        settings=(Setting(markup, paper), Setting(markup, paper.with_type(*_SMALL))),
        most=most,
        styles=("base", "components", "wall"),
        colour=source.edition.clinic.colour,
        folder=source.folder,
    )
