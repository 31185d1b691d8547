"""The words of those who search: urgent ones, and those that mean the same on every page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import RootModel

from guide.data_file import Entry, Words, read
from guide.problems import Problem
from guide.word_lists import Forms

URGENT = "_data/urgent_words.yml"
SAME = "_data/same_words.yml"


class UrgentWords(Entry):
    """A place of the guide for an emergency, `page.md` or `page.md#anchor`.

    It stands before all results if one of its phrases is asked for, and if a question is like
    the examples of that kind; then, with `when`, only if one of those phrases is asked for too.
    """

    kind: Literal["overdose", "crisis", "urgent"]
    page: Words
    words: Forms
    when: Forms | None = None


class SameWords(RootModel[Forms]):
    """Words that mean the same."""


@dataclass(frozen=True)
class SearchWords:
    """All lists; one that is not there is empty. `unreadable` is what could not be read."""

    urgent: tuple[UrgentWords, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> SearchWords:
        """Read the lists below the docs folder. Never raises for what they hold."""
        problems: list[Problem] = []
        urgent = tuple(read(docs, URGENT, UrgentWords, problems))
        same = tuple(tuple(group.root) for group in read(docs, SAME, SameWords, problems))
        return cls(urgent, same, tuple(problems))
