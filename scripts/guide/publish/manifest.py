"""The manifest and the icons by which a phone keeps the guide on its home screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from guide.content.interface import Interface
from guide.edition.edition import Edition

# The icons of the guide on a home screen: a hill, a sun, and the colour of the clinic.

# The drawing is that of docs/assets/images/icon.svg: 32 units wide, and so are its colours.
TEAL, SAND, SUN = "#0b5f66", "#f3ede1", "#ffcf33"
_UNITS = 32
_ROUND = 7
_PEN = 4
_HILL = (
    ((3.0, 27.0), (8.0, 27.0), (9.0, 12.0), (16.0, 12.0)),
    ((16.0, 12.0), (23.0, 12.0), (24.0, 27.0), (29.0, 27.0)),
)
_SUN_AT, _SUN_RADIUS = (16.0, 6.0), 3.2
# Of a maskable icon a phone shows at least a circle of 80 % of its width: the drawing fits in it.
_SAFE = 0.66
# Drawn larger, then made small: that smooths the edges.
_FINER = 4

Point = tuple[float, float]


@dataclass(frozen=True)
class Icon:
    """A picture for a home screen, `size` pixels wide; a phone cuts a maskable one to a shape."""

    path: str
    size: int
    purpose: str = "any"

    @property
    def fills(self) -> bool:
        """Whether its colour reaches the corners, because a phone will round them."""
        return self.purpose != "any"


_FOLDER = "icons"
ICONS = (
    Icon(f"{_FOLDER}/192.png", 192),
    Icon(f"{_FOLDER}/512.png", 512),
    Icon(f"{_FOLDER}/maskable-512.png", 512, "maskable"),
)
# An iPhone asks for this one, and rounds its corners itself.
APPLE = Icon(f"{_FOLDER}/180.png", 180, "apple")


def write_icons(site: Path, colour: str | None) -> None:
    """Write the icons into a site, in the colour of its clinic if it has one, like `#7a1f5c`."""
    for icon in (*ICONS, APPLE):
        path = site / icon.path
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_icon(icon, colour or TEAL).save(path, optimize=True)


def draw_icon(icon: Icon, colour: str) -> Image.Image:
    """The icon on that colour."""
    side = icon.size * _FINER
    image = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(image)
    corner = 0 if icon.fills else _ROUND * side / _UNITS
    pen.rounded_rectangle((0, 0, side - 1, side - 1), corner, fill=colour)
    scale = side / _UNITS * (_SAFE if icon.purpose == "maskable" else 1)
    edge = (side - scale * _UNITS) / 2
    for x, y in _hill():
        _dot(pen, (edge + x * scale, edge + y * scale), _PEN / 2 * scale, SAND)
    x, y = _SUN_AT
    _dot(pen, (edge + x * scale, edge + y * scale), _SUN_RADIUS * scale, SUN)
    small = image.resize((icon.size, icon.size), Image.Resampling.LANCZOS)
    return small.convert("RGB") if icon.fills else small


def _dot(pen: ImageDraw.ImageDraw, at: Point, radius: float, colour: str) -> None:
    x, y = at
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _hill() -> Iterator[Point]:
    """Points along the line of the hill, so near each other that round dots make a line."""
    steps = 400
    for a, b, c, d in _HILL:
        for step in range(steps + 1):
            t = step / steps
            u = 1 - t
            weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            yield (
                sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
            )


MANIFEST = "manifest.webmanifest"
# --app-paper of tokens.css, which every page begins with.
_PAPER = "#fcfaf6"
# What a phone has room for below an icon.
_SHORT = 12


def write_manifest(site: Path, edition: Edition) -> None:
    """Write the manifest into the root of the site."""
    text = json.dumps(manifest(edition), ensure_ascii=False, indent=1)
    (site / MANIFEST).write_text(text + "\n", "utf-8")


def manifest(edition: Edition) -> dict[str, Any]:
    """The manifest of the edition; its addresses begin where it stands, below any path."""
    config, ui = edition.config, Interface.load(edition.docs)
    return {
        "name": config.site_name,
        "short_name": short(config.site_name),
        "description": config.site_description or config.site_name,
        "lang": ui.language,
        "dir": ui.text("locale.direction"),
        "start_url": "./",
        "scope": "./",
        # Not "standalone": that has no way back, and on an iPhone a store of its own, in which
        # a plan that was filled in before is not to be found.
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": edition.clinic.colour or TEAL,
        "icons": [
            {
                "src": icon.path,
                "sizes": f"{icon.size}x{icon.size}",
                "type": "image/png",
                "purpose": icon.purpose,
            }
            for icon in ICONS
        ],
    }


def short(name: str) -> str:
    """As many whole words of a name as fit below an icon; of a longer one its beginning."""
    kept = ""
    for word in name.split():
        longer = f"{kept} {word}".strip()
        if len(longer) > _SHORT:
            break
        kept = longer
    return kept or name[:_SHORT]
