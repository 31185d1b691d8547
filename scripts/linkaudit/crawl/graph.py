"""What each page of a site leaves for the rules that need to know all the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import Family, rule
from linkaudit.crawl.page import LISTS, BuiltFile, BuiltPage
from linkaudit.crawl.pdf import BuiltPdf
from linkaudit.crawl.reading import read
from linkaudit.crawl.site import Site, without_ending

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


# A link, by its number on its page, to a fragment of a page, by its number in the site.
# Numbers, because a site has many times more links than files.
Aim = tuple[int, int, str]


class Trail(NamedTuple):
    """What one file leads to, and where on it one can be led; pages by their number in the site.

    `leads_on` is for a page that sends its readers to another one by itself, `sent_to` is the
    number of the page to which it does so at once, or -1; `outside` holds the
    number and the address of each link to another host; `links` counts all links.
    """

    anchors: frozenset[str] = frozenset()
    leads_to: tuple[int, ...] = ()
    aims: tuple[Aim, ...] = ()
    footnotes: tuple[str, ...] = ()
    leads_on: bool = False
    outside: tuple[tuple[int, str], ...] = ()
    links: int = 0
    sent_to: int = -1


Trails = Mapping[str, Trail]


class CrawledSite(NamedTuple):
    """A site, and what each of its files leads to."""

    site: Site
    trails: Trails


OF_SITES = Family[CrawledSite]("links")


def trail_of(file: BuiltFile, outside: bool = False) -> Trail:
    """The trail of a file: only names and numbers, so that the file itself can be forgotten.

    Its links to other hosts are in it only if they are asked for.
    """
    page = file if isinstance(file, BuiltPage) else None
    own = file.anchors if isinstance(file, BuiltPage | BuiltPdf) else frozenset()
    leads_to, aims = set(), []
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
            aims.append((place, number, fragment))
    leads_on = any(link.tag == "meta" for link in file.links) or _asks_not_to_be_found(page)
    lonely = tuple(_lonely_footnotes(page)) if page else ()
    return Trail(
        own,
        tuple(leads_to),
        tuple(aims),
        lonely,
        leads_on,
        tuple(_outside(file) if outside else ()),
        len(file.links),
        _sent_to(file),
    )


def _sent_to(file: BuiltFile) -> int:
    """The number of the page to which a page sends its readers as soon as it is shown, or -1."""
    if not any(link.at_once for link in file.links):
        return -1
    answer = next((answer for link, answer, _ in file.followed if link.at_once), None)
    return file.site.numbers.get(answer or "", -1)


def _asks_not_to_be_found(page: BuiltPage | None) -> bool:
    """Whether a page tells search engines to leave it out: it is not for every reader."""
    robots = page.tree.css_first("meta[name=robots]") if page and "noindex" in page.text else None
    return robots is not None and "noindex" in (robots.attributes.get("content") or "")


def _lonely_footnotes(page: BuiltPage) -> Iterator[str]:
    """Yield the footnotes to which nothing leads on their own page."""
    if "fn" in page.text:
        led_to = {followed.fragment for followed in page.followed if followed.answer == page.path}
        for node in page.tree.css(_FOOTNOTES):
            name = node.attributes.get("id") or ""
            if name not in led_to:
                yield name


def _outside(file: BuiltFile) -> Iterator[tuple[int, str]]:
    """Yield the links to other hosts, by their number among all links of the file."""
    for number, link in enumerate(file.links):
        if _WEB.match(link.target) and link.tag not in LISTS and not file.site.stays(link.address):
            yield number, f"https:{link.target}" if link.target[:2] == "//" else link.target


@rule(family=OF_SITES)
def missing_anchor(crawled: CrawledSite) -> Iterator[Problem]:
    """The part of a link after # must be an id on the page it leads to."""
    site, trails = crawled
    hints: dict[tuple[str, str], str] = {}
    compared = 0
    for path, trail in trails.items():
        lost = [aim for aim in trail.aims if _is_lost(aim, site, trails)]
        if not lost:
            continue
        file = read(site, path)
        for place, page, fragment in lost:
            link, answer = file.followed[place].link, site.leading[page]
            if link.address.partition("#")[2] not in trails[answer].anchors:
                if (answer, fragment) not in hints and compared < _WORTH_COMPARING:
                    compared += len(trails[answer].anchors)
                    hints[answer, fragment] = did_you_mean(fragment, trails[answer].anchors)
                message = (
                    f'there is no "#{fragment}" on {answer}{hints.get((answer, fragment), "")}'
                )
                yield file.problem(message, link.target, link)


@rule(family=OF_SITES)
def orphan_page(crawled: CrawledSite) -> Iterator[Problem]:
    """Another page must link to every page, or no reader finds it; but for one with noindex."""
    site, trails = crawled
    found = set().union(*(trail.leads_to for trail in trails.values()))
    for path in sorted(site.pages):
        known = site.numbers[path] in found or without_ending(path) in _FOUND_ANYWAY
        if not known and path in trails and not trails[path].leads_on:
            message = "no other page links to this one"
            yield read(site, path).problem(message, path)


@rule(family=OF_SITES)
def circular_redirect(crawled: CrawledSite) -> Iterator[Problem]:
    """A page that sends its readers on at once must not send them round in a circle."""
    site, trails = crawled
    done: set[str] = set()
    for start in sorted(trails):
        way: dict[str, None] = {}
        path = start
        while path in trails and path not in done:
            done.add(path)
            way[path] = None
            sent_to = trails[path].sent_to
            path = site.leading[sent_to] if sent_to >= 0 else ""
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
    site, trails = crawled
    led_to = {(page, fragment) for trail in trails.values() for _, page, fragment in trail.aims}
    for path, trail in trails.items():
        lonely = [name for name in trail.footnotes if (site.numbers[path], name) not in led_to]
        for name in lonely:
            message = f'nothing leads to the footnote "{name}"'
            yield read(site, path).problem(message, name)


def _is_lost(aim: Aim, site: Site, trails: Trails) -> bool:
    _, page, fragment = aim
    target = trails.get(site.leading[page])
    if target is None or fragment in target.anchors:
        return False
    return fragment.lower() not in _ALWAYS_THERE and not _MADE_LATER.match(fragment)
