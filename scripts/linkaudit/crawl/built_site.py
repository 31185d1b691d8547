"""A built site as its host answers for it: which file comes for an address."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from linkaudit.crawl.lines import lines_in_markdown

# The Markdown from which a page was made, and the line of it that made a link.

# Where the words come from that pages share, below the folder of the Markdown.
_SHARED = ("_parts/*.md", "_data/*.yml")


class Place(NamedTuple):
    """A file, named from the folder of the docs on, and a line in it, counted from 1."""

    path: str
    line: int


class Location(NamedTuple):
    """Where a site is hosted: the host with its scheme, if it is known, and the path there."""

    host: str = ""
    base: str = "/"


def source_of(docs: Path | None, page: str) -> Path | None:
    """The Markdown file that a page was made from, or None if it is not there."""
    if docs is None:
        return None
    stem = page.removesuffix(".html").removesuffix("index").rstrip("/")
    for name in (f"{stem}.md", f"{stem}/index.md" if stem else "index.md"):
        if (docs / name).is_file():
            return docs / name
    return None


def place_of(site: Site, source: Path, target: str, nth: int, of: int) -> Place | None:
    """Where a target most likely was written, the `nth` of so many on the page.

    What is not in the page's own words comes from a passage or from data that it shows. None if
    it is nowhere: then it comes from the theme.
    """
    for file in (source, *_shared(site)):
        text = _text(site, file)
        for written in _as_written(target):
            lines = lines_in_markdown(text, written)
            if lines:
                line = lines[nth] if len(lines) == of else lines[0]
                return Place(name_of(site.docs or source.parent, file), line)
    return None


@lru_cache(maxsize=1)
def _shared(site: Site) -> tuple[Path, ...]:
    docs = site.docs
    found = (f for pattern in _SHARED for f in docs.glob(pattern)) if docs else ()
    return tuple(sorted(f for f in found if f.is_file()))


@lru_cache(maxsize=256)  # a page with one problem often has more, and all share the same words
def _text(site: Site, file: Path) -> str:
    """The text of a file; `site` is there for the cache, which must not outlive one check."""
    return file.read_text("utf-8", errors="replace")


def name_of(docs: Path, file: Path) -> str:
    """The name of a file as problems print it, from the folder of the docs on."""
    return file.relative_to(docs.parent).as_posix()


def _as_written(target: str) -> Iterator[str]:
    """What may stand in Markdown for a target of HTML."""
    if not target:
        yield "]()"
        return
    if target.startswith("["):  # what was left over: it is no address
        yield target
        return
    path, _, fragment = target.partition("#")
    name = posixpath.basename(path.rstrip("/"))
    forms = [target, f"#{fragment}"]
    if name:
        forms[1:] = [f"{name}.md#{fragment}", f"{name}.md"]
    yield from (form for form in forms if form.strip("#./"))


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What hosts send as pages of HTML, whatever the case.
_PAGE = re.compile(r"\.(?:[xs]?html?|xht)\Z", re.IGNORECASE)
# The ends of the paths of other files that lead to others, in small letters.
_LEADING = (
    *(".css", ".pdf", ".webmanifest"),
    *("/manifest.json", "/sitemap.xml", "/search/search_index.json"),
)
# A version may be a link to another one. More links than this, one in the other, are a maze.
_LINKS_DEEP = 3
# A browser takes these out of an address, wherever they stand.
_DROPPED = re.compile(r"[\t\n\r]")


@dataclass(frozen=True, eq=False)
class Site:
    """The files of a built site. `base` is the path under which the host serves it.

    `host` is that host, such as `https://user.github.io`, if it is known: whole addresses there
    are links of the site as well. `docs` is where the Markdown of the pages is, if it is known.
    """

    folder: Path
    files: frozenset[str] = field(repr=False)
    base: str = "/"
    host: str = ""
    docs: Path | None = None

    @classmethod
    def load(cls, folder: Path, docs: Path | None = None, base: str = "/", host: str = "") -> Site:
        """List the files below a folder. Raises OSError if it cannot be read."""
        base = base if base.endswith("/") else f"{base}/"
        return cls(folder, frozenset(_files_below(folder)), base, host, docs)

    @cached_property
    def pages(self) -> frozenset[str]:
        """The paths of the HTML files."""
        return frozenset(filter(is_page, self.files))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each file that leads to others: its place in `leading`."""
        return {path: number for number, path in enumerate(self.leading)}

    @cached_property
    def leading(self) -> tuple[str, ...]:
        """The paths of the files that lead to others, sorted."""
        others = (path for path in self.files if f"/{path.lower()}".endswith(_LEADING))
        return tuple(sorted({*self.pages, *others}))

    @cached_property
    def answers(self) -> Mapping[str, str]:
        """The file for each path that the host answers: `x` is x, x.html or x/index.html.

        Pages with other endings answer to their whole names only.
        """
        known = {path: path for path in self.files}
        for path in self.pages:
            if path.endswith(".html"):
                known.setdefault(path.removesuffix(".html"), path)
        for path in self.pages:
            folder, _, name = path.rpartition("/")
            if name == "index.html":
                known[f"{folder}/" if folder else ""] = path
                known.setdefault(folder, path)
        return known

    def stays(self, address: str) -> bool:
        """Whether an address leads to this site, as far as its form tells."""
        if address[:2] == "//":
            return False
        return not _SCHEME.match(address) or bool(self._below_host(address))

    def is_outside(self, address: str) -> bool:
        """Whether an address begins at the root of the host, but not below the site's base."""
        path = unquote(self._within(address).partition("#")[0].partition("?")[0])
        return path.startswith("/") and not (path.startswith(self.base) or f"{path}/" == self.base)

    def resolve(self, page: str, address: str) -> tuple[str | None, str]:
        """Return the file that the host answers with, or None, and the fragment, both decoded.

        `page` is the path of the file in which the address stands. Letter case matters.
        """
        # Nearly every address names a file as it is: what remains is read with more care.
        up, path, fragment = _parts(address)
        around = _folders_around(page)
        if up < len(around) and (path or up):
            found = self.answers.get(around[up] + path)
            if found is not None:
                return found, fragment
        return self._resolve_with_care(page, self._within(address))

    def _resolve_with_care(self, page: str, address: str) -> tuple[str | None, str]:
        up, path, fragment = _parts(address)
        if not path and not up:
            return page, fragment
        if path[:1] == "/" and not up:
            if not (path.startswith(self.base) or f"{path}/" == self.base):
                return None, fragment
            joined = path[len(self.base) :]
        else:
            around = _folders_around(page)
            joined = around[up] + path if up < len(around) else "../" + path
        if "./" in joined or "//" in joined or joined[-1:] == ".":
            joined = _normal(joined)
        return self.answers.get(joined), fragment

    def _below_host(self, address: str) -> bool:
        """Whether a whole address is below the address at which the site is hosted."""
        if not self.host or not address.lower().startswith(self.host):
            return False
        rest = address[len(self.host) :]
        return rest[:1] in ("", "/", "?", "#") and not self.is_outside(rest or "/")

    def _within(self, address: str) -> str:
        """The address without the host of the site, read as browsers do."""
        if self.host and address[: len(self.host)].lower() == self.host:
            address = address[len(self.host) :] or "/"
        path, mark, rest = re.split(r"([?#]|$)", _DROPPED.sub("", address), maxsplit=1)
        return path.replace("\\", "/") + mark + rest


