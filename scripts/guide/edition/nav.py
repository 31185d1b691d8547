"""The nav of mkdocs.yml: which pages a guide has, in which sections, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class NavPage(NamedTuple):
    """A page of the nav: the path of its Markdown, and the section that it stands in, if any."""

    path: str
    section: str


def reading_order(nav: list[object], section: str = "") -> Iterator[NavPage]:
    """Yield the pages of an MkDocs nav."""
    for item in nav:
        if isinstance(item, str):
            yield NavPage(item, section)
        elif isinstance(item, dict):
            for title, inside in item.items():
                if isinstance(inside, list):
                    yield from reading_order(inside, str(title))
                elif isinstance(inside, str):
                    yield NavPage(inside, section)
