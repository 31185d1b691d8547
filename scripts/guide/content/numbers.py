"""The numbers that pages may print: so many of so many people, so many points of so many.

`_data/numbers.yml` lists them with their sources, beside the `numbers` of the treatments. What a
page says must be one of them, and cite its source: nobody can turn points into people unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from linkaudit.core import data_file
from linkaudit.core.data_file import DataEntry, Words
from linkaudit.core.problem import UNREADABLE, Problem
from pydantic import field_validator

from guide.content.treatments import Points, Treatment

NUMBERS = "_data/numbers.yml"

# The grammar of a number: "9 in 100", "15 points of 100", "7 of 100 points", "42 of 100 people".

_WORDS = {
    word: value
    for value, word in enumerate(
        "one two three four five six seven eight nine ten".split(), start=1
    )
} | {"half a": 0.5, "a half": 0.5}
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_COUNT = rf"(?:{_DIGITS}|{'|'.join(_WORDS)})"
_SHARE = re.compile(
    rf"(?<![\d.,])\b(?P<count>{_COUNT})(?P<points>\s+points?)?\s+(?:in|of|out\s+of)\s+(?:every\s+)?"
    rf"(?P<of>(?:{_DIGITS}(?:\s+million)?|ten)\b)(?P<points_of>\s+points?\b)?(?![.,]\d)",
    re.IGNORECASE,
)
# "Of 1,000 people on a high dose for a year, 3 more had a heart attack": the first number that
# measures no time is the count.
_OF_PEOPLE = re.compile(
    rf"\bof\s+(?P<of>{_DIGITS})\s+(?:people|adults|men|women|patients|treatments)\b"
    rf"(?P<who>[^.;]*?)(?<![\d.,])\b(?P<count>{_DIGITS})\b(?![\d.,]*\d)"
    r"(?!\s+(?:to\s+\d+\s+)?(?:minutes?|hours?|days?|weeks?|months?|years?|in|of|out|points?)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Figure(NamedTuple):
    """So many of so many; `is_points` tells points of a scale from people."""

    part: float
    of: float
    is_points: bool

    def __str__(self) -> str:
        between = "points of" if self.is_points else "in"
        return f"{self.part:,.12g} {between} {self.of:,.12g}"


class Found(NamedTuple):
    """A figure, and the words of the text that say it."""

    figure: Figure
    words: str


def figures(text: str) -> Iterator[Found]:
    """Yield the numbers of people and points that a sentence says."""
    taken = []
    for match in _SHARE.finditer(text):
        of = _value(match["of"])
        if _YEAR.fullmatch(match["of"]):
            continue
        taken.append(match.span())
        is_points = bool(match["points"] or match["points_of"])
        yield Found(Figure(_value(match["count"]), of, is_points), _words(match))
    for match in _OF_PEOPLE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            figure = Figure(_value(match["count"]), _value(match["of"]), is_points=False)
            yield Found(figure, _words(match))


def _value(words: str) -> float:
    plain = " ".join(words.lower().replace(",", "").split())
    if plain in _WORDS:
        return _WORDS[plain]
    digits, _, million = plain.partition(" ")
    return float(digits) * (1_000_000 if million else 1)


def _words(match: re.Match[str]) -> str:
    return " ".join(match.group().split())


# The file, and all numbers that may be printed.


class ListedNumber(DataEntry):
    """A number with its source, as a page prints it: `9 in 100`, `15 points of 100`."""

    number: Words
    cite: Words
    about: Words

    @field_validator("number")
    @classmethod
    def _is_one(cls, number: str) -> str:
        if len(list(figures(number))) != 1:
            raise ValueError('must be like "9 in 100" or "15 points of 100"')
        return number

    @property
    def figure(self) -> Figure:
        return next(figures(self.number)).figure


@dataclass(frozen=True)
class Numbers:
    """The listed numbers; `unreadable` is what cannot be read."""

    listed: tuple[ListedNumber, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Numbers:
        """Read the file below the docs folder. Never raises for what the file holds."""
        path = docs / NUMBERS
        return _load(docs, path.stat().st_mtime_ns if path.is_file() else 0)

    def known(self, treatments: Iterable[Treatment]) -> dict[Figure, set[str]]:
        """Every number that may be printed, with the references that give it."""
        known: dict[Figure, set[str]] = {}
        for number in self.listed:
            known.setdefault(number.figure, set()).add(number.cite)
        for treatment in treatments:
            for drawn in treatment.numbers:
                counts = (
                    [drawn.value] if isinstance(drawn, Points) else [one.n for one in drawn.values]
                )
                for count in counts:
                    figure = Figure(count, drawn.of, isinstance(drawn, Points))
                    known.setdefault(figure, set()).add(drawn.cite)
        return known


@lru_cache(maxsize=4)
def _load(docs: Path, changed: int) -> Numbers:
    problems: list[Problem] = []
    found: dict[tuple[Figure, str], ListedNumber] = {}
    for number in data_file.read(docs, NUMBERS, ListedNumber, problems):
        first = found.setdefault((number.figure, number.cite), number)
        if first is not number:
            message = f'"{number.number}" of "{number.cite}" stands in line {first.line_of()} too'
            problems.append(number.problem(message, rule=UNREADABLE))
    return Numbers(tuple(found.values()), tuple(problems))
