"""The day that counts as today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from guide.failures import CannotRunError


def today() -> date:
    """The day of the run: SOURCE_DATE_EPOCH if it is set, so that a build can be repeated.

    Raises `CannotRunError` if it is set and no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f'SOURCE_DATE_EPOCH must be seconds since 1970, is "{epoch}"'
        raise CannotRunError(message) from None
