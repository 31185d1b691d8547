"""The prose of a Markdown text: its words without code, comments and markup, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_NOT_PROSE = re.compile(
    r"^[ ]*(?P<mark>`{3,}|~{3,})[^\n]*\n.*?^[ ]*(?P=mark)[`~]*[ ]*$"  # fenced code
    r"|<!--.*?-->"  # comments
    r"|(?P<ticks>(?<![\\`])`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)",  # code spans
    re.DOTALL | re.MULTILINE,
)
_ADDRESS = re.compile(r"\]\([^)]*\)|\[@[^\]]*\]")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_MARKUP_LINE = re.compile(r"^\s*(?:#{1,6}\s|///|--8<--|\|?\s*:?-{3,})")
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"')]*\s+(?=[A-Z0-9\"'(\[*])|(?<=[.!?])\n")


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines of prose, or one list item; `line` counts from 1 in the text."""

    line: int
    text: str
    is_item: bool = False

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Yield each sentence with the line on which it starts."""
        start = 0
        for end in [*(m.end() for m in _SENTENCE_END.finditer(self.text)), len(self.text)]:
            sentence = self.text[start:end]
            lead = len(sentence) - len(sentence.lstrip())
            if sentence.strip():
                yield self.line + self.text.count("\n", 0, start + lead), sentence.strip()
            start = end


@lru_cache(maxsize=4000)
def without_code(text: str) -> str:
    """Blank out code and comments; every other character keeps its line and column."""
    prose = _NOT_PROSE.sub(blank, text)
    return "\n".join(_without_indented_code(prose.split("\n")))


def without_addresses(text: str) -> str:
    """Blank out the addresses of links, and citations; the rest keeps its line and column."""
    return _ADDRESS.sub(blank, text)


def blank(match: re.Match[str]) -> str:
    """Spaces for every character of a match but its line ends."""
    return re.sub(r"[^\n]", " ", match.group())


def _without_indented_code(lines: list[str]) -> Iterator[str]:
    """Blank out code indented by four spaces; what is indented below a list item is prose."""
    in_list = in_code = False
    before = ""
    for line in lines:
        if line.strip():
            indented = line.startswith(("    ", "\t"))
            if not indented:
                in_list = bool(_LIST_ITEM.match(line)) or (in_list and bool(before.strip()))
            in_code = indented and not in_list and (in_code or not before.strip())
        yield " " * len(line) if in_code else line
        before = line


@lru_cache(maxsize=1000)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split Markdown into paragraphs and list items; headings and block fences are left out."""
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    lines: list[str] = []
    first, is_item = 1, False
    for number, line in enumerate([*without_code(text).split("\n"), ""], start=1):
        # A row of a table is read by itself, as a list item is.
        starts_item = bool(_LIST_ITEM.match(line)) or line.lstrip().startswith("|")
        if lines and (starts_item or not line.strip() or _MARKUP_LINE.match(line)):
            yield Paragraph(first, "\n".join(lines), is_item)
            lines = []
        if line.strip() and not _MARKUP_LINE.match(line):
            if not lines:
                first, is_item = number, bool(_LIST_ITEM.match(line))
            lines.append(_LIST_ITEM.sub("", line))
