"""The kinds of pages: who reads them, and how many words each may have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from linkaudit.core.data_file import DataEntry, Words, read
from linkaudit.core.problem import Problem
from pydantic import Field, model_validator

KINDS = "_data/page_kinds.yml"


class PageKind(DataEntry):
    """Pages that are alike: `pages` names files (`about.md`), and folders (`myths/`).

    `words` is the most that the core of such a page may have; pages for patients must give it.
    With `exercises: apart` the exercises that a page shows are not counted.
    """

    kind: Words
    pages: Annotated[list[Words], Field(min_length=1)]
    words: int | None = Field(default=None, gt=0)
    exercises: Literal["apart"] | None = None
    patients: bool = True

    @model_validator(mode="after")
    def _has_a_limit(self) -> PageKind:
        if self.patients and self.words is None:
            raise ValueError("must give words, or else patients: false")
        return self


@dataclass(frozen=True)
class PageKinds:
    """All kinds, empty if the guide lists none. `unreadable` is what could not be read."""

    kinds: tuple[PageKind, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> PageKinds:
        """Read the kinds below the docs folder. Never raises for what the file holds."""
        problems: list[Problem] = []
        return cls(tuple(read(docs, KINDS, PageKind, problems)), tuple(problems))

    def of(self, path: PurePosixPath) -> PageKind | None:
        """The kind of a page: that which names its file, else the nearest folder around it."""
        by_name = {name: kind for kind in self.kinds for name in kind.pages}
        names = (str(path), *(f"{folder}/" for folder in path.parents))
        return next((by_name[name] for name in names if name in by_name), None)
