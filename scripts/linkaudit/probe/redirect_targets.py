"""Redirects: where an address has moved, and whether that is the address to write."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from linkaudit.http.answer import Hop

_FOR_GOOD: Final = (301, 308)
_GATE: Final = re.compile(
    r"(?:[\w-]*[_-])?(?:log-?[io]n|sign-?in|sso)(?:[._-].*)?"
    r"|auth(?:enticate|orize)?|idp|saml\d?|shibboleth(?:\..*)?|openid|oauth\d?|accounts?"
    r"|consent|cookie-?(?:wall|consent|absent|check)s?",
    re.IGNORECASE,
)
_FIRST_PAGE: Final = re.compile(r"/?(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)


def permanent_redirect(hops: tuple[Hop, ...]) -> str:
    """Where the last redirect leads, if every one is permanent; else nothing."""
    return hops[-1].url if hops and all(hop.status in _FOR_GOOD for hop in hops) else ""


def is_gate(url: str) -> bool:
    """Whether an address looks like that of a login or consent page."""
    parts = urlsplit(url)
    names = [*(parts.hostname or "").split("."), *parts.path.split("/")]
    return any(_GATE.fullmatch(name) for name in names)


def is_first_page(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return bool(_FIRST_PAGE.fullmatch(parts.path)) and not parts.query


def with_fragment(url: str, fragment: str) -> str:
    """A new address with the fragment of the old one, unless it has one of its own."""
    return f"{url}#{fragment}" if fragment and not urlsplit(url).fragment else url


def is_same_place(url: str, other: str) -> bool:
    """Whether two addresses differ at most in scheme, `www.` and the slash at the end."""
    return _place(url) == _place(other)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = re.sub(r"^www\.|:(?:80|443)$", "", parts.netloc.lower())
    return host, parts.path.rstrip("/"), parts.query
