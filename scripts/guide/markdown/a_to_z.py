"""The block `a-to-z`: every topic of the guide by its letter, for those who cannot search."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from guide.content.guide import Guide
from guide.content.markdown_text import scan
from guide.content.stems import stems, words
from guide.core import html_class
from guide.markdown.anchors import anchors
from guide.markdown.containers import Reader, current_guide, fold, text

# The topics of the guide from A to Z: its titles, the words of patients, the words explained.

GLOSSARY = "words.md"
# An index names things: what patients ask in more words is left to the search.
MOST_WORDS = 3
_ARTICLE = re.compile(r"(?:an?|the) (?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """What a reader may look for: its names, and the places that tell of it, with their titles.

    The names follow each other in the alphabet and lead to the same place.
    """

    names: tuple[str, ...]
    places: tuple[tuple[str, str], ...]  # addresses and titles

    @property
    def order(self) -> str:
        """What the topic is sorted by: "A scan" stands under S."""
        first = self.names[0]
        return " ".join(words(_ARTICLE.sub("", first, count=1) or first))

    @property
    def letter(self) -> str:
        """The letter that the topic stands under; nothing for all digits."""
        first = self.order[:1].upper()
        return "" if first.isdigit() else first


def topics(guide: Guide) -> dict[str, list[Topic]]:
    """The topics by their letters, digits first. Each meaning stands once, with all its places."""
    places: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for name, address, title in _entries(guide):
        key = " ".join(stems(name))  # "Belts" is no other topic than "belt"
        if key in places and address.startswith(f"{GLOSSARY}#"):
            continue  # a page about the thing says what the word means
        names[key] = min(names.get(key, name), name, key=len)
        places.setdefault(key, {}).setdefault(address, title)
    found = [
        Topic((names[key],), tuple(of.items()))
        for key, of in places.items()
        if not any(places.get(shorter) == of for shorter in _beginnings(key))
    ]
    found.sort(key=lambda topic: (topic.order, topic.names))
    digits = guide.ui.text("a_to_z.digits")
    by_letter = groupby(found, lambda topic: topic.letter or digits)
    return {letter: list(_merged(of)) for letter, of in by_letter}


def _beginnings(key: str) -> Iterator[str]:
    """The first words of a key: "belly fat" adds nothing to a "belly" that leads to its page."""
    stems_of = key.split()
    return (" ".join(stems_of[:count]) for count in range(1, len(stems_of)))


def _merged(topics: Iterable[Topic]) -> Iterator[Topic]:
    """Make one topic of those that follow each other and lead to the same place."""
    for places, alike in groupby(topics, lambda topic: topic.places):
        names = tuple(name for topic in alike for name in topic.names)
        yield Topic((names[0][:1].upper() + names[0][1:], *names[1:]), places)


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
            # The title is shown where the words lead, so it need not be a topic of its own.
            names = list(_short([page.title, *page.search_words])) or [page.title]
            yield from ((name, path, page.title) for name in names)
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
    """`/// a-to-z` lists all topics by folded letters; the page must stand at the top level."""

    NAME = "a-to-z"

    def on_create(self, parent: etree.Element) -> etree.Element:
        block = etree.SubElement(parent, "div", {"class": html_class.A_TO_Z})
        by_letter = topics(current_guide(self.docs, self.nation))
        letters = etree.SubElement(block, "ul", {"class": html_class.A_TO_Z_LETTERS})
        for letter in by_letter:
            item = etree.SubElement(letters, "li")
            etree.SubElement(item, "a", {"href": f"#{_anchor(letter)}"}).text = text(letter)
        for letter, found in by_letter.items():
            held = fold(block, "h2", letter, _anchor(letter))
            items = etree.SubElement(held, "ul", {"class": html_class.A_TO_Z_TOPICS})
            for topic in found:
                self._add(etree.SubElement(items, "li"), topic)
        return block

    def _add(self, item: etree.Element, topic: Topic) -> None:
        """The names with the title of the page that they lead to; of several pages, each a link."""
        names = ", ".join(topic.names)
        if len(topic.places) == 1:
            address, title = topic.places[0]
            link = etree.SubElement(item, "a", {"href": address})
            link.text = text(names)
            if title != names:
                link.text += " "
                etree.SubElement(link, "small").text = text(title)
            return
        item.text = text(f"{names}: ")
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
