"""A client that asks other hosts: polite, bounded in time and memory, wary of where it is sent."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import os
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from linkaudit import __version__
from linkaudit.http.answer import CODINGS, Answer, Body, Hop, NoAnswerError, as_asked, whole
from linkaudit.http.rate_limit import Clock, RateLimit, Sleep

# Addresses that only this machine or its own network can reach.

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(Exception):
    """A name on the web leads into a private network."""


def is_private(text: str) -> bool:
    """Whether a text is an IP address that is not for everybody; False for a name."""
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        # An IPv6 address can wrap an IPv4 address: what counts is the one inside.
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(address.packed[-4:])
        address = inner or address
    return not address.is_global or address.is_multicast


class PublicOnly(AbstractResolver):
    """Resolves names, but none that leads to a private address."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host; raises PrivateAddressError if even one is private."""
        found = await self._inner.resolve(host, port, family)
        for address in found:
            if is_private(address["host"]):
                raise PrivateAddressError(host)
        return found

    async def close(self) -> None:
        """Leave the inner resolver open: it belongs to who gave it."""


# Why there was no answer: what the network raised, in one plain sentence.

# What a connection can end in; anything else is a fault of ours.
_NETWORK_ERRORS = (
    aiohttp.ClientError,
    asyncio.TimeoutError,
    OSError,
    PrivateAddressError,
    ValueError,
)


def no_answer(error: BaseException, host: str, seconds: float) -> NoAnswerError:
    """One of `_NETWORK_ERRORS` as our own error; `seconds` is the time that was allowed."""
    match error:
        case PrivateAddressError():
            return _private(host)
        case aiohttp.ClientConnectorDNSError():
            if getattr(error.os_error, "errno", None) == socket.EAI_AGAIN:
                return NoAnswerError("dns", f"the name {host} cannot be looked up at the moment")
            return NoAnswerError("dns", f"nobody knows the name {host}")
        case aiohttp.ClientConnectorCertificateError():
            fault = getattr(error.certificate_error, "verify_message", "") or "it is not trusted"
            return NoAnswerError("tls", f"the certificate of {host} does not hold: {fault}")
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return NoAnswerError("tls", f"no secure connection to {host} can be made")
        case aiohttp.ClientConnectorError():
            reason = os.strerror(error.os_error.errno) if error.os_error.errno else ""
            words = f": {reason.lower()}" if reason else ""
            return NoAnswerError("refused", f"no connection to {host} can be made{words}")
        case aiohttp.InvalidURL():
            return NoAnswerError("protocol", f"{host} is no name that a host can have")
        case asyncio.TimeoutError():
            return NoAnswerError("timeout", f"{host} gave no whole answer in {seconds:g} seconds")
        case aiohttp.ClientPayloadError():
            return NoAnswerError("protocol", f"{host} hung up in the middle of its answer")
        case aiohttp.ClientResponseError() if "Got more than" in error.message:
            return NoAnswerError("too-large", f"{host} sends headers that are too large")
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | OSError():
            return NoAnswerError("protocol", f"{host} hung up without an answer")
    return NoAnswerError("protocol", f"what {host} sends is not HTTP")


def _private(host: str) -> NoAnswerError:
    """A redirect from the web into a private network, which is never followed."""
    return NoAnswerError("private", f"it leads to {host}, an address of a private network")


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
            words = f"it redirects in a circle, or more than {_MOST_HOPS} times"
            raise NoAnswerError("loop", words)
        self.visited.add(visit)

    def leaves(self, url: URL) -> bool:
        """Whether an address is on another host or port than the first one."""
        return (url.host, url.port) != (self.first.host, self.first.port)

    def cookies_for(self, url: URL) -> str:
        """What to send back to a host, as a header."""
        matching = self.cookies.filter_cookies(url)
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in matching.items())
        return sent if len(sent) <= _LARGEST_COOKIES else ""


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

    async def __aexit__(self, *_: object) -> None:
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
        except _NETWORK_ERRORS as error:
            raise no_answer(error, url.host or "", self._timeout) from error
        finally:
            chain.left -= loop.time() - start

    async def _once(self, chain: Chain, url: URL) -> Answer:
        session = self._open
        if chain.leaves(url):
            session = self._guarded
            if is_private(url.host or ""):
                raise _private(url.host or "")
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
