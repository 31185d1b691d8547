"""Blocks: each must be known, closed, and stand beside the others, not in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guide.content import Guide
from guide.markdown.blocks import BLOCK_NAMES
from guide.page import Page
from guide.problems import Problem, did_you_mean
from guide.prose import without_code

FENCE = re.compile(r"^\s{0,3}/{3,}[ \t]*(?P<name>[\w-]*)")


def unknown_block(guide: Guide, today: date) -> Iterator[Problem]:
    """A block must have one of the names that CONTRIBUTING lists."""
    for page in guide.files:
        for line, name in _fences(page):
            if name and name not in BLOCK_NAMES:
                message = f'there is no block "{name}"{did_you_mean(name, BLOCK_NAMES)}'
                yield guide.problem(page, line, "unknown-block", message, name)


def unclosed_block(guide: Guide, today: date) -> Iterator[Problem]:
    """A block must be closed by a line /// before the next begins.

    Left open, a list of what to do would take in the list of what not to do.
    """
    for page in guide.files:
        opened: tuple[int, str] | None = None
        for line, name in [*_fences(page), (0, "end")]:
            if name and opened:
                message = f'"/// {opened[1]}" must be closed by a line ///'
                yield guide.problem(page, opened[0], "unclosed-block", message, opened[1])
            if not name and not opened:
                message = "this line /// closes no block"
                yield guide.problem(page, line, "unclosed-block", message)
            opened = (line, name) if name else None


def _fences(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each fence of a block; one that closes has no name."""
    for number, text in enumerate(without_code(page.body).split("\n"), start=1):
        match = FENCE.match(text)
        if match:
            yield page.line_of(number), match["name"]
