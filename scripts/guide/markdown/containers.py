"""What blocks are made from: a section with a heading, a container, and the guide as it is now."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from markdown.util import ETX, STX, AtomicString
from pymdownx.blocks.block import Block

from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.content.markdown_text import named
from guide.core import html_class
from guide.edition.nations import Nation


def current_guide(docs: Path, nation: Nation) -> Guide:
    """The guide below the docs folder; under live reload it is read again after each change."""
    for guide in _known:
        if (guide.docs, guide.nation) == (docs, nation):
            return guide
    return _load(docs, nation, tuple(sorted(_stamps(docs))))


@contextmanager
def known(guide: Guide) -> Iterator[None]:
    """Take a guide that was read already for the current one, as long as the block lasts."""
    _known.append(guide)
    try:
        yield
    finally:
        _known.pop()


_known: list[Guide] = []


def page_with(guide: Guide, block: str) -> PurePosixPath:
    """The path of the page that shows a block; without one, as if it stood at the top level."""
    shown = (page.path for page in guide.pages if page.has_block(block))
    return next(shown, PurePosixPath("index.md"))


def _stamps(docs: Path) -> list[tuple[str, int]]:
    files = (path for ending in ("*.md", "*.yml") for path in docs.rglob(ending))
    return [(str(path), path.stat().st_mtime_ns) for path in files if path.is_file()]


@lru_cache(maxsize=1)
def _load(docs: Path, nation: Nation, stamps: tuple[Any, ...]) -> Guide:
    return Guide.load(docs, nation)


def text(words: str) -> AtomicString:
    """Words of a data file or of front matter as they are: no Markdown, no HTML, no entity of it.

    Python-Markdown keeps `&lt;` as it stands, and its marks are characters that no text needs.
    """
    plain = words.replace(STX, "").replace(ETX, "")
    return AtomicString(plain.replace("&", "&amp;"))


def fold(parent: etree.Element, level: str, words: str, anchor: str = "") -> etree.Element:
    """Add what opens at a touch, without a script; return the `details`, which has its summary."""
    details = etree.SubElement(parent, "details", {"class": html_class.MORE})
    summary = etree.SubElement(details, "summary", {"class": html_class.MORE_SUMMARY})
    heading = etree.SubElement(summary, level, {"class": html_class.MORE_HEADING})
    if anchor:
        heading.set("id", anchor)
    heading.text = words
    return details


def fold_body(parent: etree.Element, level: str, words: str) -> etree.Element:
    """Add a fold and return the box in it that takes blocks of a page."""
    said, anchor = named(words)
    details = fold(parent, level, said, anchor)
    return etree.SubElement(details, "div", {"class": html_class.MORE_BODY})


class Reader(Block):  # type: ignore[misc]
    """A block that reads files or has words of its own: it is registered with the docs folder."""

    def on_init(self) -> None:
        self.docs: Path = self.config["docs"]
        self.nation: Nation = self.config["nation"]
        self.ui = Interface.load(self.docs)


class Section(Reader):
    """A section with a class and a heading.

    Its words in the catalogue, `blocks.NAME`, are the heading if it is given none. If it is `SAID`
    to be something, they stand before its heading for screen readers.
    """

    ARGUMENT: bool | None = None
    CLASS = ""
    MODIFIER = ""
    LEVEL = "h2"
    SAID = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        classes = f"{self.CLASS} {self.CLASS}--{self.MODIFIER}" if self.MODIFIER else self.CLASS
        section = etree.SubElement(parent, "section", {"class": classes})
        heading = etree.SubElement(section, self.LEVEL, {"class": f"{self.CLASS}__heading"})
        words = self.ui.text(f"blocks.{self.NAME}")
        given, anchor = named(self.argument or "")
        if anchor:
            heading.set("id", anchor)
        if self.SAID:
            said = etree.SubElement(heading, "span", {"class": html_class.VISUALLY_HIDDEN})
            said.text, said.tail = f"{words}: ", given
        else:
            heading.text = given or words
        return etree.SubElement(section, "div", {"class": f"{self.CLASS}__body"})


class Plain(Reader):
    """A container without a heading of its own."""

    CLASS = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": self.CLASS})
