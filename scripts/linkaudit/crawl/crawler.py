"""A crawl over a whole site: each file is read once, by as many processes as there are.

What a file leaves for rules that need to know all the others is its node in the link graph.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import posixpath
import re
import signal
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from linkaudit.core.problem import UNREADABLE, Problem, in_order
from linkaudit.core.rule import Rule
from linkaudit.crawl.built_file import LISTS, BuiltFile, BuiltPage
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.html_limits import UnreadableFileError
from linkaudit.crawl.lines import Alike
from linkaudit.crawl.reading import BuiltPdf, read

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Who reads on paper, or through a list for machines, has not found the page on the site.
_LEADS_NO_READER = (*LISTS, "pdf")
_OF_FOOTNOTES = ("fn:", "fn-", "user-content-fn-")
_FOOTNOTES = ", ".join(f"li[id^='{begin}']" for begin in _OF_FOOTNOTES)


class FragmentLink(NamedTuple):
    """A target with a fragment, the page that it leads to, by its number in the site, and how many
    links of a file have it. A number, because a site has many times more links than files.
    """

    target: str
    page: int
    times: int


class LinkNode(NamedTuple):
    """A file in the link graph; pages go by their number in the site.

    `anchors` are what a fragment may name there, `leads_to` the pages to which a reader gets from
    there, `footnotes` those that nothing on their own page refers to. `leads_on` is for a page
    that redirects its readers, or asks search engines to leave it out; `redirects_to` is the
    page to which it does so at once, or -1. `external` holds the number and the address of each
    link to another host; `links` counts all links.
    """

    anchors: frozenset[str] = frozenset()
    leads_to: Sequence[int] = ()
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


def node_of(file: BuiltFile, external: bool = False) -> LinkNode:
    """The node of a file: only names and numbers, so that the file itself can be forgotten.

    Its links to other hosts are in it only if they are asked for.
    """
    page = file if isinstance(file, BuiltPage) else None
    own = file.anchors if isinstance(file, BuiltPage | BuiltPdf) else frozenset()
    leads_to, fragment_links = set(), {}
    numbers, pages = file.site.numbers, file.site.pages
    for link, answer, fragment in file.followed:
        number = numbers.get(answer) if answer and link.to_page else None
        if number is None:
            continue
        elsewhere = answer != file.path
        if elsewhere and link.tag not in _LEADS_NO_READER:
            leads_to.add(number)
        # A browser reads the fragment of a PDF on the web as it likes.
        if fragment and (answer in pages if elsewhere else fragment not in own):
            fragment_links[link.target] = number
    leads_on = any(link.tag == "meta" for link in file.links) or _asks_not_to_be_found(page)
    return LinkNode(
        own,
        array("I", leads_to),
        tuple(FragmentLink(to, page, file.times[to]) for to, page in fragment_links.items()),
        tuple(_unreferenced_footnotes(page)) if page else (),
        leads_on,
        tuple(_external_links(file) if external else ()),
        sum(file.links.values()),
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
    if any(name.startswith(_OF_FOOTNOTES) for name in page.ids):
        led_to = {followed.fragment for followed in page.followed if followed.answer == page.path}
        for node in page.tree.css(_FOOTNOTES):
            name = node.attributes.get("id") or ""
            if name not in led_to:
                yield name


def _external_links(file: BuiltFile) -> Iterator[tuple[int, str]]:
    """Yield the links to other hosts, by their number among all links of the file."""
    for number, link in enumerate(file.in_order):
        if _WEB.match(link.target) and link.tag not in LISTS and not file.site.stays(link.address):
            yield number, f"https:{link.target}" if link.target[:2] == "//" else link.target


@dataclass(frozen=True)
class Rules:
    """Rules that need one file of any kind, one page of HTML, or the link graph of the site.

    `in_themselves` has the names of those that are broken in the same way whatever the page,
    `of_addresses` of those that an address breaks by where it leads.
    """

    of_files: tuple[Rule[BuiltFile], ...]
    of_pages: tuple[Rule[BuiltPage], ...]
    of_sites: tuple[Rule[CrawledSite], ...]
    in_themselves: frozenset[str] = frozenset()
    of_addresses: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Rule[Any]]:
        """Yield every rule, in the order in which they are held."""
        return iter((*self.of_files, *self.of_pages, *self.of_sites))


@dataclass(frozen=True)
class ExternalLink:
    """A link to `url`: the one of this number on a page. Its line is looked for when asked for."""

    site: Site
    url: str
    page: str
    number: int

    @property
    def path(self) -> str:
        """The source file, or the page if that is not known."""
        return self._place.path

    @property
    def line(self) -> int:
        """The line in that file."""
        return self._place.line

    @cached_property
    def _place(self) -> Problem:
        file = read(self.site, self.page)
        links = file.in_order
        link = links[self.number]
        alike = [n for n, other in enumerate(links) if other.target == link.target]
        nth = Alike(alike.index(self.number), len(alike))
        return file.problem("", link.target, link, nth)


def external_links(site: Site, graph: LinkGraph) -> Iterator[ExternalLink]:
    """Yield every link to another host, by page, in the order of the page."""
    for path, node in graph.items():
        for number, url in node.external:
            yield ExternalLink(site, url, path, number)


# To start a process and to send it work takes as long as to read this many pages.
_WORTH_A_PROCESS = 150
_BATCH = 50  # files that a process reads before it reports
_MOST_WRITTEN = 10  # pages on which people write one and the same wrong address
_PART_WRITTEN = 4  # and the part of all pages on which they write any
_NAMED = 2  # of those that have it too


class FileResult(NamedTuple):
    """What came of one file; one that cannot be read has no node in the graph."""

    path: str
    problems: list[Problem]
    node: LinkNode | None


class CrawlResult(NamedTuple):
    """All problems of a site, sorted; its link graph; the number of its links."""

    problems: list[Problem]
    graph: LinkGraph
    links: int


@dataclass(frozen=True)
class Crawler:
    """How to read the files of a site, one by one; it can be sent to another process."""

    site: Site
    rules: Rules
    external: bool = False

    def visit(self, path: str) -> FileResult:
        """Read a file and hold it to the rules of files, and of pages if it is one."""
        try:
            file = read(self.site, path)
        except UnreadableFileError as error:
            message = f"cannot be read: {error}"
            return FileResult(path, [Problem(path, 1, message, page=path, rule=UNREADABLE)], None)
        problems = [problem for rule in self.rules.of_files for problem in rule(file)]
        if isinstance(file, BuiltPage):
            problems += [problem for rule in self.rules.of_pages for problem in rule(file)]
        return FileResult(path, problems, node_of(file, self.external))


def _sharing(results: Iterator[FileResult]) -> Iterator[FileResult]:
    """Yield the results with what is equal in many nodes held once.

    Pages of one folder lead to the same places, and their parts have the same names.
    """
    known: dict[FragmentLink, FragmentLink] = {}
    for result in results:
        if node := result.node:
            anchors = frozenset(map(sys.intern, node.anchors))
            links = tuple(known.setdefault(link, link) for link in node.fragment_links)
            result = result._replace(node=node._replace(anchors=anchors, fragment_links=links))
        yield result


def check(site: Site, rules: Rules, jobs: int | None = None, external: bool = False) -> CrawlResult:
    """Hold a site to the rules, each of its files read once.

    `jobs` is the number of processes, else one for each core; `external` asks for the links to
    other hosts as well.
    """
    crawl = _crawl(Crawler(site, rules, external), jobs or os.cpu_count() or 1)
    results = sorted(_sharing(crawl))
    graph = {result.path: result.node for result in results if result.node}
    found = [problem for result in results for problem in result.problems]
    crawled = CrawledSite(site, graph)
    found += [problem for rule in rules.of_sites for problem in rule(crawled)]
    problems = [*_told_once(in_order(found), rules, len(site.pages))]
    return CrawlResult(problems, graph, sum(node.links for node in graph.values()))


def _told_once(problems: list[Problem], rules: Rules, pages: int) -> Iterator[Problem]:
    """The problems, but one for all pages that have something from their template.

    That is what breaks a rule in the same way on more pages than anybody writes it on; its line in
    the Markdown is not known. What is wrong in itself, whatever the page, is written least often.
    """
    most = dict.fromkeys(rules.in_themselves, _MOST_WRITTEN)
    most |= dict.fromkeys(rules.of_addresses, max(_MOST_WRITTEN, pages // _PART_WRITTEN))
    on: dict[tuple[str, str, str | None], dict[str, None]] = {}
    for problem in problems:
        if problem.path == problem.page and problem.rule in most:
            on.setdefault(_kind(problem, rules), {})[problem.path] = None
    for problem in problems:
        is_of_template = problem.path == problem.page and problem.rule in most
        alike = on[_kind(problem, rules)] if is_of_template else {}
        if len(alike) <= most.get(problem.rule, 0):
            yield problem
        elif problem.path == next(iter(alike)):
            yield replace(problem, message=f"{problem.message}, here and on {_others(alike)}")


def _kind(problem: Problem, rules: Rules) -> tuple[str, str, str | None]:
    """What is the same in all problems that one line of a template makes."""
    if problem.rule not in rules.of_addresses:
        return problem.rule, problem.message, problem.target
    # Each folder writes the same address in another way, and is told of another near one.
    folder = posixpath.dirname(problem.page or "")
    return problem.rule, "", posixpath.normpath(posixpath.join(folder, problem.target or ""))


def _others(pages: Iterable[str]) -> str:
    """How many pages there are besides the first, and the names of some."""
    _, *others = pages
    named = ", ".join(others[:_NAMED])
    return f"{len(others):,} other pages, such as {named}"


def _crawl(crawler: Crawler, jobs: int) -> Iterator[FileResult]:
    """Yield the results of all files that lead to others, in any order."""
    paths = crawler.site.leading
    jobs = min(jobs, len(paths) // _WORTH_A_PROCESS + 1)
    if jobs == 1:
        yield from map(crawler.visit, paths)
        return
    _ = crawler.site.answers, crawler.site.numbers  # made once, for all processes
    with multiprocessing.Pool(jobs, _begin, (crawler,)) as pool:
        yield from pool.imap_unordered(_visit, paths, _BATCH)


_crawlers: list[Crawler] = []


def _begin(crawler: Crawler) -> None:
    _crawlers[:] = [crawler]
    # Who stops a run stops these as well; they tell nothing of it themselves.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Nothing that a crawl makes holds itself, so there is nothing to collect.
    gc.disable()


def _visit(path: str) -> FileResult:
    return _crawlers[0].visit(path)
