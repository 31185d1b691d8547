"""The link graph: what each file of a site leaves for rules that need to know all the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import Family, rule
from linkaudit.crawl.built_file import LISTS, BuiltFile, BuiltPage
from linkaudit.crawl.built_site import Site, without_ending
from linkaudit.crawl.reading import BuiltPdf, read

# Every browser goes to the top of the page for these.
_ALWAYS_THERE = {"", "top"}
# Scripts and browsers make these fragments: tabs and lines of code, #:~:text=…
_MADE_LATER = re.compile(r"__tabbed_|__codelineno-|.*:~:|\d+-\d+$")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Who reads on paper, or through a list for machines, has not found the page on the site.
_LEADS_NO_READER = (*LISTS, "pdf")
_FOUND_ANYWAY = {"index", "404"}
# To find the anchor that was meant, all of a page are looked at, for each that is missing.
_WORTH_COMPARING = 300_000
_FOOTNOTES = "li[id^='fn:'], li[id^='fn-'], li[id^='user-content-fn-']"


class FragmentLink(NamedTuple):
    """A link, by its number in its file, to a fragment of a page, by its number in the site.

    Numbers, because a site has many times more links than files.
    """

    link: int
    page: int
    fragment: str


class LinkNode(NamedTuple):
    """A file in the link graph; pages go by their number in the site.

    `anchors` are what a fragment may name there, `leads_to` the pages to which a reader gets from
    there, `footnotes` those that nothing on their own page refers to. `leads_on` is for a page
    that redirects its readers, or asks search engines to leave it out; `redirects_to` is the
    page to which it does so at once, or -1. `external` holds the number and the address of each
    link to another host; `links` counts all links.
    """

    anchors: frozenset[str] = frozenset()
    leads_to: tuple[int, ...] = ()
    fragment_links: tuple[FragmentLink, ...] = ()
    footnotes: tuple[str, ...] = ()
    leads_on: bool = False
    external: tuple[tuple[int, str], ...] = ()
    links: int = 0
    redirects_to: int = -1


LinkGraph = Mapping[str, LinkNode]  # by the path of the file in the site


class CrawledSite(NamedTuple):
    """A site and its link graph."""

    site: Site
    graph: LinkGraph


OF_SITES = Family[CrawledSite]("links")


def node_of(file: BuiltFile, external: bool = False) -> LinkNode:
    """The node of a file: only names and numbers, so that the file itself can be forgotten.

    Its links to other hosts are in it only if they are asked for.
    """
    page = file if isinstance(file, BuiltPage) else None
    own = file.anchors if isinstance(file, BuiltPage | BuiltPdf) else frozenset()
    leads_to, fragment_links = set(), []
    numbers, pages = file.site.numbers, file.site.pages
    for place, (link, answer, fragment) in enumerate(file.followed):
        number = numbers.get(answer) if answer and link.to_page else None
        if number is None:
            continue
        elsewhere = answer != file.path
        if elsewhere and link.tag not in _LEADS_NO_READER:
            leads_to.add(number)
        # A browser reads the fragment of a PDF on the web as it likes.
        if fragment and (answer in pages if elsewhere else fragment not in own):
            fragment_links.append(FragmentLink(place, number, fragment))
    leads_on = any(link.tag == "meta" for link in file.links) or _asks_not_to_be_found(page)
    return LinkNode(
        own,
        tuple(leads_to),
        tuple(fragment_links),
        tuple(_unreferenced_footnotes(page)) if page else (),
        leads_on,
        tuple(_external_links(file) if external else ()),
        len(file.links),
        _redirects_to(file),
    )


def _redirects_to(file: BuiltFile) -> int:
    """The number of the page to which a page sends its readers as soon as it is shown, or -1."""
    if not any(link.at_once for link in file.links):
        return -1
    answer = next((answer for link, answer, _ in file.followed if link.at_once), None)
    return file.site.numbers.get(answer or "", -1)


def _asks_not_to_be_found(page: BuiltPage | None) -> bool:
    """Whether a page tells search engines to leave it out: it is not for every reader."""
    robots = page.tree.css_first("meta[name=robots]") if page and "noindex" in page.text else None
    return robots is not None and "noindex" in (robots.attributes.get("content") or "")


def _unreferenced_footnotes(page: BuiltPage) -> Iterator[str]:
    """Yield the footnotes to which nothing leads on their own page."""
    if "fn" in page.text:
        led_to = {followed.fragment for followed in page.followed if followed.answer == page.path}
        for node in page.tree.css(_FOOTNOTES):
            name = node.attributes.get("id") or ""
            if name not in led_to:
                yield name


def _external_links(file: BuiltFile) -> Iterator[tuple[int, str]]:
    """Yield the links to other hosts, by their number among all links of the file."""
    for number, link in enumerate(file.links):
        if _WEB.match(link.target) and link.tag not in LISTS and not file.site.stays(link.address):
            yield number, f"https:{link.target}" if link.target[:2] == "//" else link.target


@rule(family=OF_SITES)
def missing_anchor(crawled: CrawledSite) -> Iterator[Problem]:
    """The part of a link after # must be an id on the page it leads to."""
    site, graph = crawled
    hints: dict[tuple[str, str], str] = {}
    compared = 0
    for path, node in graph.items():
        lost = [to for to in node.fragment_links if _is_lost(to, site, graph)]
        if not lost:
            continue
        file = read(site, path)
        for place, page, fragment in lost:
            link, answer = file.followed[place].link, site.leading[page]
            if link.address.partition("#")[2] not in graph[answer].anchors:
                if (answer, fragment) not in hints and compared < _WORTH_COMPARING:
                    compared += len(graph[answer].anchors)
                    hints[answer, fragment] = did_you_mean(fragment, graph[answer].anchors)
                message = (
                    f'there is no "#{fragment}" on {answer}{hints.get((answer, fragment), "")}'
                )
                yield file.problem(message, link.target, link)


