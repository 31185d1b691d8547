"""The trunk, neck and head seen from the side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw.body import BODIES, Body
from draw.geometry import Point, direction, middle, place, step, turn
from draw.limb import Outline

# Lengths in units: pelvis, low back, middle back and upper back, from the hip to the neck.
SPINE = (22.0, 22.0, 22.0, 18.0)
NECK = 15.0

# The trunk at a distance along the spine from the hip: how far the back and the front are.
# The hollow of the low back is here: a spine whose pieces are in line stands as people do.
_BACK = ((20, 15.5), (32, 12.5), (44, 12.5), (56, 16), (68, 18), (78, 15.5), (85, 9))
_FRONT = ((20, 16.5), (34, 16.5), (48, 16), (60, 17), (70, 16.5), (79, 11))
# The share of the tummy's way in or out that each of these goes.
_TUMMY = ((20, 0.4), (34, 1), (48, 0.9), (60, 0.3))
# Where the shirt ends at the neck, whoever wears it.
_COLLAR = 85
# How many points of the back and of the front move with low back and tummy, from the waist up.
_LOW_BACK, _BELLY = 4, 5
# The bottom and the hips, from the hip joint: (along the pelvis, towards the back).
_PELVIS: tuple[Point, ...] = (
    (24, 14.5), (12, 18.5), (0, 20.5), (-9, 19), (-15.5, 12), (-17, 2),
    (-12, -9), (-2, -14.5), (10, -16.5), (24, -16.7),
)  # fmt: skip
# From the top of the neck: (towards the crown, towards the back).
_HEAD: tuple[Point, ...] = (
    (35.5, 2), (32, -9), (24.5, -15.5), (17.5, -16.6), (12.5, -18.2), (9.5, -16), (4, -15),
    (-0.5, -11.5), (0, -3), (3, 8), (13, 15), (24, 15), (32, 10),
)  # fmt: skip


@dataclass(frozen=True)
class Spine:
    """The spine as a chain of points from the hip to the top of the neck."""

    joints: tuple[Point, ...]
    neck: Point
    pelvis: float
    crown: float
    tummy: float = 0
    body: Body = BODIES["usual"]

    @classmethod
    def of(
        cls,
        hip: Point,
        back: Sequence[float],
        neck: float,
        head: float,
        tummy: float = 0,
        body: Body = BODIES["usual"],
    ) -> Spine:
        """A spine from the directions of its four pieces, of the neck and of the head.

        `tummy` is how far, in units, the tummy in front of it is out (or in, below 0).
        """
        joints = [hip]
        for way, length in zip(back, SPINE, strict=True):
            joints.append(step(joints[-1], way, length))
        return cls(tuple(joints), step(joints[-1], neck, NECK), back[0], head, tummy, body)

    def at(self, distance: float) -> tuple[Point, float]:
        """The point at a distance from the hip, in units, and the direction there."""
        n = 0
        while n < len(SPINE) - 1 and distance > SPINE[n]:
            distance -= SPINE[n]
            n += 1
        share = distance / SPINE[n]
        way = self._way(n)
        # Near a joint the direction is on its way to that of the next piece.
        beside = n + 1 if share > 0.5 else n - 1
        if 0 <= beside < len(SPINE):
            way += turn(way, self._way(beside)) * abs(share - 0.5)
        return middle(self.joints[n], self.joints[n + 1], share), way

    def _way(self, n: int) -> float:
        return direction(self.joints[n], self.joints[n + 1])

    @property
    def shoulder(self) -> Point:
        """Where the arms hang."""
        point, way = self.at(73)
        return place(point, way, (0, 1.5))


def shirt(spine: Spine) -> Outline:
    """The trunk from the waist to the collar."""
    back, front = back_line(spine), front_line(spine)
    return Outline((*back, beside(spine, 84, -5), *reversed(front)), (back[0], front[0], back[-1]))


def back_line(spine: Spine) -> list[Point]:
    """The outer line of the back, upwards."""
    more = spine.body.back
    return [beside(spine, s, reach + more * (s < _COLLAR)) for s, reach in _BACK]


def front_line(spine: Spine) -> list[Point]:
    """The outer line of tummy and chest, upwards."""
    out = {s: (spine.tummy + spine.body.front) * share for s, share in _TUMMY}
    return [beside(spine, s, -reach - out.get(s, 0)) for s, reach in _FRONT]


def left_behind(before: Spine, now: Spine) -> list[Point]:
    """The line on which the tummy was, if that has moved, or else the low back."""
    if before.tummy != now.tummy:
        return front_line(before)[:_BELLY]
    return back_line(before)[:_LOW_BACK]


def beside(spine: Spine, distance: float, reach: float) -> Point:
    """The point at a distance along the spine and so far to its left, in units."""
    point, way = spine.at(distance)
    return place(point, way, (0, reach))


def pelvis(spine: Spine) -> Outline:
    """The bottom and the hips."""
    *rim, (up, out) = _PELVIS
    rim = [(along, aside + spine.body.seat * aside / 20.5) for along, aside in rim]
    rim.append((up, out - 0.45 * (spine.tummy + spine.body.front)))
    points = tuple(place(spine.joints[0], spine.pelvis, point) for point in rim)
    return Outline(points, (points[0], points[-1]))


def neck(spine: Spine) -> Outline:
    """The neck, from within the shirt to within the head."""
    low, way = spine.at(79)
    high = step(spine.neck, spine.crown, 5)
    bare = direction(spine.joints[-1], spine.neck)
    return Outline(
        (
            place(low, way, (0, 10)),
            place(spine.joints[-1], bare, (4, 7.5)),
            place(high, spine.crown, (4, 9)),
            place(high, spine.crown, (0, -8)),
            place(spine.joints[-1], bare, (6, -6.5)),
            place(low, way, (0, -9)),
        )
    )


def head(spine: Spine) -> Outline:
    """The head; its outline has a nose and a chin, so that one can tell where it looks."""
    return Outline(tuple(place(spine.neck, spine.crown, point) for point in _HEAD))


def hair(spine: Spine) -> Outline:
    """The hair."""
    points = tuple(place(spine.neck, spine.crown, point) for point in spine.body.hair)
    return Outline(points, tuple(points[n] for n in spine.body.hair_corners))
