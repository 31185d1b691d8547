"""A file of a built site that leads to others: its links, what follows from them, and the
nearest name to one that is not there.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from linkaudit.core.problem import NEAR_OF_MANY, Names, Problem, hint
from linkaudit.crawl.built_site import Place, Site, place_of, source_of, start_of, without_ending
from linkaudit.crawl.html_addresses import Link, held_by
from linkaudit.crawl.lines import Alike, line_in_html, line_in_text

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>.*)", re.DOTALL)
_WITHIN = ("", ".", "#", "?")  # no scheme and no host begins so
# An element that ends itself, like `<script src="owl.js"/>`; but those that never have an end tag.
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([A-Za-z][\w:-]*+)"
    # Atomic, because Python 3.11.2 loses its place where a look ahead fails in a `*+`.
    r"((?>(?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*))/>",
    re.IGNORECASE,
)
# Other generators set code by a class: Erlang's a span, Doxygen's a block of lines.
_NOT_WORDS = "script, style, template, pre, svg, textarea, div.fragment"
_CODE = "code, kbd, samp, tt, var, span.code, span.literal, span.tt, span.monospace"
_EMPHASIS = "b cite del dfn em i ins mark q s small strike strong u".split()
# What stands for the tags within a line, and for brackets of code and of names: nobody writes it.
MARKUP, BLOCK = "\ue000", "\0"
_IN_CODE = str.maketrans("[]<>", "\ue001\ue002\ue003\ue004")
_AS_WRITTEN = str.maketrans("\ue001\ue002\ue003\ue004", "[]<>", MARKUP)
_GLUED = re.compile(r"(?<=\w)\[\^")

# What lists all of a site for machines: its addresses are made, not written.
LISTS = ("sitemap", "search")


class Followed(NamedTuple):
    """A link that stays on the site, and the file that the host answers with, if it does."""

    link: Link
    answer: str | None
    fragment: str


class Schemed(NamedTuple):
    """A link that a reader follows elsewhere: what stands before and behind its colon."""

    link: Link
    scheme: str
    rest: str


@dataclass(frozen=True)
class BuiltFile:
    """A file that leads to others: `path` is relative to the site."""

    site: Site = field(repr=False)
    path: str
    text: str = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)

    @cached_property
    def followed(self) -> tuple[Followed, ...]:
        """Every link that stays on the site, followed once for all rules."""
        site, path = self.site, self.path
        return tuple(
            Followed(link, *site.resolve(path, link.address))
            for link in self.links
            if link.address[:1] in _WITHIN or site.stays(link.address)
        )

    @cached_property
    def schemed(self) -> tuple[Schemed, ...]:
        """Every link with a scheme, as written, that a reader follows."""
        matches = ((link, _SCHEME.match(link.target)) for link in self.links if link.to_page)
        return tuple(Schemed(link, m["scheme"].lower(), m["rest"]) for link, m in matches if m)

    def alike(self, link: Link | None) -> Alike:
        """Which of the links that have one target a link is, in the order of the file."""
        times = self.times[link.target] if link else 1
        return Alike(self._numbers[id(link)], times) if times > 1 else Alike()

    @cached_property
    def times(self) -> Counter[str]:
        """How many links have each target."""
        return Counter(link.target for link in self.links)

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        seen: Counter[str] = Counter()
        numbers = {}
        for link in self.links:
            numbers[id(link)] = seen[link.target]
            seen[link.target] += 1
        return numbers

    def problem(self, message: str, target: str | None = None, link: Link | None = None) -> Problem:
        """A problem at the line of the file where the link or the target stands."""
        line = line_in_text(self.text, target, self.alike(link))
        return Problem(self.path, line, message, target=target)


@dataclass(frozen=True)
class BuiltPage(BuiltFile):
    """One HTML file; `ids` are those of its elements in order, each as often as it stands.

    `names` are those that its anchors have besides.
    """

    tree: LexborHTMLParser = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What the part of a link after # may name on this page."""
        return frozenset((*self.ids, *self.names))

    @cached_property
    def source(self) -> Path | None:
        """The Markdown that the page was made from, if that is known."""
        return source_of(self.site.docs, self.path)

    @cached_property
    def words(self) -> str:
        """The words of the page, without code; each piece between two tags begins a line."""
        tree = self.tree.clone()
        for node in tree.css(f"{_NOT_WORDS}, {_CODE}"):
            node.decompose()
        return tree.body.text(separator="\n") if tree.body else ""

    @cached_property
    def marked_words(self) -> str:
        """The words of the page, in which brackets are no code and may be Markdown left over.

        There is `MARKUP` for each tag of emphasis, `BLOCK` for any other; see `shown`.
        """
        tree = self.tree.clone()
        for node in tree.css(_NOT_WORDS):
            node.decompose()
        for node in tree.css(_CODE):
            node.replace_with(f"{MARKUP}{node.text().translate(_IN_CODE)}{MARKUP}")
        for node in tree.css(", ".join(_EMPHASIS)):
            node.insert_before(MARKUP)
            node.insert_after(MARKUP)
        for node in tree.css("br, wbr"):
            node.replace_with(" " if node.tag == "br" else "")
        for node in tree.css("img[alt]"):
            name = (node.attributes["alt"] or "").translate(_IN_CODE)
            node.replace_with(f"{MARKUP}{name}{MARKUP}")
        tree.unwrap_tags(_EMPHASIS)
        tree.merge_text_nodes()
        if "[^" in self.text:
            _hide_sets_of_characters(tree)
        return tree.body.text(separator=BLOCK) if tree.body else ""

    def problem(self, message: str, target: str | None = None, link: Link | None = None) -> Problem:
        """A problem at the line of the Markdown, if it is known, else at that of the HTML.

        What is wrong with the page as a whole stands at the beginning of its Markdown.
        """
        alike = self.alike(link) if link else Alike(0, self.ids.count(target or ""))
        written = target if link is None else link.target
        place = place_of(self.site, self.path, written, alike)
        if place is None and link is None and self.source:
            place = start_of(self.site, self.path)
        place = place or Place(self.path, line_in_html(self.text, link, target, alike))
        return Problem(*place, message, page=self.path, target=target)


