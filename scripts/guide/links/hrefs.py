"""The form of links: each must be an address that somebody can follow, with a name that tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from guide.links.addresses import Link
from guide.links.page import BuiltPage
from guide.problems import Problem, did_you_mean
from guide.web import is_web_address

_KNOWN = (
    "http https mailto tel sms data javascript ftp blob geo maps webcal whatsapp skype facetime "
    "xmpp about urn magnet git acct bitcoin callto cid comgooglemaps dns ed2k feed ftps gopher "
    "gemini imap intent ipfs irc ircs itms itms-apps jabber ldap ldaps market matrix mid msteams "
    "news nfs nntp obsidian onenote openpgp4fpr payto rsync rtmp rtsp sftp sip sips slack smb "
    "spotify ssh steam svn tag telnet tg viber view-source vnc vscode vscode-insiders ws wss "
    "zoommtg zotero"
).split()
_FAMILIES = ("web+", "ms-", "git+", "svn+", "x-", "android-", "chrome", "facetime-")
# A host answers with this page for all that it does not have.
_NOT_FOUND = "404.html"
_FROM_ANYWHERE = ("", "/", "#", "?", "\\")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ADDRESS = re.compile(r"[^@\s,;<>/][^@\s,;<>]*@(?:localhost|[^@\s,;<>/.]+(?:\.[^@\s,;<>/.]+)+)")
# A comma is a pause, behind which an extension is dialled.
_NUMBER = re.compile(r"\+?[\d\s().*#,-]+")


def is_known_scheme(scheme: str) -> bool:
    """Whether some browser knows what stands before the colon of a link, in small letters."""
    return scheme in _KNOWN or scheme.startswith(_FAMILIES)


def malformed_url(page: BuiltPage) -> Iterator[Problem]:
    """A link to the web must be a whole address, like https://www.nice.org.uk/guidance/ng59."""
    for link, scheme, _ in page.schemed:
        if scheme in ("http", "https") and not (is_web_address(link.target) or _is_local(link)):
            message = f'"{link.target}" must be a whole address, like https://www.nice.org.uk/'
            yield page.problem("malformed-url", message, link.target, link)


def unknown_scheme(page: BuiltPage) -> Iterator[Problem]:
    """What stands before the colon of a link must be something that browsers know."""
    for link, scheme, _ in page.schemed:
        if scheme == "file":
            message = f'"{link.target}" leads to a file on the reader\'s own machine'
            yield page.problem("unknown-scheme", message, link.target, link)
        elif not is_known_scheme(scheme):
            message = f'no browser knows "{scheme}:"{did_you_mean(scheme, _KNOWN)}'
            yield page.problem("unknown-scheme", message, link.target, link)


def javascript_href(page: BuiltPage) -> Iterator[Problem]:
    """A link must lead somewhere without scripts too."""
    for link, scheme, _ in page.schemed:
        if scheme == "javascript":
            message = f'"{link.target}" must be an address; a button is for scripts'
            yield page.problem("javascript-href", message, link.target, link)


def bad_mailto(page: BuiltPage) -> Iterator[Problem]:
    """A mailto link must hold whole addresses, like mailto:physio@riverside.example.

    One that gives only the subject or the words leaves it to the reader to choose an address.
    """
    for link, scheme, rest in page.schemed:
        if scheme != "mailto":
            continue
        # What an address holds of these signs is escaped: it may have a %3F before its @.
        to, _, more = rest.partition("?")
        addresses = [unquote(part).strip() for part in to.split(",")]
        written_later = not to.strip() and bool(more.strip())
        whole = written_later or all(map(_ADDRESS.fullmatch, addresses))
        if not whole:
            message = f'"{link.target}" must hold an address, like mailto:name@clinic.example'
            yield page.problem("bad-mailto", message, link.target, link)


def bad_tel(page: BuiltPage) -> Iterator[Problem]:
    """A tel or sms link must hold a number of 3 digits or more."""
    for link, scheme, rest in page.schemed:
        if scheme not in ("tel", "sms"):
            continue
        number = re.split(r"[?;&]", unquote(rest))[0]
        digits = re.sub(r"\D", "", number)
        if len(digits) < 3 or not _NUMBER.fullmatch(number):
            message = f'"{link.target}" must hold a number, like tel:01632960001'
            yield page.problem("bad-tel", message, link.target, link)


def empty_href(page: BuiltPage) -> Iterator[Problem]:
    """A link must lead somewhere."""
    for link in page.links:
        if not link.target and link.tag in ("a", "area"):
            yield page.problem("empty-href", "the link has no address", None, link)


def relative_on_404(page: BuiltPage) -> Iterator[Problem]:
    """What 404.html names must begin with / or https://: it is shown at any address."""
    if page.path != _NOT_FOUND:
        return
    for link in page.links:
        if link.address[:1] in _FROM_ANYWHERE or _SCHEME.match(link.address):
            continue
        message = (
            f'"{link.target}" must begin with {page.site.base}: the host shows {_NOT_FOUND} at any '
            "address, and looks for it beside that"
        )
        yield page.problem("relative-on-404", message, link.target, link)


def vague_link_text(page: BuiltPage) -> Iterator[Problem]:
    """The name of a link must tell where it leads, also to those who hear it alone."""
    for link in page.links:
        if link.vague_name is not None:
            said = f'says only "{link.vague_name}"' if link.vague_name else "has no name"
            message = f"the link {said}; it must say where it leads"
            yield page.problem("vague-link-text", message, link.target, link)


def _is_local(link: Link) -> bool:
    """An address on a local network, of one name or of numbers, is whole as well."""
    try:
        parts = urlsplit(link.target)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(re.fullmatch(r"[a-z][a-z0-9-]*|[\d.]+|[0-9a-f:]+", host)) and " " not in link.target
