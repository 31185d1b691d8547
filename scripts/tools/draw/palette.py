"""The tones of the drawings, as attributes: paper takes the colours, a screen the classes."""

from __future__ import annotations

_FILLS = {
    "hair": "#2b2320",
    "hair-grey": "#8b8680",
    "skin": "#bf8a62",
    "skin-far": "#e0c2a8",
    "skin-deep": "#85573a",
    "skin-deep-far": "#c9ab94",
    "shirt": "#4d6e73",
    "shirt-far": "#a9bcbd",
    "trousers": "#1d2b2f",
    "trousers-far": "#8b979a",
    "shoe": "#6b4a38",
    "shoe-far": "#a89385",
    "soft": "#e9dfcc",
    "plate": "#ffffff",
    "green": "#ddd9bd",
    "warm": "#d08a5a",
    "ball": "#cdc65a",
    "strong": "#e6ab3a",
    "move-head": "#0b5f66",
}

# The halo parts a near limb from what is behind it: half of it lies outside the limb.
HALO = 'class="app-draw__halo" stroke="#ffffff" stroke-width="2.2"'


def fill(tone: str) -> str:
    """The attributes of a shape that is filled with a tone."""
    return f'class="app-draw__{tone}" fill="{_FILLS[tone]}"'


def paint(tone: str, data: str) -> str:
    """A path that is filled with a tone."""
    return f'<path {fill(tone)} d="{data}"/>'


def spot(tone: str, x: str, y: str, radius: float) -> str:
    """A circle that is filled with a tone; its radius is in units."""
    return f'<circle {fill(tone)} cx="{x}" cy="{y}" r="{radius}"/>'


def under(data: str, width: float) -> str:
    """A band of paper, so many units wide, below a line that lies on a body."""
    return (
        f'<path class="app-draw__halo" fill="none" stroke="#ffffff" stroke-width="{width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round" d="{data}"/>'
    )


def dotted(data: str) -> str:
    """A dotted line with a rim of paper: where something was before."""
    return under(data, 5) + (
        '<path class="app-draw__ground" fill="none" stroke="#857c6b" stroke-width="3" '
        f'stroke-linecap="round" stroke-dasharray="0 5.5" d="{data}"/>'
    )
