"""The line of a page, or of another file of a site, at which something stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from linkaudit.core.text import HELD_IN_TAG, unescaped
from linkaudit.crawl.html_addresses import (
    Link,
    addresses_of_css,
    addresses_of_srcset,
    places_of_css,
)

# A parser of HTML tells no places, and one that does takes twenty times as long.
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<tag>[a-z][^\s/>]*+)(?P<held>{HELD_IN_TAG})(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=/]++)(?:\s*+(=)\s*+(?:\"([^\"]*+)\"?+|'([^']*+)'?+|([^\s>]*+)))?")
_HOLDING = set("href src xlink:href poster data action formaction cite background".split())
_MAY_BE_EMPTY = ("href", "src")
# What stands in these is no HTML up to their end tag.
_OPAQUE = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in "script style textarea title xmp iframe noembed noframes".split()
}
# A reference or a footnote; its words may be set as emphasis or code, in Markdown or in HTML.
_MARK = re.compile(r"\[(?>(?:[^\[\]<>]++|<[^<>]*+>)+)\](\[[^\[\]<>]*+\])?")
_SET = re.compile(r"<[^<>]*+>|[*_`~]")
# What other files put around an address.
_TOKEN = re.compile(
    r"\"([^\"\n]*+)\"?+|'([^'\n]*+)'?+|\(\s*+([^()\"'\s]++)|<loc>\s*+([^<\s]++)", re.IGNORECASE
)
# What may be an address in Markdown or in YAML, without what stands around it there.
_WORD = re.compile(r"[^\s()<>\[\]{}\"'`]*[^\s()<>\[\]{}\"'`.,:;!?]")
_WORTH_SEARCHING = 10**6  # letters; to search more for each of a thousand problems takes long


class Alike(NamedTuple):
    """Which of the links of a file that have one target: the `nth` of so many, counted from 0."""

    nth: int = 0
    of: int = 1


ONE = Alike()


def line_at_sight(html: str, written: str, alike: Alike) -> int | None:
    """The line of the tag in which something is written for the nth time.

    None if it does not stand there as often as it must: some of it may be no tag, or the same
    be written in another way. Most are found so, in a hundredth of the time that all tags take.
    """
    lines = _lines_at_sight(html, written)
    return lines[alike.nth] if alike.of and len(lines) == alike.of else None


@lru_cache(maxsize=1)  # a link that is wrong is wrong wherever it stands on a page
def _lines_at_sight(html: str, written: str) -> Sequence[int]:
    lines, line, counted = [], 1, 0
    place = html.find(written)
    while place >= 0:
        begin = max(html.rfind("<", counted, place), counted)
        line += html.count("\n", counted, begin)
        counted = begin
        lines.append(line)
        place = html.find(written, place + 1)
    return lines


def line_in_html(html: str, link: Link | None, target: str | None, alike: Alike) -> int:
    """The line in a page, counted from 1, of a link, or of an element whose id is the target.

    Of a target in brackets, the line where that stands among the words.
    """
    if target and target.startswith("[") and link is None:
        return _line(_lines_of_mark(html, target), alike.nth, html, target)
    written = f'"{target}"' if link else f' id="{target}"'
    line = line_at_sight(html, written, alike) if target else None
    if line is not None:
        return line
    found = _tags_that_hold(html).get((link.target if link else target) or "", [])
    lines = [line for tag, line in found if (tag == "") is (link is None)]
    if link and len(lines) != alike.of:
        lines = [line for tag, line in found if tag == link.tag]
    return _line(lines, alike.nth, html, target)


def line_in_text(text: str, target: str | None, alike: Alike) -> int:
    """The line in a file of another kind where the target stands for the nth time."""
    return _line(_lines_of(_TOKEN, text).get(target), alike.nth, text, target)


def lines_of(text: str, target: str | None) -> Iterator[int]:
    """Yield each line at which a text stands, whole in quotes if it does so anywhere."""
    if not target:
        return
    found = next((f for f in (f'"{target}"', f"'{target}'", target) if f in text), None)
    count, place = _Count(text), text.find(found) if found else -1
    while found and place >= 0:
        yield count.at(place)
        place = text.find(found, place + len(found))


def lines_in_markdown(text: str, target: str) -> Sequence[int]:
    """The lines of Markdown, or of data, at which an address or its last part stands as a word.

    An address that is no single word is looked for anywhere, unless the text is very long. So is
    a reference or a footnote, however its words are set.
    """
    if target.startswith("["):
        return _lines_of_mark(text, target) or ()
    if _WORD.fullmatch(target):
        return _lines_of_words(text).get(target, ())
    return tuple(lines_of(text, target)) if len(text) < _WORTH_SEARCHING else ()


def tags_in(html: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield each start tag that ends: its line, itself as written, its attributes in lower case."""
    count = _Count(html)
    for match in _TAG.finditer(html):
        if match["tag"] and match[0].endswith(">"):
            names = (name.lower() for name, *_ in _ATTRIBUTE.findall(match["held"]))
            yield count.at(match.start()), match[0], tuple(names)