@rule(family=OF_SITES)
def orphan_page(crawled: CrawledSite) -> Iterator[Problem]:
    """Another page must link to every page, or no reader finds it; but for one with noindex."""
    site, graph = crawled
    found = set().union(*(node.leads_to for node in graph.values()))
    for path in sorted(site.pages):
        known = site.numbers[path] in found or without_ending(path) in _FOUND_ANYWAY
        if not known and path in graph and not graph[path].leads_on:
            message = "no other page links to this one"
            yield read(site, path).problem(message, path)


@rule(family=OF_SITES)
def circular_redirect(crawled: CrawledSite) -> Iterator[Problem]:
    """A page that sends its readers on at once must not send them round in a circle."""
    site, graph = crawled
    done: set[str] = set()
    for start in sorted(graph):
        way: dict[str, None] = {}
        path = start
        while path in graph and path not in done:
            done.add(path)
            way[path] = None
            redirects_to = graph[path].redirects_to
            path = site.leading[redirects_to] if redirects_to >= 0 else ""
        if path in way:
            circle = list(way)[list(way).index(path) :]
            first = min(circle)
            file = read(site, first)
            link = next(link for link in file.links if link.at_once)
            others = [name for name in circle if name != first]
            message = f"the page sends its readers in a circle, {_by_way_of(others)}"
            yield file.problem(message, link.target, link)


def _by_way_of(pages: list[str]) -> str:
    """The pages between two visits, of many the first three."""
    if not pages:
        return "to itself"
    more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
    return f"by {', '.join(pages[:3])}{more}"


@rule(family=OF_SITES)
def unused_footnote(crawled: CrawledSite) -> Iterator[Problem]:
    """The words of a footnote must have a mark in the text that leads to them."""
    site, graph = crawled
    referenced = {(to.page, to.fragment) for node in graph.values() for to in node.fragment_links}
    for path, node in graph.items():
        for name in node.footnotes:
            if (site.numbers[path], name) not in referenced:
                message = f'nothing leads to the footnote "{name}"'
                yield read(site, path).problem(message, name)


def _is_lost(to: FragmentLink, site: Site, graph: LinkGraph) -> bool:
    target, fragment = graph.get(site.leading[to.page]), to.fragment
    if target is None or fragment in target.anchors:
        return False
    return fragment.lower() not in _ALWAYS_THERE and not _MADE_LATER.match(fragment)
