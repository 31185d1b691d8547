"""How large a page may be: beyond this, rules and engine would take minutes over one file.

Some steps of the engine take as long as the square of the marks in a paragraph, or of the lists
within lists. No page that a patient can read comes near any of these bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PAGE = 200_000  # letters
LINES = 20_000
PARAGRAPH = 20_000  # letters, of lines without an empty one between them
LINE = 5_000  # letters
MARKS = 1_000  # of one kind in a page: a hundred paragraphs of them take as long as one
INDENT = 80  # columns: lists nested 20 deep
_MARKS = "[]*_`{!<"
# What stands before the words of a line: blanks, and the marks of lists and quotations.
_LEAD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*+")


def beyond(text: str) -> tuple[int, str] | None:
    """The first line, from 1, where a Markdown text is beyond a bound, and what must be."""
    if len(text) > PAGE:
        return 1, f"a page must have at most {PAGE:,} letters, has {len(text):,}: split it"
    lines = text.split("\n")
    if len(lines) > LINES:
        return 1, f"a page must have at most {LINES:,} lines, has {len(lines):,}: split it"
    faults = (_crowded(text), _long_or_deep(lines), _unbroken(lines))
    return min(filter(None, faults), default=None)


def _crowded(text: str) -> tuple[int, str] | None:
    for mark in _MARKS:
        times = text.count(mark)
        if times > MARKS:
            before = mark.join(text.split(mark, MARKS + 1)[:-1])
            line = before.count("\n") + 1
            return line, f'a page must have at most {MARKS:,} "{mark}", has {times:,}'
    return None


def _long_or_deep(lines: list[str]) -> tuple[int, str] | None:
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE:
            return number, f"a line must have at most {LINE:,} letters, has {len(line):,}"
        lead = _LEAD.match(line.rstrip())
        columns = len(lead[0].expandtabs(4)) if lead else 0
        if columns > INDENT:
            return number, f"a line must be indented by at most {INDENT} columns, is by {columns}"
    return None


def _unbroken(lines: list[str]) -> tuple[int, str] | None:
    for number, paragraph in _paragraphs(lines):
        if len(paragraph) > PARAGRAPH:
            message = f"a paragraph must have at most {PARAGRAPH:,} letters, has {len(paragraph):,}"
            return number, f"{message}: put an empty line where a thought ends"
    return None


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    first = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > first:
                yield first + 1, "\n".join(lines[first:number])
            first = number + 1
