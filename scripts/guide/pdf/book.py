"""The book: the built pages in reading order as one document, with one list of references."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from guide.delivery.drawings import put_back
from guide.pdf.citations import hold_to_words, number_through
from guide.pdf.order import REFERENCES_PAGE
from guide.pdf.qr import qr_code

# Nothing of these is for paper: the lists of references become one, links back lead nowhere.
_ONLY_ON_SCREEN = (
    ".//*[contains(concat(' ', @class, ' '), ' app-end ')]"
    " | .//*[contains(concat(' ', @class, ' '), ' app-on-this-page ')]"
    " | .//*[contains(concat(' ', @class, ' '), ' app-references ')]"
    " | .//*[contains(concat(' ', @class, ' '), ' app-cover ')]"
    " | .//script | .//style | .//link"
)
# Bookmarks and contents show the chapters; a chapter is a page of the site, its h1 an h2 here,
# below the title of the book.
_DEEPEST_HEADING = 6
REFERENCES_ANCHOR = "book-references"
ONLINE = " (on the website)"


@dataclass
class Chapter:
    """A page of the site: `path` is its file, `section` the part of the guide it stands in."""

    path: str
    title: str
    section: str
    article: HtmlElement = field(repr=False)

    @property
    def anchor(self) -> str:
        return re.sub(r"\W+", "-", self.path.removesuffix(".html").removesuffix("index")).strip("-")

    @property
    def markup(self) -> str:
        return str(html.tostring(self.article, encoding="unicode"))


@dataclass
class Book:
    """Chapters in order, and the references they cite, numbered through the book."""

    chapters: list[Chapter]
    references: list[str]

    @classmethod
    def read(cls, site: Path, pages: list[tuple[str, str]]) -> Book:
        """Read the chapters from a built site.

        `pages` gives the file of each, relative to the site, and the section it stands in.
        Raises `FileNotFoundError` for a page that was not built.
        """
        chapters = [_read_chapter(site, path, section) for path, section in pages]
        anchors = {chapter.path: chapter.anchor for chapter in chapters}
        references = number_through([chapter.article for chapter in chapters])
        _begin_parts(chapters)
        for chapter in chapters:
            hold_to_words(chapter.article)
            _drop(chapter.article.xpath(_ONLY_ON_SCREEN))
            _move_headings_down(chapter.article)
            _print_addresses(chapter.article)
            _relink(chapter, anchors)
            _find_pictures(chapter, site)
        return cls(chapters, references)


def _read_chapter(site: Path, path: str, section: str) -> Chapter:
    document: HtmlElement = html.document_fromstring((site / path).read_text("utf-8"))
    article = document.find_class("app-page")[0]
    _drop(article.find_class("app-outside"))  # paper prints the address itself
    put_back(article, (site / path).parent)
    title = " ".join(article.find(".//h1").text_content().split())
    return Chapter(path, title, section, article)


def _begin_parts(chapters: list[Chapter]) -> None:
    """Mark what begins a new page: a part of the guide, a sheet to write on, what follows it."""
    before: Chapter | None = None
    for chapter in chapters:
        apart = before is None or chapter.section != before.section or _is_sheet(before)
        if apart or _is_sheet(chapter):
            chapter.article.classes.add("print-part")
        before = chapter


def _is_sheet(chapter: Chapter) -> bool:
    return bool(chapter.article.find_class("app-write") or chapter.article.find_class("app-grid"))


def _move_headings_down(article: HtmlElement) -> None:
    for level in range(_DEEPEST_HEADING - 1, 0, -1):
        for heading in article.iter(f"h{level}"):
            heading.tag = f"h{level + 1}"


def _print_addresses(article: HtmlElement) -> None:
    """Write the address of every outside link beside it; resources get a QR code too."""
    for link in list(article.iter("a")):
        address = link.get("href", "")
        if urlsplit(address).scheme not in ("http", "https"):
            continue
        if _readable(address) not in (link.text_content().strip(), _readable(link.text_content())):
            printed = html.Element("span", {"class": "print-address"})
            printed.text = _readable(address)
            link.addnext(printed)
            printed.tail, link.tail = link.tail, " "
    for item in article.xpath(".//*[contains(@class, 'app-resources')]//li[.//a]"):
        item.insert(0, qr_code(item.find(".//a").get("href"), size="22mm"))
        item.set("class", "print-resource")


def _readable(address: str) -> str:
    """An address as people read it aloud: without https, www and the last slash."""
    return re.sub(r"^https?://(?:www\.)?", "", address.strip()).rstrip("/")


def _relink(chapter: Chapter, anchors: dict[str, str]) -> None:
    """Make ids unique in the book and lead links between pages to chapters."""
    for element in chapter.article.iter():
        if isinstance(element.tag, str) and element.get("id"):
            element.set("id", f"{chapter.anchor}--{element.get('id')}")
        for name in ("aria-labelledby", "aria-describedby"):
            if element.get(name):
                ids = element.get(name, "").split()
                element.set(name, " ".join(f"{chapter.anchor}--{i}" for i in ids))
    chapter.article.set("id", chapter.anchor)
    for link in list(chapter.article.iter("a")):
        _lead_to_chapter(link, chapter, anchors)


def _lead_to_chapter(link: HtmlElement, chapter: Chapter, anchors: dict[str, str]) -> None:
    parts = urlsplit(link.get("href", ""))
    if parts.scheme or link.get("href", "").startswith("#book-"):
        return
    path = chapter.path
    if parts.path:
        folder = posixpath.dirname(chapter.path)
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        path = path if path.endswith(".html") else posixpath.join(path, "index.html")
    path = posixpath.normpath(path)
    if path in anchors:
        fragment = f"--{unquote(parts.fragment)}" if parts.fragment else ""
        link.set("href", f"#{anchors[path]}{fragment}")
    elif path == REFERENCES_PAGE:
        link.set("href", f"#{REFERENCES_ANCHOR}")
    else:
        # A page that is not in the book; the heads of tables would be full of it.
        if next(link.iterancestors("th"), None) is None:
            link.tail = f"{ONLINE}{link.tail or ''}"
        link.drop_tag()
        return
    link.classes.add("print-page-link")


def _find_pictures(chapter: Chapter, site: Path) -> None:
    """Name the file of each picture: the book stands in no folder of the site."""
    folder = posixpath.dirname(chapter.path)
    for picture in chapter.article.iter("img"):
        source = picture.get("src", "")
        if not urlsplit(source).scheme:
            inside = posixpath.normpath(posixpath.join(folder, unquote(source)))
            picture.set("src", (site / inside).as_uri())


def _drop(elements: list[HtmlElement]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
