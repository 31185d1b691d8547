"""Leaflets: one page of the guide to hand out, with the signs that need urgent help."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
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
    """The leaflet of a page: one sheet, with the signs that need urgent help on its second side."""
    stem = str(page.path).removesuffix(".md").removesuffix("/index")
    markup = _markup(source, page, stem)
    unbranded = _markup(source.unbranded, page, stem)
    return PdfPrint(
        edition=name,
        path=f"pdf/leaflets/{stem}.pdf",
        title=page.title,
        # The signs begin the second side; where words go on there, they stand below them. Then
        # the largest type in which one sheet holds it all.
        settings=(
            Setting(_markup(source, page, stem, over=True), LEAFLET),
            *(Setting(markup, paper) for paper in PAPERS),
        ),
        unbranded=tuple(Setting(unbranded, paper) for paper in PAPERS if unbranded != markup),
        page=str(page.path),
        components=source.components,
        styles=("base", "parts", "leaflet"),
        most=SIDES,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=source.ui,
    )


def _markup(source: Source, page: Page, stem: str, *, over: bool = False) -> str:
    chapters = [Chapter.read(source.pages, built_path(str(page.path)), folds=False)]
    urgent = source.guide.by_path.get(URGENT_PAGE)
    if urgent and urgent is not page:
        _lead_to_signs(chapters[0])
        chapters.append(_signs(source))
    imprint = Imprint(source, f"BPG-{stem.replace('/', '-')}", [page], source.twin(page))
    book = Book.of_cores(source.pages, source.guide, chapters, below=0, most=MAIN_SOURCES)
    for chapter in book.chapters:
        save_paper(chapter.article)
    return rendered(
        "leaflet.html",
        source.ui,
        title=f"{page.title}: {source.edition.config.site_name}",
        description=page.meta.get("description", ""),
        book=book,
        websites=_websites(imprint, book),
        imprint=imprint,
        over=over,
    )


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


def _signs(source: Source) -> Chapter:
    """The signs that need urgent help: the cards of that page, and nothing else of it."""
    signs = Chapter.read(source.pages, built_path(URGENT_PAGE), folds=False)
    cards: list[HtmlElement] = [card for css in _SIGNS for card in signs.article.find_class(css)]
    for child in list(signs.article):
        belongs = child.tag == "h1" or html_class.REFERENCES in child.classes
        if not belongs and child not in cards:
            child.drop_tree()
    heading = signs.article.find("h1")
    heading.tag = "h2"
    heading.set("id", "book-signs")
    heading.text = source.ui.text("leaflet.signs_title")
    signs.article.classes.add("print-signs")
    return signs


def links_to_signs(chapter: Chapter) -> Iterator[HtmlElement]:
    """The links of a chapter to the page of the signs that need urgent help."""
    for link in list(chapter.article.iter("a")):
        place = posixpath.join(posixpath.dirname(chapter.path), urlsplit(link.get("href", "")).path)
        if posixpath.normpath(place) == posixpath.dirname(built_path(URGENT_PAGE)):
            yield link


EDITIONS = {"leaflets": leaflets}
