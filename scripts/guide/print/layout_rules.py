"""Rules of page layout: what must hold on every page, checked before a print is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

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
    "app-ask-first app-callout app-care-card app-dose app-evidence app-key-message app-list-card "
    "app-picture app-pose app-traffic-light__item app-write print-back__contact print-card "
    "print-urgent print-website".split()
)
_TALL_PICTURE = frozenset(("app-picture", "print-tall"))
_TAGS_TOGETHER = frozenset("tr h1 h2 h3 h4 h5 h6".split())

Sentences = Iterator[tuple[int, str]]


def faults_of(pages: Sequence[Any], least_type: float) -> list[Fault]:
    """What breaks a rule on the pages of a WeasyPrint document, in sentences for editors.

    `least_type` is the smallest type that the paper may carry, in points. What is wrong on many
    pages in the same words is reported for the first of them.
    """
    layouts = list(layouts_of(pages, least_type))
    faults = []
    for name, rule in RULES.items():
        first: dict[str, int] = {}
        for number, sentence in rule(layouts):
            first.setdefault(sentence, number)
        faults += [Fault(name, f"page {number}: {sentence}") for sentence, number in first.items()]
    return faults


def _too_small(pages: Sequence[PageLayout]) -> Sentences:
    """No text is smaller than the paper allows, in the margins neither."""
    for page in pages:
        for line in page.lines:
            if line.points < page.least_type - _TENTH_OF_A_POINT:
                size = f"{line.points:.3g} point; the least here is {page.least_type:g}"
                yield page.number, f"{line.words} is set in {size}"


def _overflow(pages: Sequence[PageLayout]) -> Sentences:
    """Text stands in its column, text and pictures within the margins, and nothing over another."""
    for page in pages:
        for line in page.lines:
            near, out = line.area.beyond(page.printable), line.area.beyond(page.area)
            if line.out_of_column > _SLACK:
                far = f"{_mm(line.out_of_column)} out of its column"
                yield page.number, f"{line.words} runs {far}; shorten it, or break it with spaces"
            elif near > _SLACK:
                yield page.number, f"{line.words} stands too near to the edge of the paper"
            elif out > _SLACK and not line.in_margin:
                yield page.number, f"{line.words} stands {_mm(out)} out of the margins; shorten it"
        for picture in page.pictures:
            out = picture.area.beyond(page.area)
            if out > _SLACK:
                far = f"{_mm(out)} out of the margins"
                yield page.number, f"the picture {picture.words} stands {far}"
        for upper, lower in _over_each_other(page):
            names = [
                "the picture " * isinstance(one, Picture) + one.words for one in (upper, lower)
            ]
            yield page.number, f"{names[0]} stands over {names[1]}; shorten one of them"


def _split(pages: Sequence[PageLayout]) -> Sentences:
    """What belongs together stands on one page, unless it is taller than a page."""
    for page, following in pairwise(pages):
        for element in page.heights.keys() & following.heights.keys():
            height = sum(each.heights.get(element, 0) for each in pages)
            if _belongs_together(element) and height <= page.area.bottom - page.area.top:
                words = words_of(element)
                yield (
                    page.number,
                    f"{words} is split over two pages; make two of it, or shorten it",
                )


def _stranded_heading(pages: Sequence[PageLayout]) -> Sentences:
    """No heading is the last thing on a page, if a page follows."""
    for page, following in pairwise(pages):
        if page.last_heading is not None and page.last_heading not in following.heights:
            words = words_of(page.last_heading)
            text = "its text begins on the next page"
            yield page.number, f"the heading {words} is the last thing on the page; {text}"


def _no_glyph(pages: Sequence[PageLayout]) -> Sentences:
    """Every letter is in the fonts of the project, so that all machines print the same."""
    for page in pages:
        for line in page.lines:
            missing = sorted({letter for letter in line.letters if not _has_glyph(letter)})
            if missing:
                names = " and ".join(map(_named, missing[:2]))
                names += f" and {len(missing) - 2} more" * (len(missing) > 2)
                signs = all(unicodedata.category(letter)[0] in "PS" for letter in missing)
                todo = "take another sign" if signs else "write it in Latin letters"
                yield page.number, f"{line.words} cannot be printed: no font has {names}; {todo}"


def _small_code(pages: Sequence[PageLayout]) -> Sentences:
    """A QR code, with the white around it, is large enough for a phone."""
    for page in pages:
        for picture in page.pictures:
            width = picture.width
            if picture.is_code and width < (LEAST_CODE - 0.1) * MM:
                need = f"a phone needs {LEAST_CODE}"
                yield page.number, f"{picture.words} is {_mm(width)} wide; {need}"


def _missing_picture(pages: Sequence[PageLayout]) -> Sentences:
    """Every picture can be read, and is a file of the site: nothing is fetched from elsewhere."""
    for page in pages:
        for name in page.missing:
            yield (
                page.number,
                f"the picture {name} is missing: no picture can be read from its file",
            )


RULES: dict[str, Callable[[Sequence[PageLayout]], Sentences]] = {
    "print-too-small": _too_small,
    "print-overflow": _overflow,
    "print-split": _split,
    "print-stranded-heading": _stranded_heading,
    "print-no-glyph": _no_glyph,
    "print-small-code": _small_code,
    "print-missing-picture": _missing_picture,
}


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
