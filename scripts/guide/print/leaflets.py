"""Leaflets: one page of the guide to hand out, with the signs that need urgent help."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from guide.content.page import Page
from guide.content.reading_order import URGENT_PAGE, built_path, chapters_of
from guide.core import html_class
from guide.print.addresses import Website
from guide.print.book import Book
from guide.print.chapter import Chapter
from guide.print.imprint import Imprint, Source, rendered
from guide.print.paper import LEAFLET, MIDDLE_LEAFLET, SMALL_LEAFLET
from guide.print.prints import PdfPrint, Setting

SIDES = 2
MAIN_SOURCES = 3
_DRAWING = (58, 40)  # mm, the widest and the highest: see leaflet.css
PAPERS = (LEAFLET, MIDDLE_LEAFLET, SMALL_LEAFLET)
_SIGNS = (html_class.CARE_CARD_EMERGENCY, html_class.CARE_CARD_URGENT)


def leaflets(source: Source, name: str) -> Iterator[PdfPrint]:
    """One for every page that `extra.leaflets` names, by itself or by its section."""
    config = source.edition.config
    for path, _ in chapters_of(config.nav or [], config.extra.get("leaflets", ())):
        page = source.guide.by_path.get(path)
        if page:
            yield leaflet(source, name, page)


def leaflet(source: Source, name: str, page: Page) -> PdfPrint:
    """The leaflet of a page: one sheet, with the signs that need urgent help on its second side.

    In the largest type in which the words stand on the first side; or else they go on beside the
    signs, which then are no lists but sentences.
    """
    stem = str(page.path).removesuffix(".md").removesuffix("/index")
    whole = _markup(source, page, stem, signs=_signs(source, page, lists=True))
    dense = _markup(source, page, stem, signs=_signs(source, page, lists=False))
    settings = (
        Setting(whole, LEAFLET),
        Setting(whole, SMALL_LEAFLET),
        Setting(dense, SMALL_LEAFLET),
    )
    unbranded = _markup(source.unbranded, page, stem, signs=_signs(source, page, lists=False))
    return PdfPrint(
        edition=name,
        path=f"pdf/leaflets/{stem}.pdf",
        title=page.title,
        settings=settings,
        unbranded=(Setting(unbranded, SMALL_LEAFLET),) if unbranded != dense else (),
        page=str(page.path),
        components=source.components,
        styles=("base", "parts", "leaflet"),
        most=SIDES,
        least=SMALL_LEAFLET.type,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=source.ui,
    )


def _markup(source: Source, page: Page, stem: str, *, signs: _Signs | None) -> str:
    chapter = Chapter.read(source.pages, built_path(str(page.path)), folds=False)
    if signs:
        _lead_to_signs(chapter)
    imprint = Imprint(source, f"BPG-{stem.replace('/', '-')}", [page], source.twin(page))
    book = Book.of_cores(source.pages, source.guide, [chapter], below=0, most=MAIN_SOURCES)
    save_paper(chapter.article)
    return rendered(
        "leaflet.html",
        source.ui,
        title=f"{page.title}: {source.edition.config.site_name}",
        description=page.meta.get("description", ""),
        book=book,
        websites=_websites(imprint, book),
        imprint=imprint,
        signs=signs.markup if signs else "",
        over=bool(signs and signs.lists),
    )


class _Signs(NamedTuple):
    """The signs that need urgent help as HTML, as lists or as sentences."""

    markup: str
    lists: bool


def _lead_to_signs(chapter: Chapter) -> None:
    """Lead links to the signs that need urgent help to the place on the sheet that has them."""
    for link in links_to_signs(chapter):
        link.set("href", "#book-signs")
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


def save_paper(article: HtmlElement) -> None:
    """Stand side by side what can: a list and its counterpart, two drawings, a step and its own."""
    for do in article.find_class(html_class.LIST_CARD_DO):
        _pair(do, html_class.LIST_CARD_DO_NOT)
    for pose in article.find_class(html_class.POSE):
        if "print-pair" in pose.getparent().classes or _pair(pose, html_class.POSE):
            continue
        drawing = pose.find(".//svg")
        if drawing is not None:
            beside = _within(pose.getparent()) if pose.getparent().tag == "li" else pose
            beside.classes.add("print-beside")
            # A drawing that is out of the flow takes no room of its own.
            beside.set("style", f"--drawing: {_height(drawing):.1f}mm")


def _within(step: HtmlElement) -> HtmlElement:
    """All that an item holds as one block: PDF/UA lets an item have no other children."""
    block = html.Element("div", {"class": "print-step"})
    block.text, step.text = step.text, None
    block.extend(list(step))
    step.append(block)
    return block


def _pair(first: HtmlElement, css: str) -> bool:
    """Put an element and the next one, if it has the class, side by side."""
    second = first.getnext()
    if second is None or css not in second.classes or (first.tail or "").strip():
        return False
    pair = html.Element("div", {"class": "print-pair"})
    first.addprevious(pair)
    pair.extend((first, second))
    return True


def _height(drawing: HtmlElement) -> float:
    """How high a drawing gets, in millimetres, in the box that leaflet.css gives it."""
    _, _, width, height = map(float, drawing.get("viewbox", "").split())
    return min(_DRAWING[0] * height / width, _DRAWING[1])


def _signs(source: Source, page: Page, *, lists: bool) -> _Signs | None:
    """The cards of the page of signs, and nothing else of it; None for that page itself."""
    urgent = source.guide.by_path.get(URGENT_PAGE)
    if not urgent or urgent is page:
        return None
    signs = Chapter.read(source.pages, built_path(URGENT_PAGE), folds=False)
    cards: list[HtmlElement] = [card for css in _SIGNS for card in signs.article.find_class(css)]
    for child in list(signs.article):
        belongs = child.tag == "h1" or html_class.REFERENCES in child.classes
        if not belongs and child not in cards:
            child.drop_tree()
    if not lists:
        for items in list(signs.article.iter("ul")):
            _as_sentence(items)
    heading = signs.article.find("h1")
    heading.tag = "h2"
    heading.text = source.ui.text("leaflet.signs_title")
    signs.article.classes.add("print-signs")
    book = Book.of_cores(source.pages, source.guide, [signs], below=0, most=0)
    book.chapters[0].article.find("h2").set("id", "book-signs")
    return _Signs(book.chapters[0].markup, lists)


def _as_sentence(items: HtmlElement) -> None:
    """Make one paragraph of a list: it takes half the room."""
    items.tag = "p"
    *others, last = items
    for item in (*others, last):
        item.tag = "span"
        item.tail = "; " if item is not last else "."


def links_to_signs(chapter: Chapter) -> Iterator[HtmlElement]:
    """The links of a chapter to the page of the signs that need urgent help."""
    for link in list(chapter.article.iter("a")):
        place = posixpath.join(posixpath.dirname(chapter.path), urlsplit(link.get("href", "")).path)
        if posixpath.normpath(place) == posixpath.dirname(built_path(URGENT_PAGE)):
            yield link


EDITIONS = {"leaflets": leaflets}
