"""Page layout: what stands where on a page, read from the boxes of WeasyPrint.

The one adapter to them: their names are internal to WeasyPrint, and nothing else reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from guide.core import html_class

MM = 96 / 25.4  # WeasyPrint measures in pixels of CSS
POINT = 96 / 72
_MOST_LETTERS = 60
_QUIET_MODULES = 4


class Area(NamedTuple):
    """A rectangle on a page, in pixels of CSS from the top left."""

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
    # The boxes around it that have a picture as their background.
    backgrounds: tuple[Any, ...] = field(default=(), repr=False)

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

    def belongs_with(self, picture: Picture) -> bool:
        """Whether the picture is a part of the line, or the background of a box around it."""
        boxes = (*self.backgrounds, *self.whole.descendants(placeholders=True))
        return any(box is picture.box for box in boxes)


@dataclass(frozen=True)
class Picture:
    """A picture that stands for itself."""

    box: Any = field(repr=False)

    @property
    def words(self) -> str:
        element = self.box.element
        name = element.get("alt") or element.get("aria-label")
        return quoted(name) if name else words_of(element)

    def is_of(self, other: Picture) -> bool:
        """Whether both are of one box, as its content and its backgrounds."""
        return self.box is other.box

    @property
    def width(self) -> float:
        """The width of its box, in pixels of CSS."""
        return float(self.box.width)

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
class Background(Picture):
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


def backgrounds_of(box: Any) -> Iterator[Background]:
    """The pictures behind a box; a colour or a gradient is none. Without a layer it is missing."""
    named = box.style["background_image"]
    if box.style["visibility"] == "hidden" or not any(kind == "url" for kind, _ in named):
        return
    if box.element_tag in ("html", "body"):  # painted on the whole page
        return
    layers = box.background.layers if box.background else [None] * len(named)
    for (kind, address), layer in zip(named, layers, strict=True):
        if kind == "url":
            yield Background(box, layer if layer and layer.image else None, address)


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


# An office printer does not print closer to the edge of the paper.
EDGE = 5 * MM
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What is read as a heading of what follows.
_LIKE_HEADINGS = frozenset(("print-contents__section", html_class.WRITE_LABEL))


class PageLayout:
    """A page of a document; `least_type` is the smallest type that it may carry, in points."""

    def __init__(self, page: Any, number: int, least_type: float) -> None:
        self.page = page
        self.number = number
        self.least_type = least_type
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        # The names of pictures that WeasyPrint could not read: their alt text stands there.
        self.missing: list[str] = []
        # The height of each element on this page that has a tag or a class.
        self.heights: dict[Any, float] = {}
        # The heading that nothing follows.
        self.last_heading: Any = None
        for child in page._page_box.children:
            margin = child.element is None
            self._read(child, in_margin=margin, aside=margin)

    @property
    def area(self) -> Area:
        """What is within the margins, and not too near to the edge of the paper."""
        box, page = self.page._page_box, self.page
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = page.width - EDGE, page.height - EDGE
        return Area(
            *(max(left, EDGE), max(top, EDGE)),
            *(min(left + box.width, right), min(top + box.height, bottom)),
        )

    @property
    def printable(self) -> Area:
        """What a printer reaches, margins included."""
        return Area(EDGE, EDGE, self.page.width - EDGE, self.page.height - EDGE)

    def _read(
        self,
        box: Any,
        column: Any = None,
        line: Line | None = None,
        heading: Any = None,
        backgrounds: tuple[Any, ...] = (),
        *,
        in_margin: bool = False,
        aside: bool = False,
        again: bool = False,
    ) -> None:
        from weasyprint.formatting_structure import boxes

        box = getattr(box, "_box", box)  # an absolute one stands behind a placeholder
        if _is_unseen(box):
            return
        every = list(backgrounds_of(box))
        behind = [background for background in every if background.layer]
        self.missing += [background.words for background in every if not background.layer]
        self.pictures += behind
        if _is_unread(box):
            self.missing.append(Picture(box).words)
        backgrounds = (*backgrounds, box) if behind else backgrounds
        aside = aside or box.is_absolutely_positioned()
        again = again or getattr(box, "is_header", False)  # the head of a table, on each page
        if isinstance(box, boxes.LineBox):
            around = line and line.whole
            line = Line(column, box, in_margin=in_margin, around=around, backgrounds=backgrounds)
        elif isinstance(box, boxes.TextBox) and line is not None:
            if box.text.strip():
                if not line.texts:
                    self.lines.append(line)
                line.texts.append(box)
        elif isinstance(box, boxes.ReplacedBox):
            self.pictures.append(Picture(box))
        elif not isinstance(box, (boxes.LineBox, boxes.InlineBox)) and box.element is not None:
            if not again:
                self.heights.setdefault(box.element, float(box.height))
            if _is_heading(box.element):
                heading = box.element
        if not box.children and not aside and float(box.height):
            self.last_heading = heading
        for child in box.children:
            self._read(
                *(child, box, line, heading, backgrounds),
                in_margin=in_margin,
                aside=aside,
                again=again,
            )


def layouts_of(pages: Iterable[Any], least_type: float) -> Iterator[PageLayout]:
    """Read the pages of a WeasyPrint document; one that stands in it again comes only once."""
    known = set()
    for number, page in enumerate(pages, start=1):
        if id(page) not in known:
            known.add(id(page))
            yield PageLayout(page, number, least_type)


def _is_heading(element: Any) -> bool:
    return element.tag in _HEADINGS or bool(classes_of(element) & _LIKE_HEADINGS)


def _is_unread(box: Any) -> bool:
    """Whether it is the text that stands in the place of a picture."""
    from weasyprint.formatting_structure import boxes

    element = box.element
    shown = isinstance(box, (boxes.ReplacedBox, boxes.TextBox, boxes.LineBox))
    return element is not None and element.tag == "img" and not shown


def _is_unseen(box: Any) -> bool:
    """Whether it is there for screen readers or for the head of the page alone."""
    style = box.style
    if style["overflow"] == "visible" or not hasattr(box, "width"):
        return False
    return min(float(box.width), float(box.height)) < 1
