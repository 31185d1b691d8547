"""Numbers as pictures: people out of 100 or 1,000, points of a scale, the marks of a rating.

Each is drawn as SVG from numbers alone. What counts is filled, what does not is an outline: so it
can be told apart in grey, in the dark and with the colours of a reader's own. Screens take the
colours of the style sheet; paper takes those in the drawing. Points are never drawn as people.
"""

from __future__ import annotations

from html import escape

from guide.core import html_class

# Units: the words in a drawing are 18 high, and as large as the text around it on paper.
WIDTH_OF_PEOPLE, WIDTH_OF_BAR = 360, 240
_PRIMARY, _LINE, _INK = "#0b5f66", "#857c6b", "#1d2b2f"
_MARK = f'class="{html_class.CHART}__mark" fill="{_PRIMARY}" stroke="{_PRIMARY}"'
_REST = f'class="{html_class.CHART}__rest" fill="none" stroke="{_LINE}"'
_INK_LINE = f'class="{html_class.CHART}__ink" fill="none" stroke="{_INK}"'
_INK_TEXT = f'class="{html_class.CHART}__words" fill="{_INK}"'

# A person from the left of the head on: a round head above round shoulders.
_PERSON = "a4 4 0 1 1 8 0a4 4 0 1 1-8 0zm-2.5 15.5v-4a5 5 0 0 1 5-5h3a5 5 0 0 1 5 5v4zm2.5-15.5"
# Of 1,000 people a dot each: those that count are larger.
_DOT = "h.01"


def people(count: int, of: int, title: str) -> str:
    """A figure for each of 100 people, or a dot for each of 1,000; the first `count` are marked."""
    in_row, step, left, top = (10, 30, 41, 8) if of == 100 else (40, 8.8, 8, 6)
    shape = _PERSON if of == 100 else _DOT
    parts = []
    for look, first, last in ((_MARK, 0, count), (_REST, count, of)):
        path = ""
        for row in range(first // in_row, -(-last // in_row)):
            start, end = max(first - row * in_row, 0), min(last - row * in_row, in_row)
            path += f"M{left + step * start:g} {top + step * row:g}"
            # What is told again and again weighs nothing in a compressed page.
            path += f"m{step:g} 0".join([shape] * (end - start))
        wide = 1.2 if of == 100 else 7 if look == _MARK else 2.4
        parts.append(f'<path {look} stroke-width="{wide}" stroke-linecap="round" d="{path}"/>')
    return _svg(WIDTH_OF_PEOPLE, round(top + step * (of // in_row)), title, "".join(parts))


_LEFT, _RIGHT, _TOP, _BAR = 8, WIDTH_OF_BAR - 8, 26, 24


def points(
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
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _svg(width: int, height: float, title: str, shapes: str) -> str:
    font = "Guide, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img" '
        f'font-family="{font}"><title>{escape(title, quote=False)}</title>{shapes}</svg>'
    )


# The marks of a rating: bars that rise, circles, triangles. Each has a shape of its own.

MARKS = 3
_SHAPES = {
    "helps": "M{x} 18v-{h}h10v{h}z",
    "sure": "M{x} 11a6 6 0 1 1 12 0a6 6 0 1 1-12 0z",
    "harm": "M{x} 18l7-14 7 14z",
}
_STEP = 17


def rating(scale: str, step: int | None) -> str:
    """Three marks of a scale, `step` of them filled; dashed if nothing is known.

    It is decoration: the same stands beside it in words.
    """
    shapes = []
    for place in range(MARKS):
        shape = _SHAPES[scale].format(x=1.5 + _STEP * place, h=6 + 4 * place)
        look = _MARK if step is not None and place < step else _REST
        dashes = ' stroke-dasharray="2 2"' if step is None else ""
        shapes.append(f'<path {look} stroke-width="1.5"{dashes} d="{shape}"/>')
    return (
        f'<svg class="{html_class.RATING}__marks" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 52 20" width="52" height="20" aria-hidden="true">{"".join(shapes)}</svg>'
    )
