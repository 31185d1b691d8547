"""Urgent words as the search compares them with a question: groups and phrases as parts.

A phrase is the parts that must be asked for, in any order; a word of a group is parts that follow
each other. A part is a stem, `+8` for a number from 8 on, or `A3` for any word of a group: its
number in base 36, from A0 on; first come the urgent groups, then those of words that mean the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from guide.search.stems import stems
from guide.search.words import SearchWords

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PART = re.compile(r"<([^<>]*)>|(\d+)\+|([^<>\s]+)")


def groups_in(phrase: str) -> list[str]:
    """The names of the groups that a phrase holds, in order."""
    return [name for name, _, _ in _PART.findall(phrase) if name]


class Parts:
    """Writes phrases as parts."""

    def __init__(self, words: SearchWords) -> None:
        self._names = {entry.group: _named(number) for number, entry in enumerate(words.groups)}
        self._same: defaultdict[str, list[tuple[list[str], int]]] = defaultdict(list)
        for number, group in enumerate(words.same, len(words.groups)):
            for form in map(stems, group):
                self._same[form[0]].append((form, number))

    def of_all(self, phrases: Iterable[str]) -> str:
        """The phrases, each once and in order; those of unknown groups are left out."""
        known = (phrase for phrase in phrases if self._names.keys() >= set(groups_in(phrase)))
        return "|".join(sorted({" ".join(self._of(phrase)) for phrase in known}))

    def _of(self, phrase: str) -> Iterator[str]:
        said: list[str] = []
        for name, least, word in _PART.findall(phrase):
            if word:
                said += stems(word)
                continue
            yield from self._meant(said)
            said = []
            yield self._names[name] if name else f"+{least}"
        yield from self._meant(said)

    def _meant(self, said: list[str]) -> Iterator[str]:
        """The words of one group as the group, where only that one holds them."""
        at = 0
        while at < len(said):
            fits = [
                (len(form), number)
                for form, number in self._same[said[at]]
                if said[at : at + len(form)] == form
            ]
            longest = max((length for length, _ in fits), default=1)
            meant = {number for length, number in fits if length == longest}
            yield _named(meant.pop()) if len(meant) == 1 else " ".join(said[at : at + longest])
            at += longest


def _named(number: int) -> str:
    tens, ones = divmod(360 + number, 36)
    return _DIGITS[tens] + _DIGITS[ones]
