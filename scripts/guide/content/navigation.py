"""Where pages stand: in the book, in the built site, and before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from linkaudit.core import data_file
from linkaudit.core.data_file import Words
from linkaudit.core.problem import Problem
from pydantic import Field

from guide.edition.nav import NavPage, reading_order

# On paper the home page is the cover and the contents; one list of references closes the book.
HOME_PAGE = "index.html"
REFERENCES_PAGE = "references/index.html"


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
