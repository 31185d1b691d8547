"""A crawl over a whole site: each file is read once, by as many processes as there are."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from linkaudit.core.problem import UNREADABLE, Problem, in_order
from linkaudit.crawl.built_file import BuiltPage
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.graph import CrawledSite, LinkGraph, LinkNode, node_of
from linkaudit.crawl.link_rules import Rules
from linkaudit.crawl.reading import UnreadableFileError, read


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
        link = file.links[self.number]
        return file.problem("", link.target, link)


def external_links(site: Site, graph: LinkGraph) -> Iterator[ExternalLink]:
    """Yield every link to another host, by page, in the order of the page."""
    for path, node in graph.items():
        for number, url in node.external:
            yield ExternalLink(site, url, path, number)


# To start a process and to send it work takes as long as to read this many pages.
_WORTH_A_PROCESS = 150
_BATCH = 50  # files that a process reads before it reports


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


def check(site: Site, rules: Rules, jobs: int | None = None, external: bool = False) -> CrawlResult:
    """Hold a site to the rules, each of its files read once.

    `jobs` is the number of processes, else one for each core; `external` asks for the links to
    other hosts as well.
    """
    results = sorted(_crawl(Crawler(site, rules, external), jobs or os.cpu_count() or 1))
    graph = {result.path: result.node for result in results if result.node}
    problems = [problem for result in results for problem in result.problems]
    crawled = CrawledSite(site, graph)
    problems += [problem for rule in rules.of_sites for problem in rule(crawled)]
    return CrawlResult(in_order(problems), graph, sum(node.links for node in graph.values()))


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
