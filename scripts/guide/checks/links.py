"""Links that stay on the site: pages, anchors and assets, as GitHub Pages would answer."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from guide.checks.site import Site, links_of
from guide.problems import Problem, did_you_mean, nearest

# Every browser goes to the top of the page for these.
_ALWAYS_THERE = {"", "top"}


def missing_page(site: Site) -> Iterator[Problem]:
    """A link must lead to a page of the site; letter case counts."""
    for page, link in links_of(site):
        if link.to_page and link.target and site.resolve(page, link.target)[0] is None:
            message = f'the link "{link.target}" leads nowhere{_nearest(link.target, site.files)}'
            yield page.problem("missing-page", message, link.target)


def missing_anchor(site: Site) -> Iterator[Problem]:
    """The part of a link after # must be an id on the page it leads to."""
    for page, link in links_of(site):
        path, fragment = site.resolve(page, link.target)
        target = site.pages.get(path or "")
        if not link.to_page or target is None or fragment.lower() in _ALWAYS_THERE:
            continue
        # Text fragments are made by the browser: #:~:text=…
        if fragment not in target.anchors and ":~:" not in fragment:
            hint = did_you_mean(fragment, target.anchors)
            message = f'there is no "#{fragment}" on {target.path}{hint}'
            yield page.problem("missing-anchor", message, link.target)


def missing_asset(site: Site) -> Iterator[Problem]:
    """A picture, style sheet, script or other file that a page needs must be on the site."""
    for page, link in links_of(site):
        if not link.to_page and link.target and site.resolve(page, link.target)[0] is None:
            message = f'the file "{link.target}" is not there{_nearest(link.target, site.files)}'
            yield page.problem("missing-asset", message, link.target)


def root_absolute(site: Site) -> Iterator[Problem]:
    """A link must not begin with /: it breaks when the site is hosted below another path.

    The page 404.html is answered at any depth, so it alone must begin with the site's own path.
    """
    for page, link in links_of(site):
        if link.target.startswith("/") and page.path != "404.html":
            message = f'"{link.target}" must be relative to the page'
            yield page.problem("root-absolute", message, link.target)


def empty_href(site: Site) -> Iterator[Problem]:
    """A link must lead somewhere."""
    for page, link in links_of(site):
        if link.to_page and not link.target:
            yield page.problem("empty-href", "the link has no address")


def _nearest(target: str, files: Iterable[str]) -> str:
    """The file of the site whose name is nearest to that in the link: `scans/` for `scanz.md`."""
    wanted = _name(target.partition("#")[0].partition("?")[0])
    named = {_name(path): path.removesuffix("index.html") for path in sorted(files)}
    near = nearest(wanted, filter(None, named))
    return f'; did you mean "{named[near]}"?' if near else ""


def _name(path: str) -> str:
    """The last part of a path, without what page and file names end with."""
    bare = path.removesuffix("index.html").rstrip("/").removesuffix(".html").removesuffix(".md")
    return posixpath.basename(bare)
