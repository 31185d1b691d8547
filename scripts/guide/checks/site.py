"""A built site as a visitor's browser meets it: its files, and the links and anchors of pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from guide.content import PARTS
from guide.problems import Problem
from guide.routines import ROUTINES

# Attributes that fetch or lead to another file; of `a`, `area` it is a page, else an asset.
_LINKS = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "script": ("src",),
    "img": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
}
_PAGE_TAGS = ("a", "area")
# rel of a link that names an address for machines instead of fetching it
_NAMES_ONLY = {"canonical", "preconnect", "dns-prefetch", "alternate"}


@dataclass(frozen=True)
class Link:
    """An address on a page, as written; `to_page` for links that a reader follows."""

    tag: str
    target: str

    @property
    def to_page(self) -> bool:
        return self.tag in _PAGE_TAGS


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file: `path` is relative to the site, `source` the file it was made from."""

    path: str
    html: str = field(repr=False)
    tree: LexborHTMLParser = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)
    anchors: frozenset[str] = field(repr=False)
    source: Path | None
    source_name: str
    docs: Path | None = None

    def problem(self, rule: str, message: str, target: str | None = None) -> Problem:
        """A problem at the source line where the target stands, else at its line of HTML."""
        path, line = self.path, _line_of(self.html, target) or 1
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
class Site:
    """All files of a built site. `base` is the path under which a host serves it."""

    folder: Path
    files: frozenset[str] = field(repr=False)
    pages: Mapping[str, BuiltPage] = field(repr=False)
    base: str = "/"

    @classmethod
    def load(cls, folder: Path, docs: Path | None = None, base: str = "/") -> Site:
        """Read every HTML file; `docs` is where their Markdown is, to name lines there."""
        files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        pages = {
            path: _read(folder, path, docs) for path in sorted(files) if path.endswith(".html")
        }
        return cls(folder, frozenset(files), pages, base if base.endswith("/") else f"{base}/")

    def resolve(self, page: BuiltPage, target: str) -> tuple[str | None, str]:
        """Return the file that GitHub Pages answers with, or None, and the fragment.

        The path is percent-decoded, case matters, a folder is its index.html,
        `x` answers with `x.html` or leads on to `x/`.
        """
        parts = urlsplit(target)
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        if not path:
            return page.path, fragment
        if path.startswith("/"):
            inside = path.startswith(self.base) or f"{path}/" == self.base
            if not inside:
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


def links_of(site: Site) -> Iterator[tuple[BuiltPage, Link]]:
    """Yield every link that stays on the site."""
    for page in site.pages.values():
        for link in page.links:
            try:
                parts = urlsplit(link.target)
            except ValueError:
                continue
            if not parts.scheme and not parts.netloc:
                yield page, link


def _read(folder: Path, path: str, docs: Path | None) -> BuiltPage:
    html = (folder / path).read_text("utf-8", errors="replace")
    tree = LexborHTMLParser(html)
    anchors = {node.attributes.get("id") for node in tree.css("[id]")}
    anchors |= {node.attributes.get("name") for node in tree.css("a[name]")}
    source = _source_of(path, docs)
    name = source.relative_to(docs.parent).as_posix() if source and docs else path
    return BuiltPage(
        path, html, tree, tuple(_links(tree)), frozenset(filter(None, anchors)), source, name, docs
    )


def _links(tree: LexborHTMLParser) -> Iterator[Link]:
    for tag, attributes in _LINKS.items():
        for node in tree.css(tag):
            if tag == "link" and _NAMES_ONLY & set((node.attributes.get("rel") or "").split()):
                continue
            for attribute in attributes:
                if attribute in node.attributes:
                    yield Link(tag, (node.attributes[attribute] or "").strip())


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
    place = text.find(target) if target else -1
    return text.count("\n", 0, place) + 1 if place >= 0 else None
