"""NICE: when a guideline on nice.org.uk was last changed, and what has replaced it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from linkaudit.core.text import UnreadableAnswerError, mapping, text
from linkaudit.registers.record import last_day, parts_of

REGISTER = "NICE"
_PATH = re.compile(r"/guidance/(?P<id>[a-z]{2,4}\d+)(?:/|$)", re.I)
_CHANGED = re.compile(r"\s*(?:last\s+)?(?:updated|modified|published|issued)\b", re.I)
_WRITTEN = re.compile(r":?\s*(\d{1,2}\s+[A-Z][a-z]+\s+\d{4}|\d{4}-\d\d-\d\d)")
_REPLACED = re.compile(
    r"This (?:guidance|guideline) (?:has been |was |is )"
    r"((?:updated and )?replaced by [^.]{3,120}|withdrawn)",
    re.I,
)
_META = (
    'meta[name="DCTERMS.modified"], meta[name="DCTERMS.issued"], '
    'meta[property="article:modified_time"], meta[property="article:published_time"]'
)


@dataclass(frozen=True)
class Guidance:
    """A page of guidance: the day of its last change, and what has replaced it, as it says."""

    changed: date | None
    replaced: str = ""


def guidance_id(url: str) -> str:
    """The id, like `ng59`, of the guidance at an address of NICE; empty for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    found = _PATH.match(parts.path)
    return found["id"].lower() if found and host == "nice.org.uk" else ""


def address(base: str, guidance: str) -> str:
    """Where the page of a guidance is."""
    return f"{base}guidance/{guidance}"


def read(status: int, body: bytes) -> Guidance:
    """What the page tells. Raises UnreadableAnswerError for a page without any date."""
    if status != 200:
        raise UnreadableAnswerError(f"it answered {status}")
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    days: list[date] = []
    for dates in (_in_times, _in_text, _in_head, _in_linked_data):
        days = days or [day for words in dates(tree) if (day := last_day(parts_of(words)))]
    tree.strip_tags(["script", "style", "template"])
    replaced = _REPLACED.search(" ".join((tree.body.text() if tree.body else "").split()))
    if not days and not replaced:
        raise UnreadableAnswerError("its page tells no date")
    return Guidance(max(days, default=None), replaced[1] if replaced else "")


def _in_times(tree: LexborHTMLParser) -> Iterator[str]:
    """`<li>Last updated: <time datetime="2020-12-11">…`, or the same in a list of terms."""
    for node in tree.css("time"):
        if _CHANGED.match(_words_before(node)):
            yield node.attributes.get("datetime") or node.text()


def _in_text(tree: LexborHTMLParser) -> Iterator[str]:
    """`<li>Last updated: 11 December 2020`."""
    for node in tree.css("li, dd, p, span"):
        words = " ".join(node.text().split())
        label = _CHANGED.match(words)
        found = _WRITTEN.match(words, label.end()) if label else None
        if found:
            yield found[1]


def _in_head(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css(_META):
        yield node.attributes.get("content") or ""


def _in_linked_data(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            for name in ("dateModified", "datePublished"):
                yield text(mapping(item).get(name))


def _words_before(node: LexborNode) -> str:
    """The words that say what a date is the date of: those of its term, else those around it."""
    around = node.parent
    if around and around.tag == "dd":
        term = around.prev
        while term and term.tag != "dt":
            term = term.prev
        return term.text() if term else ""
    return around.text() if around else ""
