"""Pieces of a sheet that is laid out: lines of text and pictures, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

MM = 96 / 25.4  # WeasyPrint measures in pixels of CSS
POINT = 96 / 72
_MOST_LETTERS = 60
_QUIET_MODULES = 4


class Area(NamedTuple):
    """A rectangle on a sheet, in pixels of CSS from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def beyond(self, other: Area) -> float:
        """How far it stands out of another one."""
        sides = (other.left - self.left, self.right - other.right)
        return max(*sides, other.top - self.top, self.bottom - other.bottom)

    def shared_with(self, other: Area) -> tuple[float, float]:
        """The width and the height that two have in common; below zero, there is a gap."""
        width = min(self.right, other.right) - max(self.left, other.left)
        return width, min(self.bottom, other.bottom) - max(self.top, other.top)


@dataclass(frozen=True)
class Line:
    """A line of text, and the column that it stands in."""

    column: Any = field(repr=False)
    box: Any = field(repr=False)
    texts: list[Any] = field(default_factory=list, repr=False)
    in_margin: bool = False
    # The line that this one stands in, as a part of it.
    around: Any = field(default=None, repr=False)
    # The boxes around it that have a picture as their ground.
    grounds: tuple[Any, ...] = field(default=(), repr=False)

    @property
    def words(self) -> str:
        return quoted(self.letters)

    @property
    def letters(self) -> str:
        return "".join(text.text for text in self.texts)

    @property
    def points(self) -> float:
        """The size of its smallest letters."""
        return min(float(text.style["font_size"]) for text in self.texts) / POINT

    @cached_property
    def area(self) -> Area:
        """Where its letters stand: the space between the lines is no part of it."""
        left = min(text.position_x for text in self.texts)
        right = max(text.position_x + text.width for text in self.texts)
        size = max(float(text.style["font_size"]) for text in self.texts)
        top = self.box.position_y + (self.box.height - size) / 2
        return Area(left, top, right, top + size)

    @property
    def out_of_column(self) -> float:
        left = float(self.column.content_box_x())
        return max(left - self.area.left, self.area.right - left - float(self.column.width))

    @property
    def whole(self) -> Any:
        """The box of the line with all that stands in it, whether text or picture."""
        return self.around or self.box


@dataclass(frozen=True)
class Picture:
    """A picture that stands for itself."""

    box: Any = field(repr=False)

    @property
    def words(self) -> str:
        element = self.box.element
        name = element.get("alt") or element.get("aria-label")
        return quoted(name) if name else words_of(element)

    @property
    def is_code(self) -> bool:
        return "print-qr" in classes_of(self.box.element)

    @cached_property
    def area(self) -> Area:
        """Where it is drawn: in the middle of a box that may have another shape.

        The white around a QR code, which is as wide as 4 of its modules, is no part of it.
        """
        box = self.box
        left, top = box.content_box_x(), box.content_box_y()
        modules, _, ratio = box.replacement.get_intrinsic_size(1, 1)
        width = min(box.width, box.height * ratio) if ratio else box.width
        height = min(box.height, box.width / ratio) if ratio else box.height
        left, top = left + (box.width - width) / 2, top + (box.height - height) / 2
        quiet = width * _QUIET_MODULES / modules if self.is_code and modules else 0
        return Area(left + quiet, top + quiet, left + width - quiet, top + height - quiet)


@dataclass(frozen=True)
class Ground(Picture):
    """A picture that is the background of a box."""

    layer: Any = field(repr=False)
    address: str = field(repr=False)

    @property
    def words(self) -> str:
        """The name of its file, if it has one."""
        if self.address.startswith("data:"):
            return words_of(self.box.element)
        return quoted(unquote(urlsplit(self.address).path.rpartition("/")[2]))

    @property
    def is_code(self) -> bool:
        return False

    @cached_property
    def area(self) -> Area:
        """Where it is painted: once at its place, or all over the box."""
        left, top, width, height = self.layer.painting_area
        whole = Area(left, top, left + width, top + height)
        if self.layer.repeat != ("no-repeat", "no-repeat"):
            return whole
        left, top = (
            start + offset
            for start, offset in zip(
                self.layer.positioning_area[:2], self.layer.position, strict=True
            )
        )
        width, height = self.layer.size
        return Area(
            *(max(left, whole.left), max(top, whole.top)),
            *(min(left + width, whole.right), min(top + height, whole.bottom)),
        )


def grounds_of(box: Any) -> Iterator[Ground]:
    """The pictures behind a box; a colour or a gradient is none. Without a layer it is missing."""
    named = box.style["background_image"]
    if box.style["visibility"] == "hidden" or not any(kind == "url" for kind, _ in named):
        return
    if box.element_tag in ("html", "body"):  # painted on the whole page
        return
    layers = box.background.layers if box.background else [None] * len(named)
    for (kind, address), layer in zip(named, layers, strict=True):
        if kind == "url":
            yield Ground(box, layer if layer and layer.image else None, address)


def classes_of(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def words_of(element: Any) -> str:
    """The first words of an element, in quotation marks."""
    return quoted(" ".join(element.itertext()))


def quoted(text: str) -> str:
    """Words in quotation marks, cut where they are long."""
    words = " ".join(text.split())
    long = len(words) > _MOST_LETTERS
    return f'"{words[:_MOST_LETTERS].rstrip()}…"' if long else f'"{words}"'
