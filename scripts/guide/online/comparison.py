"""Our reference beside the record of a register, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from guide.bibliography import Reference
from guide.online.journals import same_journal
from guide.online.marks import unmarked
from guide.online.names import known, same_first_author
from guide.online.pages import same_number, same_pages, span
from guide.online.records import Name, Record
from guide.online.wording import clean, squeeze

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
    told = [text for text in theirs if squeeze(text)]
    if not squeeze(ours) or not told or any(same(ours, text) for text in told):
        return "", ""
    return ours, told[0]
