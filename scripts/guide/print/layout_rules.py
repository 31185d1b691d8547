"""Rules of layout: what must hold on every sheet, proved before a print is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from guide.core import html_class
from guide.print.page_layout import MM, Line, Picture, Sheet, classes_of, sheets_of, words_of
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
        *("print-back__contact", "print-card", "print-urgent", "print-website"),
    )
)
_TALL_PICTURE = frozenset((html_class.PICTURE, "print-tall"))
_TAGS_TOGETHER = frozenset("tr h1 h2 h3 h4 h5 h6".split())

Sentences = Iterator[tuple[int, str]]


def faults_of(pages: Sequence[Any], least: float) -> list[Fault]:
    """What breaks a rule on the pages of a WeasyPrint document, in sentences for editors.

    `least` is the smallest type that the paper may carry, in points. What is wrong on many pages
    in the same words is told of the first of them.
    """
    sheets = list(sheets_of(pages))
    faults = []
    for name, rule in RULES.items():
        told: dict[str, int] = {}
        for number, sentence in rule(sheets, least):
            told.setdefault(sentence, number)
        faults += [Fault(name, f"page {number}: {sentence}") for sentence, number in told.items()]
    return faults


def _too_small(sheets: Sequence[Sheet], least: float) -> Sentences:
    """No text is smaller than the paper allows, in the margins neither."""
    for sheet in sheets:
        for line in sheet.lines:
            if line.points < least - _TENTH_OF_A_POINT:
                size = f"{line.points:.3g} point"
                yield sheet.number, f"{line.words} is set in {size}; the least here is {least:g}"


def _overflow(sheets: Sequence[Sheet], least: float) -> Sentences:
    """Text stands in its column, text and pictures within the margins, and nothing over another."""
    for sheet in sheets:
        for line in sheet.lines:
            near, out = line.area.beyond(sheet.printable), line.area.beyond(sheet.area)
            if line.out_of_column > _SLACK:
                far = f"{_mm(line.out_of_column)} out of its column"
                yield sheet.number, f"{line.words} runs {far}; shorten it, or break it with spaces"
            elif near > _SLACK:
                yield sheet.number, f"{line.words} stands too near to the edge of the paper"
            elif out > _SLACK and not line.in_margin:
                yield sheet.number, f"{line.words} stands {_mm(out)} out of the margins; shorten it"
        for picture in sheet.pictures:
            out = picture.area.beyond(sheet.area)
            if out > _SLACK:
                far = f"{_mm(out)} out of the margins"
                yield sheet.number, f"the picture {picture.words} stands {far}"
        for upper, lower in _over_each_other(sheet):
            names = [
                "the picture " * isinstance(one, Picture) + one.words for one in (upper, lower)
            ]
            yield sheet.number, f"{names[0]} stands over {names[1]}; shorten one of them"


def _split(sheets: Sequence[Sheet], least: float) -> Sentences:
    """What belongs together stands on one page, unless it is taller than a page."""
    for sheet, following in pairwise(sheets):
        for element in sheet.heights.keys() & following.heights.keys():
            height = sum(each.heights.get(element, 0) for each in sheets)
            if _belongs_together(element) and height <= sheet.area.bottom - sheet.area.top:
                words = words_of(element)
                yield (
                    sheet.number,
                    f"{words} is split over two pages; make two of it, or shorten it",
                )


def _stranded_heading(sheets: Sequence[Sheet], least: float) -> Sentences:
    """No heading is the last thing on a page, if a page follows."""
    for sheet, following in pairwise(sheets):
        if sheet.last_heading is not None and sheet.last_heading not in following.heights:
            words = words_of(sheet.last_heading)
            text = "its text begins on the next page"
            yield sheet.number, f"the heading {words} is the last thing on the page; {text}"


def _no_glyph(sheets: Sequence[Sheet], least: float) -> Sentences:
    """Every letter is in the fonts of the project, so that all machines print the same."""
    for sheet in sheets:
        for line in sheet.lines:
            missing = sorted({letter for letter in line.letters if not _has_glyph(letter)})
            if missing:
                names = " and ".join(map(_named, missing[:2]))
                names += f" and {len(missing) - 2} more" * (len(missing) > 2)
                signs = all(unicodedata.category(letter)[0] in "PS" for letter in missing)
                todo = "take another sign" if signs else "write it in Latin letters"
                yield sheet.number, f"{line.words} cannot be printed: no font has {names}; {todo}"


def _small_code(sheets: Sequence[Sheet], least: float) -> Sentences:
    """A QR code, with the white around it, is large enough for a phone."""
    for sheet in sheets:
        for picture in sheet.pictures:
            width = float(picture.box.width)
            if picture.is_code and width < (LEAST_CODE - 0.1) * MM:
                need = f"a phone needs {LEAST_CODE}"
                yield sheet.number, f"{picture.words} is {_mm(width)} wide; {need}"


def _missing_picture(sheets: Sequence[Sheet], least: float) -> Sentences:
    """Every picture can be read, and is a file of the site: nothing is fetched from elsewhere."""
    for sheet in sheets:
        for name in sheet.missing:
            yield (
                sheet.number,
                f"the picture {name} is missing: no picture can be read from its file",
            )


RULES: dict[str, Callable[[Sequence[Sheet], float], Sentences]] = {
    "print-too-small": _too_small,
    "print-overflow": _overflow,
    "print-split": _split,
    "print-stranded-heading": _stranded_heading,
    "print-no-glyph": _no_glyph,
    "print-small-code": _small_code,
    "print-missing-picture": _missing_picture,
}


def _over_each_other(sheet: Sheet) -> Iterator[tuple[Line | Picture, Line | Picture]]:
    """The lines that stand over other ones, or over pictures, from top to bottom; then pictures."""
    lines = sorted(sheet.lines, key=lambda line: line.area.top)
    for place, upper in enumerate(lines):
        for lower in lines[place + 1 :]:
            if lower.area.top >= upper.area.bottom:
                break
            if upper.whole is not lower.whole and _meet(upper, lower):
                yield upper, lower
        yield from (
            (upper, one) for one in sheet.pictures if _meet(upper, one) and not _within(upper, one)
        )
    for one, other in combinations(sheet.pictures, 2):
        if one.box is not other.box and _meet(one, other):
            yield one, other


def _meet(one: Line | Picture, other: Line | Picture) -> bool:
    width, height = one.area.shared_with(other.area)
    own = one.area.bottom - one.area.top
    return width >= _SLACK and height >= own * _LINES_TOUCH


def _within(line: Line, picture: Picture) -> bool:
    """Whether a picture is a part of the line, or the ground of a box that the line stands in."""
    if any(box is picture.box for box in line.grounds):
        return True
    return any(box is picture.box for box in line.whole.descendants(placeholders=True))


def _belongs_together(element: Any) -> bool:
    classes = classes_of(element)
    if classes >= _TALL_PICTURE:
        return False  # its caption may follow on the next page: heights.py
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
