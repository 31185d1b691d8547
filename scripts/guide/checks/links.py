"""Links that stay on the site: pages, anchors and assets, as GitHub Pages would answer."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from guide.checks.site import BuiltPage, Site, links_of
from guide.problems import Problem, did_you_mean, nearest
from guide.web import is_web_address

# Every browser goes to the top of the page for these.
_ALWAYS_THERE = {"", "top"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_OTHER_SCHEMES = ("mailto", "tel", "sms", "data")


def missing_page(site: Site) -> Iterator[Problem]:
    """A link must lead to a page of the site; letter case counts."""
    for page, link in links_of(site):
        if link.to_page and link.target and site.resolve(page, link.target)[0] is None:
            hint = _nearest(link.target, _pages_as_written(site, page))
            message = f'the link "{link.target}" leads nowhere{hint}'
            yield page.problem("missing-page", message, link.target)


def missing_anchor(site: Site) -> Iterator[Problem]:
    """The part of a link after # must be an id on the page it leads to."""
    for page, link in links_of(site):
        if not link.to_page or "#" not in link.target:
            continue
        path, fragment = site.resolve(page, link.target)
        target = site.pages.get(path or "")
        if target is None or fragment.lower() in _ALWAYS_THERE:
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
            hint = _nearest(link.target, {_name(path): path for path in sorted(site.files)})
            message = f'the file "{link.target}" is not there{hint}'
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


def malformed_link(site: Site) -> Iterator[Problem]:
    """A link to elsewhere must be a whole address: of the web, or mailto:, tel:, sms: or data:."""
    for page in site.pages.values():
        for link in page.links:
            scheme, colon, rest = link.target.partition(":")
            if not (link.to_page and colon and _SCHEME.fullmatch(scheme)):
                continue
            web = scheme.lower() in ("http", "https")
            if is_web_address(link.target) if web else scheme in _OTHER_SCHEMES and rest.strip():
                continue
            whole = "https://www.nice.org.uk/guidance/ng59 or mailto:name@clinic.example"
            message = f'"{link.target}" must be a whole address, like {whole}'
            yield page.problem("malformed-link", message, link.target)


def third_party_request(site: Site) -> Iterator[Problem]:
    """A page must load nothing from another host: it would learn who reads about back pain."""
    for page in site.pages.values():
        for link in page.links:
            if not link.to_page and re.match(r"(?:https?:)?//", link.target):
                message = f'the page must not load "{link.target}": take a copy into docs/assets'
                yield page.problem("third-party-request", message, link.target)


def _pages_as_written(site: Site, page: BuiltPage) -> dict[str, str]:
    """Map the name of each page to its path as a link on this page would be written."""
    here = posixpath.dirname(page.source_name)
    named = {_name(path): path for path in sorted(site.files)}
    for path, other in site.pages.items():
        written = path.removesuffix("index.html")
        if page.source and other.source:
            written = posixpath.relpath(other.source_name, here)
        named[_name(path)] = written
    return named


def _nearest(target: str, named: Mapping[str, str]) -> str:
    """Suggest the path whose name is nearest to the last part of the link."""
    wanted = _name(target.partition("#")[0].partition("?")[0])
    near = nearest(wanted, filter(None, named))
    return f'; did you mean "{named[near]}"?' if near else ""


def _name(path: str) -> str:
    """The last part of a path, without what page and file names end with."""
    bare = path.removesuffix("index.html").rstrip("/").removesuffix(".html").removesuffix(".md")
    return posixpath.basename(bare)
