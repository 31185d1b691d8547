"""The precache: which files of a site a phone keeps, and how it knows that one has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PAGE = ".html"
PARTS = frozenset({".css", ".js"})
IMAGES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})
# Kept once a reader has opened it: it is large, and not everybody prints.
ON_REQUEST = frozenset({".pdf"})


@dataclass(frozen=True)
class Precache:
    """The files of a built site that a phone keeps, but for `worker`, which keeps itself."""

    site: Path
    worker: str

    @cached_property
    def files(self) -> dict[str, str]:
        """What every phone keeps: address within the site, such as `sleep/`, and digest."""
        return {_address(name): _digest(self.site / name) for name in self._kept}

    @cached_property
    def on_request(self) -> dict[str, str]:
        """What a phone keeps once its reader has opened it: address and digest."""
        named = [name for name in self._all if Path(name).suffix in ON_REQUEST]
        return {name: _digest(self.site / name) for name in named}

    @property
    def size(self) -> int:
        """The bytes that every phone keeps."""
        return sum((self.site / name).stat().st_size for name in self._kept)

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
    def _kept(self) -> list[str]:
        return list(self._wanted())

    def _wanted(self) -> Iterator[str]:
        """Pages, what they run and look like, and those images that stand on one of them."""
        pages = [(self.site / name).read_text("utf-8") for name in self._all if name.endswith(PAGE)]
        for name in self._all:
            path = Path(name)
            if name == self.worker:
                continue
            seen = path.suffix in IMAGES and any(path.name in page for page in pages)
            if seen or path.suffix == PAGE or path.suffix in PARTS:
                yield name


def _address(name: str) -> str:
    """How a reader gets there: a page that stands for its folder goes by the folder's name."""
    return name.removesuffix("index.html") if f"/{name}".endswith("/index.html") else name


def _digest(path: Path) -> str:
    return _short(path.read_bytes())


def _short(content: bytes | str) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:10]
