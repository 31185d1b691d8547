"""The drawing of a movement: a person between two positions, there and back, in a few pictures."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

from draw.poses import Person

STEPS = 7  # pictures from the one position to the other
_ONE_WAY = 2.4  # seconds
_REST = 0.3  # the share of a way that each of the two positions stays


class NoWayError(ValueError):
    """A limb stands by its place here and by directions there, or only here."""


def between(first: Any, last: Any, share: float) -> Any:
    """What is `share` of the way from the first to the last, from 0 to 1: part by part.

    Numbers are in proportion; what is no number is as in the last. Raises `NoWayError` with the
    name of the limb that the two tell in different ways.
    """
    if isinstance(last, tuple):
        return tuple(between(a, b, share) for a, b in zip(first, last, strict=True))
    if is_dataclass(last) and not isinstance(last, type):
        parts = {}
        for part in fields(last):
            a, b = getattr(first, part.name), getattr(last, part.name)
            if (a is None) is not (b is None):
                raise NoWayError(part.name)
            try:
                parts[part.name] = between(a, b, share)
            except NoWayError as error:
                raise NoWayError(part.name) from error
        return type(last)(**parts)
    is_number = isinstance(last, float | int) and not isinstance(last, bool)
    return first + (last - first) * share if is_number else last


def people(first: Person, last: Person) -> list[Person]:
    """The person on the way from the first position to the last, both included."""
    return [between(first, last, step / (STEPS - 1)) for step in range(STEPS)]


def style() -> str:
    """The style sheet that shows one picture after the other, and then back, again and again.

    The last one stays for those who asked for less motion, and on paper.
    """
    share = (1 - 2 * _REST) / (STEPS - 2)
    ends = [0.0, *(_REST + share * step for step in range(STEPS - 1)), 1.0]
    rules = [f"g.m{{visibility:hidden;animation:{_ONE_WAY:g}s linear infinite alternate}}"]
    for step, (start, end) in enumerate(pairwise(ends)):
        # From its start on, until the next one begins.
        on, off = f"{100 * start:.4g}%", f"{100 * end:.4g}%"
        before = f"0%,{100 * start - 0.01:.4g}%{{visibility:hidden}}" if step else ""
        after = f"{100 * end + 0.01:.4g}%,to{{visibility:hidden}}" if end < 1 else ""
        rules.append(f"g.m{step}{{animation-name:m{step}}}")
        shown = f"{on},{off}{{visibility:visible}}"
        rules.append(f"@keyframes m{step}{{{before}{shown}{after}}}")
    still = f"g.m{{animation:none}}g.m{STEPS - 1}{{visibility:visible}}"
    rules += [f"@media (prefers-reduced-motion:reduce){{{still}}}", f"@media print{{{still}}}"]
    return "".join(rules)
