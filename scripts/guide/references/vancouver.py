"""References in the style of Vancouver, as the National Library of Medicine prints them.

Source: Patrias K, Wendling D. Citing Medicine. 2nd ed. National Library of Medicine; 2007.
Journal titles stay whole: an abbreviated one tells a patient nothing. The months and the words
around a date are part of the style, which is English whatever the language of the guide: they stand
here, not in the catalogue of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from linkaudit.references.bibliography import Reference

# A date as this style writes it: 2026 Nov 22.
DATE = re.compile(r"\b\d{4} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{1,2}\b)?")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_AUTHORS_BEFORE_ET_AL = 6


def format_reference(reference: Reference) -> str:
    """Return the reference as one line of plain text, without its address."""
    make = _BY_TYPE.get(reference.text("type"), _document)
    parts = [_authors(reference), *make(reference)]
    return " ".join(_sentence(part) for part in parts if part)


def address_label(reference: Reference) -> str:
    """Return the words before the address: `doi:` for a DOI, else `Available from:`."""
    return "doi:" if reference.text("DOI") else "Available from:"


def address_text(reference: Reference) -> str:
    """Return the address as printed: the DOI itself, or the whole web address."""
    return reference.text("DOI") or reference.url


def _article(reference: Reference) -> list[str]:
    """Journal. Year Mon Day;Volume(Issue):Pages."""
    volume = reference.text("volume")
    issue = f"({reference.text('issue')})" if reference.text("issue") else ""
    pages = f":{_pages(reference.text('page'))}" if reference.text("page") else ""
    where = f";{volume}{issue}{pages}" if volume or issue else pages
    return [
        reference.text("title"),
        reference.text("container-title"),
        f"{_date(reference.date('issued'))}{where}",
    ]


def _book(reference: Reference) -> list[str]:
    """Title. Edition. Place: Publisher; Year."""
    edition = reference.text("edition")
    return [
        reference.text("title"),
        f"{_ordinal(edition)} ed" if edition else "",
        _imprint(reference),
    ]


def _webpage(reference: Reference) -> list[str]:
    """Title [Internet]. Date or [date unknown] [cited Date]."""
    issued = _date(reference.date("issued")) or "[date unknown]"
    cited = _date(reference.date("accessed"))
    return [
        f"{reference.text('title')} [Internet]",
        f"{issued} [cited {cited}]" if cited else issued,
    ]


def _document(reference: Reference) -> list[str]:
    """Title. Place: Publisher; Date. Number."""
    number = reference.text("number")
    title = reference.text("title")
    return [title, _imprint(reference), number if number not in title else ""]


_BY_TYPE = {
    "article-journal": _article,
    "article-magazine": _article,
    "book": _book,
    "webpage": _webpage,
}


def _authors(reference: Reference) -> str:
    names = [name for name in map(_author, reference.authors) if name]
    if "and others" in names or len(names) > _AUTHORS_BEFORE_ET_AL:
        names = [name for name in names if name != "and others"][:_AUTHORS_BEFORE_ET_AL]
        names.append("et al")
    return ", ".join(names)


def _author(author: Mapping[str, str]) -> str:
    if author.get("literal"):
        return str(author["literal"])
    # "Kuipers-Bang, J.-P. R." is printed "Kuipers-Bang JPR".
    initials = "".join(c for c in str(author.get("given", "")) if c.isupper())
    parts = (author.get("non-dropping-particle"), author.get("family"), initials)
    return " ".join(str(part) for part in parts if part)


def _imprint(reference: Reference) -> str:
    publisher, place = reference.text("publisher"), reference.text("publisher-place")
    house = f"{place}: {publisher}" if place and publisher else publisher
    if any(publisher == author.get("literal") for author in reference.authors):
        house = ""  # its own publisher: the name stands at the front already
    return "; ".join(part for part in (house, _date(reference.date("issued"))) if part)


def _date(parts: tuple[int, ...]) -> str:
    words = [str(parts[0])] if parts else []
    if len(parts) > 1 and 1 <= parts[1] <= len(_MONTHS):
        words.append(_MONTHS[parts[1] - 1])
        words.extend(str(day) for day in parts[2:3])
    return " ".join(words)


def _pages(pages: str) -> str:
    """Shorten the last page by the digits it shares with the first: 698-699 is 698-9."""
    first, dash, last = pages.partition("-")
    if not dash or len(first) != len(last) or not (first + last).isdigit():
        return pages
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
    return f"{first}-{last[shared:]}"


def _ordinal(number: str) -> str:
    if not number.isdigit():
        return number
    if number[-2:] in ("11", "12", "13"):
        return f"{number}th"
    return number + {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
