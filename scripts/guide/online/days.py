"""Dates that may lack their day or month, as registers and references give them."""

from __future__ import annotations

import calendar
import re
from datetime import date

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
