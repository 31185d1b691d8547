"""A file of a built site that leads to others: its links, what follows from them, and the
nearest name to one that is not there.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
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
from linkaudit.crawl.html_limits import check_depth, check_tags
from linkaudit.crawl.lines import ONE, Alike, line_in_html, line_in_text
from linkaudit.crawl.plain_page import held_by_plain

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

_MOST_KNOWN = 4_000  # links of one folder

_BRACKETS = re.compile(r"\]\[|\[\^|&#91;|&lbrack;")
# Borders of what is no HTML, or no words, and of blocks: what ends one, or is another, has no name.
_OPAQUE = re.compile(r"</?(?:script|style|pre|textarea|template|svg|title)\b|<!--|-->")
_BLOCK_TAG = re.compile(
    r"<(?:(?P<name>p|li|td|th|dd|dt|h[1-6])(?=[\s>])"
    r"|/(?:p|li|td|th|dd|dt|h[1-6])\b|/?(?:div|ul|ol|dl|table|section|article)\b)"
)
_MOST_TAGS = 100  # within a block, before a bracket

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


@lru_cache(maxsize=4)
def _followed_from(site: Site, folder: str) -> dict[Link, Followed | None]:
    """Where links of the files of one folder lead; None for those that leave the site."""
    return {}


@dataclass(frozen=True)
class BuiltFile:
    """A file that leads to others: `path` is relative to the site.

    `links` are those that differ, each with how often it stands there: what is wrong with one of
    them is wrong wherever it stands.
    """

    site: Site = field(repr=False)
    path: str
    text: str = field(repr=False)
    links: Mapping[Link, int] = field(repr=False)

    @cached_property
    def followed(self) -> tuple[Followed, ...]:
        """Every link that stays on the site, followed once for all rules."""
        known = _followed_from(self.site, self.path.rpartition("/")[0])
        followed = []
        for link in self.links:
            if link in known:
                found = known[link]
            else:
                found = self._follow(link)
                # What has no path leads to this page, whichever it is.
                if link.address[:1] not in ("", "#", "?"):
                    if len(known) >= _MOST_KNOWN:
                        known.clear()
                    known[link] = found
            if found:
                followed.append(found)
        return tuple(followed)

    def _follow(self, link: Link) -> Followed | None:
        if link.address[:1] in _WITHIN or self.site.stays(link.address):
            return Followed(link, *self.site.resolve(self.path, link.address))
        return None

    @cached_property
    def lost(self) -> tuple[Link, ...]:
        """Every link that stays on the site, but for which the host has no answer."""
        return tuple(link for link, answer, _ in self.followed if answer is None)

    @cached_property
    def schemed(self) -> tuple[Schemed, ...]:
        """Every link with a scheme, as written, that a reader follows."""
        matches = (
            (link, _SCHEME.match(link.target))
            for link in self.links
            if link.to_page and ":" in link.target
        )
        return tuple(Schemed(link, m["scheme"].lower(), m["rest"]) for link, m in matches if m)

    @cached_property
    def times(self) -> Counter[str]:
        """How many links have each target."""
        times: Counter[str] = Counter()
        for link, number in self.links.items():
            times[link.target] += number
        return times

    @property
    def in_order(self) -> tuple[Link, ...]:
        """The links as often as they stand, in the order of the file as far as that is known."""
        return tuple(link for link, number in self.links.items() for _ in range(number))

    @cached_property
    def _of_target(self) -> Mapping[str, list[Link]]:
        of_target: dict[str, list[Link]] = {}
        for link in self.in_order:
            of_target.setdefault(link.target, []).append(link)
        return of_target

    def alike(self, link: Link) -> Iterator[Alike]:
        """Yield which of the links that have its target a link is, wherever it stands."""
        times, of_target = self.links[link], self.times[link.target]
        if times == of_target:
            yield from (Alike(nth, times) for nth in range(times))
            return
        others = self._of_target[link.target]
        yield from (Alike(nth, len(others)) for nth, one in enumerate(others) if one == link)

    def problems(self, message: str, link: Link) -> Iterator[Problem]:
        """Yield a problem for each place at which a link stands."""
        return (self.problem(message, link.target, link, alike) for alike in self.alike(link))

    def problem(
        self, message: str, target: str | None = None, link: Link | None = None, alike: Alike = ONE
    ) -> Problem:
        """A problem at the line of the file where the link or the target stands."""
        return Problem(self.path, line_in_text(self.text, target, alike), message, target=target)


@dataclass(frozen=True)
class BuiltPage(BuiltFile):
    """One HTML file; `ids` are those of its elements in order, each as often as it stands.

    `names` are those that its anchors have besides.
    """

    ids: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The elements of the page, for what its tags alone do not tell."""
        return _tree_of(self.path, self.text)

    @property
    def in_order(self) -> tuple[Link, ...]:
        """The links as often as they stand, in the order of the page."""
        return held_by(self.tree).links

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
        tree = _tree_of(self.path, self.text)
        for node in tree.css(f"{_NOT_WORDS}, {_CODE}"):
            node.decompose()
        return tree.body.text(separator="\n") if tree.body else ""

    @cached_property
    def marked_words(self) -> str:
        """The words of the page, in which brackets are no code and may be Markdown left over.

        There is `MARKUP` for each tag of emphasis, `BLOCK` for any other; see `shown`.
        """
        tree = _tree_of(self.path, _blocks_with_brackets(self.text) or self.text)
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

    def problem(
        self, message: str, target: str | None = None, link: Link | None = None, alike: Alike = ONE
    ) -> Problem:
        """A problem at the line of the Markdown, if it is known, else at that of the HTML.

        What is wrong with the page as a whole stands at the beginning of its Markdown.
        """
        alike = alike if link else Alike(0, self.ids.count(target or ""))
        written = target if link is None else link.target
        place = place_of(self.site, self.path, written, alike)
        if place is None and link is None and self.source:
            place = start_of(self.site, self.path)
        place = place or Place(self.path, line_in_html(self.text, link, target, alike))
        return Problem(*place, message, page=self.path, target=target)


