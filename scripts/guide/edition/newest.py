"""Whether a newer release of the guide is out, as whoever builds was told.

A build opens no connection: the newest release comes from outside, as an argument or in
NEWEST_RELEASE, by a workflow that has asked.
"""

from __future__ import annotations

import os
import re

from linkaudit.core.problem import CannotRunError

VARIABLE = "NEWEST_RELEASE"
_VERSION = re.compile(r"v?([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})")


class NotAVersionError(CannotRunError):
    """What was said of the newest release is no version."""


def newer_than(version: str) -> str:
    """The newest release, if it is known and newer than a version like 1.2.0; or else nothing.

    Raises `NotAVersionError`.
    """
    newest = os.environ.get(VARIABLE, "").strip()
    if not newest:
        return ""
    found = _VERSION.fullmatch(newest)
    if not found:
        raise NotAVersionError(f'{VARIABLE} must be a version like 1.2.0, is "{newest}"')
    return found[1] if _numbers(found[1]) > _numbers(version) else ""


def _numbers(version: str) -> list[int]:
    """The numbers of a version; what comes after them, such as rc1, does not count."""
    found = _VERSION.match(version)
    numbers = [int(number) for number in found[1].split(".")] if found else []
    while numbers and not numbers[-1]:  # 1.2 is 1.2.0
        numbers.pop()
    return numbers
