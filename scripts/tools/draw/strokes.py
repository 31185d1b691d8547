"""The few shapes that furniture is made of: thick rounded lines and soft rounded blocks."""

from __future__ import annotations

from draw.curve import number
from draw.palette import fill

WOOD = 5.5  # the width of a line, in units


def line(data: str, width: float = WOOD) -> str:
    """A thick line with round ends."""
    return (
        f'<path class="app-draw__ground" fill="none" stroke="#857c6b" '
        f'stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round" '
        f'd="{data}"/>'
    )


def block(
    left: float, top: float, width: float, height: float, round_: float = 6, tone: str = "soft"
) -> str:
    """A soft rounded block with a thin edge."""
    x, y, w, h, r = map(number, (left, top, width, height, round_))
    return f'<rect {fill(tone)} {EDGE} x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}"/>'


EDGE = 'stroke="#857c6b" stroke-width="2"'


def turned(shape: str, x: float, y: float, degrees: float) -> str:
    """A shape drawn around 0 0, moved to x y and turned to the left."""
    turn = f" rotate({number(-degrees)})" if degrees else ""
    return f'<g transform="translate({number(x)} {number(y)}){turn}">{shape}</g>'
