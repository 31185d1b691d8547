"""Links that stay on the site: pages, anchors and assets, as GitHub Pages would answer."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from guide.checks.addresses import Link
from guide.checks.site import BuiltFile, BuiltPage, Site
from guide.problems import Problem, did_you_mean, nearest

# Every browser goes to the top of the page for these.
_ALWAYS_THERE = {"", "top"}
# Scripts and browsers make these fragments: tabs and lines of code of Material, #:~:text=…
_MADE_LATER = re.compile(r"__tabbed_|__codelineno-|.*:~:")
_HOST = re.compile(
    r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|gov|edu|eu|io|info|de|fr|au|ca|example)(?:[:/?#]|$)",
    re.IGNORECASE,
)


def missing_page(site: Site) -> Iterator[Problem]:
    """A link must lead to a page of the site; letter case counts."""
    for file, link in _unanswered(site):
        if link.to_page and not _names_a_host(link):
            message = f'the link "{link.target}" leads nowhere{_hint(site, file, link)}'
            yield file.problem("missing-page", message, link.target)


def missing_asset(site: Site) -> Iterator[Problem]:
    """A picture, style sheet, script or other file that a page needs must be on the site."""
    for file, link in _unanswered(site):
        if not link.to_page:
            hint = _nearest(link.target, {_name(path): path for path in sorted(site.files)})
            message = f'the file "{link.target}" is not there{hint}'
            yield file.problem("missing-asset", message, link.target)


def missing_scheme(site: Site) -> Iterator[Problem]:
    """A link to another host must begin with https://, or it is looked for on the site."""
    for file, link in _unanswered(site):
        if _names_a_host(link):
            message = f'"{link.target}" must begin with https://'
            yield file.problem("missing-scheme", message, link.target)


def missing_anchor(site: Site) -> Iterator[Problem]:
    """The part of a link after # must be an id on the page it leads to."""
    for followed in site.followed:
        link, fragment = followed.link, followed.fragment
        target = site.pages.get(followed.answer or "") if link.to_page else None
        if target is None or fragment.lower() in _ALWAYS_THERE or _MADE_LATER.match(fragment):
            continue
        raw = link.address.partition("#")[2]
        if not {fragment, raw} & target.anchors:
            hint = did_you_mean(fragment, target.anchors)
            message = f'there is no "#{fragment}" on {target.path}{hint}'
            yield followed.file.problem("missing-anchor", message, link.target)


def root_absolute(site: Site) -> Iterator[Problem]:
    """A link that begins with / must lead below the address of the site."""
    for followed in site.followed:
        link = followed.link
        if _leads_outside(site, link):
            message = f'"{link.target}" leads outside of {site.base}'
            yield followed.file.problem("root-absolute", message, link.target)


def orphan_page(site: Site) -> Iterator[Problem]:
    """Another page must link to every page, or no reader finds it."""
    found = {"index.html", "404.html"}
    for followed in site.followed:
        leads = followed.link.to_page and followed.link.tag != "sitemap"
        if leads and followed.answer and followed.answer != followed.file.path:
            found.add(followed.answer)
    for path, page in site.pages.items():
        leads_on = any(link.tag == "meta" for link in page.links)
        if path not in found and not leads_on:
            yield page.problem("orphan-page", "no other page links to this one", path)


def unmovable_link(site: Site) -> Iterator[Problem]:
    """A link of the guide must not begin with /: it may be hosted below any path.

    The page 404.html is answered at any depth, so it alone must begin with the site's own path.
    """
    for followed in site.followed:
        file, link = followed.file, followed.link
        absolute = link.target.startswith("/") and link.tag != "sitemap"
        if absolute and file.path != "404.html":
            message = f'"{link.target}" must be relative to the page'
            yield file.problem("unmovable-link", message, link.target)


def third_party_request(site: Site) -> Iterator[Problem]:
    """A page must load nothing from another host: it would learn who reads about back pain."""
    for file in (*site.pages.values(), *site.others):
        for link in file.links:
            if link.loads and re.match(r"(?:https?:)?//", link.target):
                message = f'the page must not load "{link.target}": take a copy into docs/assets'
                yield file.problem("third-party-request", message, link.target)


def _unanswered(site: Site) -> Iterator[tuple[BuiltFile, Link]]:
    """Yield the links for which the host has no answer."""
    # A sitemap of which no address is answered was made for another address of the site.
    answered = {followed.file.path for followed in site.followed if followed.answer}
    for followed in site.followed:
        file, link = followed.file, followed.link
        if followed.answer or not link.target or _leads_outside(site, link):
            continue
        if link.tag != "sitemap" or file.path in answered:
            yield file, link


def _leads_outside(site: Site, link: Link) -> bool:
    """A sitemap names whole addresses, and so is of no base."""
    return link.tag != "sitemap" and site.is_outside(link.address)


def _names_a_host(link: Link) -> bool:
    """Whether a link that a reader follows is the name of a host, without https://."""
    return link.tag in ("a", "area") and bool(_HOST.match(link.target))


def _hint(site: Site, file: BuiltFile, link: Link) -> str:
    if isinstance(file, BuiltPage):
        return _nearest(link.target, _pages_as_written(site, file))
    return ""


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