def _line(lines: list[int] | None, nth: int, text: str, target: str | None) -> int:
    if lines:
        return lines[nth if nth < len(lines) else 0]
    return next(lines_of(text, target), 1) if len(text) < _WORTH_SEARCHING else 1


class _Count:
    """Counts the lines of a text, from its start to its end."""

    def __init__(self, text: str) -> None:
        self._text, self._line, self._place = text, 1, 0

    def at(self, place: int) -> int:
        """The line of a place, which is behind the one before."""
        self._line += self._text.count("\n", self._place, place)
        self._place = place
        return self._line


@lru_cache(maxsize=1)  # a page with one problem often has more
def _tags_that_hold(html: str) -> Mapping[str, list[tuple[str, int]]]:
    """The tags, with their lines, of each address in a page; of styles it is `css`, of ids ""."""
    lines: dict[str, list[tuple[str, int]]] = {}
    count, place = _Count(html), 0
    while match := _TAG.search(html, place):
        place = match.end()
        tag, line = (match["tag"] or "").lower(), count.at(match.start())
        for name, target in _keys(tag, match["held"] or ""):
            lines.setdefault(target, []).append((name, line))
        if tag in _OPAQUE:
            end = _OPAQUE[tag].search(html, place)
            start, place = place, end.start() if end else len(html)
            for within, target in places_of_css(html[start:place]) if tag == "style" else ():
                lines.setdefault(target, []).append(("css", count.at(start + within)))
    return lines


def _keys(tag: str, held: str) -> Iterator[tuple[str, str]]:
    """Yield the tag with each value that it holds, as a link has them."""
    for name, equals, *values in _ATTRIBUTE.findall(held):
        name, value = name.lower(), unescaped("".join(values)).strip()
        if name == "srcset":
            yield from ((tag, target) for target in addresses_of_srcset(value))
        elif name == "style":
            yield from (("css", target) for target in addresses_of_css(value))
        elif name == "id":
            yield "", value
        elif name in _HOLDING and (equals or name in _MAY_BE_EMPTY):
            yield tag, value


@lru_cache(maxsize=1)
def _lines_of(pattern: re.Pattern[str], text: str) -> Mapping[str | None, list[int]]:
    """The lines of what a pattern finds in a text: of its group, if it has any."""
    lines: dict[str | None, list[int]] = {}
    count = _Count(text)
    for match in pattern.finditer(text):
        lines.setdefault(match[match.lastindex or 0].strip(), []).append(count.at(match.start()))
    return lines


def _lines_of_mark(text: str, target: str | None) -> list[int] | None:
    """The lines of a reference as a reader sees it, else those of its key, which he sees as well.

    Of a footnote the same.
    """
    mark = _bare(target or "")
    lines = _lines_of_marks(text)
    return lines.get(mark) or lines.get("[" + mark.rpartition("][")[2])


@lru_cache(maxsize=16)
def _lines_of_marks(text: str) -> Mapping[str, list[int]]:
    lines: dict[str, list[int]] = {}
    count = _Count(text)
    for match in _MARK.finditer(text):
        line = count.at(match.start())
        for mark in dict.fromkeys((match[0], match[1] or match[0])):
            lines.setdefault(_bare(mark), []).append(line)
    return lines


def _bare(mark: str) -> str:
    """A reference without what sets its words as emphasis or code, in one line."""
    return " ".join(unescaped(_SET.sub("", mark)).split())


@lru_cache(maxsize=256)  # those of a page, and of the passages and data that all pages share
def _lines_of_words(text: str) -> Mapping[str, list[int]]:
    """The lines of each word of a text that may be an address, and of its last part."""
    lines: dict[str, list[int]] = {}
    count = _Count(text)
    for match in _WORD.finditer(text):
        line = count.at(match.start())
        for word in {match[0], match[0].rpartition("/")[2]}:
            lines.setdefault(word, []).append(line)
    return lines