def page_of(site: Site, path: str, html: str) -> BuiltPage:
    """The page that an HTML text makes, or one of XHTML, in which any element may end itself.

    Raises `UnreadableFileError` if no parser can bear it.
    """
    check_depth(html)
    held = None if _is_xml(path) else held_by_plain(html)
    if held:
        return BuiltPage(site, path, html, held.links, held.ids, held.names)
    check_tags(html)
    read = held_by(_tree_of(path, html))
    return BuiltPage(site, path, html, Counter(read.links), read.ids, read.names)


def _tree_of(path: str, html: str) -> LexborHTMLParser:
    return LexborHTMLParser(_CLOSED.sub(r"<\1\2></\1>", html) if _is_xml(path) else html)


def _is_xml(path: str) -> bool:
    return path.lower().endswith((".xhtml", ".xht"))


def _blocks_with_brackets(html: str) -> str:
    """The paragraphs, items and cells of a page in which brackets stand that may be Markdown.

    Nothing if one stands elsewhere. To parse them takes a tenth of what the whole page takes.
    """
    blocks: dict[str, None] = {}
    opaque, is_open = _OPAQUE.finditer(html), False
    border = next(opaque, None)
    for bracket in _BRACKETS.finditer(html):
        place = bracket.start()
        while border and border.start() < place:
            is_open = not border[0].startswith(("</", "--"))
            border = next(opaque, None)
        tag = None if is_open else _block_around(html, place)
        end = html.find(f"</{tag['name']}", place) if tag and tag["name"] else -1
        if tag is None or end < 0:
            return ""
        blocks[f"{html[tag.start() : end]}<hr>"] = None
    return "".join(blocks)


def _block_around(html: str, place: int) -> re.Match[str] | None:
    """The last border of a block before a place, if it is near."""
    for _ in range(_MOST_TAGS):
        place = html.rfind("<", 0, place)
        if place < 0:
            return None
        if tag := _BLOCK_TAG.match(html, place):
            return tag
    return None


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
