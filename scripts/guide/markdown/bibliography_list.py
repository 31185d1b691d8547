"""The block `bibliography`: every reference of the guide, with the pages that cite it."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from guide.markdown.citations import add_reference
from guide.markdown.containers import Reader, text
from guide.markdown.current_guide import current_guide
from guide.page import Page
from guide.vancouver import format_reference

# Of a guide of thousands of pages, one entry would be a page of links.
MOST_PAGES = 100


class BibliographyList(Reader):
    """`/// bibliography` lists the whole bibliography; the page must stand at the top level."""

    NAME = "bibliography"

    def on_create(self, parent: etree.Element) -> etree.Element:
        guide = current_guide(self.docs)
        citing = guide.pages_citing()
        block = etree.SubElement(parent, "div", {"class": "app-bibliography"})
        items = etree.SubElement(block, "ul")
        for reference in sorted(guide.bibliography, key=lambda r: format_reference(r).casefold()):
            item = etree.SubElement(items, "li", {"class": "app-reference", "id": reference.key})
            add_reference(item, reference)
            state = etree.SubElement(item, "span", {"class": "app-reference__state"})
            state.text = text(reference.state)
            state.tail = " "
            _add_pages(item, citing.get(reference.key, []))
        return block


def _add_pages(item: etree.Element, pages: list[Page]) -> None:
    cited = etree.SubElement(item, "span", {"class": "app-reference__pages"})
    cited.text = "Cited on: "
    for place, page in enumerate(pages[:MOST_PAGES], start=1):
        # The engine turns the path of a page into its address, as for any link in the text.
        link = etree.SubElement(cited, "a", {"href": str(page.path)})
        link.text = text(page.title)
        link.tail = ", " if place < min(len(pages), MOST_PAGES) else "."
    if len(pages) > MOST_PAGES:
        link.tail = f", and on {len(pages) - MOST_PAGES} more pages."
