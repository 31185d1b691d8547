"""Offline: which files a phone keeps, and the service worker that keeps them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from guide.content.reading_order import built_path, reading_order
from guide.edition.edition import Edition
from guide.publish import manifest
from guide.publish.manifest import write_icons
from guide.publish.scripts import smaller

# The precache: which files of a site a phone keeps, and how it knows that one has changed.

PAGE = ".html"
PARTS = frozenset({".css", ".js"})
IMAGES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})
# Kept once a reader has opened it: it is large, and not everybody prints.
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
        large = [name for name in self._all if Path(name).suffix in ON_REQUEST]
        return self._digests([*large, *self._shared[1]])

    @property
    def size(self) -> int:
        """The bytes that every phone keeps."""
        return sum(map(self._size, self._shared[0]))

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
    def _shared(self) -> tuple[list[str], list[str]]:
        """What every phone keeps, and what only who opens it: both in order.

        Pages, what they run and look like, and those images that stand on one of them.
        """
        kept = {n for n in self._all if Path(n).suffix in PARTS and n != self.worker}
        images: dict[str, list[str]] = {}
        for name in self._all:
            if Path(name).suffix in IMAGES:
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
    manifest.write_manifest(site, edition)
    # The page that says so offline, then urgent help, then as the guide is read.
    pages = [built_path(path) for path, _ in reading_order(edition.config.nav or [])]
    urgent = [page for page in pages if page.startswith("urgent-help")]
    precache = Precache(site, WORKER, ("404.html", "index.html", *urgent, *pages))
    (site / WORKER).write_text(script(precache), "utf-8")
    return precache


def script(precache: Precache) -> str:
    """The text of the worker; the same files give the same text."""
    # One file a line: a server packs it as well, and a person can read it.
    return (
        f'// Keeps the guide on the phone. Version: "{precache.version}"\n"use strict";\n'
        f"const FILES = {json.dumps(precache.files, indent=0)};\n"
        f"const ON_REQUEST = {json.dumps(precache.on_request, indent=0)};\n"
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
