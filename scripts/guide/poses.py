"""The poses of `_data/poses.yml`, by id. A slip in the file is a problem with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from guide import marked_yaml
from guide.data_file import line_at
from guide.encoding import NotUtf8Error, text_of
from guide.faults import in_our_words
from guide.pose import Arm, Arrow, Leg, Person, Pose, Thing
from guide.problems import Problem, did_you_mean

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
        entries = marked_yaml.load(text_of((docs / FILE).read_bytes())) or []
    except (marked_yaml.MarkedYamlError, NotUtf8Error) as error:
        reader.slips.append((error.line, str(error)))
    else:
        reader.read_all(entries)
    name = f"{docs.name}/{FILE}"
    found = tuple(Problem(name, line, "unreadable", message) for line, message in reader.slips)
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
        self.written: dict[str, marked_yaml.Mapping] = {}
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
        if not isinstance(entry, marked_yaml.Mapping):
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

    def _complete(self, name: str, entry: marked_yaml.Mapping) -> dict[str, Any] | None:
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

    def _tell(self, name: str, entry: marked_yaml.Mapping, detail: dict[str, Any]) -> None:
        """Add a slip that pydantic has found, unless the entry has it from another pose."""
        # Of two forms that a value may have, pydantic names both; that is no part of the place.
        where = [part for part in detail["loc"] if isinstance(part, int) or part.isidentifier()]
        own = _has(entry, where)
        if "like" in entry and not own and detail["type"] != "missing":
            return
        slip = (line_at(entry, where), f"{name}: {in_our_words(detail, where, _known(where))}")
        if slip not in self.slips:
            self.slips.append(slip)

    def _slip(self, entry: marked_yaml.Mapping, key: str, message: str) -> None:
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
