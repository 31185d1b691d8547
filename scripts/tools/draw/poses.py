"""What the pictures of `_data/poses.yml` are drawn from: joints of a body, things, arrows.

Lengths are units of the picture, with y growing downwards; directions are degrees, with 0 to
the right and 90 up. `_data/poses.yml` tells editors what each key means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from guide.content.poses import STRICT, Pose, PoseReader
from linkaudit.core.problem import Problem
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as checked_dataclass

from draw.body import BodyName

Number = Annotated[float, Field(allow_inf_nan=False)]
Point = tuple[Number, Number]
Side = Literal["up", "down", "left", "right"]
Kind = Literal[
    "armchair", "armrest", "ball", "balls", "bed", "bed-from-above", "bench", "blanket",
    "bones", "bottle", "bush", "car", "chair", "chair-from-front", "cloud", "cushion", "desk",
    "flap", "floor", "heat-pack", "kettle", "mat", "muscle", "paper", "pillow", "rug",
    "stool", "strong-pillow", "table", "toaster", "towel", "wall",
]  # fmt: skip


@checked_dataclass(frozen=True, config=STRICT)
class Arm:
    """An arm: where its hand is, or the directions of its two bones."""

    hand: Point | None = None
    points: Number | None = None
    elbow: Side | None = None
    upper: Number | None = None
    lower: Number | None = None
    shorten: Annotated[float, Field(ge=0.5, le=1)] = 1
    fingers: bool = False


@checked_dataclass(frozen=True, config=STRICT)
class Leg:
    """A leg: where the sole of its foot is, or the directions of its two bones."""

    foot: Point | None = None
    toes: Number = 0
    knee: Side | Point | None = None
    thigh: Number | None = None
    shin: Number | None = None


@checked_dataclass(frozen=True, config=STRICT)
class Person:
    """A body. `back` has the directions of pelvis, low back, middle back and upper back."""

    hip: Point
    back: tuple[Number, Number, Number, Number]
    neck: Number
    head: Number
    seen: Literal["side", "front", "back"] = "side"
    faces_left: bool = False
    shoes: bool = False
    shirt_up: bool = False
    body: BodyName = "usual"
    tummy: Number = 0
    near_arm: Arm | None = None
    far_arm: Arm | None = None
    near_leg: Leg | None = None
    far_leg: Leg | None = None
    left_arm: Arm | None = None
    right_arm: Arm | None = None
    left_leg: Leg | None = None
    right_leg: Leg | None = None


@checked_dataclass(frozen=True, config=STRICT)
class Thing:
    """What the body rests on or holds; it lies behind the body, between its legs or before it."""

    kind: Kind
    at: Point
    size: Point | None = None
    turn: Number = 0
    layer: Literal["behind", "between", "before"] = "behind"


@checked_dataclass(frozen=True, config=STRICT)
class Arrow:
    """Which way a part of the body moves: a curve with one head at its end, or with two."""

    through: Annotated[tuple[Point, ...], Field(min_length=2)]
    both: bool = False
    small: bool = False
    over: bool = False


@checked_dataclass(frozen=True, config=STRICT, kw_only=True)
class DrawnPose(Pose):
    """One picture. `view` is left, top, width and height; `ghost` is where the trunk was before.

    `other` is somebody else, behind the person but for the hands.
    `start` is the person before the movement, which a reader may watch.
    """

    view: tuple[Number, Number, Number, Number] = Field()
    things: tuple[Thing, ...] = ()
    person: Person | None = None
    other: Person | None = None
    ghost: Person | None = None
    start: Person | None = None
    arrows: tuple[Arrow, ...] = ()


def mirrored(person: Person) -> Person:
    """Who faces left as someone who faces right: each place as far on the other side of the hip."""

    def across(point: Any) -> Any:
        return (2 * person.hip[0] - point[0], point[1]) if isinstance(point, tuple) else point

    def arm(limb: Arm | None) -> Arm | None:
        return limb and replace(limb, hand=across(limb.hand))

    def leg(limb: Leg | None) -> Leg | None:
        return limb and replace(limb, foot=across(limb.foot), knee=across(limb.knee))

    return replace(
        person,
        near_arm=arm(person.near_arm),
        far_arm=arm(person.far_arm),
        near_leg=leg(person.near_leg),
        far_leg=leg(person.far_leg),
    )


# What each key of a pose holds; the rest are plain values.
_HOLDS: Mapping[str, type] = {
    "person": Person,
    "other": Person,
    "ghost": Person,
    "start": Person,
    "things": Thing,
    "arrows": Arrow,
    **dict.fromkeys(("near_arm", "far_arm", "left_arm", "right_arm"), Arm),
    **dict.fromkeys(("near_leg", "far_leg", "left_leg", "right_leg"), Leg),
}


_BEFORE = ("ghost", "start")  # where a person was: each says only what differs


class DrawnPoseReader(PoseReader):
    """Reads all that a picture is drawn from; what is drawn by hand it leaves out."""

    adapter = TypeAdapter(DrawnPose)

    def merged(self, whole: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
        """Own keys in place of those of the whole; of a person, limb by limb."""
        values = super().merged(whole, own)
        for key in ("person", "other", *_BEFORE):
            if isinstance(whole.get(key), dict) and isinstance(own.get(key), dict):
                values[key] = {**whole[key], **own[key]}
        return values

    def to_check(self, values: dict[str, Any]) -> dict[str, Any] | None:
        """A ghost and a start are the person too, but for what they say."""
        if values.get("by_hand") is True:
            return None
        person = values.get("person")
        if not isinstance(person, dict):
            return values
        before = {key: values[key] for key in _BEFORE if isinstance(values.get(key), dict)}
        return {**values, **{key: {**person, **one} for key, one in before.items()}}

    def known(self, where: list[Any]) -> list[str]:
        """The keys that may stand beside the last one of a place."""
        holders = [_HOLDS[part] for part in where[:-1] if part in _HOLDS]
        return [item.name for item in fields(holders[-1] if holders else DrawnPose)]


def load(docs: Path) -> tuple[Mapping[str, DrawnPose], tuple[Problem, ...]]:
    """The poses that are drawn, by id, and what is wrong with the file. Raises `OSError`."""
    reader = DrawnPoseReader()
    problems = reader.read(docs)
    return reader.poses, problems
