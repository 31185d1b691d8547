"""The anchors of a page: where a link to one of its headings leads, and what stands there.

They are made as Python-Markdown's table of contents makes them, blocks with headings included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import takewhile

from markdown.extensions.toc import slugify, unique

from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.content.markdown_text import (
    ATTRIBUTES,
    LineKind,
    MarkdownLine,
    find_mentions,
    scan,
    without_code,
)
from guide.content.text_statistics import readable
from guide.markdown.blocks import BLOCKS
from guide.markdown.containers import Section

_HEADED = {block.NAME: block for block in BLOCKS if issubclass(block, Section)}


@dataclass(frozen=True)
class Anchor:
    """A heading: its name in links, and the text below it down to the next of its level."""

    name: str
    words: str
    text: str

    def citekeys(self) -> set[str]:
        """The references that the text below the heading cites."""
        mentions = find_mentions(self.text)
        return {citation.key for mention in mentions for citation in mention.citations}


@lru_cache(maxsize=500)
def anchors(body: str, ui: Interface) -> Mapping[str, Anchor]:
    """The anchors of a page by their names; the body has its passages in their places."""
    found: dict[str, Anchor] = {}
    bare = without_code(body)
    # An anchor that the page gives itself comes first, wherever it stands, and so does that of
    # the list of references at the end of a page that cites something.
    used = {match["anchor"] for match in ATTRIBUTES.finditer(bare)}
    used |= {"references"} if any(find_mentions(body)) else set()
    lines = scan(body)
    for line in lines:
        below = lines[line.number :]
        if line.is_heading and line.words:
            words = readable(line.words)
            inside = takewhile(partial(_is_below, line), below)
        elif line.is_fence and line.name in _HEADED:
            kind = _HEADED[line.name]
            of_kind = ui.text(f"blocks.{kind.NAME}")
            words = readable(f"{of_kind}: {line.words}" if kind.SAID else line.words or of_kind)
            inside = takewhile(lambda each: not each.is_fence, below)
        else:
            continue
        text = "\n".join(each.written for each in inside)
        name = line.anchor or unique(slugify(words, "-"), used)
        used.add(name)
        found[name] = Anchor(name, words, text)
    return found


def anchor_at(guide: Guide, place: str) -> Anchor | None:
    """The anchor of a place like `scans.md#the-heading`, None if there is no such page or one."""
    path, _, name = place.partition("#")
    page = guide.by_path.get(path)
    return anchors(guide.text_of(page), guide.ui).get(name) if page else None


def _is_below(heading: MarkdownLine, line: MarkdownLine) -> bool:
    """Whether a line belongs to a heading: to its fold, and to no section of its level or above."""
    if heading.opens_fold and line.kind is LineKind.FOLD_END:
        return False
    return not line.is_heading or line.level > heading.level
