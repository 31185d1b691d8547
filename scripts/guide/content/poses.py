"""The poses of `_data/poses.yml`, by id. A slip in the file is a problem with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from linkaudit.core import yaml_lines
from linkaudit.core.data_file import in_our_words, line_at
from linkaudit.core.encoding import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean
from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic.dataclasses import dataclass as checked_dataclass

# A pose: what one picture shows, in words and as joints of a body.
#
# Lengths are units of the picture, with y growing downwards; directions are degrees, with 0 to
# the right and 90 up. `_data/poses.yml` tells editors what each key means.

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


@checked_dataclass(frozen=True, config=_STRICT)
class Arm:
    """An arm: where its hand is, or the directions of its two bones."""

    hand: Point | None = None
    points: Number | None = None
    elbow: Side | None = None
    upper: Number | None = None
    lower: Number | None = None
    shorten: Annotated[float, Field(ge=0.5, le=1)] = 1
    fingers: bool = False


@checked_dataclass(frozen=True, config=_STRICT)
class Leg:
    """A leg: where the sole of its foot is, or the directions of its two bones."""

    foot: Point | None = None
    toes: Number = 0
    knee: Side | Point | None = None
    thigh: Number | None = None
    shin: Number | None = None


@checked_dataclass(frozen=True, config=_STRICT)
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


@checked_dataclass(frozen=True, config=_STRICT)
class Thing:
    """What the body rests on or holds; it lies behind the body, between its legs or before it."""

    kind: Kind
    at: Point
    size: Point | None = None
    turn: Number = 0
    layer: Literal["behind", "between", "before"] = "behind"


@checked_dataclass(frozen=True, config=_STRICT)
class Arrow:
    """Which way a part of the body moves: a curve with one head at its end, or with two."""

    through: Annotated[tuple[Point, ...], Field(min_length=2)]
    both: bool = False
    small: bool = False
    over: bool = False


@checked_dataclass(frozen=True, config=_STRICT)
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


__all__ = ["FILE", "Pose", "Poses"]

FILE = "_data/poses.yml"
_POSE = TypeAdapter(Pose)
# What each key of a pose holds; the rest are plain values.
_HOLDS: Mapping[str, type] = {
    "person": Person,
    "ghost": Person,
    "things": Thing,
    "arrows": Arrow,
    **dict.fromkeys(("near_arm", "far_arm", "left_arm", "right_arm"), Arm),
    **dict.fromkeys(("near_leg", "far_leg", "left_leg", "right_leg"), Leg),
}


@dataclass(frozen=True)
class Poses:
    """All poses by id, in file order; `unreadable` is what could not be read.

    `lines` tells where each stands in the file, and `words` what it says, line by
    line below its id as a heading.
    """

    by_id: Mapping[str, Pose] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    words: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Poses:
        """Read the file below the docs folder, or the copy kept since it was last changed.

        Never raises for what the file holds; without a file there are no poses.
        """
        path = docs / FILE
        return _load(docs, path.stat().st_mtime_ns) if path.is_file() else cls()


@lru_cache(maxsize=8)
def _load(docs: Path, stamp: int) -> Poses:
    """`stamp` is part of the cache's key: a changed file is read again."""
    reader = _Reader()
    try:
        entries = yaml_lines.load(text_of((docs / FILE).read_bytes())) or []
    except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
        reader.slips.append((error.line, str(error)))
    else:
        reader.read_all(entries)
    name = f"{docs.name}/{FILE}"
    found = tuple(Problem(name, line, message, rule=UNREADABLE) for line, message in reader.slips)
    lines = MappingProxyType({key: entry.line for key, entry in reader.written.items()})
    words = tuple(
        (f"## {name}" if key == "id" else entry[key], entry.lines[key])
        for name, entry in reader.written.items()
        for key in ("id", "caption", "alt")
        if name in reader.poses and key in entry
    )
    return Poses(MappingProxyType(reader.poses), lines, words, found)


class _Reader:
    """Reads one entry after the other; each may build on those before it."""

    def __init__(self) -> None:
        self.poses: dict[str, Pose] = {}
        self.slips: list[tuple[int, str]] = []
        self.written: dict[str, yaml_lines.Mapping] = {}
        self._whole: dict[str, dict[str, Any]] = {}

    def read_all(self, entries: Any) -> None:
        """Make a pose of each entry of a list."""
        if isinstance(entries, list):
            for place, entry in enumerate(entries, start=1):
                self._read(place, entry)
        else:
            self.slips.append((1, f"must be a list, is a {type(entries).__name__}"))

    def _read(self, place: int, entry: Any) -> None:
        """Make a pose of an entry, or tell why not."""
        if not isinstance(entry, yaml_lines.Mapping):
            message = f"entry {place} must hold keys and values, such as id: cat-round"
            self.slips.append((1, f"{message}, is {entry!r}"))
            return
        name = str(entry.get("id", f"entry {place}"))
        if name in self._whole:
            self._slip(entry, "id", f'"{name}" is given twice')
            return
        values = self._complete(name, entry)
        if values is None:
            return
        self._whole[name] = values
        self.written[name] = entry
        try:
            pose = _POSE.validate_python(_with_ghost(values))
        except ValidationError as error:
            for detail in error.errors():
                self._tell(name, entry, dict(detail))
        else:
            self.poses[name] = pose

    def _complete(self, name: str, entry: yaml_lines.Mapping) -> dict[str, Any] | None:
        """The keys of an entry, and those of the pose that it is like."""
        own = {key: value for key, value in entry.items() if key != "like"}
        if "like" not in entry:
            return own
        like = str(entry["like"])
        if like not in self._whole:
            message = f'{name}: like must be a pose further up, is "{like}"'
            self._slip(entry, "like", message + did_you_mean(like, self._whole))
            return None
        return _merge(self._whole[like], own)

    def _tell(self, name: str, entry: yaml_lines.Mapping, detail: dict[str, Any]) -> None:
        """Add a slip that pydantic has found, unless the entry has it from another pose."""
        # Of two forms that a value may have, pydantic names both; that is no part of the place.
        where = [part for part in detail["loc"] if isinstance(part, int) or part.isidentifier()]
        own = _has(entry, where)
        if "like" in entry and not own and detail["type"] != "missing":
            return
        slip = (line_at(entry, where), f"{name}: {in_our_words(detail, where, _known(where))}")
        if slip not in self.slips:
            self.slips.append(slip)

    def _slip(self, entry: yaml_lines.Mapping, key: str, message: str) -> None:
        self.slips.append((entry.lines.get(key, entry.line), message))


def _merge(whole: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Put own keys in place of those of the whole; of a person, limb by limb."""
    merged = {**whole, **own}
    for key in ("person", "ghost"):
        if isinstance(whole.get(key), dict) and isinstance(own.get(key), dict):
            merged[key] = {**whole[key], **own[key]}
    return merged


def _with_ghost(values: dict[str, Any]) -> dict[str, Any]:
    """A ghost is the person too, but for what it says."""
    person, ghost = values.get("person"), values.get("ghost")
    if isinstance(person, dict) and isinstance(ghost, dict):
        return {**values, "ghost": {**person, **ghost}}
    return values


def _has(entry: Any, where: list[Any]) -> bool:
    """Whether an entry has a value at a place at all."""
    for part in where:
        try:
            entry = entry[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _known(where: list[Any]) -> list[str]:
    """The keys that may stand beside the last one of a place."""
    holders = [_HOLDS[part] for part in where[:-1] if part in _HOLDS]
    return [item.name for item in fields(holders[-1] if holders else Pose)]
