"""What the body rests on: floor, mat, bed, chairs, tables, wall. Lengths are units.

Each takes x and y of the place that its own text names, its width, and its height above the floor.
"""

from __future__ import annotations

from draw.curve import number
from draw.palette import fill
from draw.strokes import EDGE, WOOD, block, line


def floor(x: float, y: float, width: float, height: float) -> str:
    """A floor from x on; y is its upper edge."""
    return line(_d("M", x, y + 2.5, "h", width), 5)


def mat(x: float, y: float, width: float, height: float) -> str:
    """A mat on a floor that is `height` below its upper edge y; x is its left end."""
    return block(x, y, width, height, height / 2)


def wall(x: float, y: float, width: float, height: float) -> str:
    """A wall seen from its edge; x is its surface on the right, y its top."""
    return line(_d("M", x - 3.5, y, "v", height), 7)


def chair(x: float, y: float, width: float, height: float) -> str:
    """A chair; x y is the back end of its seat, and a width below 0 turns it to the left."""
    way = 1 if width > 0 else -1
    back_leg = _d("M", x + 3 * way, y + 6, "l", -4 * way, height - 6)
    front_leg = _d("M", x + width - 7 * way, y + 6, "l", 3 * way, height - 6)
    back = _d("M", x - 2 * way, y + 5, "l", -9 * way, -86)
    return line(back_leg + front_leg + back) + block(min(x, x + width) - 4, y, abs(width) + 6, 8, 4)


def chair_from_front(x: float, y: float, width: float, height: float) -> str:
    """A chair seen from the front; x y is the middle of the front edge of its seat."""
    half = width / 2
    back = _d("M", x - half + 8, y - 8, "l -2 -90 h", width - 12, "l -2 90")
    legs = _d("M", x - half + 4, y + 6, "v", height - 6, "M", x + half - 4, y + 6, "v", height - 6)
    return line(back + legs) + block(x - half, y - 12, width, 20, 7)


def armchair(x: float, y: float, width: float, height: float) -> str:
    """An armchair behind whoever sits in it; x y is the back end of its seat."""
    feet = _d("M", x - 6, y + height - 8, "v 8 M", x + width - 8, y + height - 8, "v 8")
    back = _d("M", x + 2, y - 12, "l -9 -62 q -3 -14 -15 -14 q -13 0 -13 15 l 6", height + 62)
    seat = _d("h", width + 26, "q 8 0 8 -8 v", 12 - height, "q 0 -8 -8 -8 z")
    return line(feet) + f'<path {fill("soft")} {EDGE} d="{back}{seat}"/>'


def armrest(x: float, y: float, width: float, height: float) -> str:
    """The near arm of an armchair, before whoever sits in it; x y is its left upper corner."""
    return block(x, y, width, height, 9)


def stool(x: float, y: float, width: float, height: float) -> str:
    """A low stool; x y is the middle of its top."""
    left, right = x - width / 2, x + width / 2
    legs = _d("M", left + 7, y + 6, "l -3", height - 6, "M", right - 7, y + 6, "l 3", height - 6)
    return line(legs) + block(left, y, width, 8, 4)


def table(x: float, y: float, width: float, height: float) -> str:
    """A table; x y is the left end of its top."""
    right = x + width
    legs = _d("M", x + 8, y + 6, "v", height - 6, "M", right - 8, y + 6, "v", height - 6)
    return line(legs) + block(x, y, width, 8, 4)


def desk(x: float, y: float, width: float, height: float) -> str:
    """A desk with a screen; x y is the near end of its top, a width below 0 turns it round."""
    way = 1 if width > 0 else -1
    screen = x + width * 0.72
    foot = _d("M", screen, y - 2, "v -20 M", screen - 12, y - 2, "h 24")
    keys = _d("M", x + 16 * way, y - 2, "h", 24 * way)
    leg = _d("M", x + 14 * way, y + 6, "v", height - 6)
    drawers = min(x + width * 0.6, x + width * 0.96)
    return (
        line(foot + keys + leg)
        + block(screen - 4, y - 80, 8, 62, 4)
        + block(drawers, y + 6, abs(width) * 0.36, height - 6, 3)
        + block(min(x, x + width), y, abs(width), 8, 4)
    )


def bench(x: float, y: float, width: float, height: float) -> str:
    """A park bench seen from the front; x y is the middle of the front edge of its seat."""
    left, right = x - width / 2, x + width / 2
    posts = "".join(
        _d("M", post, y - 84, "V", y + height - 4, "M", post, y + 2, "V", y + height)
        for post in (left + 20, right - 20)
    )
    slats = "".join(_d("M", left, y - up, "H", right) for up in (80, 62, 44))
    seat = block(left - 5, y - 17, width + 10, 9, 4) + block(left - 8, y - 6, width + 16, 11, 4)
    return line(posts, 7) + line(slats, 10) + seat


def bed(x: float, y: float, width: float, height: float) -> str:
    """A bed seen from its side, its head on the left; x y is the left end of its mattress."""
    ends = _d("M", x - 4, y - 34, "V", y + height, "M", x + width + 4, y - 2, "V", y + height)
    frame = _d("M", x, y + 30, "h", width)
    return line(ends, WOOD + 1) + line(frame, 13) + block(x, y, width, 26, 8)


def blanket(x: float, y: float, width: float, height: float) -> str:
    """A blanket over legs that lie flat; x y is its left upper corner."""
    return block(x, y, width, height, 12)


def bed_from_above(x: float, y: float, width: float, height: float) -> str:
    """A bed seen from above, its blanket folded back; x y is its left upper corner, at its head."""
    head = line(_d("M", x + 3, y - 3, "h", width - 6), WOOD + 4)
    fold = y + height * 0.66
    blanket = block(x - 3, fold, width + 6, y + height - fold + 2, 8)
    hem = block(x - 3, fold, width + 6, 16, 5, "plate")
    return head + block(x, y, width, height, 10, "plate") + blanket + hem


def car(x: float, y: float, width: float, height: float) -> str:
    """Half a car seen from the front, its door open; x y is the middle of its seat."""
    left, right, bottom = x - width, x + 46, y + height
    seat_back = block(x - 36, y - 86, 64, 92, 14) + block(x - 22, y - 110, 36, 22, 9)
    seat = block(x - 40, y, 78, 18, 8)
    frame = _d("M", left, y - 160, "H", x - 2, "q 38 0 42 40 L", right, y + 46)
    wheel = block(x - 12, bottom - 36, 34, 36, 8, "hair")
    return wheel + block(left, y + 42, right - left, 24, 8) + seat_back + seat + line(frame, 9)


def bush(x: float, y: float, width: float, height: float) -> str:
    """A bush far behind, so that one is outdoors; x y is its left end on the ground."""
    w, h = width / 8, height
    data = _d("M", x, y, "q", -w, -h * 0.5, w * 1.6, -h * 0.6, "q", w * 1.6, -h * 0.75,
              w * 3.2, -h * 0.1, "q", w * 2.4, -h * 0.1, w * 2.2, h * 0.35, "q", w * 1.6, h * 0.05,
              w, h * 0.35, "z")  # fmt: skip
    return f'<path {fill("green")} d="{data}"/>'


def _d(*parts: float | str) -> str:
    """The data of a path from letters and numbers."""
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)
