"""Offline: which files a phone keeps, the service worker that keeps them, manifest and icons."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from PIL import Image, ImageDraw

from guide.content.interface import Interface
from guide.content.navigation import built_path, reading_order
from guide.core.steps import readable_size
from guide.edition.edition import Edition
from guide.publish.budget import zipped
from guide.publish.scripts import smaller
from guide.publish.thumbnails import SUFFIX

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


_ICONS = "icons"
ICONS = (
    Icon(f"{_ICONS}/192.png", 192),
    Icon(f"{_ICONS}/512.png", 512),
    Icon(f"{_ICONS}/maskable-512.png", 512, "maskable"),
)
# An iPhone asks for this one, and rounds its corners itself.
APPLE = Icon(f"{_ICONS}/180.png", 180, "apple")


def write_icons(site: Path, colour: str | None) -> None:
    """Write the icons into a site, in the colour of its clinic if it has one, like `#7a1f5c`."""
    for icon in (*ICONS, APPLE):
        path = site / icon.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_png(icon, colour or TEAL))


@cache
def _png(icon: Icon, colour: str) -> bytes:
    """The file of an icon. To draw one takes longer than to build a guide of a few pages."""
    file = BytesIO()
    draw_icon(icon, colour).save(file, "PNG", optimize=True)
    return file.getvalue()


def draw_icon(icon: Icon, colour: str) -> Image.Image:
    """The icon on that colour."""
    shape, figure = _layers(icon)
    image = Image.new("RGBA", shape.size, colour)
    image.putalpha(shape)
    image = Image.alpha_composite(image, figure)
    return image.convert("RGB") if icon.fills else image


@cache
def _layers(icon: Icon) -> tuple[Image.Image, Image.Image]:
    """The shape of an icon, which takes a colour, and what stands on it, which has its own."""
    side = icon.size * _FINER
    shape, figure = Image.new("L", (side, side)), Image.new("RGBA", (side, side))
    corner = 0 if icon.fills else _ROUND * side / _UNITS
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, side - 1, side - 1), corner, fill=255)
    pen = ImageDraw.Draw(figure)
    scale = side / _UNITS * (_SAFE if icon.purpose == "maskable" else 1)
    edge = (side - scale * _UNITS) / 2
    for x, y in _hill():
        _dot(pen, (edge + x * scale, edge + y * scale), _PEN / 2 * scale, SAND)
    x, y = _SUN_AT
    _dot(pen, (edge + x * scale, edge + y * scale), _SUN_RADIUS * scale, SUN)
    small = icon.size, icon.size
    lanczos = Image.Resampling.LANCZOS
    return shape.resize(small, lanczos), figure.resize(small, lanczos)


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
        # On an iPhone only a standalone app keeps what is written in it for longer than a week.
        # Where a browser can show its way back as well, it does; Safari knows no override.
        "display": "standalone",
        "display_override": ["minimal-ui"],
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


# The precache: which files of a site a phone keeps, and how it knows that one has changed.

PAGE = ".html"
PARTS = frozenset({".css", ".js"})
IMAGES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})
# What a web server packs on its way.
PACKED = PARTS | {PAGE, ".svg"}
# Kept once a reader has opened it, or asked for all: they are large, and not everybody prints. The
# picture beside it, of its name, is kept once it was seen.
ON_REQUEST = frozenset({".pdf"})

# Bytes of all that every phone keeps, before it is packed: what is fetched is a quarter of them.
MOST = 24_000_000
_IMAGE = re.compile(rf"(?:{'|'.join(re.escape(ending) for ending in sorted(IMAGES))})\b")
# What stands before the name of a file, and no name is longer.
_BEFORE = re.compile(r"""[\s"'/()<>=]""")
_LONGEST = 255


