"""The form of links: each must be an address that somebody can follow, with a name that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from guide.checks.addresses import Link
from guide.checks.site import BuiltPage, Site
from guide.problems import Problem, did_you_mean
from guide.web import is_web_address

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>.*)", re.DOTALL)
_KNOWN = (
    "http https mailto tel sms data javascript ftp blob file geo maps webcal whatsapp skype "
    "facetime xmpp about urn magnet git"
).split()
_ADDRESS = re.compile(r"[^@\s,;<>/]+@[^@\s,;<>/.]+(?:\.[^@\s,;<>/.]+)+")
_NUMBER = re.compile(r"\+?[\d\s().*#-]+")
_VAGUE = {
    *("here", "click here", "this", "this page", "this link", "link", "more", "read more"),
    *("learn more", "page", "website"),
}


def malformed_url(site: Site) -> Iterator[Problem]:
    """A link to the web must be a whole address, like https://www.nice.org.uk/guidance/ng59."""
    for page, link, scheme, _ in _with_scheme(site):
        if scheme in ("http", "https") and not (is_web_address(link.target) or _is_local(link)):
            message = f'"{link.target}" must be a whole address, like https://www.nice.org.uk/'
            yield page.problem("malformed-url", message, link.target)


def unknown_scheme(site: Site) -> Iterator[Problem]:
    """What stands before the colon of a link must be something that browsers know."""
    for page, link, scheme, _ in _with_scheme(site):
        if scheme not in _KNOWN:
            message = f'no browser knows "{scheme}:"{did_you_mean(scheme, _KNOWN)}'
            yield page.problem("unknown-scheme", message, link.target)


def javascript_href(site: Site) -> Iterator[Problem]:
    """A link must lead somewhere without scripts too."""
    for page, link, scheme, _ in _with_scheme(site):
        if scheme == "javascript":
            message = f'"{link.target}" must be an address; a button is for scripts'
            yield page.problem("javascript-href", message, link.target)


def bad_mailto(site: Site) -> Iterator[Problem]:
    """A mailto link must hold whole addresses, like mailto:physio@riverside.example."""
    for page, link, scheme, rest in _with_scheme(site):
        to, _, more = unquote(rest).partition("?")
        addresses = [part.strip() for part in to.split(",")]
        written_later = not to.strip() and "to=" in more
        whole = written_later or all(map(_ADDRESS.fullmatch, addresses))
        if scheme == "mailto" and not whole:
            message = f'"{link.target}" must hold an address, like mailto:name@clinic.example'
            yield page.problem("bad-mailto", message, link.target)


def bad_tel(site: Site) -> Iterator[Problem]:
    """A tel or sms link must hold a number of 3 digits or more."""
    for page, link, scheme, rest in _with_scheme(site):
        number = re.split(r"[?;&]", unquote(rest))[0]
        digits = re.sub(r"\D", "", number)
        if scheme in ("tel", "sms") and (len(digits) < 3 or not _NUMBER.fullmatch(number)):
            message = f'"{link.target}" must hold a number, like tel:01632960001'
            yield page.problem("bad-tel", message, link.target)


def empty_href(site: Site) -> Iterator[Problem]:
    """A link must lead somewhere."""
    for page in site.pages.values():
        for link in page.links:
            if link.tag in ("a", "area") and not link.target:
                yield page.problem("empty-href", "the link has no address")


def vague_link_text(site: Site) -> Iterator[Problem]:
    """The name of a link must tell where it leads, also to those who hear it alone."""
    for page in site.pages.values():
        for link in page.links:
            if link.name is None:
                continue
            name = link.name.strip(" .,:;!>\u2026\u00bb\u2192").lower()
            if not name or name in _VAGUE:
                said = f'says only "{link.name}"' if name else "has no name"
                message = f"the link {said}; it must say where it leads"
                yield page.problem("vague-link-text", message, link.target)


def _with_scheme(site: Site) -> Iterator[tuple[BuiltPage, Link, str, str]]:
    """Yield each link that a reader follows, with its scheme and what stands behind it."""
    for page in site.pages.values():
        for link in page.links:
            match = _SCHEME.match(link.target)
            if match and link.to_page:
                yield page, link, match["scheme"].lower(), match["rest"]


def _is_local(link: Link) -> bool:
    """An address of this very machine, or one of numbers, is whole as well."""
    try:
        parts = urlsplit(link.target)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(re.fullmatch(r"localhost|[\d.]+|[0-9a-f:]+", host)) and " " not in link.target
