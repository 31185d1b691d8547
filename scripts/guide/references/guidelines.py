"""Guidelines grow old: until when one may be cited without another look at it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from linkaudit.references.bibliography import Reference

KINDS = ("guideline", "international-guideline")
YEARS_A_GUIDELINE_LASTS, YEARS_A_CHECK_LASTS = 5, 3
# What custom.to_check says of a guideline as long as nobody has looked.
STILL_CURRENT = "still current"


def checked_on(reference: Reference) -> date | None:
    """The day on which a person last looked whether the work still stands, if the entry has it."""
    try:
        return date.fromisoformat(str(reference.custom.get("checked")))
    except ValueError:
        return None


def current_until(reference: Reference) -> date | None:
    """The last day on which a guideline is taken as current; `None` for what never grows old.

    5 years after it was issued, or 3 after a person looked (`custom.checked`), whichever is later.
    A guideline without a date, or whose entry already says that somebody has to look, has none.
    """
    issued = reference.date("issued")
    if reference.custom.get("evidence") not in KINDS or not issued:
        return None
    checked = checked_on(reference)
    if checked is None and STILL_CURRENT in reference.to_check:
        return None
    try:
        last = _years_after(issued, YEARS_A_GUIDELINE_LASTS)
    except ValueError:  # no day of any calendar, which `malformed-date` reports
        return None
    if checked:
        parts = (checked.year, checked.month, checked.day)
        last = max(last, _years_after(parts, YEARS_A_CHECK_LASTS))
    return last


def _years_after(parts: tuple[int, ...], years: int) -> date:
    """The same day so many years later; unknown parts are taken as late as they may be."""
    year, month, day = (*parts, *(12, 31)[len(parts) - 1 :])
    later = min(year + years, date.max.year)
    return date(later, month, min(day, monthrange(later, month)[1]))
