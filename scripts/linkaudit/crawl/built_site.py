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

from linkaudit.crawl.lines import Alike, lines_in_markdown

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


def start_of(site: Site, page: str) -> Place:
    """Where a page begins: in its Markdown, if that is known."""
    source = source_of(site.docs, page)
    return Place(name_of(site.docs, source), 1) if site.docs and source else Place(page, 1)


def place_of(site: Site, page: str, target: str | None, alike: Alike) -> Place | None:
    """Where a target of a page most likely was written in Markdown, if that is known.

    What is not in the page's own words comes from a passage or from data that it shows. None if
    it is nowhere: then it comes from the theme.
    """
    source = source_of(site.docs, page)
    if site.docs is None or source is None or target is None:
        return None
    for file in (source, *_shared(site)):
        text = _text(site, file)
        for written in _as_written(target):
            lines = lines_in_markdown(text, written)
            if lines:
                line = lines[alike.nth] if len(lines) == alike.of else lines[0]
                return Place(name_of(site.docs, file), line)
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
# Of http and https: an address may have them or not.
_USUAL_PORTS = (80, 443)
_ANY_USUAL_PORT = "(?::(?:0*+(?:80|443))?)?"
# A browser takes these out of an address, wherever they stand.
_DROPPED = re.compile(r"[\t\n\r]")


@dataclass(frozen=True, eq=False)
class Site:
    """The files of a built site. `base` is the path under which the host serves it.

    `host` is that host, such as `https://user.github.io`, if it is known: whole addresses there
    are links of the site as well, whether by https, http or as the page itself came, `//host/`.
    `docs` is where the Markdown of the pages is, if it is known.
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
        if address[:2] != "//" and not _SCHEME.match(address):
            return True
        return bool(self._after_host(address)) and not self.is_outside("", address)

    def is_outside(self, page: str, address: str) -> bool:
        """Whether an address on a page leads to the host of the site, but not below its base.

        What climbs above a base that is the root of the host, or is not known, leads nowhere.
        """
        _, path, _ = parts = _parts(self._within(address))
        return self.base != "/" and self._below_base(page, "../" * parts[0] + path) is None

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
        below = self._below_base(page, "../" * up + path)
        return (None if below is None else self.answers.get(below)), fragment

    def _below_base(self, page: str, path: str) -> str | None:
        """The path from the base on of one on the host, or None if it does not lead there."""
        if path[:1] != "/":
            folder = page.rpartition("/")[0]
            path = f"{folder}/{path}" if folder else path
            if self.base == "/" and _normal(path).startswith(".."):
                return None
            path = self.base + path
        if "/." in path or "//" in path:
            path = _normal(path)
        if f"{path}/" == self.base:
            return ""
        return path[len(self.base) :] if path.startswith(self.base) else None

    @cached_property
    def _own(self) -> re.Pattern[str] | None:
        """What the whole addresses on the host of the site begin with, if that is known."""
        if not self.host:
            return None
        parts = urlsplit(self.host)
        port = f":0*+{parts.port}" if parts.port not in (None, *_USUAL_PORTS) else _ANY_USUAL_PORT
        name = re.escape(parts.hostname or "")
        return re.compile(rf"(?:https?:)?//{name}{port}(?=[/?#]|\Z)", re.IGNORECASE)

    def _after_host(self, address: str) -> str:
        """What stands in a whole address behind the host of the site; nothing for all others."""
        own = self._own.match(address) if self._own else None
        return address[own.end() :] or "/" if own else ""

    def _within(self, address: str) -> str:
        """The address without the host of the site, read as browsers do."""
        address = self._after_host(address) or address
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
    _ = parts.port  # raises for one that is no number, or too large
    host = f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
    return Location(host, unquote(parts.path) or "/")


def fragment_of(address: str) -> str:
    """What stands behind the # of an address, decoded."""
    return unquote(_DROPPED.sub("", address).partition("#")[2])


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
    return f"{clean.rstrip('/')}/" if is_folder else clean


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
