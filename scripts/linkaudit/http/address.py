"""The address that is asked: whole, in ASCII, as a browser would send it."""

from __future__ import annotations

from urllib.parse import quote, urldefrag, urljoin, urlsplit

from yarl import URL

from linkaudit.core.text import is_name_of_host
from linkaudit.http.answer import NoAnswerError

# Kept as written: what is escaped stays escaped, what is not stays so.
_SAFE = "%/:=&?~#+!$,;'@()*[]|"


def whole(target: str, base: str = "") -> str:
    """An address as it is asked, with its fragment; `base` is the page that leads there.

    Raises NoAnswerError if it is no address on the web.
    """
    try:
        parts = urlsplit(urljoin(base, target.strip()))
        if parts.scheme not in ("http", "https") or not is_name_of_host(parts.hostname or ""):
            raise ValueError(target)
        authority = URL(f"{parts.scheme}://{parts.netloc}").raw_authority
        rest = parts.path or "/"
        rest += f"?{parts.query}" if parts.query else ""
        rest += f"#{parts.fragment}" if parts.fragment else ""
        return f"{parts.scheme}://{authority}{_escaped(rest)}"
    except ValueError:
        shown = ascii(target[:100])
        message = f"it leads to {shown}, which" if base else shown
        raise NoAnswerError("protocol", f"{message} is no address on the web") from None


def without_fragment(url: str) -> str:
    return urldefrag(url).url


def as_asked(url: str) -> URL:
    """A whole address for aiohttp, which would else escape it anew."""
    return URL(without_fragment(url), encoded=True)


def _escaped(text: str) -> str:
    # Bytes that were no UTF-8 arrive as surrogates, and are sent as they came.
    return quote(text.encode("utf-8", "surrogateescape"), safe=_SAFE)
