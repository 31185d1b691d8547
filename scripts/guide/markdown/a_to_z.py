"""The block `a-to-z`: every topic of the guide by its letter, for those who cannot search."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from guide.markdown.containers import Reader, text
from guide.markdown.current_guide import current_guide
from guide.search.topics import Topic, topics

# Words on more pages than these lead to no page in particular.
MOST_PLACES = 24


class AToZ(Reader):
    """`/// a-to-z` lists all topics; the page must stand at the top level."""

    NAME = "a-to-z"

    def on_create(self, parent: etree.Element) -> etree.Element:
        block = etree.SubElement(parent, "div", {"class": "app-a-to-z"})
        by_letter = topics(current_guide(self.docs))
        letters = etree.SubElement(block, "ul", {"class": "app-a-to-z__letters"})
        for letter in by_letter:
            item = etree.SubElement(letters, "li")
            etree.SubElement(item, "a", {"href": f"#{_anchor(letter)}"}).text = text(letter)
        for letter, found in by_letter.items():
            heading = etree.SubElement(block, "h2", {"id": _anchor(letter)})
            heading.text = text(letter)
            items = etree.SubElement(block, "ul", {"class": "app-a-to-z__topics"})
            for topic in found:
                _add(etree.SubElement(items, "li"), topic)
        return block


def _anchor(letter: str) -> str:
    return f"topics-{letter.lower().replace(' ', '-')}"


def _add(item: etree.Element, topic: Topic) -> None:
    """The name as a link; one that leads to several pages names each of them."""
    if len(topic.places) == 1:
        etree.SubElement(item, "a", {"href": topic.places[0][0]}).text = text(topic.name)
        return
    item.text = text(f"{topic.name}: ")
    named = topic.places[:MOST_PLACES]
    for address, title in named:
        link = etree.SubElement(item, "a", {"href": address})
        link.text = text(title)
        link.tail = "; " if (address, title) != named[-1] else ""
    if len(topic.places) > MOST_PLACES:
        link.tail = f"; and {len(topic.places) - MOST_PLACES} more pages"
