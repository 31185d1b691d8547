"""Addresses on the web."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*")
# What nearly every address is like, known at one look.
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*(?:[/?#][\w./?#&=%+~:;,@!-]*)?"
)


def is_web_address(url: str) -> bool:
    """Whether the text is a whole address on the web that a person can follow."""
    if _PLAIN.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is no number, or too large
    except ValueError:
        return False
    host = _HOST.fullmatch(parts.hostname or "")
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r'[\s"<>]', url)
