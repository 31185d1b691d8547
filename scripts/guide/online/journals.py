"""Whether two names are those of one journal, one of them perhaps abbreviated."""

from __future__ import annotations

import re
from itertools import zip_longest

from guide.online.wording import SMALL, clean, fold

# `BMJ (Clinical research ed.)`, `Spine (Phila Pa 1976)`, `Pain : official journal of …`.
_ADDED = re.compile(r"\s*\([^)]*\)|\s+=\s.*|:\s.*")
# `AJNR. American journal of neuroradiology`, but not `JAMA Psychiatry`.
_LETTERS_FIRST = re.compile(r"[A-Z]{2,7}\.? (\S+ \S+ \S+.*)")


def same_journal(ours: str, theirs: str) -> bool:
    """Whether both name one journal: in full, by the ISO 4 abbreviation, or by first letters."""
    return any(
        _abbreviates(a, b) or _abbreviates(b, a) for a in _names(ours) for b in _names(theirs)
    )


def _names(name: str) -> list[list[str]]:
    """The words of a name, with and without what a catalogue adds to it."""
    whole = clean(name)
    found = (whole, _ADDED.sub("", whole), *_LETTERS_FIRST.findall(whole))
    names = [fold(way).split() for way in found]
    return [[word for word in words if word not in SMALL] or words for words in names if words]


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Whether each word shortens the one in its place, or one word holds all first letters.

    `Natl`, `J` and `Ther` shorten words; `CMAJ` is the Canadian Medical Association Journal.
    """
    if short == ["".join(word[0] for word in long)]:
        return True
    return all(_shortens(a, b) for a, b in zip_longest(short, long, fillvalue=""))


def _shortens(short: str, long: str) -> bool:
    """Whether the letters of the short word stand in the long one in their order."""
    letters = iter(long)
    return short[:1] == long[:1] and all(letter in letters for letter in short)
