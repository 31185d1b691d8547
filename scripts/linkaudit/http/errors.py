"""Why there was no answer: what the network raised, in one plain sentence."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from linkaudit.http.answer import NoAnswerError

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


# What a connection can end in; anything else is a fault of ours.
NETWORK_ERRORS = (
    aiohttp.ClientError,
    asyncio.TimeoutError,
    OSError,
    PrivateAddressError,
    ValueError,
)


def no_answer(error: BaseException, host: str, seconds: float) -> NoAnswerError:
    """One of `NETWORK_ERRORS` as our own error; `seconds` is the time that was allowed."""
    match error:
        case PrivateAddressError():
            return private(host)
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


def private(host: str) -> NoAnswerError:
    """A redirect from the web into a private network, which is never followed."""
    return NoAnswerError("private", f"it leads to {host}, an address of a private network")


def loop(hops: int) -> NoAnswerError:
    return NoAnswerError("loop", f"it redirects in a circle, or more than {hops} times")
