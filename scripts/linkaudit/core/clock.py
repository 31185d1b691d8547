"""The day that counts as today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from linkaudit.core.problem import CannotRunError

# No clock that is right shows a day outside of these; years around them can be counted.
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


_EPOCH = "SOURCE_DATE_EPOCH"


def today() -> date:
    """The day of the run: SOURCE_DATE_EPOCH if it is set, so that a build can be repeated.

    Raises `CannotRunError` if it is set and no number of seconds, or of a day that cannot be.
    """
    given = check_epoch()
    if not given:
        return date.today()
    try:
        return can_be_today(given.date())
    except ValueError:
        raise _wrong_epoch() from None


def check_epoch() -> datetime | None:
    """What SOURCE_DATE_EPOCH says, if it is set; an empty one is removed, as if it were not.

    The engine and the printer of PDFs read it too, also where --today goes before it. Raises
    `CannotRunError` if it is no number of seconds.
    """
    if not os.environ.get(_EPOCH):
        os.environ.pop(_EPOCH, None)
        return None
    try:
        return datetime.fromtimestamp(int(os.environ[_EPOCH]), UTC)
    except (ValueError, OverflowError, OSError):
        raise _wrong_epoch() from None


def _wrong_epoch() -> CannotRunError:
    message = f"{_EPOCH} must be seconds since 1970, to a day from {FIRST} to {LAST}"
    return CannotRunError(f'{message}, is "{os.environ[_EPOCH]}"')


def can_be_today(day: date) -> date:
    """The day itself. Raises `ValueError` if it is before `FIRST` or after `LAST`."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"{day} is not between {FIRST} and {LAST}")
    return day
