"""JSON of other people: whatever it holds, reading it never fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class UnreadableAnswerError(Exception):
    """An answer is not what the service promises; the text says so in plain words."""


def load(body: bytes | str) -> Mapping[str, Any]:
    """The object that the answer holds. Raises UnreadableAnswerError if it holds none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("its answer is not JSON") from error
    if not isinstance(value, dict):
        raise UnreadableAnswerError("its answer is JSON, but no object")
    return value


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list, or none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """A text or a number as text, else nothing."""
    return str(value).strip() if isinstance(value, str | int) else ""


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, or the one text, without empty ones."""
    found = map(text, value if isinstance(value, list) else [value])
    return tuple(item for item in found if item)


def date_parts(value: object) -> tuple[int, ...]:
    """The year, month and day of `{"date-parts": [[2016, 11, 30]]}`, as far as they are given."""
    dates = mapping(value).get("date-parts")
    first = dates[0] if isinstance(dates, list) and dates else None
    parts = first if isinstance(first, list) else []
    found: list[int] = []
    for part in parts[:3]:
        if not text(part).isdecimal():
            break
        found.append(int(text(part)[:4]))
    return tuple(found)
