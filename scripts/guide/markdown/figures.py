"""Figures: drawings of ours and of poses, and numbers as pictures, with the blocks that show them.

Numbers are people out of 100 or 1,000, points of a scale, the marks of a rating. Each is drawn as
SVG from numbers alone. What counts is filled, what does not is an outline: so it can be told apart
in grey, in the dark and with the colours of a reader's own. Screens take the colours of the style
sheet; paper takes those in the drawing. Points are never drawn as people.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from linkaudit.core.problem import did_you_mean
from markdown import Markdown
from pymdownx.blocks.block import type_number, type_string

from guide.content import poses
from guide.content.guide import DRAWINGS
from guide.content.interface import Interface
from guide.content.treatments import STEPS
from guide.core import html_class
from guide.core.html_attributes import attributes, content
from guide.markdown.containers import Reader, Section, text

# Units: the words in a drawing are 18 high, and as large as the text around it on paper.
WIDTH_OF_PEOPLE, WIDTH_OF_BAR = 360, 240
_PRIMARY, _LINE, _INK = "#0b5f66", "#857c6b", "#1d2b2f"


def _look(part: str, fill: str, stroke: str | None = None) -> str:
    return attributes({"class": f"{html_class.CHART}__{part}", "fill": fill, "stroke": stroke})


_MARK, _REST = _look("mark", _PRIMARY, _PRIMARY), _look("rest", "none", _LINE)
_INK_LINE, _INK_TEXT = _look("ink", "none", _INK), _look("words", _INK)

# A person from the left of the head on: a round head above round shoulders.
_PERSON = "a4 4 0 1 1 8 0a4 4 0 1 1-8 0zm-2.5 15.5v-4a5 5 0 0 1 5-5h3a5 5 0 0 1 5 5v4zm2.5-15.5"
# Of 1,000 people a dot each: those that count are larger.
_DOT = "h.01"


def people_drawing(count: int, of: int, title: str) -> str:
    """A figure for each of 100 people, or a dot for each of 1,000; the first `count` are marked."""
    in_row, step, left, top = (10, 30, 41, 8) if of == 100 else (40, 8.8, 8, 6)
    shape = _PERSON if of == 100 else _DOT
    parts = []
    for look, first, last in ((_MARK, 0, count), (_REST, count, of)):
        path = ""
        for row in range(first // in_row, -(-last // in_row)):
            start, end = max(first - row * in_row, 0), min(last - row * in_row, in_row)
            path += f"M{left + step * start:g} {top + step * row:g}"
            # What is repeated weighs nothing in a compressed page.
            path += f"m{step:g} 0".join([shape] * (end - start))
        wide = 1.2 if of == 100 else 7 if look == _MARK else 2.4
        parts.append(f'<path {look} stroke-width="{wide}" stroke-linecap="round" d="{path}"/>')
    return _svg(WIDTH_OF_PEOPLE, round(top + step * (of // in_row)), title, "".join(parts))


_LEFT, _RIGHT, _TOP, _BAR = 8, WIDTH_OF_BAR - 8, 26, 24


def points_drawing(
    value: float, low: float | None, high: float | None, of: int, title: str, said: tuple[str, ...]
) -> str:
    """A bar of `of` points, filled up to `value`, with the range that it probably lies in.

    `said` are the value and the two ends of the scale, as people write them.
    """
    start = min(0, low or 0)

    def at(number: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (number - start) / (of - start), 1)

    bottom = _TOP + _BAR
    shapes = [
        f'<rect {_REST} stroke-width="1.5" x="{at(start):g}" y="{_TOP}" '
        f'width="{at(of) - at(start):g}" height="{_BAR}" rx="4"/>',
        f'<rect {_MARK} x="{at(0):g}" y="{_TOP}" width="{max(at(value) - at(0), 1):g}" '
        f'height="{_BAR}"/>',
    ]
    if low is not None and high is not None:
        ends = f"M{at(low):g} {bottom + 4:g}v10M{at(high):g} {bottom + 4:g}v10"
        line = f"M{at(low):g} {bottom + 9:g}H{at(high):g}{ends}"
        shapes.append(f'<path {_INK_LINE} stroke-width="2.5" d="{line}"/>')
    words, zero, most = said
    shapes += [
        _text(words, at(value), _TOP - 8, bold=True),
        _text(zero, at(0), bottom + 34),
        _text(most, at(of), bottom + 34),
    ]
    return _svg(WIDTH_OF_BAR, bottom + 38, title, "".join(shapes))


def _text(words: str, x: float, y: float, *, bold: bool = False) -> str:
    # Words at an end of the scale stay within the drawing.
    near = WIDTH_OF_BAR / 10
    anchor = "start" if x < near else "end" if x > WIDTH_OF_BAR - near else "middle"
    place = 4 if anchor == "start" else WIDTH_OF_BAR - 4 if anchor == "end" else x
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text {_INK_TEXT} x="{place:g}" y="{y:g}" font-size="18"{weight} '
        f'text-anchor="{anchor}">{content(words)}</text>'
    )


def _svg(width: int, height: float, title: str, shapes: str) -> str:
    font = "Guide, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img" '
        f'font-family="{font}"><title>{content(title)}</title>{shapes}</svg>'
    )


# The marks of a rating: bars that rise, circles, triangles. Each has a shape of its own.

MARKS = 3
_SHAPES = {
    "helps": "M{x} 18v-{h}h10v{h}z",
    "sure": "M{x} 11a6 6 0 1 1 12 0a6 6 0 1 1-12 0z",
    "harm": "M{x} 18l7-14 7 14z",
}
_STEP = 17


def rating_drawing(scale: str, step: int | None) -> str:
    """Three marks of a scale, `step` of them filled; dashed if nothing is known.

    It is decoration: the same stands beside it in words.
    """
    shapes = [
        _SHAPES[scale].format(x=f"{1.5 + _STEP * place:g}", h=6 + 4 * place)
        for place in range(MARKS)
    ]
    filled = step or 0
    dashes = ' stroke-dasharray="2 2"' if step is None else ""
    paths = "".join(
        f'<path {look} stroke-width="1.5"{dashes} d="{"".join(drawn)}"/>'
        for look, drawn in ((_MARK, shapes[:filled]), (_REST, shapes[filled:]))
        if drawn
    )
    return (
        f'<svg class="{html_class.RATING}__marks" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 52 20" width="52" height="20" aria-hidden="true">{paths}</svg>'
    )


SCALES: dict[str, list[Any]] = {scale: ["", type_string] for scale in (*STEPS, "rated")}


def word_of(value: str, ui: Interface) -> str:
    """The word that readers see for a value of a scale, such as "no more than a dummy"."""
    return ui.text(f"rating.{value.replace(' ', '-')}")


class RatingBlock(Reader):
    """How much a treatment helps, how sure we are, what it may harm: each a word and a shape."""

    NAME = "rating"
    OPTIONS = SCALES

    def on_create(self, parent: etree.Element) -> etree.Element:
        if not self.options["rated"]:
            self._add_title(parent, self.ui.text("rating.title"))
        return self.add_rating(parent)

    def _add_title(self, parent: etree.Element, words: str) -> None:
        title = etree.SubElement(parent, "p", {"class": html_class.RATING_TITLE})
        title.text = text(words)

    def add_rating(self, parent: etree.Element) -> etree.Element:
        """Add the list of the three scales to an element, with what is rated above it."""
        if rated := self.options["rated"]:
            self._add_title(parent, self.ui.text("rating.titled", rated=rated))
        block = etree.SubElement(parent, "ul", {"class": html_class.RATING})
        for scale, steps in STEPS.items():
            value = self.options[scale]
            item = etree.SubElement(block, "li", {"class": html_class.RATING_ITEM})
            name = etree.SubElement(item, "span", {"class": html_class.RATING_NAME})
            name.text, name.tail = text(f"{self.ui.text(f'rating.{scale}')}:"), " "
            marks = etree.SubElement(item, "span")
            marks.text = self.md.htmlStash.store(rating_drawing(scale, steps[value]))
            marks.tail = text(f" {word_of(value, self.ui)}")
        return block


class TreatmentCard(Section, RatingBlock):
    """A treatment in the overview: its name leads to its page; below is what it may do."""

    NAME = "treatment-card"
    ARGUMENT = True
    CLASS = html_class.TREATMENT
    LEVEL = "h3"
    OPTIONS = {**SCALES, "page": ["", type_string]}  # noqa: RUF012  the library's form

    def on_create(self, parent: etree.Element) -> etree.Element:
        body = super().on_create(parent)
        section = parent[-1]
        heading = section[0]
        heading.text = ""
        link = etree.SubElement(heading, "a", {"href": self.options["page"]})
        link.text = text(self.argument)
        self.add_rating(section)
        return body


class Chart(Reader):
    """`/// chart | points` or `people`: a number as a picture; the text of the block says it."""

    NAME = "chart"
    ARGUMENT = True
    OPTIONS = {  # noqa: RUF012  the library's form
        name: [None, type_number] for name in ("value", "low", "high", "of")
    }

    def on_create(self, parent: etree.Element) -> etree.Element:
        figure = etree.SubElement(parent, "figure", {"class": html_class.CHART})
        holder = etree.SubElement(figure, "div", {"class": html_class.CHART_DRAWING})
        holder.text = self.md.htmlStash.store(self._drawing())
        return etree.SubElement(figure, "figcaption")

    def on_add(self, block: etree.Element) -> etree.Element:
        return block

    def _drawing(self) -> str:
        value, low, high, of = (self.options[name] for name in ("value", "low", "high", "of"))
        key = "chart.bar" if self.argument == "points" else "chart.figures"
        title = self.ui.text(key, value=self.ui.number(value), of=self.ui.number(of))
        if self.argument != "points":
            return people_drawing(int(value), int(of), title)
        if low is not None:
            ends = {"low": self.ui.number(low), "high": self.ui.number(high)}
            title += f" {self.ui.text('chart.drawn_range', **ends)}"
        said = tuple(self.ui.number(number) for number in (value, 0, of))
        return points_drawing(value, low, high, int(of), title, said)


TREATMENTS = (RatingBlock, TreatmentCard, Chart)


# The blocks `picture` and `pose`: drawings of ours in the page itself, with their captions.


class PictureError(ValueError):
    """There is no such drawing."""


class PictureBlock(Reader):
    """`/// picture | name` shows assets/images/name.svg; the text of the block is the caption.

    The drawing is put into the page, so that the style sheet colours it for light and dark.
    """

    NAME = "picture"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        folder = self.docs / DRAWINGS
        path = folder / f"{self.argument}.svg"
        if not path.is_file():
            hint = did_you_mean(self.argument, (p.stem for p in folder.glob("*.svg")))
            raise PictureError(f'there is no drawing "{DRAWINGS}/{self.argument}.svg"{hint}')
        drawing = poses.NOT_SHOWN.sub("", path.read_text("utf-8"))
        figure = etree.SubElement(parent, "figure", {"class": html_class.PICTURE})
        holder = etree.SubElement(figure, "div", {"class": html_class.PICTURE_DRAWING})
        holder.text = self.md.htmlStash.store(drawing.strip())
        return etree.SubElement(figure, "figcaption")

    def on_add(self, block: etree.Element) -> etree.Element:
        return block


class PosePicture(Reader):
    """`/// pose | id` shows a position of the body, with its own caption; nothing stands inside."""

    NAME = "pose"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        figure = pose_figure(self.md, self.docs, self.argument, self.ui)
        parent.append(figure)
        return figure


def pose_figure(md: Markdown, docs: Path, name: str, ui: Interface) -> etree.Element:
    """The figure of a pose, with its movement in a fold if it has one: it plays when it is opened.

    Raises `PictureError` with the nearest name if there is no such pose.
    """
    pose = _pose(name, docs)
    figure = etree.Element("figure", {"class": html_class.POSE})
    holder = etree.SubElement(figure, "div", {"class": html_class.POSE_DRAWING})
    holder.text = md.htmlStash.store(_drawing_of(pose, docs))
    etree.SubElement(figure, "figcaption").text = text(pose.caption)
    if pose.moves:
        fold = etree.SubElement(figure, "details", {"class": html_class.POSE_MOVE})
        etree.SubElement(fold, "summary").text = text(ui.text("pose.move"))
        # No words: those of the picture above say what moves.
        moving = etree.SubElement(fold, "div", {"class": html_class.POSE_DRAWING})
        moving.text = md.htmlStash.store(poses.movement_of(pose, docs))
    return figure


def _pose(name: str, docs: Path) -> poses.Pose:
    known = poses.Poses.load(docs).by_id
    if name not in known:
        hint = did_you_mean(name, known)
        raise PictureError(f'there is no pose "{name}" in {poses.FILE}{hint}')
    return known[name]


def small_drawing(docs: Path, name: str) -> str:
    """The drawing of a pose as decoration, beside words that say what it shows.

    Raises `PictureError` as `pose_figure`.
    """
    view, shapes = poses.drawing_of(_pose(name, docs), docs)
    return (
        f'<svg class="{html_class.DRAW}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{view}" aria-hidden="true">{shapes}</svg>'
    )


def _drawing_of(pose: poses.Pose, docs: Path) -> str:
    """The drawing of a pose as it stands in a page, with its alt text as the title."""
    view, shapes = poses.drawing_of(pose, docs)
    return (
        f'<svg class="{html_class.DRAW}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{view}" role="img"><title>{content(pose.alt)}</title>{shapes}</svg>'
    )
