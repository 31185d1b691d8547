"""Pages that have moved: an old address leads on, from bookmarks, search engines and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from linkaudit.core import data_file
from linkaudit.core.data_file import Words
from linkaudit.core.problem import Problem
from pydantic import Field

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
