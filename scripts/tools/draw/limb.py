"""Arms and legs: bones that never change their length, and the flesh around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from draw.body import Body, Flesh
from draw.curve import smooth
from draw.geometry import Point, crossing, direction, middle, place, step, turn

THIGH_FLESH: Flesh = ((0, 15, 16), (0.3, 15.5, 14.5), (0.65, 12.5, 11.5), (1, 9.5, 9))
SHIN_FLESH: Flesh = ((0, 9.5, 9), (0.3, 7.5, 10.5), (0.65, 6.5, 8.2), (0.97, 6, 6.6))
UPPER_ARM_FLESH: Flesh = ((0, 9.5, 9.5), (0.45, 8.6, 8), (1, 6.6, 6.6))
FOREARM_FLESH: Flesh = ((0, 6.6, 6.6), (0.3, 7, 6.2), (1, 4.4, 4.4))
HAND_FLESH: Flesh = ((0, 4.4, 4.4), (0.45, 5.4, 5), (0.85, 4.2, 4.2))
SLEEVE: Flesh = ((0, 10.6, 10.6), (0.3, 10, 9.6), (0.62, 9.6, 9.2))

# A flat hand from one side of the wrist to the other: (degrees aside, units from the wrist).
_FINGERS: Sequence[tuple[float, float]] = (
    (62, 8), (66, 15), (56, 16.5), (40, 11), (29, 20), (20, 20.5), (16, 13), (11, 22), (3, 22.5),
    (0, 13.5), (-6, 22), (-13, 21.5), (-15, 13), (-23, 19), (-31, 18), (-46, 8),
)  # fmt: skip

# The foot, from below the ankle: (along the sole, above the sole).
_FOOT: tuple[Point, ...] = (
    (-6, 15), (-9.7, 6), (-7, 0), (7, 0.8), (20, -0.2), (28.5, 1.8), (26, 6.4), (13, 10.5),
    (6.5, 18),
)  # fmt: skip
_SHOE: tuple[Point, ...] = (
    (-8, 15), (-11, 8), (-11, 1), (-9, 0), (10, 0), (28, 0), (31.5, 2.5),
    (29, 7.5), (18, 10), (11, 14), (9, 17),
)  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """A closed outline; at its corners it is not smooth."""

    points: tuple[Point, ...]
    corners: tuple[Point, ...] = ()

    def path(self) -> str:
        """The data of an SVG path."""
        return smooth(self.points, self.corners)


def limb(
    joints: Sequence[Point],
    flesh: Sequence[Flesh],
    round_end: bool = True,
    tip: Sequence[Point] = (),
) -> Outline:
    """The outline of a chain of bones, from the first joint, round the end and back.

    `tip` is the outline of what it ends with, instead of a round end.
    """
    left, creases_left = _side(joints, flesh, 1)
    right, creases_right = _side(joints, flesh, -1)
    start = direction(joints[0], joints[1])
    top = max(flesh[0][0][1], flesh[0][0][2])
    # The shirt or the hip covers most of it: one point is round enough.
    cap = [step(joints[0], start + 180, 0.8 * top)]
    end = list(tip)
    corners = creases_left + creases_right
    if round_end and not tip:
        share, one, other = flesh[-1][-1]
        way = direction(joints[-2], joints[-1])
        end = [step(middle(joints[-2], joints[-1], share), way, (one + other) / 2)]
    elif not tip:
        corners += [left[-1], right[-1]]
    return Outline((*left, *end, *reversed(right), *cap), tuple(corners))


def _side(
    joints: Sequence[Point], flesh: Sequence[Flesh], side: int
) -> tuple[list[Point], list[Point]]:
    """One side of a limb, 1 for left and -1 for right: its points, and which are creases."""
    points: list[Point] = []
    creases: list[Point] = []
    for n, (start, end) in enumerate(pairwise(joints)):
        way = direction(start, end)
        own = [
            place(middle(start, end, share), way, (0, side * (left if side > 0 else right)))
            for share, left, right in flesh[n]
        ]
        if n == 0:
            points = own
            continue
        before = direction(joints[n - 1], start)
        swing = turn(before, way)
        if swing * side > 12:
            points, crease = _folded(points, own)
            creases += crease
        else:
            # The joint itself: round on its outer side.
            reach = flesh[n][0][1 if side > 0 else 2]
            between = before + swing / 2 + side * 90
            knob = [step(start, between, reach)]
            points = [*points, *knob, *own] if abs(swing) > 50 else [*points[:-1], *knob, *own[1:]]
    return points, creases


def _folded(points: list[Point], own: list[Point]) -> tuple[list[Point], list[Point]]:
    """The inner side of a bent joint: both bones are cut where they meet, in a crease."""
    for n in range(len(points) - 1, 0, -1):
        for m in range(len(own) - 1):
            meeting = crossing(points[n - 1], points[n], own[m], own[m + 1])
            if meeting:
                return [*points[:n], meeting, *own[m + 1 :]], [meeting]
    return points + own, []


def arm(joints: Sequence[Point], body: Body, fingers: bool = False) -> Outline:
    """A bare arm with its hand: slim from its side, or flat with its fingers apart."""
    if not fingers:
        return limb(joints, (*body.around(UPPER_ARM_FLESH, FOREARM_FLESH), HAND_FLESH))
    wrist, way = joints[2], direction(joints[2], joints[3])
    tip = [step(wrist, way + aside, far) for aside, far in _FINGERS]
    return limb(joints[:3], body.around(UPPER_ARM_FLESH, FOREARM_FLESH), tip=tip)


def foot(sole: Point, toes: float) -> Outline:
    """A foot seen from its side; `sole` is the point of the sole below the ankle."""
    points = tuple(place(sole, toes, point) for point in _FOOT)
    return Outline(points)


def shoe(sole: Point, toes: float) -> Outline:
    """The same foot in a shoe."""
    points = tuple(place(sole, toes, point) for point in _SHOE)
    return Outline(points, (points[0], points[-1]))
