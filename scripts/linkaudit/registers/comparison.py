"""Our reference beside the record of a register, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from linkaudit.references.bibliography import Reference
from linkaudit.references.name_parts import parted_suffix
from linkaudit.registers.notices import unmarked
from linkaudit.registers.record import SMALL, Name, Record, clean, fold, squeeze

# Whether two names are those of one journal, one of them perhaps abbreviated.

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


# Whether two names are those of the same author.

_NOBODY = frozenset(("", "and others", "et al"))
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def known(names: Iterable[Name]) -> list[Name]:
    """The names without those that name nobody, like `and others`."""
    return [name for name in names if fold(name.family) not in _NOBODY]


def same_first_author(ours: Sequence[Name], theirs: Sequence[Name]) -> bool:
    """Whether the first of ours is the first of theirs, or one of the two lists tells nobody.

    A group may stand before or behind its people, as registers differ in that.
    """
    if not ours or not theirs:
        return True
    people = [name for name in theirs if not name.is_body]
    groups = [name for name in theirs if name.is_body and ours[0].is_body]
    return any(same_name(ours[0], name) for name in (*people[:1], *groups))


def same_name(ours: Name, theirs: Name) -> bool:
    """Whether two names may be those of one author, however much of them is given.

    A body of ours is compared with a body or a person, a person with a person.
    """
    if ours.is_body:
        return _same_body(fold(ours.family), fold(theirs.family))
    if _same_family(ours.family, theirs.family):
        return _same_initials(ours.given, theirs.given)
    # Registers mix up family and given name, above all of authors from East Asia.
    return _same_family(ours.family, theirs.given) and _same_initials(ours.given, theirs.family)


def _same_body(ours: str, theirs: str) -> bool:
    """Bodies go by part of their name, by its first letters, or hold a person's name as one."""
    short, long = sorted((ours, theirs), key=len)
    letters = "".join(word[0] for word in long.split() if word not in SMALL)
    return re.search(rf"\b{re.escape(short)}\b", long) is not None or short == letters


def _same_family(ours: str, theirs: str) -> bool:
    """Whether one name is the other or a part of it, like `Berg` of `van den Berg`."""
    return any(
        set(a) <= set(b) or set(b) <= set(a) or "".join(a) == "".join(b)
        for a in _spellings(ours)
        for b in _spellings(theirs)
        if a and b
    )


def _spellings(name: str) -> list[list[str]]:
    """The words of a family name, its umlauts with and without e."""
    name, _ = parted_suffix(name)
    return [fold(spelling).split() for spelling in (name, name.translate(_UMLAUT))]


def _same_initials(ours: str, theirs: str) -> bool:
    """Whether a first name of one side is among those of the other, if we can read both."""
    a, b = _initials(ours), _initials(theirs)
    return not a or not b or a[0] in b or b[0] in a


def _initials(given: str) -> str:
    """The first letters of given names: `G. Lorimer`, `G.L.` and `GL` are all `gl`."""
    together = re.sub(r"\b([A-Z]{2,4})\b", lambda found: " ".join(found[1]), given)
    return "".join(word[0] for word in fold(f"x {together}").split()[1:] if word[0].isascii())


# Whether two texts name the same pages, volume or issue.

_DASHES = re.compile(r"\s*(?:--+|[-‐‑‒–—―−])\s*")
_ABBREVIATION = re.compile(r"^\s*pp?\.?\s*(?=[\dA-Z])")
# Cochrane counts the versions of one review so.
_VERSION = re.compile(r"\.pub\d+$")
_SUPPLEMENT = re.compile(r"\b(?:supplements?|suppl|supp|sup)(?![a-z])")
_COUNTERS = re.compile(r"\b(?:vol|volume|no|nr|number|issue|iss)\b")
_DIGITS = "0123456789"


class Span(NamedTuple):
    """The first page and the last, which is empty if only one is named."""

    first: str
    last: str


def same_pages(ours: str, theirs: str) -> bool:
    """Whether both name the same pages; a last page that one of them omits is no difference."""
    a, b = span(ours), span(theirs)
    return a.first == b.first and (a.last == b.last or not a.last or not b.last)


def span(pages: str) -> Span:
    """The pages with the last one in full: `698-9` and `698–699` are one span.

    Of several spans the first counts: `12-15; discussion 16` is `12-15`.
    """
    text = re.split(r"[;,]", _ABBREVIATION.sub("", pages))[0]
    text = _VERSION.sub("", _DASHES.sub("-", text).strip().casefold())
    first, _, last = text.partition("-")
    if last.isdigit():
        # It shares the letters and the first digits of the first page.
        letters, digits = _parted(first)
        last = letters + digits[: -len(last)] + last
    return Span(_plain(first), _plain(last))


