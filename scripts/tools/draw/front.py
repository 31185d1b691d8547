"""A whole person seen from the front or from behind. Left and right are those of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from draw.body import BODIES, Flesh
from draw.curve import number, numbers
from draw.figure import clad_arm
from draw.geometry import Point, place
from draw.limb import Outline, limb
from draw.palette import HALO, paint, spot
from draw.poses import Arm, Leg, Person
from draw.skeleton import leg_joints
from draw.trunk import Spine, beside

# From the middle of the body to the joints on each side, and up the spine, in units.
_SHOULDER = 25.5
_SHOULDER_UP = 68.5
_HIP = 13.0

_THIGH: Flesh = ((0, 12.5, 12.5), (0.3, 13.2, 13.2), (1, 10, 10))
# The thigh of who sits comes towards us, and looks shorter.
_LAP: Flesh = ((0, 14, 14), (0.6, 14, 14), (1, 12.5, 12.5))
_SHIN: Flesh = ((0, 10, 10), (0.3, 9.3, 9.3), (0.97, 6.3, 6.3))
# Half of the trunk at a distance along the spine from the hip: the hem on each side, then up
# to the collar.
_HEM = ((20, 21), (20, 21))
_TRUNK = ((34, 19.8), (47, 20.8), (60, 23.5), (70, 27), (77, 24.5), (82, 15.5), (86, 8))
_COLLAR = 82.5
# The hem of a shirt that a hand on the right pulls up, and the folds that run to that hand:
# (up the spine, to the left).
_PULLED_UP = ((40, 20.2), (40, 20.2))
_GATHERED = ((47, -14), (54, -8), (54, 1), (46, 10))
_FOLDS = ((63, -5, 76, -11), (63, -2, 78, 2), (62, 3, 71, 14))
# Halves of shapes that are the same on both sides: (upwards, to the left).
_PELVIS: Sequence[Point] = ((24, 20.6), (12, 23.2), (0, 25.5), (-10, 25), (-18, 14))
_HEAD: Sequence[Point] = ((36, 0), (33, 8.5), (25, 14), (15, 13.8), (6, 10.5), (0.5, 5))
_HAIR: tuple[Point, ...] = (
    (39, 0), (36, 9.5), (28, 15.8), (18, 16), (16.5, 13.2), (24, 11.5), (28.5, 5),
    (27, -5), (23, -11.5), (16.5, -13.2), (18, -16), (28, -15.8), (36, -9.5),
)  # fmt: skip
_HAIR_BEHIND: Sequence[Point] = ((39, 0), (36, 9.5), (28, 15.8), (17, 15.4), (8, 11), (4, 5))
_KNOT: Point = (42, 0)
_KNOT_RADIUS = 6.5
_EARS: tuple[Point, ...] = ((16, 14.5), (16, -14.5))
_FOOT: tuple[Point, ...] = (
    (15, -5), (7, -6.5), (0.5, -8), (-2, -3), (-2, 5), (1, 9), (8, 6.5), (15, 5),
)  # fmt: skip
_HEEL: tuple[Point, ...] = (
    (15, -4), (8, -4.2), (3, -9.5), (0, -9.5), (-1.5, -5.5), (-2, 4), (3, 6.4), (8, 4.2), (15, 4),
)  # fmt: skip


def from_the_front(person: Person) -> tuple[str, str]:
    """The body of a person who is seen from the front, or from behind, and the arms, as SVG."""
    behind = person.seen == "back"
    body = BODIES[person.body]
    spine = Spine.of(person.hip, person.back, person.neck, person.head, body=body)
    legs = ((person.left_leg, 1), (person.right_leg, -1))
    arms = ((person.left_arm, 1), (person.right_arm, -1))
    ears = [place(spine.neck, spine.crown, ear) for ear in _EARS]
    hair = Outline(
        _both_sides(_HAIR_BEHIND, spine.neck, spine.crown)
        if behind
        else tuple(place(spine.neck, spine.crown, point) for point in _HAIR)
    )
    head = Outline(_both_sides(_HEAD, spine.neck, spine.crown))
    hips = [(up, out + body.seat) for up, out in _PELVIS]
    pelvis = _both_sides(hips, person.hip, spine.pelvis)
    whole = "".join(
        [
            paint(body.skin_tone, _neck(spine).path() + head.path()),
            *(spot(body.skin_tone, number(x), number(y), 3.4) for x, y in ears),
            paint(body.hair_tone, hair.path()),
            _knot(spine) if body.knot else "",
            f"<g {HALO}>",
            paint(body.skin_tone, _shirt(spine).path()) if person.shirt_up else "",
            paint("shirt", _shirt(spine, person.shirt_up).path()),
            *(_leg(person, leg, side) for leg, side in legs if leg),
            "</g>",
            _folds(spine) if person.shirt_up else "",
            # Without a halo, so that the thighs grow out of the hips and are not stuck on them.
            paint("trousers", Outline(pelvis, _waist(pelvis)).path()),
        ]
    )
    near = "".join(
        [
            f"<g {HALO}>",
            *(_arm(spine, arm, side) for arm, side in arms if arm),
            "</g>",
            *(_shoulder(spine, side) for arm, side in arms if arm),
        ]
    )
    return whole, near


def _leg(person: Person, leg: Leg, side: int) -> str:
    """A foot and the leg of the trousers above it; `side` is 1 on the left and -1 on the right."""
    start = place(person.hip, person.back[0], (0, side * _HIP))
    *joints, sole = leg_joints(start, leg)
    shape = _HEEL if person.seen == "back" else _FOOT
    toes = Outline(tuple(place(sole, 90, (up, -side * out)) for up, out in shape))
    body = BODIES[person.body]
    foot = paint("shoe" if person.shoes else body.skin_tone, toes.path())
    if not isinstance(leg.knee, tuple):
        trousers = limb(joints, body.around(_THIGH, _SHIN), round_end=False)
        return foot + paint("trousers", trousers.path())
    shin, lap = (
        limb(joints[1:], body.around(_SHIN), round_end=False),
        limb(joints[:2], body.around(_LAP)),
    )
    return foot + paint("trousers", shin.path()) + paint("trousers", lap.path())


def _arm(spine: Spine, bones: Arm, side: int) -> str:
    return clad_arm(beside(spine, _SHOULDER_UP, side * _SHOULDER), bones, spine.body)


def _shoulder(spine: Spine, side: int) -> str:
    """The shoulder, painted over the top of the arm, so that the arm grows out of the shirt."""
    x, y = beside(spine, _SHOULDER_UP, side * (_SHOULDER - 3))
    return spot("shirt", number(x), number(y), 10.2 * spine.body.round_)


def _shirt(spine: Spine, pulled_up: bool = False) -> Outline:
    hem, gathered = (_PULLED_UP, _GATHERED) if pulled_up else (_HEM, ())
    left, right = (
        [beside(spine, up, side * half) for up, half in _half_trunk(spine, low)]
        for side, low in zip((1, -1), hem, strict=True)
    )
    collar = beside(spine, _COLLAR, 0)
    low = [beside(spine, *point) for point in gathered]
    corners = (left[0], left[-1], right[-1], right[0])
    return Outline((*left, collar, *reversed(right), *low), corners)


def _knot(spine: Spine) -> str:
    x, y = place(spine.neck, spine.crown, _KNOT)
    return spot(spine.body.hair_tone, number(x), number(y), _KNOT_RADIUS)


def _half_trunk(spine: Spine, low: Point) -> list[Point]:
    """How far the trunk reaches to each side, from the hem up: (up the spine, aside), in units."""
    fuller = spine.body.seat
    return [
        (up, half + fuller * max(0, min(1, (82 - up) / 30)))
        for up, half in (low, *_TRUNK)
        if up >= low[0]
    ]


def _folds(spine: Spine) -> str:
    """Folds of a shirt, as slim wedges that start where a hand has gathered it."""
    wedges = (
        (beside(spine, up, out), beside(spine, far, aside - 1.5), beside(spine, far, aside + 1.5))
        for up, out, far, aside in _FOLDS
    )
    return paint("shirt-far", "".join(f"M{numbers(chain(*wedge))}z" for wedge in wedges))


def _neck(spine: Spine) -> Outline:
    left, right = (beside(spine, 78, 9), beside(spine, 78, -9))
    top = [place(spine.neck, spine.crown, (5, side * 7.4)) for side in (-1, 1)]
    return Outline((right, *top, left), (left, right))


def _both_sides(half: Sequence[Point], origin: Point, ahead: float) -> tuple[Point, ...]:
    """A shape from its left half: up its right side, then down its left one."""
    left = [place(origin, ahead, point) for point in half]
    right = [place(origin, ahead, (up, -out)) for up, out in half if out]
    return (*reversed(right), *left)


def _waist(pelvis: tuple[Point, ...]) -> tuple[Point, Point]:
    """The two upper ends of a pelvis, where the trousers end in a corner."""
    upper = len(pelvis) // 2
    return pelvis[upper - 1], pelvis[upper]
