"""The oldest Python that is promised, 3.11.2 of Debian 12, has faults of its own."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import guide
import linkaudit
import pytest


def parts_of(parsed: Any) -> Iterator[tuple[str, Any]]:
    """The steps of an expression that Python has parsed, with those inside of them."""
    for step in parsed:
        if isinstance(step, tuple) and step and hasattr(step[0], "name"):
            yield step[0].name, step[1]
        if isinstance(step, tuple | list) or hasattr(step, "data"):
            yield from parts_of(step)


def may_fail_late(steps: Any, has_read: bool = False, has_tried: bool = False) -> tuple[bool, bool]:
    """Whether the steps read something, and whether they tried how much or which of some to read.

    Raises `_LosesItsPlaceError` if they may fail behind that, or if they look around.
    """
    for kind, held in steps:
        name = kind.name
        is_sign = name in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "AT")
        if name == "SUBPATTERN":
            has_read, has_tried = may_fail_late(held[-1], has_read, has_tried)
            continue
        is_optional = name.endswith("REPEAT") and held[0] == 0
        if name.startswith("ASSERT") or (
            not is_optional and (has_tried or (has_read and not is_sign))
        ):
            raise _LosesItsPlaceError
        if is_sign:
            has_read = has_read or name != "AT"
        elif name == "BRANCH":
            ends = [may_fail_late(branch) for branch in held[1]]
            has_read, has_tried = (any(end) for end in zip(*ends, strict=True))
        else:
            if not is_optional:
                may_fail_late(held[-1] if name.endswith("REPEAT") else held)
            has_read = has_tried = True
    return has_read, has_tried


class _LosesItsPlaceError(Exception):
    """A step may fail where Python 3.11.2 would go on behind what was read before it."""


def loses_its_place(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether a round of a possessive repeat, like `(?:…)*+`, may fail in its midst."""
    parser: Any = importlib.import_module("re._parser")
    for name, held in parts_of(parser.parse(pattern, flags)):
        if name == "POSSESSIVE_REPEAT":
            try:
                may_fail_late(held[-1])
            except _LosesItsPlaceError:
                return True
    return False


@pytest.mark.parametrize(
    "pattern",
    [
        r"x((?:b|/(?!>))*+)/>",
        "(?:ab?c)*+",
        "(?: (?:class|height)=1)*+ href",
        "(?: [a-z]++=1)?+ href",
        "(?:(?> h)=)*+ h",
        "(?:(?:ab)*+=)*+ab",
    ],
)
def test_a_round_that_may_fail_behind_what_it_tried_is_found(pattern: str) -> None:
    """3.11.2 goes on behind what the failed round read: `(?:ab?c)*+` reads "aca" to its end."""
    assert loses_its_place(pattern)
    begin, end = pattern.index("(?:"), pattern.rindex("+")
    assert not loses_its_place(f"{pattern[:begin]}(?>{pattern[begin:end]}){pattern[end + 1 :]}")


@pytest.mark.parametrize("pattern", ["(?:ab)*+", "(?: (h)=)?+", "[ab]++b", r"(?:a\d*+b?+|c)*+"])
def test_a_round_that_fails_before_it_tried_anything_is_right(pattern: str) -> None:
    assert not loses_its_place(pattern)


def test_no_round_of_a_possessive_repeat_fails_late() -> None:
    """What is right in 3.11.2 too is `(?>(?:…)*)`, or `(?:…)*` where nothing follows."""
    found = []
    for package in (guide, linkaudit):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                held = vars(importlib.import_module(module.name))
                patterns = {name: one for name, one in held.items() if isinstance(one, re.Pattern)}
                found += [
                    f"{module.name}.{name}"
                    for name, one in patterns.items()
                    if loses_its_place(one.pattern, one.flags & ~re.UNICODE)
                ]
    assert found == []