def is_page(path: str) -> bool:
    """Whether a file is a page of HTML, by its ending: .html, .htm, .xhtml, .shtml, .HTML …"""
    return bool(_PAGE.search(path))


def without_ending(path: str) -> str:
    """The path of a page without its ending; any other path as it is."""
    return _PAGE.sub("", path)


def host_of(url: str) -> Location:
    """The host with its scheme, "" for a bare path, and the path of a site's address.

    Raises ValueError if it is no address.
    """
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
    return Location(host, unquote(parts.path) or "/")


@lru_cache(maxsize=2**15)  # most links of a site are like others
def _parts(address: str) -> tuple[int, str, str]:
    """How many folders up an address leads, its path from there on, and its fragment."""
    path, _, fragment = address.partition("#")
    path = path.partition("?")[0]
    if "%" in address:
        path, fragment = unquote(path), unquote(fragment)
    up = 0
    while path.startswith("../", up * 3):
        up += 1
    return up, path[up * 3 :], fragment


@lru_cache(maxsize=64)
def _folders_around(page: str) -> tuple[str, ...]:
    """The folder of a page, the one around it and so on: `("a/b/", "a/", "")`."""
    parts = page.split("/")[:-1]
    return tuple("".join(f"{part}/" for part in parts[:n]) for n in range(len(parts), -1, -1))


def _normal(path: str) -> str:
    """The path without `.`, `..` and doubled slashes; a folder keeps its slash."""
    is_folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    clean = posixpath.normpath(path)
    if clean == ".":
        return ""
    return f"{clean}/" if is_folder else clean


def _files_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file; pipes are none, and a link that leads in a circle is left."""
    waiting: list[tuple[str, str, tuple[str, ...]]] = [(str(folder), "", ())]
    while waiting:
        here, before, crossed = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                kind = _kind_of(entry)
                if kind == "file":
                    yield before + entry.name
                elif kind == "folder" and not entry.is_symlink():
                    waiting.append((entry.path, f"{before}{entry.name}/", crossed))
                elif kind == "folder":
                    there, come_by = (
                        os.path.realpath(entry.path),
                        (*crossed, os.path.realpath(here)),
                    )
                    circle = any(f"{place}/".startswith(f"{there}/") for place in come_by)
                    if not circle and len(come_by) <= _LINKS_DEEP:
                        waiting.append((entry.path, f"{before}{entry.name}/", come_by))


def _kind_of(entry: os.DirEntry[str]) -> str:
    """A pipe is neither, nor is a link that leads nowhere or to itself."""
    try:
        if entry.is_file():
            return "file"
        return "folder" if entry.is_dir() else ""
    except OSError:
        return ""
