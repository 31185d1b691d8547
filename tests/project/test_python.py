"""The oldest Python that is promised, 3.11.2 of Debian 12, has faults of its own."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import guide
import linkaudit


def parts_of(parsed: Any) -> Iterator[tuple[str, Any]]:
    """The steps of an expression that Python has parsed, with those inside of them."""
    for step in parsed:
        if isinstance(step, tuple) and step and hasattr(step[0], "name"):
            yield step[0].name, step[1]
        if isinstance(step, tuple | list) or hasattr(step, "data"):
            yield from parts_of(step)


def loses_its_place(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether a repeat that takes nothing back, like `(?:…)*+`, looks ahead or behind in it."""
    parser: Any = importlib.import_module("re._parser")
    repeats = [
        held for name, held in parts_of(parser.parse(pattern, flags)) if "POSSESSIVE" in name
    ]
    return any(name.startswith("ASSERT") for held in repeats for name, _ in parts_of(held))


def test_no_expression_looks_around_in_a_possessive_repeat() -> None:
    """3.11.2 goes on behind what a failed look ahead read; `(?>(?:…)*)` is right there too."""
    assert loses_its_place(r"x((?:b|/(?!>))*+)/>")
    assert not loses_its_place(r"x((?>(?:b|/(?!>))*))/>")
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
