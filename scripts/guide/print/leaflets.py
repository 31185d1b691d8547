"""Leaflets: one page of the guide on one sheet, with the signs that need urgent help."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from enum import Enum
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from guide.content.navigation import built_path, chapters_of
from guide.content.page import Page
from guide.core import html_class
from guide.print.addresses import Website
from guide.print.book import Book
from guide.print.chapter import Chapter, as_sentence
from guide.print.imprint import Imprint, Source, rendered
from guide.print.prints import (
    LEAFLET,
    MIDDLE_LEAFLET,
    SIGNS,
    SMALL_LEAFLET,
    PdfPrint,
    Setting,
)

SIDES = 2
MAIN_SOURCES = 3
PAPERS = (LEAFLET, MIDDLE_LEAFLET, SMALL_LEAFLET)
_LETTERS_IN_A_COLUMN = 48
_STOP_RULES = "stop-rules.md"
_SIGNS = (html_class.CARE_CARD_EMERGENCY, html_class.CARE_CARD_URGENT)


class Form(Enum):
    """How the signs stand on a leaflet, and what else gives way to them."""

    LISTS = "lists, on the back"
    SENTENCES = "sentences, where the words end"
    LEAN = "sentences, and no picture that only explains"
    SHORT = "sentences, those of NHS 111 alone"


def leaflets(source: Source, name: str) -> Iterator[PdfPrint]:
    """One for every page that `extra.leaflets` names, by itself or by its section.

    And for each page of a clinic's own that asks for it.
    """
    config, guide = source.edition.config, source.guide
    own = [str(page.path) for page in guide.pages if guide.is_own(page) and page.is_leaflet]
    for path, _ in chapters_of(config.nav or [], [*config.extra.get("leaflets", ()), *own]):
        page = source.guide.by_path.get(path)
        if page:
            yield leaflet(source, name, page)


def leaflet(source: Source, name: str, page: Page) -> PdfPrint:
    """The leaflet of a page: one sheet, in the largest type and the plainest form that fit.

    Where the words fill more than a side, the signs are sentences. Where the words themselves say
    when to call 999, as those of a routine do, the last form has the signs of NHS 111 alone.
    """
    stem = str(page.path).removesuffix(".md").removesuffix("/index")
    stops = any(included == _STOP_RULES for _, included in page.includes())
    forms = [form for form in Form if stops or form is not Form.SHORT]
    if not any(page.drawings()):
        forms.remove(Form.LEAN)
    book = _book(source, page)
    # Each form has no more than the one before it.
    markup = [_markup(source, page, stem, form, book) for form in forms]
    imprint = _imprint(source, page, stem)
    unbranded = _markup(source.unbranded, page, stem, forms[-1], book)
    return PdfPrint(
        edition=name,
        path=f"pdf/leaflets/{stem}.pdf",
        title=page.title,
        settings=(Setting(markup[0], LEAFLET), *(Setting(one, SMALL_LEAFLET) for one in markup)),
        unbranded=(Setting(unbranded, SMALL_LEAFLET),) if unbranded != markup[-1] else (),
        page=str(page.path),
        code=imprint.code,
        clinic_code=imprint.clinic_code,
        components=source.components,
        styles=("base", "parts", "leaflet"),
        most=SIDES,
        least=SMALL_LEAFLET.type,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=source.ui,
    )


def _imprint(source: Source, page: Page, stem: str) -> Imprint:
    return Imprint(source, source.code(stem.replace("/", "-")), [page], source.twin(page))


def _book(source: Source, page: Page) -> Book:
    """The words of a page, made ready for a leaflet."""
    chapter = Chapter.read(source.pages, built_path(str(page.path)), folds=False)
    urgent = source.guide.urgent_page
    if urgent and urgent is not page:
        _lead_to_signs(chapter, urgent)
    return Book.of_cores(source.pages, source.guide, [chapter], below=0, most=MAIN_SOURCES)


def _markup(source: Source, page: Page, stem: str, form: Form, book: Book) -> str:
    """The document of one form; the pictures that it goes without are taken out of the book."""
    urgent = source.guide.urgent_page
    signs, elsewhere = "", None
    if urgent and urgent is not page:
        signs = _signs(source, urgent, form)
        if form is Form.SHORT:
            elsewhere = Website(source.twin(urgent) or "", urgent.title)
    imprint = _imprint(source, page, stem)
    if form in (Form.LEAN, Form.SHORT):
        for picture in book.chapters[0].article.find_class(html_class.PICTURE):
            picture.drop_tree()
    return rendered(
        "leaflet.html",
        source.ui,
        title=f"{page.title}: {source.edition.config.site_name}",
        description=page.meta.get("description", ""),
        book=book,
        websites=_websites(imprint, book),
        imprint=imprint,
        signs=signs,
        elsewhere=elsewhere,
        over=form is Form.LISTS,
    )


def _lead_to_signs(chapter: Chapter, urgent: Page) -> None:
    """Lead links to the signs that need urgent help to the place on the sheet that has them."""
    for link in links_to_signs(chapter, urgent):
        link.set("href", f"#{SIGNS}")
        link.text = f"{link.text_content()} "
        link.classes.add("print-page-link")


def _websites(imprint: Imprint, book: Book) -> list[Website]:
    """What the clinic links to and what the words name, each once."""
    clinic = imprint.clinic
    ours = [Website(link.url, link.title) for link in clinic.links]
    if clinic.self_referral:
        ours.insert(0, Website(clinic.self_referral, imprint.source.ui.text("imprint.to_refer")))
    websites: dict[str, Website] = {}
    for website in (*ours, *book.websites):
        websites.setdefault(website.address, website)
    return list(websites.values())


def _signs(source: Source, urgent: Page, form: Form) -> str:
    """The cards of the page of signs as HTML, and nothing else of it."""
    shared = source.pages.shared
    if form not in shared:
        shared[form] = _made_signs(source, urgent, form)
    return shared[form]


def _made_signs(source: Source, urgent: Page, form: Form) -> str:
    signs = Chapter.read(source.pages, built_path(str(urgent.path)), folds=False)
    kinds = _SIGNS[1:] if form is Form.SHORT else _SIGNS
    cards: list[HtmlElement] = [card for css in kinds for card in signs.article.find_class(css)]
    for child in list(signs.article):
        if child not in cards and html_class.REFERENCES not in child.classes:
            child.drop_tree()
    for items in list(signs.article.iter("ul")):
        if form is Form.LISTS:
            _in_columns(items)
        else:
            as_sentence(items)
    signs.article.classes.add("print-signs")
    book = Book.of_cores(source.pages, source.guide, [signs], below=0, most=0)
    return book.chapters[0].markup


def _in_columns(items: HtmlElement) -> None:
    """Tell where the second column of a list begins: WeasyPrint tries for half a second."""
    lines = [-(-len(item.text_content()) // _LETTERS_IN_A_COLUMN) for item in items]
    # Where two are as good, the first column has more.
    cuts = range(len(lines) - 1, 0, -1)
    cut = min(cuts, key=lambda cut: max(sum(lines[:cut]), sum(lines[cut:])), default=0)
    if cut:
        items[cut].classes.add("print-next-column")


def links_to_signs(chapter: Chapter, urgent: Page) -> Iterator[HtmlElement]:
    """The links of a chapter to the page of the signs that need urgent help."""
    signs = posixpath.dirname(built_path(str(urgent.path))) or "."
    for link in list(chapter.article.iter("a")):
        place = posixpath.join(posixpath.dirname(chapter.path), urlsplit(link.get("href", "")).path)
        if posixpath.normpath(place) == signs:
            yield link


EDITIONS = {"leaflets": leaflets}
