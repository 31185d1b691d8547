"""Rules of page layout: what must hold on every page, checked before a print is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from linkaudit.core.problem import Problem
from linkaudit.core.rule import Family, rule

from guide.core import html_class
from guide.print.page_layout import (
    MM,
    Line,
    PageLayout,
    Picture,
    classes_of,
    layouts_of,
    words_of,
)
from guide.print.prints import Fault

FONTS = Path(__file__).parent / "fonts"
LEAST_CODE = 20  # millimetres
# Sizes of type and of boxes are rounded by those who compute them; nobody sees a millimetre.
_TENTH_OF_A_POINT = 0.1
_SLACK = 6.0  # pixels of CSS
# The share of its height by which a line may reach into the next one.
_LINES_TOUCH = 0.2

_TOGETHER = frozenset(
    (
        *(html_class.ASK_FIRST, html_class.CALLOUT, html_class.CARE_CARD, html_class.DOSE),
        *(html_class.EVIDENCE, html_class.KEY_MESSAGE, html_class.LIST_CARD, html_class.PICTURE),
        *(html_class.POSE, html_class.TRAFFIC_LIGHT_ITEM, html_class.WRITE),
        *("print-back__contact", "print-card", "print-website"),
    )
)
_TALL_PICTURE = frozenset((html_class.PICTURE, "print-tall"))
_TAGS_TOGETHER = frozenset("tr h1 h2 h3 h4 h5 h6".split())


LAYOUT = Family[Sequence[PageLayout]]("layout")


def faults_of(pages: Sequence[Any], least_type: float) -> list[Fault]:
    """What breaks a rule on the pages of a WeasyPrint document, in sentences for editors.

    `least_type` is the smallest type that the paper may carry, in points. What is wrong on many
    pages in the same words is reported for the first of them.
    """
    found: dict[tuple[str, str], int] = {}
    for problem in LAYOUT.check(list(layouts_of(pages, least_type))):
        found.setdefault((problem.rule, problem.message), problem.line)
    return [Fault(rule, f"page {page}: {message}") for (rule, message), page in found.items()]


def on(page: PageLayout, message: str) -> Problem:
    """A problem whose line is the page of the print; in which file it is, the printer knows."""
    return Problem("", page.number, message)


@rule(family=LAYOUT)
def print_too_small(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """No text is smaller than the paper allows, in the margins neither."""
    for page in pages:
        for line in page.lines:
            if line.points < page.least_type - _TENTH_OF_A_POINT:
                size = f"{line.points:.3g} point"
                yield on(
                    page, f"{line.words} is set in {size}; the least here is {page.least_type:g}"
                )


@rule(family=LAYOUT)
def print_overflow(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """Text stands in its column, text and pictures within the margins, and nothing over another."""
    for page in pages:
        for line in page.lines:
            near, out = line.area.beyond(page.printable), line.area.beyond(page.area)
            if line.out_of_column > _SLACK:
                far = f"{_mm(line.out_of_column)} out of its column"
                yield on(page, f"{line.words} runs {far}; shorten it, or break it with spaces")
            elif near > _SLACK:
                yield on(page, f"{line.words} stands too near to the edge of the paper")
            elif out > _SLACK and not line.in_margin:
                yield on(page, f"{line.words} stands {_mm(out)} out of the margins; shorten it")
        for picture in page.pictures:
            out = picture.area.beyond(page.area)
            if out > _SLACK:
                far = f"{_mm(out)} out of the margins"
                yield on(page, f"the picture {picture.words} stands {far}")
        for upper, lower in _over_each_other(page):
            names = [
                "the picture " * isinstance(one, Picture) + one.words for one in (upper, lower)
            ]
            yield on(page, f"{names[0]} stands over {names[1]}; shorten one of them")


@rule(family=LAYOUT, severity="warning")
def print_split(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """What belongs together stands on one page, unless it is taller than a page."""
    for page, following in pairwise(pages):
        for element in page.heights.keys() & following.heights.keys():
            height = sum(each.heights.get(element, 0) for each in pages)
            if _belongs_together(element) and height <= page.area.bottom - page.area.top:
                words = words_of(element)
                yield on(page, f"{words} is split over two pages; make two of it, or shorten it")


@rule(family=LAYOUT, severity="warning")
def print_stranded_heading(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """No heading is the last thing on a page, if a page follows."""
    for page, following in pairwise(pages):
        if page.last_heading is not None and page.last_heading not in following.heights:
            words = words_of(page.last_heading)
            text = "its text begins on the next page"
            yield on(page, f"the heading {words} is the last thing on the page; {text}")


@rule(family=LAYOUT)
def print_no_glyph(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """Every letter is in the fonts of the project, so that all machines print the same."""
    for page in pages:
        for line in page.lines:
            missing = sorted({letter for letter in line.letters if not _has_glyph(letter)})
            if missing:
                names = " and ".join(map(_named, missing[:2]))
                names += f" and {len(missing) - 2} more" * (len(missing) > 2)
                signs = all(unicodedata.category(letter)[0] in "PS" for letter in missing)
                todo = "take another sign" if signs else "write it in Latin letters"
                yield on(page, f"{line.words} cannot be printed: no font has {names}; {todo}")


@rule(family=LAYOUT)
def print_small_code(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """A QR code, with the white around it, is large enough for a phone."""
    for page in pages:
        for picture in page.pictures:
            width = picture.width
            if picture.is_code and width < (LEAST_CODE - 0.1) * MM:
                need = f"a phone needs {LEAST_CODE}"
                yield on(page, f"{picture.words} is {_mm(width)} wide; {need}")


@rule(family=LAYOUT)
def print_missing_picture(pages: Sequence[PageLayout]) -> Iterator[Problem]:
    """Every picture can be read, and is a file of the site: nothing is fetched from elsewhere."""
    for page in pages:
        for name in page.missing:
            yield on(page, f"the picture {name} is missing: no picture can be read from its file")


def _over_each_other(page: PageLayout) -> Iterator[tuple[Line | Picture, Line | Picture]]:
    """The lines that stand over other ones, or over pictures, from top to bottom; then pictures."""
    lines = sorted(page.lines, key=lambda line: line.area.top)
    for place, upper in enumerate(lines):
        for lower in lines[place + 1 :]:
            if lower.area.top >= upper.area.bottom:
                break
            if upper.whole is not lower.whole and _meet(upper, lower):
                yield upper, lower
        yield from (
            (upper, one)
            for one in page.pictures
            if _meet(upper, one) and not upper.belongs_with(one)
        )
    for one, other in combinations(page.pictures, 2):
        if not one.is_of(other) and _meet(one, other):
            yield one, other


def _meet(one: Line | Picture, other: Line | Picture) -> bool:
    width, height = one.area.shared_with(other.area)
    own = one.area.bottom - one.area.top
    return width >= _SLACK and height >= own * _LINES_TOUCH


def _belongs_together(element: Any) -> bool:
    classes = classes_of(element)
    if classes >= _TALL_PICTURE:
        return False  # its caption may follow on the next page: `booklets.mark_tall`
    return element.tag in _TAGS_TOGETHER or bool(classes & _TOGETHER)


def _has_glyph(letter: str) -> bool:
    # Spaces and marks of direction are not drawn.
    return unicodedata.category(letter)[0] in "CZ" or ord(letter) in _glyphs()


@cache
def _glyphs() -> frozenset[int]:
    """The letters that all the fonts of the project have."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return frozenset(code for file in FONTS.glob("*.woff2") for code in TTFont(file).getBestCmap())


def _named(letter: str) -> str:
    return f"{letter} ({unicodedata.name(letter, f'U+{ord(letter):04X}')})"


def _mm(pixels: float) -> str:
    return f"{pixels / MM:.0f} mm"
