"""The day that counts as today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from guide.failures import CannotRunError

# Days before and after which nobody can build the guide; years around them can be counted.
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


def today() -> date:
    """The day of the run: SOURCE_DATE_EPOCH if it is set, so that a build can be repeated.

    Raises `CannotRunError` if it is set and no number of seconds, or of a day that cannot be.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    try:
        return can_be_today(datetime.fromtimestamp(int(epoch), UTC).date())
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH must be seconds since 1970, to a day from {FIRST} to {LAST}"
        raise CannotRunError(f'{message}, is "{epoch}"') from None


def can_be_today(day: date) -> date:
    """The day itself. Raises `ValueError` if it is before `FIRST` or after `LAST`."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"{day} is not between {FIRST} and {LAST}")
    return day
