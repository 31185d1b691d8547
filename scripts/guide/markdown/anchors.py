"""The anchors of a page: where a link to one of its headings leads, and what stands there.

They are made as Python-Markdown's table of contents makes them, blocks with headings included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from markdown.extensions.toc import slugify, unique

from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.content.markdown_text import find_mentions, without_code
from guide.content.readability import readable
from guide.markdown.blocks import BLOCKS
from guide.markdown.containers import Section

_HEADING = re.compile(r"^(?P<marks>#{1,6})\s++(?P<words>\S(?:.*\S)?)")
_BLOCK = re.compile(r"^///++\s*+(?P<name>[\w-]++)\s*+(?:\|\s*+(?P<words>\S(?:.*\S)?))?")
_GIVEN = re.compile(r"\{[^}\n]*#(?P<anchor>[\w-]+)[^}\n]*\}")
_OWN_ANCHOR = re.compile(rf"\s*{_GIVEN.pattern}\s*$")
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
    used = {match["anchor"] for match in _GIVEN.finditer(bare)}
    used |= {"references"} if any(find_mentions(body)) else set()
    lines, prose = body.split("\n"), bare.split("\n")
    for place, (written, line) in enumerate(zip(lines, prose, strict=True)):
        heading, block = _HEADING.match(line), _BLOCK.match(line)
        if heading:
            words, own = _words(written.lstrip("# ").rstrip("# "))
            text = _down_to_a_heading(len(heading["marks"]), lines[place + 1 :], prose[place + 1 :])
        elif block and block["name"] in _HEADED:
            kind = _HEADED[block["name"]]
            of_kind = ui.text(f"blocks.{kind.NAME}")
            heading_of = f"{of_kind}: {block['words']}" if kind.SAID else block["words"] or of_kind
            words, own = _words(heading_of)
            text = "\n".join(takewhile(lambda line: line.strip() != "///", lines[place + 1 :]))
        else:
            continue
        name = own or unique(slugify(words, "-"), used)
        used.add(name)
        found[name] = Anchor(name, words, text)
    return found


def anchor_at(guide: Guide, place: str) -> Anchor | None:
    """The anchor of a place like `scans.md#the-heading`, None if there is no such page or one."""
    path, _, name = place.partition("#")
    page = guide.by_path.get(path)
    return anchors(guide.text_of(page), guide.ui).get(name) if page else None


def _words(heading: str) -> tuple[str, str | None]:
    """The words of a heading without markup, and the anchor that it gives itself."""
    own = _OWN_ANCHOR.search(heading)
    return readable(_OWN_ANCHOR.sub("", heading)), own["anchor"] if own else None


def _down_to_a_heading(level: int, lines: list[str], prose: list[str]) -> str:
    """The lines down to the next heading of this level or a higher one."""

    def is_below(pair: tuple[str, str]) -> bool:
        heading = _HEADING.match(pair[1])
        return not heading or len(heading["marks"]) > level

    return "\n".join(line for line, _ in takewhile(is_below, zip(lines, prose, strict=True)))
