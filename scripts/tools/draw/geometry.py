"""Points, directions and bones. Lengths are units of the view box, with y growing downwards;
directions are degrees: 0 is to the right, 90 is up.
"""

from __future__ import annotations

from math import acos, atan2, cos, degrees, dist, hypot, radians, sin

Point = tuple[float, float]


def step(start: Point, direction: float, length: float) -> Point:
    """The point that lies `length` units from `start`."""
    turn = radians(direction)
    return start[0] + length * cos(turn), start[1] - length * sin(turn)


def direction(start: Point, end: Point) -> float:
    """The direction in degrees in which `end` lies from `start`."""
    return degrees(atan2(start[1] - end[1], end[0] - start[0]))


def place(origin: Point, ahead: float, point: Point) -> Point:
    """A point given as (along, to the left) of somebody at `origin` who looks `ahead`."""
    return step(step(origin, ahead, point[0]), ahead + 90, point[1])


def middle(one: Point, other: Point, share: float = 0.5) -> Point:
    """The point at a share (0 to 1) of the way from one to the other."""
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def turn(before: float, after: float) -> float:
    """How far one direction must turn to become the other: -180 to 180, leftwards is above 0."""
    return (after - before + 180) % 360 - 180


def bend(start: Point, end: Point, first: float, second: float, left: bool) -> tuple[Point, Point]:
    """Join two bones of fixed lengths: return where their joint and their end come to lie.

    The joint lies to the left or to the right of the way from `start` to `end`.
    Bones never stretch: an end that is too far away, or too near, is moved along its line.
    """
    way = direction(start, end)
    reach = min(max(dist(start, end), abs(first - second) + 0.5), first + second - 0.01)
    corner = degrees(acos((first**2 + reach**2 - second**2) / (2 * first * reach)))
    joint = step(start, way + corner if left else way - corner, first)
    return joint, step(start, way, reach)


def crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the line from a to b crosses the line from c to d, or None."""
    ab, cd, ac = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1]), (c[0] - a[0], c[1] - a[1])
    across = ab[0] * cd[1] - ab[1] * cd[0]
    if hypot(across) < 1e-9:
        return None
    along_ab = (ac[0] * cd[1] - ac[1] * cd[0]) / across
    along_cd = (ac[0] * ab[1] - ac[1] * ab[0]) / across
    return middle(a, b, along_ab) if 0 <= along_ab <= 1 and 0 <= along_cd <= 1 else None
