"""Where pages stand: in the nav, which is the order of the book, in the built site, and before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from linkaudit.core import data_file
from linkaudit.core.data_file import Words
from linkaudit.core.problem import Problem
from pydantic import Field

# On paper the home page is the cover and the contents; one list of references closes the book.
HOME_PAGE = "index.html"
REFERENCES_PAGE = "references/index.html"


class NavPage(NamedTuple):
    """A page of the nav: the path of its Markdown, and the section that it stands in, if any."""

    path: str
    section: str


def chapters_of(nav: list[object], chosen: Sequence[str] | None = None) -> Iterator[NavPage]:
    """Yield the chapters of a book, each once.

    `chosen` names sections and pages, in the order in which they stand in it; None stands for all,
    in the order of the nav.
    """
    pages = list(reading_order(nav))
    names = chosen if chosen is not None else [path for path, _ in pages]
    seen: set[str] = set()
    for name in names:
        for path, section in pages:
            fits = name in (path, section) and path not in seen
            if fits and built_path(path) not in (HOME_PAGE, REFERENCES_PAGE):
                seen.add(path)
                yield NavPage(path, section)


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


def built_path(markdown: str) -> str:
    """The file that the engine makes of a page, with directory addresses."""
    stem = markdown.removesuffix(".md").removesuffix("index").rstrip("/")
    return f"{stem}/index.html" if stem else "index.html"


FILE = "_data/moved.yml"


class Move(data_file.DataEntry):
    """A page that was: its path was `old`; its matter is at `to`, `page.md` or `page.md#anchor`."""

    old: Words = Field(alias="from")
    to: Words

    @property
    def page(self) -> str:
        return self.to.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.to.partition("#")[2]


@dataclass(frozen=True)
class Moved:
    """The list; empty if there is none. `unreadable` is what could not be read."""

    moves: Sequence[Move] = ()
    unreadable: Sequence[Problem] = ()

    @classmethod
    def load(cls, docs: Path) -> Moved:
        """Read the file below the docs folder. Never raises for what it holds."""
        problems: list[Problem] = []
        return cls(tuple(data_file.read(docs, FILE, Move, problems)), problems)