@dataclass(frozen=True)
class Precache:
    """The files of a built site that a phone keeps, but for `worker`, which keeps itself.

    `first` are pages by their files, those that matter most first: of a guide that is too large
    for a phone it keeps as many as it may, and each of the others once it was opened.
    """

    site: Path
    worker: str
    first: tuple[str, ...] = ()

    @cached_property
    def files(self) -> dict[str, str]:
        """What every phone keeps: address within the site, such as `sleep/`, and digest."""
        return self._digests(self._shared[0])

    @cached_property
    def on_request(self) -> dict[str, str]:
        """What a phone keeps once its reader has opened it: address and digest."""
        later = {*self._large, *self._thumbnails, *self._shared[1]}
        return self._digests(name for name in self._all if name in later)

    @property
    def size(self) -> int:
        """The bytes that every phone keeps."""
        return sum(map(self._size, self._shared[0]))

    @property
    def sent(self) -> int:
        """The bytes that a web server sends of it: it packs text, but not photographs."""
        return sum(map(self._sent, self._shared[0]))

    @property
    def later(self) -> int:
        """How many files, but for PDFs, a phone keeps only once they were opened."""
        return len(self._shared[1])

    @property
    def version(self) -> str:
        """A digest of all of it: another one means that something has changed."""
        return _short("".join(f"{p} {d}\n" for p, d in (self.files | self.on_request).items()))

    @cached_property
    def _all(self) -> list[str]:
        """Every file by its path within the site, in order."""
        paths = (path for path in self.site.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.site).as_posix() for path in paths)

    @cached_property
    def _large(self) -> list[str]:
        return [name for name in self._all if Path(name).suffix in ON_REQUEST]

    @cached_property
    def _thumbnails(self) -> set[str]:
        return {str(PurePosixPath(name).with_suffix(SUFFIX)) for name in self._large} & set(
            self._all
        )

    @cached_property
    def _shared(self) -> tuple[list[str], list[str]]:
        """What every phone keeps, and what only who opens it: both in order.

        Pages, what they run and look like, and those images that stand on one of them.
        """
        kept = {n for n in self._all if Path(n).suffix in PARTS and n != self.worker}
        images: dict[str, list[str]] = {}
        for name in self._all:
            if Path(name).suffix in IMAGES and name not in self._thumbnails:
                images.setdefault(Path(name).name, []).append(name)
        size, later = sum(map(self._size, kept)), set[str]()
        rank = {name: place for place, name in enumerate(self.first)}
        pages = [name for name in self._all if name.endswith(PAGE)]
        for page in sorted(pages, key=lambda name: (rank.get(name, len(rank)), name)):
            shown = _images_of((self.site / page).read_text("utf-8"))
            new = {page, *(path for name in shown for path in images.get(name, ()))} - kept
            weight = sum(map(self._size, new))
            if later or size + weight > MOST:
                later |= new
            else:
                kept |= new
                size += weight
        return sorted(kept), sorted(later - kept)

    def _size(self, name: str) -> int:
        return (self.site / name).stat().st_size

    def _sent(self, name: str) -> int:
        packed = Path(name).suffix in PACKED
        return zipped((self.site / name).read_bytes()) if packed else self._size(name)

    def _digests(self, names: Iterable[str]) -> dict[str, str]:
        return {_address(name): _digest(self.site / name) for name in names}


def _images_of(page: str) -> set[str]:
    """The names of the images that a page shows."""
    ends = {found.end() for found in _IMAGE.finditer(page)}
    return {unquote(_BEFORE.split(page[max(0, end - _LONGEST) : end])[-1]) for end in ends}


def _address(name: str) -> str:
    """How a reader gets there: a page that stands for its folder goes by the folder's name."""
    return name.removesuffix("index.html") if f"/{name}".endswith("/index.html") else name


def _digest(path: Path) -> str:
    return _short(path.read_bytes())


def _short(content: bytes | str) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:10]


# At the root of the site: a worker governs only what stands beside and below it.
WORKER = "sw.js"
_LISTS = re.compile(r"^const (?:FILES|ON_REQUEST) = (\{.*?\});$", re.MULTILINE | re.DOTALL)
_WORKER = Path(__file__).with_name("worker.js")


def write(site: Path, edition: Edition) -> Precache:
    """Write the worker, the manifest and the icons into a finished site; return what is kept.

    Nothing may change in the site afterwards: the worker knows every file by its content.
    """
    write_icons(site, edition.clinic.colour)
    write_manifest(site, edition)
    # The page that says so offline, then urgent help, then as the guide is read.
    pages = [built_path(path) for path, _ in reading_order(edition.config.nav or [])]
    urgent = built_path(edition.identity.urgent_page)
    precache = Precache(site, WORKER, ("404.html", "index.html", urgent, *pages))
    (site / WORKER).write_text(script(precache), "utf-8")
    return precache


def script(precache: Precache) -> str:
    """The text of the worker; the same files give the same text."""
    # One file a line: a server packs it as well, and a person can read it.
    return (
        f'// Keeps the guide on the phone. Version: "{precache.version}"\n"use strict";\n'
        f"const FILES = {json.dumps(precache.files, indent=0)};\n"
        f"const ON_REQUEST = {json.dumps(precache.on_request, indent=0)};\n"
        f"const SIZE = {json.dumps(readable_size(precache.sent))};\n"
        f"{smaller(_WORKER.read_text('utf-8'))}\n"
    )


def listed(site: Path) -> dict[str, str] | None:
    """The files that the worker of a built site knows, with their digests; None without a worker.

    A worker that cannot be read knows no file.
    """
    try:
        text = (site / WORKER).read_text("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return {}
    known: dict[str, str] = {}
    for found in _LISTS.findall(text):
        with contextlib.suppress(ValueError):
            known |= json.loads(found)
    return known
