"""Links that stay on the site: pages, assets and addresses, as GitHub Pages would answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guide.links.addresses import Link
from guide.links.names import nearest_file, nearest_page
from guide.links.page import BuiltFile, BuiltPage
from guide.problems import Problem

# What lists all of a site for machines: its addresses are made, not written.
LISTS = ("sitemap", "search")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Nobody misspells more links of one file; to find what each was meant to be takes long.
_MISSPELT = 1000
_HOST = re.compile(
    r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|gov|edu|eu|io|info|de|fr|au|ca|example)(?:[:/?#]|$)",
    re.IGNORECASE,
)


def missing_page(file: BuiltFile) -> Iterator[Problem]:
    """A link must lead to a page of the site; letter case counts."""
    for number, link in enumerate(_unanswered(file)):
        if link.to_page and not _names_a_host(link):
            page = file if isinstance(file, BuiltPage) and number < _MISSPELT else None
            hint = nearest_page(page, link.target) if page else ""
            message = f'the link "{link.target}" leads nowhere{hint}'
            yield file.problem("missing-page", message, link.target, link)


def missing_asset(file: BuiltFile) -> Iterator[Problem]:
    """A picture, style sheet, script or other file that a page needs must be on the site."""
    for number, link in enumerate(_unanswered(file)):
        if not link.to_page:
            hint = nearest_file(file, link.target) if number < _MISSPELT else ""
            message = f'the file "{link.target}" is not there{hint}'
            yield file.problem("missing-asset", message, link.target, link)


def missing_scheme(file: BuiltFile) -> Iterator[Problem]:
    """A link to another host must begin with https://, or it is looked for on the site.

    So must one to an e-mail address with mailto:.
    """
    for link in _unanswered(file):
        if _names_a_host(link):
            begin = "mailto:" if _MAIL.fullmatch(link.target) else "https://"
            message = f'"{link.target}" must begin with {begin}'
            yield file.problem("missing-scheme", message, link.target, link)


def root_absolute(file: BuiltFile) -> Iterator[Problem]:
    """A link that begins with / must lead below the address of the site."""
    for link, answer, _ in file.followed:
        if answer is None and _leads_outside(file, link):
            message = f'"{link.target}" leads outside of {file.site.base}'
            yield file.problem("root-absolute", message, link.target, link)


def _unanswered(file: BuiltFile) -> Iterator[Link]:
    """Yield the links for which the host has no answer."""
    listed = None
    for link, answer, _ in file.followed:
        if answer or not link.target or _leads_outside(file, link):
            continue
        if link.tag == "sitemap":
            # If none of its addresses is answered, it was made for another place of the site.
            listed = any(f.answer for f in file.followed) if listed is None else listed
        if link.tag != "sitemap" or listed:
            yield link


def _leads_outside(file: BuiltFile, link: Link) -> bool:
    """A sitemap names whole addresses, and so is of no base."""
    return link.tag != "sitemap" and file.site.is_outside(link.address)


def _names_a_host(link: Link) -> bool:
    """Whether a link that a reader follows is the name of a host or an e-mail address."""
    named = _HOST.match(link.target) or _MAIL.fullmatch(link.target)
    return link.tag in ("a", "area") and bool(named)
