"""A whole person seen from the side, painted from the far side to the near one.

A person is two pieces of SVG: the body, and the arms that are nearer to us. Whoever touches another
person stands behind them, and has the hands before them.
"""

from __future__ import annotations

from draw import trunk
from draw.body import BODIES, Body
from draw.curve import number, smooth
from draw.geometry import Point, place
from draw.limb import SHIN_FLESH, SLEEVE, THIGH_FLESH, arm, foot, limb, shoe
from draw.palette import HALO, dotted, paint, spot
from draw.poses import Arm, Leg, Person
from draw.skeleton import arm_joints, leg_joints
from draw.trunk import Spine

# Where the shirt is painted over the top of the near arm, so that the arm grows out of it.
_SHOULDER = 74.0
_SHOULDER_RADIUS = 11.6


def from_the_side(
    person: Person, between: str = "", ghost: Person | None = None
) -> tuple[str, str]:
    """The body of a person who is seen from the side, and the near arm, as SVG.

    `between` lies between the legs.
    """
    spine = _spine(person)
    far = [
        clad_arm(spine.shoulder, person.far_arm, spine.body, "-far") if person.far_arm else "",
        _leg(person, person.far_leg, "-far") if person.far_leg else "",
    ]
    body = [
        paint("shirt", trunk.shirt(spine).path()),
        between,
        _leg(person, person.near_leg, "") if person.near_leg else "",
    ]
    layers = [
        *_with_halo(far),
        paint(spine.body.skin_tone, trunk.neck(spine).path() + trunk.head(spine).path()),
        paint(spine.body.hair_tone, trunk.hair(spine).path()),
        *_with_halo(body),
        # Without a halo, so that the thigh grows out of the hip and is not stuck on it.
        paint("trousers", trunk.pelvis(spine).path()),
    ]
    if ghost:
        layers.append(dotted(smooth(trunk.left_behind(_spine(ghost), spine), closed=False)))
    arms: list[str] = []
    if person.near_arm:
        x, y = place(*spine.at(_SHOULDER), (0, 1.5))
        arms += _with_halo([clad_arm(spine.shoulder, person.near_arm, spine.body)])
        arms.append(spot("shirt", number(x), number(y), _SHOULDER_RADIUS * spine.body.round_))
    return "".join(layers), "".join(arms)


def _spine(person: Person) -> Spine:
    return Spine.of(
        person.hip, person.back, person.neck, person.head, person.tummy, BODIES[person.body]
    )


def _with_halo(parts: list[str]) -> list[str]:
    return [f"<g {HALO}>", *parts, "</g>"] if any(parts) else []


def clad_arm(shoulder: Point, bones: Arm, body: Body, side: str = "") -> str:
    """An arm and its sleeve; `side` is "-far" or nothing."""
    joints = arm_joints(shoulder, bones)
    bare = arm(joints, body, bones.fingers)
    sleeve = limb(joints[:2], body.around(SLEEVE), round_end=False)
    return paint(f"{body.skin_tone}{side}", bare.path()) + paint(f"shirt{side}", sleeve.path())


def _leg(person: Person, leg: Leg, side: str) -> str:
    """A foot and the leg of the trousers above it; `side` is "-far" or nothing."""
    *joints, sole = leg_joints(person.hip, leg)
    body = BODIES[person.body]
    tone, shape = ("shoe", shoe) if person.shoes else (body.skin_tone, foot)
    trousers = limb(joints, body.around(THIGH_FLESH, SHIN_FLESH), round_end=False)
    end = paint(f"{tone}{side}", shape(sole, leg.toes).path())
    return end + paint(f"trousers{side}", trousers.path())
