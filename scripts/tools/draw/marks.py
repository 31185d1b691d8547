"""Arrows over a body, which tell how a part of it moves.

An arrow has a dashed tail and a solid head, in the one strong colour.
"""

from __future__ import annotations

from math import dist

from draw.curve import number, numbers, smooth
from draw.geometry import Point, direction, place, step
from draw.palette import fill, under
from draw.poses import Arrow

_CORNERS: tuple[Point, ...] = ((-15, 9.5), (-12, 0), (-15, -9.5))  # of a head, behind its tip
SMALL = 0.6
_TAIL = (
    'class="app-draw__move" fill="none" stroke="#0b5f66" stroke-width="{width}" '
    'stroke-linecap="round" stroke-dasharray="{dash}"'
)


def draw_arrow(arrow: Arrow) -> str:
    """The SVG of an arrow; its tips are the ends of the curve that the pose gives."""
    points = list(arrow.through)
    scale = SMALL if arrow.small else 1
    heads = [_head(points[-2], points[-1], scale)]
    points[-1] = _tail_end(points[-2], points[-1], scale)
    if arrow.both:
        heads.append(_head(points[1], points[0], scale))
        points[0] = _tail_end(points[1], points[0], scale)
    dash = numbers((5 * scale, 8.5 * scale))
    tail = _TAIL.format(width=number(5 * scale), dash=dash)
    data = smooth(points, closed=False)
    band = under(data + "".join(heads), 9 * scale) if arrow.over else ""
    head = f'<path {fill("move-head")} d="{"".join(heads)}"/>'
    return f'{band}<path {tail} d="{data}"/>{head}'


def _head(before: Point, tip: Point, scale: float) -> str:
    ahead = direction(before, tip)
    corners = [place(tip, ahead, (x * scale, y * scale)) for x, y in _CORNERS]
    return "M" + "L".join(numbers(corner) for corner in (tip, *corners)) + "Z"


def _tail_end(before: Point, tip: Point, scale: float) -> Point:
    """The tail stops within the head, whose hollow base would show it otherwise."""
    back = min(14 * scale, dist(before, tip) - 1)
    return step(tip, direction(tip, before), back)
