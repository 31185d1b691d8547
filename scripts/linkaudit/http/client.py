"""A client that asks other hosts: polite, bounded in time and memory, wary of where it is sent."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from linkaudit import __version__
from linkaudit.http import errors
from linkaudit.http.answer import CODINGS, Answer, Body, Hop, NoAnswerError, as_asked, whole
from linkaudit.http.errors import PublicOnly, is_private
from linkaudit.http.rate_limit import Clock, RateLimit, Sleep

# A chain: one fetch over all its redirects, bounded in number and in time.

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
    # Some hosts redirect in a circle unless their cookies come back; kept for this chain.
    cookies: aiohttp.CookieJar = field(default_factory=lambda: aiohttp.CookieJar(unsafe=True))
    visited: set[tuple[URL, str]] = field(default_factory=set)

    def visit(self, url: URL) -> None:
        """Note an address; raise NoAnswerError if nothing has changed since it was visited."""
        visit = (url, self.cookies_for(url))
        if visit in self.visited or len(self.hops) > _MOST_HOPS:
            raise errors.loop(_MOST_HOPS)
        self.visited.add(visit)

    def leaves(self, url: URL) -> bool:
        """Whether an address is on another host or port than the first one."""
        return (url.host, url.port) != (self.first.host, self.first.port)

    def cookies_for(self, url: URL) -> str:
        """What to send back to a host, as a header."""
        matching = self.cookies.filter_cookies(url)
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in matching.items())
        return sent if len(sent) <= _LARGEST_COOKIES else ""


__all__ = ["Answer", "Client", "Hop", "NoAnswerError", "user_agent"]

_REDIRECTS = (301, 302, 303, 307, 308)
_WAIT = (429, 503)
_MOST_TRIES = 3
_LARGEST_HEADER = 32 * 1024
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.8",
    "Accept-Encoding": CODINGS,
}


def user_agent(contact: str | None = None) -> str:
    """The name under which we ask; `contact` is an e-mail address at which somebody answers."""
    return f"linkaudit/{__version__} (link checker{f'; mailto:{contact}' if contact else ''})"


class Client:
    """Asks hosts, each within its own rate limit. To be used as `async with Client(...) as client`.

    `timeout` bounds the seconds of work of one fetch over all its redirects, without the waits that
    rate limits ask for; `longest_wait` the seconds that a host may ask us to wait; `largest` the
    bytes of a body, unpacked; `at_once` the requests to all hosts together. So no more than
    `at_once` x `largest` bytes of bodies are read at a time. Clocks and resolver are for tests.
    `answers` counts the requests that any host has answered so far.
    """

    def __init__(
        self,
        *,
        agent: str,
        timeout: float = 20.0,
        per_host: int = 2,
        interval: float = 0.1,
        longest_wait: float = 60.0,
        largest: int = 10 * 2**20,
        at_once: int = 16,
        resolver: AbstractResolver | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        now: Clock = time.time,
    ) -> None:
        self._headers = {**_HEADERS, "User-Agent": agent}
        self._timeout, self._longest_wait, self._largest = timeout, longest_wait, largest
        self._per_host, self._interval, self._at_once = per_host, interval, at_once
        self._clock, self._sleep, self._now = clock, sleep, now
        self._resolver = resolver
        self._rate_limits: dict[str, RateLimit] = {}
        self.answers = 0
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        resolver = self._resolver or aiohttp.ThreadedResolver()
        self._width = asyncio.Semaphore(self._at_once)
        self._open = await self._session(resolver)
        # Apart, with its own connections: none of them can lead to a private address.
        self._guarded = await self._session(PublicOnly(resolver))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        read: bool = True,
    ) -> Answer:
        """Ask for an address, follow redirects, return the last answer; with its body if `read`.

        Raises NoAnswerError. A host that wants a longer wait than `longest_wait` gives its own
        429 or 503, and until its time has come a 429 that is ours: it is not asked again.
        """
        address = whole(url)
        asked = {**self._headers, **(headers or {})}
        chain = Chain(method, as_asked(address), asked, read, self._timeout)
        while True:
            chain.visit(as_asked(address))
            answer = await self._patiently(chain, as_asked(address))
            target = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not target:
                return replace(answer, hops=tuple(chain.hops))
            address = whole(target, base=address)
            chain.hops.append(Hop(answer.status, address))

    async def _patiently(self, chain: Chain, url: URL) -> Answer:
        """The answer of one address; when the host asks to wait, that of a later try."""
        limit = self._rate_limit_of(url)
        waited = 0.0
        for _ in range(_MOST_TRIES):
            async with limit.turn():
                if limit.pause > self._longest_wait:
                    after = {"Retry-After": str(math.ceil(limit.pause))}
                    headers = CIMultiDictProxy(CIMultiDict(after))
                    return Answer(str(url), 429, headers, b"", ())
                while limit.pause > 0:
                    await self._sleep(limit.pause)
                async with self._width:
                    answer = await self._timed(chain, url)
                wait = limit.heed(answer.status, answer.headers)
            waited += wait or 0.0
            if wait is None or answer.status not in _WAIT or waited > self._longest_wait:
                break
        return answer

    async def _timed(self, chain: Chain, url: URL) -> Answer:
        """The answer of one request, in what time is left to its chain."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            async with asyncio.timeout(chain.left):
                answer = await self._once(chain, url)
            self.answers += 1
            return answer
        except errors.NETWORK_ERRORS as error:
            raise errors.no_answer(error, url.host or "", self._timeout) from error
        finally:
            chain.left -= loop.time() - start

    async def _once(self, chain: Chain, url: URL) -> Answer:
        session = self._open
        if chain.leaves(url):
            session = self._guarded
            if is_private(url.host or ""):
                raise errors.private(url.host or "")
        headers = dict(chain.headers)
        if cookies := chain.cookies_for(url):
            headers["Cookie"] = cookies
        request = session.request(chain.method, url, headers=headers, allow_redirects=False)
        async with request as response:
            chain.cookies.update_cookies(response.cookies, url)
            body = Body(response.headers.get("Content-Encoding", ""), self._largest)
            if chain.read and response.status not in _REDIRECTS:
                async for piece in response.content.iter_any():
                    body.add(piece)
            return Answer(str(url), response.status, response.headers, body.whole(), ())

    def _rate_limit_of(self, url: URL) -> RateLimit:
        host = (url.host or "").lower()
        if host not in self._rate_limits:
            self._rate_limits[host] = RateLimit(
                self._per_host,
                self._interval,
                clock=self._clock,
                sleep=self._sleep,
                now=self._now,
            )
        return self._rate_limits[host]

    async def _session(self, resolver: AbstractResolver) -> aiohttp.ClientSession:
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            auto_decompress=False,
            max_line_size=_LARGEST_HEADER,
            max_field_size=_LARGEST_HEADER,
        )
        return await self._stack.enter_async_context(session)
