"""A chain: one fetch over all its redirects, bounded in number and in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from guide.online import failure
from guide.online.answer import Hop

_MOST_HOPS = 10
_LARGEST_COOKIES = 8 * 1024


@dataclass
class Chain:
    """One fetch: what is asked, the redirects so far, and the seconds of work that are left."""

    method: str
    first: URL
    headers: Mapping[str, str]
    read: bool
    left: float
    hops: list[Hop] = field(default_factory=list)
    # Some hosts send a visitor in a circle who does not keep their cookies; kept for this chain.
    cookies: aiohttp.CookieJar = field(default_factory=lambda: aiohttp.CookieJar(unsafe=True))
    seen: set[tuple[URL, str]] = field(default_factory=set)

    def visit(self, url: URL) -> None:
        """Note an address; raise NoAnswerError if nothing has changed since the last visit."""
        visit = (url, self.cookies_for(url))
        if visit in self.seen or len(self.hops) > _MOST_HOPS:
            raise failure.loop(_MOST_HOPS)
        self.seen.add(visit)

    def leaves(self, url: URL) -> bool:
        """Whether an address is on another host or port than the first one."""
        return (url.host, url.port) != (self.first.host, self.first.port)

    def cookies_for(self, url: URL) -> str:
        """What to send back to a host, as a header."""
        kept = self.cookies.filter_cookies(url)
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in kept.items())
        return sent if len(sent) <= _LARGEST_COOKIES else ""
