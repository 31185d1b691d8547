"""The structure of a Markdown text: its sections, and its lists with their items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.prose import without_code

_WORDS = r"(?P<words>\S(?:.*\S)?)"
_HEADING = re.compile(rf"^#{{1,6}}\s++{_WORDS}")
_BLOCK_HEADING = re.compile(rf"^///\s*+(?P<name>[\w-]++)\s*+(?:\|\s*+{_WORDS})?")
_ITEM = re.compile(rf"^(?:[-*+]|\d+[.)])\s++{_WORDS}")


@dataclass(frozen=True)
class Heading:
    """A heading of a section, or of a block (`block` is then its name)."""

    line: int
    words: str
    block: str | None = None


@dataclass(frozen=True)
class ItemList:
    """Items that follow one another; `block` is the block around them, if there is one."""

    line: int
    items: tuple[str, ...]
    block: str | None


def headings(text: str) -> Iterator[Heading]:
    """Yield the headings of a text in order, blocks included."""
    for number, line in enumerate(without_code(text).split("\n"), start=1):
        section, block = _HEADING.match(line), _BLOCK_HEADING.match(line)
        if section:
            yield Heading(number, section["words"])
        elif block:
            yield Heading(number, block["words"] or "", block["name"])


def sections(text: str) -> Iterator[tuple[Heading, str]]:
    """Yield each section with the text below its heading; a block is a section too."""
    lines = without_code(text).split("\n")
    starts = [Heading(0, ""), *headings(text)]
    ends = [*(heading.line - 1 for heading in starts[1:]), len(lines)]
    for heading, end in zip(starts, ends, strict=True):
        body = lines[heading.line : end]
        # What follows a block's end belongs to no block.
        stop = next((n for n, line in enumerate(body) if line.strip() == "///"), len(body))
        yield heading, "\n".join(body[:stop] if heading.block else body)


def lists(text: str) -> Iterator[ItemList]:
    """Yield the lists of a text; items of lists within lists are left out."""
    block: str | None = None
    items: list[str] = []
    first = 0
    for number, line in enumerate([*without_code(text).split("\n"), "end"], start=1):
        item, fence = _ITEM.match(line), _BLOCK_HEADING.match(line)
        if item:
            if not items:
                first = number
            items.append(item["words"])
        elif items and line.strip() and not line.startswith(" "):
            yield ItemList(first, tuple(items), block)
            items = []
        if fence:
            block = fence["name"]
        elif line.strip() == "///":
            block = None
