"""What a register of published works tells of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Name:
    """An author: a person with a `family` name, or a body, whose whole name is `family`."""

    family: str
    given: str = ""
    is_body: bool = False

    def __str__(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family

    @classmethod
    def of_csl(cls, author: Mapping[str, Any]) -> Name:
        """The name of an author in CSL, its particle with the family name."""
        if author.get("literal"):
            return cls(str(author["literal"]), is_body=True)
        parts = (author.get("dropping-particle"), author.get("non-dropping-particle"))
        family = " ".join(str(part) for part in (*parts, author.get("family")) if part)
        return cls(family, str(author.get("given") or ""))


class Match(NamedTuple):
    """The work that a search found, its DOI and its title; both are empty if it found none."""

    doi: str = ""
    title: str = ""


NO_MATCH = Match()


@dataclass(frozen=True)
class Notice:
    """That a work was corrected, doubted, retracted or replaced.

    `rule` is the rule it breaks, `word` says what it is, `where` is the DOI or PMID of the notice
    (or of the work, where a notice speaks of one), `day` the date of it, as far as it is given.
    `of_other` is true if the work of the record is itself the notice, and speaks of another one.
    """

    rule: str
    word: str
    where: str = ""
    day: tuple[int, ...] = ()
    of_other: bool = False


@dataclass(frozen=True)
class Record:
    """A work as a register has it; what the register does not tell is empty.

    There are several `titles`, `years`, `journals` and `pages` where any of them is right.
    """

    register: str
    doi: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    years: tuple[int, ...] = ()
    journals: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
