"""What stands where on a sheet that is laid out: lines, pictures, and what keeps together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from guide.pdf.pieces import MM, Area, Line, Picture, classes_of, grounds_of

# An office printer does not print closer to the edge of the paper.
EDGE = 5 * MM
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# What is read as a heading of what follows.
_LIKE_HEADINGS = frozenset(("print-contents__section", "app-write__label"))


class Sheet:
    """A page of a document, read from the boxes that WeasyPrint laid out."""

    def __init__(self, page: Any, number: int) -> None:
        self.page = page
        self.number = number
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        # The names of pictures that WeasyPrint could not read: their alt text stands there.
        self.missing: list[str] = []
        # The height of each element on this sheet that has a tag or a class.
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
        grounds: tuple[Any, ...] = (),
        *,
        in_margin: bool = False,
        aside: bool = False,
        again: bool = False,
    ) -> None:
        from weasyprint.formatting_structure import boxes

        box = getattr(box, "_box", box)  # an absolute one stands behind a placeholder
        if _is_unseen(box):
            return
        every = list(grounds_of(box))
        behind = [ground for ground in every if ground.layer]
        self.missing += [ground.words for ground in every if not ground.layer]
        self.pictures += behind
        if _is_unread(box):
            self.missing.append(Picture(box).words)
        grounds = (*grounds, box) if behind else grounds
        aside = aside or box.is_absolutely_positioned()
        again = again or getattr(box, "is_header", False)  # the head of a table, on each sheet
        if isinstance(box, boxes.LineBox):
            around = line and line.whole
            line = Line(column, box, in_margin=in_margin, around=around, grounds=grounds)
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
                *(child, box, line, heading, grounds),
                in_margin=in_margin,
                aside=aside,
                again=again,
            )


def sheets_of(pages: Iterable[Any]) -> Iterator[Sheet]:
    """Read the pages of a WeasyPrint document; one that stands in it again comes only once."""
    known = set()
    for number, page in enumerate(pages, start=1):
        if id(page) not in known:
            known.add(id(page))
            yield Sheet(page, number)


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
