"""Addresses on the web."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*")
# What nearly every address is like, known at one look.
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,9}[a-z][a-z0-9-]{0,60}"
    r"(?:[/?#][\w./?#&=%+~:;,@!-]*)?"
)
_LONGEST_LABEL, _LONGEST_NAME = 63, 253


def is_web_address(url: str) -> bool:
    """Whether the text is a whole address on the web that a person can follow."""
    if "xn--" not in url and _PLAIN.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is no number, or too large
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return False
    return not re.search(r'[\s"<>]', url) and is_name_of_host(host)


def is_name_of_host(host: str) -> bool:
    """Whether the internet can have a host of a name, given in its letters or in Punycode."""
    from yarl import URL  # most addresses need it not, and it takes time to load

    try:
        url = URL.build(scheme="http", host=host)
        # The second raises for Punycode of letters that no name may have.
        name, _ = url.raw_host or "", url.host
    except ValueError:
        return False
    if ":" in name:
        return True  # an address of numbers
    labels = name.removesuffix(".").split(".")
    return len(name) <= _LONGEST_NAME and all(0 < len(label) <= _LONGEST_LABEL for label in labels)
