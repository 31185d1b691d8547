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
_DRAWING = (58, 40)  # mm, the widest and the highest: see leaflet.css
PAPERS = (LEAFLET, MIDDLE_LEAFLET, SMALL_LEAFLET)
_SIGNS = (html_class.CARE_CARD_EMERGENCY, html_class.CARE_CARD_URGENT)


def leaflets(source: Source, name: str) -> Iterator[PdfPrint]:
    """One for every page that `extra.leaflets` names, by itself or by its section."""
    config = source.edition.config
    for path, _ in chapters_of(config.nav or [], config.extra.get("leaflets", ()), apart=True):
        page = source.guide.by_path.get(path)
        if page:
            yield leaflet(source, name, page)


def leaflet(source: Source, name: str, page: Page) -> PdfPrint:
    """The leaflet of a page: one sheet that names the sheet of signs, or longer, with the signs."""
    stem = str(page.path).removesuffix(".md").removesuffix("/index")
    own = page is source.guide.by_path.get(URGENT_PAGE)
    short = _markup(source, page, stem, signs=False)
    whole = short if own else _markup(source, page, stem, signs=True)
    unbranded = _markup(source.unbranded, page, stem, signs=False)
    return PdfPrint(
        edition=name,
        path=f"pdf/leaflets/{stem}.pdf",
        title=page.title,
        # The largest type in which one sheet holds it. If none does, it is a longer print that
        # holds the signs too, and its type is smaller only if that saves a sheet.
        settings=(
            *(Setting(short, paper) for paper in PAPERS),
            # Of the long ones the size between saves no sheet and costs a third of the time.
            *(Setting(whole, paper) for paper in (LEAFLET, SMALL_LEAFLET)),
        ),
        unbranded=tuple(Setting(unbranded, paper) for paper in PAPERS if unbranded != short),
        page=str(page.path),
        components=source.components,
        styles=("base", "parts", "leaflet"),
        most=SIDES,
        colour=source.edition.clinic.colour,
        folder=source.folder,
        ui=source.ui,
    )


def _markup(source: Source, page: Page, stem: str, *, signs: bool) -> str:
    chapters = [Chapter.read(source.pages, built_path(str(page.path)))]
    urgent = source.guide.by_path.get(URGENT_PAGE)
    elsewhere = None
    if signs and urgent:
        chapters.append(_signs(source, chapters[0]))
    elif urgent and urgent is not page:
        elsewhere = Website(source.twin(urgent) or "", urgent.title)
        _lead_to_box(chapters[0])
    imprint = Imprint(source, f"BPG-{stem.replace('/', '-')}", [page], source.twin(page))
    book = Book.of(source.pages, source.ui, chapters, below=0)
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
        urgent=elsewhere,
    )


def _lead_to_box(chapter: Chapter) -> None:
    """Lead links to the signs that need urgent help to the box that says where they are."""
    for link in links_to_signs(chapter):
        link.set("href", "#book-urgent")
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


def _signs(source: Source, chapter: Chapter) -> Chapter:
    """The signs that need urgent help, what the chapter names of that page, their references."""
    signs = Chapter.read(source.pages, built_path(URGENT_PAGE))
    cards: list[HtmlElement] = [card for css in _SIGNS for card in signs.article.find_class(css)]
    named = {urlsplit(link.get("href", "")).fragment for link in links_to_signs(chapter)}
    keep = False
    for child in list(signs.article):
        if child.tag == "h2":
            keep = child.get("id") in named
        elif child.tag == "section":
            keep = html_class.REFERENCES in child.classes
        if child.tag != "h1" and child not in cards and not keep:
            child.drop_tree()
    heading = signs.article.find("h1")
    heading.tag = "h2"
    # One block: a heading that may not stand alone would take words before it along.
    first = html.Element("div", {"class": "print-signs__first"})
    heading.addprevious(first)
    first.extend((heading, cards[0]))
    signs.article.classes.add("print-signs")
    return signs


def links_to_signs(chapter: Chapter) -> Iterator[HtmlElement]:
    """The links of a chapter to the page of the signs that need urgent help."""
    for link in list(chapter.article.iter("a")):
        place = posixpath.join(posixpath.dirname(chapter.path), urlsplit(link.get("href", "")).path)
        if posixpath.normpath(place) == posixpath.dirname(built_path(URGENT_PAGE)):
            yield link


EDITIONS = {"leaflets": leaflets}
