"""Smooth curves through points, as the data of an SVG path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import dist, inf

from draw.geometry import Point

# Points nearer than this (in units) make a kink instead of a curve.
_TOO_NEAR = 0.8
# How far a handle may be moved (in units) to make the text shorter: too little to be seen.
_NEAR_ENOUGH = 0.7


def number(value: float) -> str:
    """A number for SVG: one decimal at most, and no more signs than needed."""
    text = f"{value:.1f}".removesuffix(".0")
    return {"-0": "0"}.get(text, text).replace("0.", ".", 1) if abs(value) < 1 else text


def numbers(values: Iterable[float]) -> str:
    """Numbers for a path: a minus sign parts them as well as a space does."""
    return " ".join(number(value) for value in values).replace(" -", "-")


def smooth(points: Sequence[Point], corners: Iterable[Point] = (), closed: bool = True) -> str:
    """A curve through all points; it is smooth but for those points that are corners too."""
    kept = [p for n, p in enumerate(points) if n == 0 or dist(p, points[n - 1]) > _TOO_NEAR]
    if closed and dist(kept[0], kept[-1]) <= _TOO_NEAR:
        kept.pop()
    sharp = set(corners)
    count = len(kept)
    data = [f"M{numbers(kept[0])}"]
    # Each piece starts where the rounded numbers before it have led, so that no error adds up.
    at, mirrored, letter = _rounded(kept[0]), (inf, inf), ""
    for n in range(count if closed else count - 1):
        start, end = kept[n], kept[(n + 1) % count]
        first = start if start in sharp or (not closed and n == 0) else kept[n - 1]
        last_piece = not closed and n == count - 2
        last = end if end in sharp or last_piece else kept[(n + 2) % count]
        handles = [_handle(first, start, end), _handle(last, end, start), end]
        one, other, arrival = (_rounded((p[0] - at[0], p[1] - at[1])) for p in handles)
        # SVG takes a handle that it is not given as the mirror image of the one before.
        spared = dist(one, mirrored) < _NEAR_ENOUGH
        text = numbers((*other, *arrival) if spared else (*one, *other, *arrival))
        before, letter = letter, "s" if spared else "c"
        data.append(("" if text[0] == "-" else " ") + text if letter == before else letter + text)
        mirrored = arrival[0] - other[0], arrival[1] - other[1]
        at = _rounded((at[0] + arrival[0], at[1] + arrival[1]))
    return "".join(data) + ("z" if closed else "")


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _handle(behind: Point, here: Point, ahead: Point) -> Point:
    """The handle at `here` of the curve to `ahead` (centripetal, so that it never overshoots)."""
    if behind == here:
        return here[0] + (ahead[0] - here[0]) / 3, here[1] + (ahead[1] - here[1]) / 3
    a, b = dist(behind, here) ** 0.5, dist(here, ahead) ** 0.5
    weight = 3 * a * (a + b)

    share_ahead, share_behind = a * a / weight, b * b / weight
    return (
        here[0] + share_ahead * (ahead[0] - here[0]) - share_behind * (behind[0] - here[0]),
        here[1] + share_ahead * (ahead[1] - here[1]) - share_behind * (behind[1] - here[1]),
    )
