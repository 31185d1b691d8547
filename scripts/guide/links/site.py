"""A built site as a visitor's browser meets it: its files, and the links and anchors of pages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from guide.checks.addresses import (
    Link,
    links_of_css,
    links_of_manifest,
    links_of_page,
    links_of_sitemap,
)
from guide.content import PARTS
from guide.problems import Problem
from guide.routines import ROUTINES

_NOT_WORDS = "script, style, template, code, pre, svg, textarea"
# Files beside the pages that lead to other files.
_OTHERS: Mapping[str, Callable[[str], Iterator[Link]]] = {
    ".css": links_of_css,
    ".webmanifest": links_of_manifest,
    "manifest.json": links_of_manifest,
    "sitemap.xml": links_of_sitemap,
}


@dataclass(frozen=True)
class BuiltFile:
    """A file that leads to others: `path` is relative to the site."""

    path: str
    text: str = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)

    def problem(self, rule: str, message: str, target: str | None = None) -> Problem:
        """A problem at the line of the file where the target stands."""
        return Problem(self.path, _line_of(self.text, target) or 1, rule, message, target=target)


@dataclass(frozen=True)
class BuiltPage(BuiltFile):
    """One HTML file; `source` is the Markdown that it was made from, if that is known."""

    tree: LexborHTMLParser = field(repr=False)
    anchors: frozenset[str] = field(repr=False)
    source: Path | None
    source_name: str
    docs: Path | None = None

    @cached_property
    def words(self) -> str:
        """The words of the page, without code."""
        tree = self.tree.clone()
        for node in tree.css(_NOT_WORDS):
            node.decompose()
        return tree.body.text(separator="\n") if tree.body else ""

    def problem(self, rule: str, message: str, target: str | None = None) -> Problem:
        """A problem at the source line where the target stands, else at its line of HTML."""
        path, line = self.path, _line_of(self.text, target) or 1
        if self.source and self.docs:
            path, line = self.source_name, 1
            # What is not in the page's own words comes from a passage or a routine in it.
            passages = (*sorted((self.docs / PARTS).glob("*.md")), self.docs / ROUTINES)
            for file in filter(Path.is_file, (self.source, *passages)):
                found = _source_line(file.read_text("utf-8", errors="replace"), target)
                if found:
                    path, line = file.relative_to(self.docs.parent).as_posix(), found
                    break
        return Problem(path, line, rule, message, page=self.path, target=target)


@dataclass(frozen=True)
class Followed:
    """A link that stays on the site, and the file that the host answers with, if it does."""

    file: BuiltFile
    link: Link
    answer: str | None
    fragment: str


@dataclass(frozen=True)
class Site:
    """All files of a built site. `base` is the path under which a host serves it."""

    folder: Path
    files: frozenset[str] = field(repr=False)
    pages: Mapping[str, BuiltPage] = field(repr=False)
    others: tuple[BuiltFile, ...] = field(default=(), repr=False)
    base: str = "/"

    @classmethod
    def load(cls, folder: Path, docs: Path | None = None, base: str = "/") -> Site:
        """Read every HTML file; `docs` is where their Markdown is, to name lines there."""
        files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        pages = {
            path: _read(folder, path, docs) for path in sorted(files) if path.endswith(".html")
        }
        others = tuple(_other_files(folder, files))
        base = base if base.endswith("/") else f"{base}/"
        return cls(folder, frozenset(files), pages, others, base)

    @cached_property
    def followed(self) -> tuple[Followed, ...]:
        """Every link that stays on the site, followed once for all checks."""
        return tuple(
            Followed(file, link, *self.resolve(file, link.address))
            for file in (*self.pages.values(), *self.others)
            for link in file.links
            if _stays(link.address)
        )

    def is_outside(self, address: str) -> bool:
        """Whether an address begins at the root of the host, but not below the site's base."""
        path = unquote(urlsplit(address).path)
        return path.startswith("/") and not (path.startswith(self.base) or f"{path}/" == self.base)

    def resolve(self, page: BuiltFile, target: str) -> tuple[str | None, str]:
        """Return the file that GitHub Pages answers with, or None, and the fragment.

        The path is percent-decoded, case matters, a folder is its index.html,
        `x` answers with `x.html` or leads on to `x/`.
        """
        parts = urlsplit(target)
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        if not path:
            return page.path, fragment
        if path.startswith("/"):
            if self.is_outside(target):
                return None, fragment
            joined = path[len(self.base) :]
        else:
            joined = posixpath.join(posixpath.dirname(page.path), path)
        is_folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
        clean = posixpath.normpath(joined) if joined else "."
        if clean.startswith(".."):
            return None, fragment
        stem = "" if clean == "." else clean
        index = posixpath.join(stem, "index.html")
        answers = [index] if is_folder or not stem else [stem, f"{stem}.html", index]
        return next((answer for answer in answers if answer in self.files), None), fragment


def _stays(address: str) -> bool:
    """Whether an address names no other host; one that cannot be read is told by its own rule."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def _read(folder: Path, path: str, docs: Path | None) -> BuiltPage:
    html = (folder / path).read_text("utf-8", errors="replace")
    tree = LexborHTMLParser(html)
    anchors = {node.attributes.get("id") for node in tree.css("[id]")}
    anchors |= {node.attributes.get("name") for node in tree.css("a[name]")}
    source = _source_of(path, docs)
    name = source.relative_to(docs.parent).as_posix() if source and docs else path
    links = tuple(links_of_page(tree))
    return BuiltPage(path, html, links, tree, frozenset(filter(None, anchors)), source, name, docs)


def _other_files(folder: Path, files: Iterable[str]) -> Iterator[BuiltFile]:
    for path in sorted(files):
        read = _OTHERS.get(posixpath.basename(path)) or _OTHERS.get(posixpath.splitext(path)[1])
        if read:
            text = (folder / path).read_text("utf-8", errors="replace")
            yield BuiltFile(path, text, tuple(read(text)))


def _source_of(path: str, docs: Path | None) -> Path | None:
    if docs is None:
        return None
    stem = path.removesuffix(".html").removesuffix("index").rstrip("/")
    for name in (f"{stem}.md", f"{stem}/index.md" if stem else "index.md"):
        if (docs / name).is_file():
            return docs / name
    return None


def _source_line(text: str, target: str | None) -> int | None:
    """The line of the Markdown that most likely made the target, if it is there."""
    if not target:
        return None
    path, _, fragment = target.partition("#")
    name = posixpath.basename(path.rstrip("/"))
    candidates = (target, f"{name}.md#{fragment}" if name else f"#{fragment}", f"{name}.md")
    lines = (_line_of(text, candidate) for candidate in candidates if candidate.strip("#./"))
    return next((line for line in lines if line), None)


def _line_of(text: str, target: str | None) -> int | None:
    if not target:
        return None
    # An address in quotes is that very one, and no part of a longer one.
    places = (text.find(form) for form in (f'"{target}"', f"'{target}'", target))
    place = next((place for place in places if place >= 0), -1)
    return text.count("\n", 0, place) + 1 if place >= 0 else None
