"""What the hands hold and the body leans on: balls, bottle, towel, heat pack, pillows, a thought.

Each is drawn around 0 0, its middle; its width and height are units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, dist, pi, sin

from draw.curve import number, numbers, smooth
from draw.geometry import Point
from draw.palette import fill, paint
from draw.strokes import EDGE, block, line

_BUMPS = 8  # of the cloud
# Somebody small who lies in the cloud with bent knees: tone, outline in units, its corners.
_SMALL_BODY: Sequence[tuple[str, Sequence[Point], Sequence[int]]] = (
    ("shirt", ((-12, -3), (-36, -3), (-45, 7), (-36, 16), (-12, 15)), (0, 4)),
    ("trousers", ((-12, -3), (6, -5), (28, -23), (52, 15), (42, 16), (28, -4), (13, 15),
     (-12, 15)), (0, 3, 4, 7)),
)  # fmt: skip
_WARM_EDGE = 'stroke="#7c3f1d" stroke-width="2"'


def pillow(width: float, height: float) -> str:
    """A pillow or a cushion."""
    rim = ((-1, -0.7), (0, -1), (1, -0.7), (0.94, 0), (1, 0.7), (0, 1), (-1, 0.7), (-0.94, 0))
    return f'<path {fill("soft")} {EDGE} d="{smooth(_sized(rim, width, height))}"/>'


def heat_pack(width: float, height: float) -> str:
    """A heat pack rolled in a cloth, seen from its end: warm within, cloth around."""
    w, h = width / 2, height / 2
    core = (
        f'<rect {fill("warm")} {_WARM_EDGE} x="{number(4 - w)}" y="{number(4 - h)}" '
        f'width="{number(width - 8)}" height="{number(height - 8)}" rx="{number(h - 4)}"/>'
    )
    return block(-w, -h, width, height, h) + core


def ball(width: float, height: float) -> str:
    """A tennis ball with its seam."""
    r = width / 2
    seam = (
        f"M{numbers((-r * 0.9, -r * 0.42))}Q{numbers((0, -r * 0.1, r * 0.42, -r * 0.9))}"
        f"M{numbers((-r * 0.42, r * 0.9))}Q{numbers((0, r * 0.1, r * 0.9, r * 0.42))}"
    )
    return (
        f'<circle {fill("ball")} stroke="#5c5a1c" stroke-width="2" r="{number(r)}"/>'
        f'<path class="app-draw__seam" fill="none" stroke="#5c5a1c" stroke-width="2" d="{seam}"/>'
    )


def balls(width: float, height: float) -> str:
    """Two tennis balls side by side, bound with tape."""
    r = width / 4
    pair = (f'<g transform="translate({number(x)} 0)">{ball(2 * r, 2 * r)}</g>' for x in (-r, r))
    # The tape goes round: its ends curve as the balls do, and its free end is torn off.
    x, y, out = 2 * r * 0.97, r * 0.3, r * 0.12
    top = f"M{numbers((-x, -y))}Q{numbers((-r, -y * 0.7, 0, -y * 0.85))}"
    right = f"Q{numbers((r, -y * 0.7, x, -y))}Q{numbers((x + out, 0, x, y))}"
    below = f"Q{numbers((r, y * 1.3, 0, y * 1.15))}Q{numbers((-r, y * 1.3, -x, y))}"
    left = f"Q{numbers((-x - out, 0, -x, -y))}z"
    torn = numbers((r * 0.35, -y * 0.75))
    step = numbers(
        (r * 0.07, y * 0.48, -r * 0.08, y * 0.42, r * 0.08, y * 0.45, -r * 0.05, y * 0.5)
    )
    band = f'<path {fill("plate")} {EDGE} stroke-linejoin="round" d="{top}{right}{below}{left}"/>'
    return "".join(pair) + band + line(f"M{torn}l{step}", 2)


def bottle(width: float, height: float) -> str:
    """A hot-water bottle: its stopper above its neck, and ribs on its belly."""
    w, h = width / 2, height / 2
    half = ((0.36, -0.84), (0.24, -0.74), (0.27, -0.62), (0.72, -0.5), (1, -0.26), (0.97, 0.2),
            (1, 0.7), (0.78, 0.96), (0.3, 0.98), (0, 1))  # fmt: skip
    rim = _sized((*half, *((-x, y) for x, y in half[-2::-1])), width, height)
    ribs = "".join(
        f"M{numbers((x * w, -h * 0.26 + abs(x) * 10))}V{number(h * 0.74 - abs(x) * 6)}"
        for x in (-0.7, -0.42, -0.14, 0.14, 0.42, 0.7)
    )
    return (
        block(-w * 0.14, -h, w * 0.28, h * 0.2, 2)
        + line(f"M{numbers((-w * 0.2, -h * 0.99))}H{number(w * 0.2)}", 7)
        + f'<path {fill("warm")} {_WARM_EDGE} d="{smooth(rim, (rim[0], rim[-1]))}"/>'
        f'<path class="app-draw__fold" fill="none" stroke="#7c3f1d" stroke-width="2.2" '
        f'stroke-linecap="round" d="{ribs}"/>'
    )


def towel(width: float, height: float) -> str:
    """A towel that lies flat, with a fringe and stripes at its left end."""
    sides = ((-1, -1), (-0.3, -0.95), (0.4, -1), (1, -0.97), (0.98, 0), (1, 1), (0.3, 0.96),
             (-0.4, 1), (-1, 0.97), (-0.97, 0.3), (-1.01, -0.3))  # fmt: skip
    rim = _sized(sides, width, height)
    w, h = width / 2, height / 2
    fringe = "".join(f"M{numbers((-w - 1, h * n / 6))}h-9" for n in range(-5, 6))
    stripes = "".join(
        f"M{numbers((x * w, -h * 0.96))}q{numbers((3, h * 0.9, 0, h * 1.92))}"
        for x in (-0.84, -0.74)
    )
    cloth = f'<path {fill("soft")} {EDGE} d="{smooth(rim, (rim[0], rim[3], rim[5], rim[8]))}"/>'
    return line(fringe, 2.5) + cloth + line(stripes, 3)


def flap(width: float, height: float) -> str:
    """The other end of the towel, folded over from the right: soft, its hem in waves."""
    sides = ((-0.8, -0.98), (0, -1.02), (0.7, -0.97), (0.97, -0.8), (1.03, 0), (0.97, 0.84),
             (0.7, 1), (-0.1, 0.94), (-0.9, 1.02), (-0.82, 0.6), (-1.03, 0.15), (-0.86, -0.3),
             (-1, -0.7))  # fmt: skip
    rim = _sized(sides, width, height)
    w, h = width / 2, height / 2
    folds = "".join(
        f"M{numbers((x * w, y * h))}q{numbers((0.3 * w, -0.1 * h, long * w, 0.02 * h))}"
        for x, y, long in ((-0.62, -0.5, 1.2), (-0.72, 0.3, 0.9), (0.1, 0.62, 0.7))
    )
    edge = [(x + 11, y) for x, y in [rim[8], *rim[9:], rim[0]]]
    hem = smooth([(x, y * 0.97) for x, y in edge], closed=False)
    cloth = f'<path {fill("soft")} {EDGE} d="{smooth(rim, (rim[0], rim[8]))}"/>'
    return cloth + line(hem, 3) + line(folds, 1.6)


def cloud(width: float, height: float) -> str:
    """A cloud that holds a thought; two bubbles lead to the head below it on the left."""
    turns = [2 * pi * n / _BUMPS for n in range(_BUMPS)]
    rim = [(0.44 * width * cos(turn), 0.42 * height * sin(turn)) for turn in turns]
    bumps = "".join(
        f"A{numbers((dist(a, b) * 0.56,) * 2)} 0 0 1 {numbers(b)}"
        for a, b in zip(rim, rim[1:] + rim[:1], strict=True)
    )
    bubbles = "".join(
        f"M{numbers((x * width, y * height))}a{radius} {radius} 0 1 0 .1 0z"
        for x, y, radius in ((-0.4, 0.52, 6), (-0.48, 0.76, 4))
    )
    outline = f'<path {fill("plate")} {EDGE} d="M{numbers(rim[0])}{bumps}Z{bubbles}"/>'
    body = (
        paint(tone, smooth(points, [points[n] for n in corners]))
        for tone, points, corners in _SMALL_BODY
    )
    head = paint("skin", "M-63 7a9 9 0 1 0 18 0a9 9 0 1 0-18 0z")
    return "".join((outline, head, *body, line("M-66 19H64", 3)))


def _sized(rim: Iterable[Point], width: float, height: float) -> list[Point]:
    """A rim that is given from -1 to 1, as wide and as high as wanted."""
    return [(x * width / 2, y * height / 2) for x, y in rim]
