"""The words of those who search: urgent ones, and those that mean the same on every page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import RootModel

from guide.data_file import Entry, Words, read
from guide.problems import Problem
from guide.word_lists import Forms

URGENT = "_data/urgent_words.yml"
GROUPS = "_data/urgent_groups.yml"
SAME = "_data/same_words.yml"


class UrgentGroup(Entry):
    """Words of one kind, which phrases of urgent words and later groups name as `<group>`."""

    group: Words
    words: Forms


class UrgentWords(Entry):
    """Phrases that bring a place of the guide, `page.md` or `page.md#anchor`, before all others.

    They do so unless a phrase of `unless` is asked for too.
    """

    page: Words
    words: Forms
    unless: tuple[Words, ...] = ()


class SameWords(RootModel[Forms]):
    """Words that mean the same."""


@dataclass(frozen=True)
class SearchWords:
    """All lists; one that is not there is empty. `unreadable` is what could not be read."""

    groups: tuple[UrgentGroup, ...] = ()
    urgent: tuple[UrgentWords, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> SearchWords:
        """Read the lists below the docs folder. Never raises for what they hold."""
        problems: list[Problem] = []
        groups = tuple(read(docs, GROUPS, UrgentGroup, problems))
        urgent = tuple(read(docs, URGENT, UrgentWords, problems))
        same = tuple(tuple(group.root) for group in read(docs, SAME, SameWords, problems))
        return cls(groups, urgent, same, tuple(problems))