def page_of(site: Site, path: str, html: str) -> BuiltPage:
    """The page that an HTML text makes, or one of XHTML, in which any element may end itself."""
    is_xml = path.lower().endswith((".xhtml", ".xht"))
    tree = LexborHTMLParser(_CLOSED.sub(r"<\1\2></\1>", html) if is_xml else html)
    held = held_by(tree)
    return BuiltPage(site, path, html, held.links, tree, held.ids, held.names)


def _hide_sets_of_characters(tree: LexborHTMLParser) -> None:
    """Take `a[^x]` in a link or a span for code: nothing else shows that other generators meant it.

    A link leads somewhere, so that a mark in it is none that lost its footnote.
    """
    for node in tree.css("a, span"):
        sign = re.compile(r"\[\^") if node.tag == "a" else _GLUED
        for child in list(node.iter(include_text=True)):
            words = child.text_content if child.is_text_node else None
            if words and sign.search(words):
                child.replace_with(sign.sub("[^".translate(_IN_CODE), words))


def shown(words: str) -> str:
    """A piece of the words of a page as its reader sees it, in one line."""
    return " ".join(words.translate(_AS_WRITTEN).split())


# The names of a site's files: which is nearest to one that is not there.


def nearest_page(page: BuiltPage, target: str) -> str:
    """Return `; did you mean "…"?`, as the link would be written on this page, or nothing."""
    wanted = unquote(_path_of(target)).lstrip("./")
    path = _nearest(page.site, wanted, True)
    if path is None:
        return ""
    other = source_of(page.site.docs, path)
    written = _beside(page, path.removesuffix("index.html"))
    if page.source and other:
        written = posixpath.relpath(other.as_posix(), page.source.parent.as_posix())
    return hint(_name(wanted), _name(path), written)


def nearest_file(file: BuiltFile, target: str) -> str:
    """Return `; did you mean "…"?` with the path of a file of the site, or nothing."""
    wanted = unquote(_path_of(target)).lstrip("./")
    path = _nearest(file.site, wanted, False)
    return hint(_name(wanted), _name(path), _beside(file, path)) if path else ""


def _beside(file: BuiltFile, path: str) -> str:
    """A path of the site as it is written in a file."""
    if not path:
        return path
    written = posixpath.relpath(path, posixpath.dirname(file.path) or ".")
    return f"{written}/" if path.endswith("/") else written


@lru_cache(maxsize=2)
def _named(site: Site) -> tuple[Names, Mapping[str, list[str]]]:
    """The names of all files, and the paths that each stands for."""
    paths: dict[str, list[str]] = {}
    for path in sorted(site.files):
        if name := _name(path):
            paths.setdefault(name, []).append(path)
    return Names(paths), paths


@lru_cache(maxsize=4096)
def _nearest(site: Site, wanted: str, to_page: bool) -> str | None:
    """The path whose name is nearest; of several that have it, one in folders of the same names."""
    names, paths = _named(site)
    near = names.nearest(_name(wanted), NEAR_OF_MANY)
    if near is None:
        return None
    alike = [path for path in paths[near] if path in site.pages] if to_page else []
    folders = wanted.split("/")[-2::-1]
    return max(alike or paths[near], key=lambda path: _in_common(path.split("/")[-2::-1], folders))


def _in_common(folders: list[str], others: list[str]) -> int:
    """How many folders around two files have the same names, from within."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(folders, others, strict=False))
    )


def _path_of(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]


def _name(path: str) -> str:
    """The last part of a path, without what page and file names end with."""
    bare = path.removesuffix("index.html").rstrip("/").removesuffix(".md")
    return posixpath.basename(without_ending(bare))
