"""A pose: what one picture shows, in words and as joints of a body.

Lengths are units of the picture, with y growing downwards; directions are degrees, with 0 to
the right and 90 up. `_data/poses.yml` tells editors what each key means.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

LONGEST_CAPTION = 12  # words
LONGEST_SENTENCE = 20  # words
MOST_SENTENCES = 3
_STRICT = ConfigDict(extra="forbid")


def _caption(value: str) -> str:
    count = len(value.split())
    if count > LONGEST_CAPTION or value.endswith("."):
        raise ValueError(f"must be up to {LONGEST_CAPTION} words without a full stop")
    return value


def _alt(value: str) -> str:
    sentences = re.findall(r"[^.]+\.", value)
    if "".join(sentences) != value or len(sentences) > MOST_SENTENCES:
        raise ValueError(f"must be 1 to {MOST_SENTENCES} sentences, each with a full stop")
    longest = max(sentences, key=lambda sentence: len(sentence.split())).strip()
    if len(longest.split()) > LONGEST_SENTENCE:
        raise ValueError(f'must have up to {LONGEST_SENTENCE} words a sentence, not "{longest}"')
    return value


_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Point = tuple[Number, Number]
Side = Literal["up", "down", "left", "right"]
Kind = Literal[
    "armchair", "armrest", "ball", "balls", "bed", "bed-from-above", "bench", "bottle", "bush",
    "chair", "chair-from-front", "cloud", "cushion", "desk", "flap", "floor", "heat-pack", "mat",
    "pillow", "stool", "table", "towel", "wall",
]  # fmt: skip


@dataclass(frozen=True, config=_STRICT)
class Arm:
    """An arm: where its hand is, or the directions of its two bones."""

    hand: Point | None = None
    points: Number | None = None
    elbow: Side | None = None
    upper: Number | None = None
    lower: Number | None = None
    shorten: Annotated[float, Field(ge=0.5, le=1)] = 1
    fingers: bool = False


@dataclass(frozen=True, config=_STRICT)
class Leg:
    """A leg: where the sole of its foot is, or the directions of its two bones."""

    foot: Point | None = None
    toes: Number = 0
    knee: Side | Point | None = None
    thigh: Number | None = None
    shin: Number | None = None


@dataclass(frozen=True, config=_STRICT)
class Person:
    """A body. `back` has the directions of pelvis, low back, middle back and upper back."""

    hip: Point
    back: tuple[Number, Number, Number, Number]
    neck: Number
    head: Number
    seen: Literal["side", "front", "back"] = "side"
    shoes: bool = False
    shirt_up: bool = False
    tummy: Number = 0
    near_arm: Arm | None = None
    far_arm: Arm | None = None
    near_leg: Leg | None = None
    far_leg: Leg | None = None
    left_arm: Arm | None = None
    right_arm: Arm | None = None
    left_leg: Leg | None = None
    right_leg: Leg | None = None


@dataclass(frozen=True, config=_STRICT)
class Thing:
    """What the body rests on or holds; it lies behind the body, between its legs or before it."""

    kind: Kind
    at: Point
    size: Point | None = None
    turn: Number = 0
    layer: Literal["behind", "between", "before"] = "behind"


@dataclass(frozen=True, config=_STRICT)
class Arrow:
    """Which way a part of the body moves: a curve with one head at its end, or with two."""

    through: Annotated[tuple[Point, ...], Field(min_length=2)]
    both: bool = False
    small: bool = False
    over: bool = False


@dataclass(frozen=True, config=_STRICT)
class Pose:
    """One picture. `view` is left, top, width and height; `ghost` is where the trunk was before."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    caption: Annotated[_Line, AfterValidator(_caption)]
    alt: Annotated[_Line, AfterValidator(_alt)]
    view: tuple[Number, Number, Number, Number]
    things: tuple[Thing, ...] = ()
    person: Person | None = None
    ghost: Person | None = None
    arrows: tuple[Arrow, ...] = ()
