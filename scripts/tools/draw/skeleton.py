"""From what a pose says of an arm or a leg to its joints. Lengths are units."""

from __future__ import annotations

from draw.geometry import Point, bend, direction, place, step
from draw.poses import Arm, Leg, Side

UPPER_ARM = 46.0
FOREARM = 43.0
HAND = 17.0
# From the wrist to the middle of the palm, which is what rests on things.
PALM = 9.0
THIGH = 65.0
SHIN = 65.0
# From the ankle down to the sole.
HEEL = 11.0

# How an elbow and a knee bend in somebody who stands and looks to the right.
_ELBOW_IS_LEFT = False
_KNEE_IS_LEFT = True


def arm_joints(shoulder: Point, arm: Arm) -> tuple[Point, Point, Point, Point]:
    """Shoulder, elbow, wrist and finger tips."""
    upper, lower = UPPER_ARM * arm.shorten, FOREARM * arm.shorten
    if arm.hand is None:
        down = -90 if arm.upper is None else arm.upper
        elbow = step(shoulder, down, upper)
        wrist = step(elbow, down if arm.lower is None else arm.lower, lower)
    elif arm.points is None:
        # The hand goes on where the forearm goes.
        left = _is_left(shoulder, arm.hand, arm.elbow, _ELBOW_IS_LEFT)
        elbow, palm = bend(shoulder, arm.hand, upper, lower + PALM, left)
        wrist = step(elbow, direction(elbow, palm), lower)
    else:
        target = step(arm.hand, arm.points + 180, PALM)
        left = _is_left(shoulder, target, arm.elbow, _ELBOW_IS_LEFT)
        elbow, wrist = bend(shoulder, target, upper, lower, left)
    points = direction(elbow, wrist) if arm.points is None else arm.points
    return shoulder, elbow, wrist, step(wrist, points, HAND)


def leg_joints(hip: Point, leg: Leg) -> tuple[Point, Point, Point, Point]:
    """Hip, knee, ankle, and the point of the sole below the ankle."""
    if leg.foot is None:
        down = -90 if leg.thigh is None else leg.thigh
        knee = step(hip, down, THIGH)
        ankle = step(knee, down if leg.shin is None else leg.shin, SHIN)
        return hip, knee, ankle, place(ankle, leg.toes, (0, -HEEL))
    target = place(leg.foot, leg.toes, (0, HEEL))
    if isinstance(leg.knee, tuple):
        return hip, leg.knee, target, leg.foot
    left = _is_left(hip, target, leg.knee, _KNEE_IS_LEFT)
    knee, ankle = bend(hip, target, THIGH, SHIN, left)
    return hip, knee, ankle, place(ankle, leg.toes, (0, -HEEL))


def _is_left(start: Point, end: Point, side: Side | None, usual: bool) -> bool:
    """Whether a joint lies to the left of the way from start to end."""
    if side is None:
        return usual
    wanted = {"right": 0, "up": 90, "left": 180, "down": 270}[side]
    return (wanted - direction(start, end)) % 360 < 180
