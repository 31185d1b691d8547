"""What blocks are made from: a section with a heading, a plain container, a reader of files."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path

from markdown.util import ETX, STX, AtomicString
from pymdownx.blocks.block import Block

from guide.core import html_class


def text(words: str) -> AtomicString:
    """Words of a data file or of front matter as they are: no Markdown, no HTML, no entity of it.

    Python-Markdown keeps `&lt;` as it stands, and its marks are characters that no text needs.
    """
    plain = words.replace(STX, "").replace(ETX, "")
    return AtomicString(plain.replace("&", "&amp;"))


class Section(Block):  # type: ignore[misc]
    """A section with a class and a heading. `HIDDEN` is said by screen readers before it."""

    ARGUMENT: bool | None = None
    CLASS = ""
    MODIFIER = ""
    HEADING = ""
    LEVEL = "h2"
    HIDDEN = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        classes = f"{self.CLASS} {self.CLASS}--{self.MODIFIER}" if self.MODIFIER else self.CLASS
        section = etree.SubElement(parent, "section", {"class": classes})
        heading = etree.SubElement(section, self.LEVEL, {"class": f"{self.CLASS}__heading"})
        if self.HIDDEN:
            hidden = etree.SubElement(heading, "span", {"class": html_class.VISUALLY_HIDDEN})
            hidden.text = f"{self.HIDDEN}: "
            hidden.tail = self.argument or self.HEADING
        else:
            heading.text = self.argument or self.HEADING
        return etree.SubElement(section, "div", {"class": f"{self.CLASS}__body"})


class Reader(Block):  # type: ignore[misc]
    """A block that reads files: it is registered with the docs folder."""

    def on_init(self) -> None:
        self.docs: Path = self.config["docs"]


class Plain(Block):  # type: ignore[misc]
    """A container without a heading of its own."""

    CLASS = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": self.CLASS})
