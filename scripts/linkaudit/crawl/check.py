"""A visit of a whole site: each file is read once, by as many processes as there are."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from linkaudit.core.problem import Problem, in_order
from linkaudit.crawl.graph import Trail, Trails, trail_of
from linkaudit.crawl.page import BuiltPage
from linkaudit.crawl.reading import UnreadableError, content_of, file_of, read
from linkaudit.crawl.result_cache import Kept, Seen, written
from linkaudit.crawl.rules import Rules
from linkaudit.crawl.site import Site

# The links of a site to other hosts, each of which knows its place.


@dataclass(frozen=True)
class OutsideLink:
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
        return file.problem("", "", link.target, link)


def outside_links(site: Site, trails: Trails) -> Iterator[OutsideLink]:
    """Yield every link to another host, by page, in the order of the page."""
    for path, trail in trails.items():
        for number, url in trail.outside:
            yield OutsideLink(site, url, path, number)


# To start a process and to send it work takes as long as to read this many pages.
_WORTH_A_PROCESS = 150
_PAGES_AT_ONCE = 50


class Found(NamedTuple):
    """What a visit found: all problems, sorted, what each file leads to, the number of links.

    What files lead to is not told of a site that is known from the last visit.
    """

    problems: list[Problem]
    trails: Mapping[str, Trail]
    links: int


@dataclass(frozen=True)
class Visit:
    """How to look at the files of a site, one by one; it can be sent to another process."""

    site: Site
    rules: Rules
    kept: Kept | None = None
    outside: bool = False

    def see(self, paths: Sequence[str]) -> list[Seen]:
        """Look at some files, or take what is kept of those that are the same as before."""
        kept = self.kept.seen(paths) if self.kept else {}
        return [self._see(path, kept) for path in paths]

    def _see(self, path: str, kept: Mapping[bytes, Seen]) -> Seen:
        try:
            content = content_of(self.site, path)
            key = self.kept.key_of(path, content) if self.kept else b""
            if key in kept:
                return kept[key]
            file = file_of(self.site, path, content)
        except UnreadableError as error:
            message = f"cannot be read: {error}"
            return Seen(path, b"", (Problem(path, 1, "unreadable", message, page=path),), None)
        problems = [problem for rule in self.rules.of_files for problem in rule(file)]
        if isinstance(file, BuiltPage):
            problems += [problem for rule in self.rules.of_pages for problem in rule(file)]
        trail = trail_of(file, self.outside)
        return Seen(path, key, tuple(problems), trail, written(problems, trail) if key else "")


def check(
    site: Site,
    rules: Rules,
    jobs: int | None = None,
    kept: Kept | None = None,
    outside: bool = False,
) -> Found:
    """Hold a site to the rules.

    `jobs` is the number of processes, else one for each core; `kept` is what is known of pages
    from before; `outside` asks for the links to other hosts as well.
    """
    visit, jobs = Visit(site, rules, kept, outside), jobs or os.cpu_count() or 1
    known = _known(site, kept) if kept and not outside else None
    if known is not None:
        problems, links = known
        return Found(problems, {}, links)
    all_seen = sorted(_all_seen(visit, jobs))
    if kept:
        # By this process alone: several would wait for each other.
        kept.keep(all_seen, site.leading)
    trails = {seen.path: seen.trail for seen in all_seen if seen.trail}
    problems = [problem for seen in all_seen for problem in seen.problems]
    links = sum(trail.links for trail in trails.values())
    problems += [problem for rule in rules.of_sites for problem in rule(site, trails)]
    if kept and all(seen.key for seen in all_seen):
        kept.keep_whole([seen.key for seen in all_seen], in_order(problems), links)
    return Found(in_order(problems), trails, links)


def _known(site: Site, kept: Kept) -> tuple[list[Problem], int] | None:
    """All problems and the number of links, if nothing has changed since the last visit."""
    if not kept.has_whole():
        return None
    try:
        # One after the other: threads would only wait for each other.
        keys = [kept.key_of(path, content_of(site, path)) for path in site.leading]
        return kept.whole(keys)
    except UnreadableError:
        return None


def _all_seen(visit: Visit, jobs: int) -> Iterator[Seen]:
    paths = visit.site.leading
    heaps = [paths[i : i + _PAGES_AT_ONCE] for i in range(0, len(paths), _PAGES_AT_ONCE)]
    jobs = min(jobs, len(paths) // _WORTH_A_PROCESS + 1)
    if jobs == 1:
        for heap in heaps:
            yield from visit.see(heap)
        return
    _ = visit.site.answers, visit.site.numbers  # made once, for all processes
    with multiprocessing.Pool(jobs, _begin, (visit,)) as pool:
        for several in pool.imap_unordered(_see, heaps):
            yield from several


_visits: list[Visit] = []


def _begin(visit: Visit) -> None:
    _visits[:] = [visit]
    # Who stops a run stops these as well; they tell nothing of it themselves.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Nothing that a visit makes holds itself, so there is nothing to collect.
    gc.disable()


def _see(paths: Sequence[str]) -> list[Seen]:
    return _visits[0].see(paths)
