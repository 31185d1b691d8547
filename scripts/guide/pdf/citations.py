"""Citations on paper: numbered through the book, and held to the words they stand behind."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement


def number_through(articles: list[HtmlElement]) -> list[str]:
    """Number citations through the book; return the references as HTML, in that order."""
    numbers: dict[str, int] = {}
    entries: dict[str, str] = {}
    for article in articles:
        for item in article.find_class("app-reference"):
            key = item.get("data-key")
            if key and key not in entries:
                entries[key] = _entry(item)
        for link in article.find_class("app-citation__link"):
            number = numbers.setdefault(link.get("data-key"), len(numbers) + 1)
            link.text = str(number)
            link.set("href", f"#book-ref-{number}")
            for name in ("id", "aria-label", "data-key"):
                link.attrib.pop(name, None)
    return [entries[key] for key in numbers]


def hold_to_words(article: HtmlElement) -> None:
    """Keep a citation on the line of the word before it, with the full stop behind it.

    WeasyPrint breaks a line in an odd place when only the citation would go to the next.
    """
    for mark in article.find_class("app-citation"):
        before = mark.getprevious()
        text = (mark.getparent().text if before is None else before.tail) or ""
        rest, space, word = text.rstrip().rpartition(" ")
        if not word:
            continue
        holder = html.Element("span", {"class": "print-whole"})
        holder.text = word + text[len(text.rstrip()) :]
        stop = re.match(r"[.,;:]*", mark.tail or "")
        after = (mark.tail or "")[stop.end() if stop else 0 :]
        mark.tail = stop.group() if stop else ""
        if before is None:
            mark.getparent().text = rest + space
        else:
            before.tail = rest + space
        mark.addprevious(holder)
        holder.append(mark)
        holder.tail = after


def _entry(item: HtmlElement) -> str:
    copy = deepcopy(item)
    for back in copy.find_class("app-reference__back"):
        back.drop_tree()
    return "".join(str(html.tostring(child, encoding="unicode")) for child in copy)