def _plain(page: str) -> str:
    """The page without marks, and without noughts at its front."""
    letters, digits = _parted(page)
    return re.sub(r"\W", "", letters) + digits.lstrip("0")


def _parted(page: str) -> tuple[str, str]:
    """What stands before the last digits of a page, and these."""
    letters = page.rstrip(_DIGITS)
    return letters, page[len(letters) :]


def same_number(ours: str, theirs: str) -> bool:
    """Whether both name one volume or issue: `Suppl 1` is `S1`, `04` is `4`."""
    return _counted(ours) == _counted(theirs)


def _counted(number: str) -> list[str]:
    """The words and digits of a volume or issue."""
    plain = _SUPPLEMENT.sub(" s ", _COUNTERS.sub(" ", fold(number)))
    found: list[str] = re.findall(r"\d+|[^\W\d_]+", plain)
    return sorted(part.lstrip("0") for part in found)


# Where a subtitle begins.
_BREAK = re.compile(r"(?<=[?!])\s+|\s*[:;]\s+|\.\s+|\s+[-–—]\s+|[–—]")


@dataclass(frozen=True)
class Mismatch:
    """A field, by its name in CSL, and its text on either side."""

    field: str
    ours: str
    theirs: str


def compare(reference: Reference, record: Record) -> Iterator[Mismatch]:
    """Every field that both sides give and that differs by more than its form."""
    for field, ours, theirs in (
        ("title", *_titles(reference, record)),
        ("author", *_authors(reference, record)),
        ("issued", *_years(reference, record)),
        ("container-title", *_journals(reference, record)),
        ("volume", *_numbers(reference, "volume", record.volume)),
        ("issue", *_numbers(reference, "issue", record.issue)),
        ("page", *_pages(reference, record)),
    ):
        if ours and theirs:
            yield Mismatch(field, clean(ours), clean(theirs))


def same_title(ours: str, theirs: str) -> bool:
    """Whether two titles are one, either of them perhaps without its subtitle."""
    a, b = (unmarked(clean(title)) for title in (ours, theirs))
    whole_a, whole_b = squeeze(a), squeeze(b)
    if whole_a == whole_b:
        return True
    short_a, short_b = squeeze(_BREAK.split(a)[0]), squeeze(_BREAK.split(b)[0])
    return whole_a == short_b or whole_b == short_a


def _titles(reference: Reference, record: Record) -> tuple[str, str]:
    ours = reference.text("title")
    return _unless_any(ours, record.titles, same_title)


def _authors(reference: Reference, record: Record) -> tuple[str, str]:
    ours = known(Name.of_csl(author) for author in reference.authors)
    theirs = known(record.authors)
    return ("", "") if same_first_author(ours, theirs) else (str(ours[0]), str(theirs[0]))


def _years(reference: Reference, record: Record) -> tuple[str, str]:
    if not reference.year or reference.year in record.years:
        return "", ""
    return str(reference.year), " or ".join(map(str, record.years))


def _journals(reference: Reference, record: Record) -> tuple[str, str]:
    for name in ("container-title", "container-title-short", "journalAbbreviation"):
        ours = reference.text(name)
        if ours:
            return _unless_any(ours, record.journals, same_journal)
    return "", ""


def _numbers(reference: Reference, name: str, theirs: str) -> tuple[str, str]:
    ours = reference.text(name)
    return ("", "") if same_number(ours, theirs) else (ours, theirs)


def _pages(reference: Reference, record: Record) -> tuple[str, str]:
    ours = reference.text("page")
    if any(same_pages(ours, page) for page in record.pages):
        return "", ""
    if all(_of_another_kind(ours, page) for page in record.pages):
        return "", ""
    return ours, record.pages[0]


def _of_another_kind(ours: str, theirs: str) -> bool:
    """Whether one is the number of an article and the other counts the pages of its PDF.

    Such a count begins at page 1.
    """
    a, b = span(ours), span(theirs)
    return bool(a.last) != bool(b.last) and (a if a.last else b).first == "1"


def _unless_any(
    ours: str, theirs: Iterable[str], same: Callable[[str, str], bool]
) -> tuple[str, str]:
    """Both sides, or nothing if any of theirs is the same as ours."""
    given = [text for text in theirs if squeeze(text)]
    if not squeeze(ours) or not given or any(same(ours, text) for text in given):
        return "", ""
    return ours, given[0]
