"""Links on paper: to pages of the same print by number, to the web by address and QR code."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import segno
from lxml import html
from lxml.etree import SubElement
from lxml.html import HtmlElement

from guide.content.interface import Interface
from guide.content.navigation import REFERENCES_PAGE
from guide.print.chapter import Chapter, take_spaces_in

# QR codes: an address that a phone reads from paper.


def qr_code(address: str, size: str, words: str) -> HtmlElement:
    """Return a picture of the address as a QR code, `size` wide (CSS), with its quiet zone.

    `words` are for those who do not see it. Error correction level M and a border of 4 modules,
    as ISO/IEC 18004 asks for.
    """
    drawn, modules = _drawn(address)
    picture = html.Element("img", {"class": "print-qr", "alt": words, "src": drawn})
    # How much of it is quiet zone, a style sheet can tell by the number of its modules.
    picture.set("style", f"width:{size};height:{size};--modules:{modules}")
    return picture


@lru_cache(maxsize=1000)  # a leaflet has each code in all its forms
def _drawn(address: str) -> tuple[str, int]:
    """The QR code of an address as a `data:` address, and its modules from edge to edge."""
    code = segno.make(address, error="m", micro=False)
    picture = code.svg_data_uri(border=4, dark="#000000", light="#ffffff")
    return picture, int(code.symbol_size(border=4)[0])


REFERENCES_ANCHOR = "book-references"
# With its quiet zone: the symbol itself is 20 mm or a little more.
CODE_SIZE = "26mm"
# A longer piece of an address would not fit on a line of large print.
_LONGEST_WHOLE = 44


@dataclass(frozen=True)
class Website:
    """An address that a print names, and what it leads to."""

    address: str
    title: str

    @property
    def readable(self) -> str:
        return readable(self.address)

    def code(self, ui: Interface) -> str:
        """Its QR code as markup."""
        words = ui.text("imprint.qr", address=self.address)
        return str(html.tostring(qr_code(self.address, CODE_SIZE, words), encoding="unicode"))


def print_addresses(article: HtmlElement) -> list[Website]:
    """Write the address of every outside link beside it; return them, each one once."""
    websites: dict[str, Website] = {}
    for link in list(article.iter("a")):
        address = link.get("href", "")
        if urlsplit(address).scheme not in ("http", "https"):
            continue
        title = " ".join(link.text_content().split())
        websites.setdefault(address, Website(address, title))
        if readable(address) not in (title, readable(title)):
            printed = html.Element("span", {"class": "print-address"})
            break_at_slashes(printed, readable(address))
            # The space before it is a part of the link's words, as it is in `relink`.
            _add_space(link)
            link.addnext(printed)
            printed.tail, link.tail = link.tail, None
    return list(websites.values())


def readable(address: str) -> str:
    """An address as people type it: without https and the last slash.

    A `www.` stays: some hosts do not answer without it.
    """
    for before in ("https://", "http://"):
        address = address.strip().removeprefix(before)
    return address.rstrip("/")


def break_at_slashes(element: HtmlElement, address: str) -> None:
    """Set the address as the text of the element, so that its lines break behind slashes only."""
    element.text = None
    for piece in re.findall("[^/]*/|[^/]+", address):
        whole = {"class": "print-whole"} if len(piece) <= _LONGEST_WHOLE else {}
        SubElement(element, "span", whole).text = piece


def relink(chapter: Chapter, anchors: Mapping[str, str], online: str) -> None:
    """Make ids unique in the print and lead links between pages to its chapters.

    `anchors` gives the anchor of each chapter by the file of its page, `online` what to say
    behind a link to any other page.
    """
    for element in chapter.article.iter():
        if isinstance(element.tag, str) and element.get("id"):
            element.set("id", f"{chapter.anchor}--{element.get('id')}")
        for name in ("aria-labelledby", "aria-describedby"):
            if element.get(name):
                ids = element.get(name, "").split()
                element.set(name, " ".join(f"{chapter.anchor}--{i}" for i in ids))
    chapter.article.set("id", chapter.anchor)
    for link in list(chapter.article.iter("a")):
        _lead_to_chapter(link, chapter, anchors, online)
    take_spaces_in(chapter.article)


def _lead_to_chapter(
    link: HtmlElement, chapter: Chapter, anchors: Mapping[str, str], online: str
) -> None:
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
        # A page that is not in the print; the heads of tables would be full of it.
        if next(link.iterancestors("th"), None) is None:
            link.tail = f" {online}{link.tail or ''}"
        link.drop_tag()
        return
    # A line may break before the number of the page: the space is a part of the words.
    _add_space(link)
    link.classes.add("print-page-link")


def _add_space(link: HtmlElement) -> None:
    last = link[-1] if len(link) else None
    if last is None:
        link.text = f"{link.text or ''} "
    else:
        last.tail = f"{last.tail or ''} "
