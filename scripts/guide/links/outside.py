"""The links of a site to other hosts, each of which knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from guide.links.reading import read
from guide.links.site import Site
from guide.links.trail import Trails
from guide.problems import Problem


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
