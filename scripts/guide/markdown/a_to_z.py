"""The block `a-to-z`: every topic of the guide by its letter, for those who cannot search."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from guide.content.guide import Guide
from guide.content.markdown_text import scan
from guide.content.stems import words
from guide.core import html_class
from guide.markdown.anchors import anchors
from guide.markdown.containers import Reader, current_guide, text

# The topics of the guide from A to Z: its titles, the words of patients, the words explained.

GLOSSARY = "words.md"
# An index names things: what patients ask in more words is left to the search.
MOST_WORDS = 3
_ARTICLE = re.compile(r"(?:an?|the) (?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """What a reader may look for, with the places that tell of it: addresses and their titles."""

    name: str
    places: tuple[tuple[str, str], ...]

    @property
    def order(self) -> str:
        """What the topic is sorted by: "A scan" stands under S."""
        return " ".join(words(_ARTICLE.sub("", self.name, count=1) or self.name))

    @property
    def letter(self) -> str:
        """The letter that the topic stands under; nothing for all digits."""
        first = self.order[:1].upper()
        return "" if first.isdigit() else first


def topics(guide: Guide) -> dict[str, list[Topic]]:
    """The topics by their letters, digits first. Each name stands once, with all its places."""
    places: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for name, address, title in _entries(guide):
        key = " ".join(words(name))
        if key in places and address.startswith(f"{GLOSSARY}#"):
            continue  # a page about the thing says what the word means
        names.setdefault(key, name[:1].upper() + name[1:])
        places.setdefault(key, {}).setdefault(address, title)
    found = [Topic(names[key], tuple(of.items())) for key, of in places.items()]
    found.sort(key=lambda topic: (topic.order, topic.name))
    digits = guide.ui.text("a_to_z.digits")
    by_letter = groupby(found, lambda topic: topic.letter or digits)
    return {letter: list(of) for letter, of in by_letter}


def _entries(guide: Guide) -> Iterator[tuple[str, str, str]]:
    """Yield a name, the place that it leads to, and the title of that page; urgent ones first."""
    for entry in guide.search_words.urgent:
        page_of = guide.by_path.get(entry.page.partition("#")[0])
        if page_of:
            words = (word for word in _short(entry.words) if not guide.nation.has_not(word))
            yield from ((word, entry.page, page_of.title) for word in words)
    for page in guide.pages:
        path = str(page.path)
        # Pages that come last among results are for others: professionals, checkers of sources.
        if page.search_boost >= 1:
            yield page.title, path, page.title
            yield from ((word, path, page.title) for word in _short(page.search_words))
    glossary = guide.by_path.get(GLOSSARY)
    if glossary:
        lines = scan(glossary.body)
        explained = {line.words for line in lines if line.is_heading and line.level == 3}
        for anchor in anchors(guide.text_of(glossary), guide.ui).values():
            if anchor.words in explained:
                yield anchor.words, f"{GLOSSARY}#{anchor.name}", glossary.title


def _short(phrases: Iterable[str]) -> Iterator[str]:
    yield from (phrase for phrase in phrases if len(phrase.split()) <= MOST_WORDS)


# Words on more pages than these lead to no page in particular.
MOST_PLACES = 24


class AToZ(Reader):
    """`/// a-to-z` lists all topics; the page must stand at the top level."""

    NAME = "a-to-z"

    def on_create(self, parent: etree.Element) -> etree.Element:
        block = etree.SubElement(parent, "div", {"class": html_class.A_TO_Z})
        by_letter = topics(current_guide(self.docs, self.nation))
        letters = etree.SubElement(block, "ul", {"class": html_class.A_TO_Z_LETTERS})
        for letter in by_letter:
            item = etree.SubElement(letters, "li")
            etree.SubElement(item, "a", {"href": f"#{_anchor(letter)}"}).text = text(letter)
        for letter, found in by_letter.items():
            heading = etree.SubElement(block, "h2", {"id": _anchor(letter)})
            heading.text = text(letter)
            items = etree.SubElement(block, "ul", {"class": html_class.A_TO_Z_TOPICS})
            for topic in found:
                self._add(etree.SubElement(items, "li"), topic)
        return block

    def _add(self, item: etree.Element, topic: Topic) -> None:
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
            more = self.ui.text("a_to_z.more", count=len(topic.places) - MOST_PLACES)
            link.tail = f"; {more}"


def _anchor(letter: str) -> str:
    return f"topics-{letter.lower().replace(' ', '-')}"
