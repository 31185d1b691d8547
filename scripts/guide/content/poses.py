"""The poses of `_data/poses.yml`, by id: the words of each exercise picture.

What a picture is drawn from stands there too, but is read only by whoever draws it, with
`make drawings` (scripts/tools/draw): a build takes the drawing itself, a file. A slip in the file
is a problem with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from linkaudit.core import yaml_lines
from linkaudit.core.data_file import UNKNOWN_KEY, in_our_words, line_at
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean
from pydantic import (
    AfterValidator,
    ConfigDict,
    StrictBool,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic.dataclasses import dataclass as checked_dataclass

FILE = "_data/poses.yml"
DRAWINGS = "assets/drawings"  # below the docs folder: the picture of each pose, as ID.svg
MOVEMENTS = "assets/movements"  # and the movement of a pose that has a start, as ID.svg
HOW_TO_DRAW = "make drawings"
LONGEST_CAPTION = 12  # words
LONGEST_SENTENCE = 20  # words
MOST_SENTENCES = 3
STRICT = ConfigDict(extra="forbid")


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


@checked_dataclass(frozen=True, config=STRICT, kw_only=True)
class Pose:
    """One picture in words. `by_hand`: its drawing is not made from the keys that follow.

    `exercise`: it shows the reader a movement or a position, not what others do.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    caption: Annotated[_Line, AfterValidator(_caption)]
    alt: Annotated[_Line, AfterValidator(_alt)]
    by_hand: StrictBool = False
    exercise: StrictBool = True
    view: Any = None
    things: Any = None
    person: Any = None
    other: Any = None
    ghost: Any = None
    start: Any = None
    arrows: Any = None

    @property
    def moves(self) -> bool:
        """Whether a reader may watch the movement, which is a file of `MOVEMENTS`."""
        return self.start is not None and not self.by_hand


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
    reader = PoseReader()
    found = reader.read(docs)
    lines = MappingProxyType({key: entry.line for key, entry in reader.written.items()})
    words = tuple(
        (f"## {name}" if key == "id" else entry[key], entry.lines[key])
        for name, entry in reader.written.items()
        for key in ("id", "caption", "alt")
        if name in reader.poses and key in entry
    )
    return Poses(MappingProxyType(reader.poses), lines, words, found)


NOT_SHOWN = re.compile(r"<\?xml.*?\?>|<!--.*?-->", re.DOTALL)  # of an SVG, in a page
_TITLE = re.compile(r"<title\b.*?</title>", re.DOTALL)
_SVG = re.compile(
    r"<svg\b[^>]*?\sviewBox=[\"'](?P<view>[-\d. ]+)[\"'][^>]*>(?P<shapes>.*)</svg>", re.DOTALL
)


class DrawingError(ValueError):
    """There is no drawing of a pose, or none that a page can show."""


def drawing_of(pose: Pose, docs: Path) -> tuple[str, str]:
    """The viewBox and the shapes of the drawing of a pose. Raises `DrawingError`."""
    file = f"{DRAWINGS}/{pose.id}.svg"
    for each in (file, f"{MOVEMENTS}/{pose.id}.svg")[: 1 + pose.moves]:
        if not (docs / each).is_file():
            how = "put it there" if pose.by_hand else f"make it: {HOW_TO_DRAW}"
            raise DrawingError(f'there is no drawing "{each}"; {how}')
    text = (docs / file).read_text("utf-8", errors="replace")
    svg = _SVG.match(NOT_SHOWN.sub("", text).lstrip())
    if svg is None:
        raise DrawingError(f'the drawing "{file}" must be an SVG with a viewBox')
    return svg["view"], _TITLE.sub("", svg["shapes"]).strip()


def movement_of(pose: Pose, docs: Path) -> str:
    """The drawing of the movement of a pose, an SVG. Raises `DrawingError` as `drawing_of`."""
    drawing_of(pose, docs)
    return (docs / MOVEMENTS / f"{pose.id}.svg").read_text("utf-8", errors="replace").strip()


class PoseReader:
    """Reads one entry after the other; each may build on those before it.

    Whoever draws has a model of a pose with more in it (scripts/tools/draw/poses.py).
    """

    adapter: TypeAdapter[Any] = TypeAdapter(Pose)

    def __init__(self) -> None:
        self.poses: dict[str, Any] = {}
        self.written: dict[str, yaml_lines.Mapping] = {}
        self._slips: list[tuple[int, str]] = []
        self._whole: dict[str, dict[str, Any]] = {}

    def read(self, docs: Path) -> tuple[Problem, ...]:
        """Make a pose of each entry of the file; return what is wrong with it."""
        try:
            entries = yaml_lines.load(text_of((docs / FILE).read_bytes())) or []
        except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
            self._slips.append((error.line, str(error)))
        else:
            if isinstance(entries, list):
                for place, entry in enumerate(entries, start=1):
                    self._read(place, entry)
            else:
                self._slips.append((1, f"must be a list, is a {type(entries).__name__}"))
        name = f"{docs.name}/{FILE}"
        return tuple(Problem(name, line, message, rule=UNREADABLE) for line, message in self._slips)

    def merged(self, whole: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
        """Own keys in place of those of a pose that an entry is like."""
        return {**whole, "by_hand": False, **own}

    def to_check(self, values: dict[str, Any]) -> dict[str, Any] | None:
        """The values to make a pose of; nothing if none is to be made."""
        return values

    def known(self, where: list[Any]) -> list[str]:
        """The keys that may stand beside the last one of a place."""
        return [item.name for item in fields(Pose)]

    def _read(self, place: int, entry: Any) -> None:
        """Make a pose of an entry, or tell why not."""
        if not isinstance(entry, yaml_lines.Mapping):
            message = f"entry {place} must hold keys and values, such as id: cat-round"
            self._slips.append((1, f"{message}, is {entry!r}"))
            return
        name = str(entry.get("id", f"entry {place}"))
        if name in self._whole:
            self._slip(entry, "id", f'"{name}" is given twice')
            return
        whole = self._complete(name, entry)
        if whole is None:
            return
        self._whole[name] = whole
        self.written[name] = entry
        values = self.to_check(whole)
        if values is None:
            return
        try:
            pose = self.adapter.validate_python(values)
        except ValidationError as error:
            for detail in error.errors():
                self._report(name, entry, dict(detail))
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
        return self.merged(self._whole[like], own)

    def _report(self, name: str, entry: yaml_lines.Mapping, detail: dict[str, Any]) -> None:
        """Add a slip that pydantic has found, unless the entry has it from another pose."""
        # Of two forms that a value may have, pydantic names both; that is no part of the place.
        # A key that nobody reads may be written in any way.
        key = detail["loc"][-1:] if detail["type"] in UNKNOWN_KEY else ()
        way = detail["loc"][:-1] if key else detail["loc"]
        where = [*(part for part in way if isinstance(part, int) or part.isidentifier()), *key]
        own = _has(entry, where)
        if "like" in entry and not own and detail["type"] != "missing":
            return
        slip = (line_at(entry, where), f"{name}: {in_our_words(detail, where, self.known(where))}")
        if slip not in self._slips:
            self._slips.append(slip)

    def _slip(self, entry: yaml_lines.Mapping, key: str, message: str) -> None:
        self._slips.append((entry.lines.get(key, entry.line), message))


def _has(entry: Any, where: list[Any]) -> bool:
    """Whether an entry has a value at a place at all."""
    for part in where:
        try:
            entry = entry[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
