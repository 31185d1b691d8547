"""Addresses that only this machine or its own network can reach."""

from __future__ import annotations

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult

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
