"""References in the style of Vancouver, as the National Library of Medicine prints them.

Source: Patrias K, Wendling D. Citing Medicine. 2nd ed. National Library of Medicine; 2007.
Journal titles stay whole: an abbreviated one tells a patient nothing. The months and the words
around a date are part of the style, which is English whatever the language of the guide: they stand
here, not in the catalogue of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from linkaudit.references.bibliography import Reference, is_preprint
from linkaudit.references.name_parts import plain_suffix, without_own_letters

# A date as this style writes it: 2026 Nov 22.
DATE = re.compile(r"\b\d{4} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{1,2}\b)?")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_AUTHORS_BEFORE_ET_AL = 6


def format_reference(reference: Reference) -> str:
    """Return the reference as one line of plain text, without its address."""
    make = _preprint if is_preprint(reference) else _BY_TYPE.get(reference.text("type"), _document)
    front = _authors(reference) or (_editors(reference) if make is _book else "")
    parts = [front, *make(reference)]
    return " ".join(_sentence(part) for part in parts if part)


def address_label(reference: Reference) -> str:
    """Return the words before the address: `doi:` for a DOI, else `Available from:`."""
    return "doi:" if reference.text("DOI") else "Available from:"


def address_text(reference: Reference) -> str:
    """Return the address as printed: the DOI itself, or the whole web address."""
    return reference.text("DOI") or reference.url


def _article(reference: Reference) -> list[str]:
    """Journal. Year Mon Day;Volume(Issue):Pages, or [Epub ahead of print]."""
    volume = reference.text("volume")
    issue = f"({reference.text('issue')})" if reference.text("issue") else ""
    pages = f":{_pages(reference.text('page'))}" if reference.text("page") else ""
    where = f";{volume}{issue}{pages}" if volume or issue else pages
    if not where and reference.text("status"):
        where = f" [{reference.text('status')}]"
    return [
        reference.text("title"),
        reference.text("container-title"),
        f"{_date(reference.date('issued'))}{where}",
    ]


def _preprint(reference: Reference) -> list[str]:
    """Title [Preprint]. Server. Date."""
    return [
        f"{reference.text('title')} [Preprint]",
        reference.text("container-title") or reference.text("publisher"),
        _date(reference.date("issued")),
    ]


def _book(reference: Reference) -> list[str]:
    """Title [Medium]. Edition. Editors, editors. Place: Publisher; Year."""
    return [
        _on_medium(reference, reference.text("title")),
        _edition(reference),
        _editors(reference) if reference.authors else "",
        _imprint(reference),
    ]


def _part_of_a_book(reference: Reference) -> list[str]:
    """Title. In: Editors, editors. Book. Edition. Volume. Place: Publisher; Year. Pages."""
    book = reference.text("container-title")
    if not book:
        return [reference.text("title"), _imprint(reference), _in_pages(reference)]
    editors = _editors(reference)
    meeting = [_date(reference.date("event-date")), reference.text("event-place")]
    volume = reference.text("volume")
    return [
        reference.text("title"),
        f"In: {editors or _proceedings(reference, meeting)}",
        _proceedings(reference, meeting) if editors else "",
        _edition(reference),
        f"Vol. {volume}" if volume else "",
        _imprint(reference),
        _in_pages(reference),
    ]


def _proceedings(reference: Reference, meeting: list[str]) -> str:
    """The title of the whole, behind it day and place of the meeting that it is of."""
    title = _on_medium(reference, reference.text("container-title"))
    return "; ".join(part for part in (title, *meeting) if part)


def _thesis(reference: Reference) -> list[str]:
    """Title [dissertation]. Place: University; Year."""
    is_master = reference.text("genre").lower().startswith(("master", "mathesis", "msc"))
    kind = "master's thesis" if is_master else "dissertation"
    return [f"{reference.text('title')} [{kind}]", _imprint(reference)]


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
    "chapter": _part_of_a_book,
    "entry": _part_of_a_book,
    "entry-dictionary": _part_of_a_book,
    "entry-encyclopedia": _part_of_a_book,
    "paper-conference": _part_of_a_book,
    "thesis": _thesis,
    "webpage": _webpage,
}


def _authors(reference: Reference) -> str:
    return _names(reference.authors)


def _editors(reference: Reference) -> str:
    """`Wall PD, Melzack R, editors`; empty if there are none."""
    editors = reference.people("editor")
    return f"{_names(editors)}, {'editors' if editors[1:] else 'editor'}" if editors else ""


def _names(people: list[Mapping[str, str]]) -> str:
    names = [name for name in map(_name, people) if name]
    if "and others" in names or len(names) > _AUTHORS_BEFORE_ET_AL:
        names = [name for name in names if name != "and others"][:_AUTHORS_BEFORE_ET_AL]
        names.append("et al")
    return ", ".join(names)


def _name(person: Mapping[str, str]) -> str:
    if person.get("literal"):
        return str(person["literal"])
    particle, family = person.get("non-dropping-particle"), person.get("family")
    given = _initials(str(person.get("given") or ""))
    suffix = plain_suffix(str(person.get("suffix") or ""))
    return " ".join(str(part) for part in (particle, family, given, suffix) if part)


def _initials(given: str) -> str:
    """`J.-P. R.` is JPR. A name in letters that have no capitals, as in Chinese, stays whole."""
    given, _ = without_own_letters(given)
    capitals = "".join(c for c in given if c.isupper())
    return capitals or (
        "".join(word[0] for word in given.split()).upper() if given.islower() else given
    )


def _on_medium(reference: Reference, title: str) -> str:
    return f"{title} [{reference.text('medium')}]" if reference.text("medium") else title


def _edition(reference: Reference) -> str:
    edition = reference.text("edition")
    return f"{_ordinal(edition)} ed" if edition else ""


def _in_pages(reference: Reference) -> str:
    return f"p. {_pages(reference.text('page'))}" if reference.text("page") else ""


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
