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


def pillow(width: float, height: float, tone: str = "soft") -> str:
    """A pillow or a cushion."""
    rim = ((-1, -0.7), (0, -1), (1, -0.7), (0.94, 0), (1, 0.7), (0, 1), (-1, 0.7), (-0.94, 0))
    return f'<path {fill(tone)} {EDGE} d="{smooth(_sized(rim, width, height))}"/>'


def strong_pillow(width: float, height: float) -> str:
    """The pillow that a picture is about, in a tone that nothing else in it has."""
    return pillow(width, height, "strong")


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


def bones(width: float, height: float) -> str:
    """The bones of a spine that lies flat, seen through the skin: blocks, with a joint between."""
    count, gap = 6, 4.5
    wide = (width - gap * (count - 1)) / count
    return "".join(
        block(n * (wide + gap) - width / 2, -height / 2, wide, height, 4, "plate")
        for n in range(count)
    )


def muscle(width: float, height: float) -> str:
    """A long muscle beside the spine, seen through the skin: a spindle with its strands."""
    w, h = width / 2, height / 2
    spindle = ((-w, 0), (-w * 0.5, -h * 0.8), (0, -h), (w * 0.5, -h * 0.8), (w, 0),
               (w * 0.5, h * 0.8), (0, h), (-w * 0.5, h * 0.8))  # fmt: skip
    strands = "".join(
        f"M{numbers((-w * 0.72, y * h * 0.5))}Q{numbers((0, y * h * 1.3, w * 0.72, y * h * 0.5))}"
        for y in (-0.5, 0, 0.5)
    )
    return (
        f'<path {fill("warm")} {_WARM_EDGE} d="{smooth(spindle, (spindle[0], spindle[4]))}"/>'
        f'<path class="app-draw__fold" fill="none" stroke="#7c3f1d" stroke-width="1.6" '
        f'stroke-linecap="round" d="{strands}"/>'
    )


def paper(width: float, height: float) -> str:
    """A sheet of paper with lines of writing."""
    w, h = width / 2, height / 2
    lines = "".join(f"M{numbers((-w * 0.66, h * y))}H{number(w * 0.66)}" for y in (-0.5, 0, 0.5))
    return block(-w, -h, width, height, 2, "plate") + line(lines, 2.5)


def rug(width: float, height: float) -> str:
    """A floor seen from above: a rug with a border."""
    w, h = width / 2, height / 2
    return block(-w, -h, width, height, 10, "plate") + (
        f'<rect class="app-draw__ground" fill="none" stroke="#857c6b" stroke-width="2" '
        f'stroke-dasharray="1 6" stroke-linecap="round" x="{number(7 - w)}" y="{number(7 - h)}" '
        f'width="{number(width - 14)}" height="{number(height - 14)}" rx="6"/>'
    )


def kettle(width: float, height: float) -> str:
    """A kettle; its spout is on the right."""
    w, h = width / 2, height / 2
    belly = f"M{numbers((-w * 0.62, h))}L{numbers((-w * 0.42, -h * 0.4))}H{number(w * 0.34)}"
    spout = f"L{numbers((w, -h * 0.5))}L{numbers((w * 0.58, h * 0.2, w * 0.68, h))}z"
    handle = f"M{numbers((-w * 0.4, -h * 0.4))}C{numbers((-w * 0.5, -h * 1.3, w * 0.5, -h * 1.3))}"
    return line(f"{handle} {numbers((w * 0.34, -h * 0.4))}", 4) + (
        f'<path {fill("warm")} {_WARM_EDGE} stroke-linejoin="round" d="{belly}{spout}"/>'
    )


def toaster(width: float, height: float) -> str:
    """A toaster with a slice of toast on top."""
    w, h = width / 2, height / 2
    slice_ = f'<rect {fill("warm")} {_WARM_EDGE} x="{number(-w * 0.6)}" y="{number(-h)}" '
    slice_ += f'width="{number(w * 1.2)}" height="{number(h)}" rx="5"/>'
    return slice_ + block(-w, -h * 0.35, width, h * 1.35, 6)


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
