"""Citations on paper: numbered through the book, and held to the words they stand behind."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from guide.pdf.addresses import break_at_slashes, readable
from guide.pdf.chapter import take_spaces_in

# As Vancouver style writes it: 2026 Nov 22.
_DATE = re.compile(r"\b\d{4} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{1,2}\b)?")


def number_through(articles: list[HtmlElement]) -> list[str]:
    """Number citations through the book; return the references as HTML, in that order."""
    numbers: dict[str, int] = {}
    entries: dict[str, str] = {}
    for article in articles:
        keys: dict[str, str] = {}
        for item in article.find_class("app-reference"):
            key = item.get("data-key")
            if key:
                keys[f"#{item.get('id')}"] = key
                entries.setdefault(key, _entry(item))
        for link in article.find_class("app-citation__link"):
            number = numbers.setdefault(keys[link.get("href")], len(numbers) + 1)
            link.text = str(number)
            link.set("href", f"#book-ref-{number}")
            for name in ("id", "aria-label"):
                link.attrib.pop(name, None)
    return [entries[key] for key in numbers]


def hold_to_words(article: HtmlElement) -> None:
    """Keep a citation on the line of the word before it, with the full stop behind it.

    By spaces that no line breaks at, and without an element around the links: there WeasyPrint
    breaks the line behind the first word of the paragraph.
    """
    for mark in list(article.find_class("app-citation")):
        for link in mark:
            link.tail = (link.tail or "").replace(" ", "\N{NO-BREAK SPACE}")
        before, parent = mark.getprevious(), mark.getparent()
        text = (parent.text if before is None else before.tail) or ""
        held = f"{text.rstrip()}\N{NO-BREAK SPACE}" if text.strip() else text
        if before is None:
            parent.text = held
        else:
            before.tail = held
        mark.drop_tag()


def _entry(item: HtmlElement) -> str:
    copy = deepcopy(item)
    for back in copy.find_class("app-reference__back"):
        back.drop_tree()
    for link in copy.iter("a"):
        break_at_slashes(link, readable((link.text or "").strip()))
    for words in copy.find_class("app-reference__text"):
        take_spaces_in(words)
    entry = "".join(str(html.tostring(child, encoding="unicode")) for child in copy)
    return _DATE.sub(lambda date: date[0].replace(" ", "\N{NO-BREAK SPACE}"), entry)
