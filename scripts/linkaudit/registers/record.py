"""What a register of published works tells of one of them, and how its words are compared."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from linkaudit.core.text import unescaped, untagged

# Dates that may lack their day or month, as registers and references give them.

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?!\d)"
    r"(?:[ /-](?P<month>[A-Za-z]{3}|\d{1,2})(?:[a-z]*[ /-](?P<day>\d{1,2})(?!\d))?)?"
)
_WRITTEN = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9}),? (?P<year>\d{4})")


def parts_of(text: str) -> tuple[int, ...]:
    """The date in a text like `2010 Feb 6`, `2010-02-06` or `6 February 2010`; empty if none."""
    found = _WRITTEN.search(text) or _DATE.search(text)
    if not found:
        return ()
    parts = [int(found["year"])]
    month = _month(found["month"] or "")
    if month:
        parts += [month, int(found["day"])] if found["day"] else [month]
    return tuple(parts)


def last_day(parts: tuple[int, ...]) -> date | None:
    """The last day that the date may be: 2022 may be 31 December. None for no real date."""
    try:
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return date(year, month, day)
    except (IndexError, OverflowError, ValueError):  # calendar's error is a ValueError too
        return None


def as_text(parts: tuple[int, ...]) -> str:
    """The date as `2010-02-06`, as far as it is given."""
    return "-".join(f"{part:02}" for part in parts)


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else 0


# Words as registers write them: markup taken off, and what makes two texts equal.

# Words that an abbreviation leaves out.
SMALL: Final = frozenset(
    "a an and at by de del der des di die du e el et for from fur in la le les of on s the to und "
    "with y zu".split()
)
# The same formula again, in TeX or in content MathML, beside the one that is shown.
# What nothing ends goes on to the end of the text.
_SECOND_FORMULA = re.compile(
    r"<(?:\w{1,20}:)?annotation(?:-xml)?\b(?:.*?</(?:\w{1,20}:)?annotation[^<>]*+>?|.*+)", re.S
)
_TEX = re.compile(r"\$+|\\[A-Za-z]+|[{}]")
_ARTICLE = re.compile(r"^(?:the|an|a) (?=.)")
_GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (?:.* )?(\w+)")
# Letters that have no base letter in Unicode, as people write them without the stroke.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def clean(text: str) -> str:
    """The text as a reader sees it: no tags, no entities, single spaces."""
    for _ in range(2):  # some publishers deposit `&amp;lt;i&amp;gt;`
        text = unescaped(text)
    return " ".join(untagged(_SECOND_FORMULA.sub("", text)).split())


def fold(text: str) -> str:
    """The text in words that can be compared: lower case, no marks, no accents, no first article.

    A Greek letter becomes its name, `&` becomes `and`.
    """
    plain = _TEX.sub("", clean(text)).replace("&", " and ")
    letters = "".join(_letter(c) for c in unicodedata.normalize("NFKD", plain))
    words = re.sub(r"[\W_]+", " ", letters.casefold().translate(_PLAIN)).strip()
    return _ARTICLE.sub("", words)


def squeeze(text: str) -> str:
    """The folded text without spaces: `low-back` and `low back`, `CO<sub>2</sub>` and `CO2`."""
    return fold(text).replace(" ", "")


def _letter(character: str) -> str:
    if unicodedata.combining(character) or character in "'’‘ʼ`´":
        return ""
    greek = _GREEK.fullmatch(unicodedata.name(character, ""))
    return greek[1] if greek else character


@dataclass(frozen=True)
class Name:
    """An author: a person with a `family` name, or a body, whose whole name is `family`.

    `suffix` tells the generation, like Jr or 3rd.
    """

    family: str
    given: str = ""
    is_body: bool = False
    suffix: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @classmethod
    def of_csl(cls, author: Mapping[str, Any]) -> Name:
        """The name of an author in CSL, its particle with the family name."""
        if author.get("literal"):
            return cls(str(author["literal"]), is_body=True)
        parts = (author.get("dropping-particle"), author.get("non-dropping-particle"))
        family = " ".join(str(part) for part in (*parts, author.get("family")) if part)
        given, suffix = str(author.get("given") or ""), str(author.get("suffix") or "")
        return cls(family, given, suffix=suffix)


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
