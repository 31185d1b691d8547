"""Whether two texts name the same pages, volume or issue."""

from __future__ import annotations

import re
from typing import NamedTuple

from guide.online.wording import fold

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
