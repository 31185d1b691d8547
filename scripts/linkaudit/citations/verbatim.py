"""What in a Markdown file is not prose: blocks of code, comments, and the metadata of Pandoc.

Blocks are found here; what stands within a line, such as a code span, in `mentions`.
Where Pandoc, Python-Markdown and CommonMark differ, text stays prose, so that no citation in
it is overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from linkaudit.core import yaml_lines

_QUOTE = re.compile(r"(?: {0,3}> ?)*")
_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>.*)")
# What follows, indented by four spaces, is prose: in a list, a footnote, a definition,
# an admonition or a tab of Material for MkDocs.
_CONTAINER = re.compile(
    r"(?:[-*+:~]|[\w#]{1,3}[.)]|\([\w@-]+\)|\[\^[^\]]+\]:|!!!|\?\?\?\+?|===)(?:\s|$)"
)
# Quarto reads captions from such lines of a code cell.
_CELL_OPTION = re.compile(r"\s*(?:#|//|--|%%)\|")
_CODE_SPAN = re.compile(r"(`+)[^`](?:.*?[^`])?\1(?!`)")
_FIRST_KEY = re.compile(r"(?:\s*(?:#.*)?\n)*[\w\"'-][^:\n]*:(?:\s|$)")


@dataclass(frozen=True)
class Markdown:
    """A file as two texts of its length: each has spaces where the other has its words."""

    prose: str
    metadata: str


def parts_of(text: str) -> Markdown:
    """Part a Markdown text into prose and metadata, without code and long comments."""
    lines = text.split("\n")
    metadata = [_blank(line) for line in lines]
    for number in _metadata_lines(lines):
        metadata[number], lines[number] = lines[number], metadata[number]
    return Markdown("\n".join(_Blocks(lines)), "\n".join(metadata))


def _blank(line: str) -> str:
    return " " * len(line)


def _metadata_lines(lines: list[str]) -> Iterator[int]:
    """Yield the lines of the front matter, and of blocks like it that stand further down."""
    rules = [n for n, line in enumerate(lines) if line.rstrip() in ("---", "...", "+++")]
    done = -1
    for start, end in pairwise(rules):
        if start <= done or (start and (lines[start].strip() != "---" or lines[start - 1].strip())):
            continue
        inside = "\n".join(lines[start + 1 : end])
        if _FIRST_KEY.match(inside) and (start == 0 or _is_mapping(inside)):
            done = end
            yield from range(start, end + 1)


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(yaml_lines.load(text), yaml_lines.Mapping)
    except yaml_lines.MarkedYamlError:
        return False  # prose between two rules


class _Blocks:
    """The lines of a text with spaces for those that are code or within a long comment."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.containers: list[int] = []  # how far each open list or the like is indented
        self.in_code, self.after_blank = False, True
        self.last_comment_end = max((n for n, line in enumerate(lines) if "-->" in line), default=0)
        self.never_closed: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            quote, words = self._unquoted(line)
            if self._is_indented_code(words):
                yield _blank(line)
            elif (fence := _FENCE.match(words)) and (
                end := self._end_of(fence, number, quote)
            ) is not None:
                yield from self._cell(fence["info"], self.lines[number : end + 1])
                number = end
            elif (start := self._comment_start(line, number)) is not None:
                yield line[:start] + _blank(line[start:])
                number += 1
                while "-->" not in self.lines[number]:
                    yield _blank(self.lines[number])
                    number += 1
                before, end_mark, after = self.lines[number].partition("-->")
                yield _blank(before + end_mark) + after
            else:
                yield line
            number += 1

    @staticmethod
    def _unquoted(line: str) -> tuple[str, str]:
        quote = _QUOTE.match(line)
        mark = quote.group() if quote else ""
        return mark, line[len(mark) :].expandtabs(4)

    def _is_indented_code(self, words: str) -> bool:
        """Whether a line is code by its indentation; it is given the lines one by one."""
        if not words.strip():
            self.after_blank = True
            return False
        indent = len(words) - len(words.lstrip())
        opens = _CONTAINER.match(words.lstrip())
        if self.after_blank or opens:
            while self.containers and indent <= self.containers[-1]:
                self.containers.pop()
        margin = self.containers[-1] + 4 if self.containers else 0
        self.in_code = indent >= margin + 4 and (self.in_code or self.after_blank)
        self.after_blank = False
        if opens and not self.in_code:
            self.containers.append(indent)
        return self.in_code

    def _end_of(self, fence: re.Match[str], number: int, quote: str) -> int | None:
        """The line that closes a fence; one that nothing closes is no fence for Pandoc."""
        mark, size = fence["mark"][0], len(fence["mark"])
        if (mark == "`" and "`" in fence["info"]) or size >= self.never_closed.get(mark, size + 1):
            return None
        for end in range(number + 1, len(self.lines)):
            inner, words = self._unquoted(self.lines[end])
            if quote.strip() and not inner.strip():
                return end - 1
            closing = words.strip()
            if len(closing) >= size and not closing.strip(mark):
                return end
        self.never_closed[mark] = size
        return None

    @staticmethod
    def _cell(info: str, lines: list[str]) -> Iterator[str]:
        """Blank out a fenced block, but for the options of a cell that Quarto runs."""
        is_cell = info.lstrip().startswith("{")
        for place, line in enumerate(lines):
            yield line if is_cell and (place == 0 or _CELL_OPTION.match(line)) else _blank(line)

    def _comment_start(self, line: str, number: int) -> int | None:
        """Where a comment of several lines starts in a line, if one does."""
        if "<!--" not in line or number >= self.last_comment_end:
            return None
        start = _CODE_SPAN.sub(lambda span: _blank(span.group()), line).rfind("<!--")
        return start if start >= 0 and "-->" not in line[start:] else None
