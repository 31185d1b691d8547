"""Probes: what a host answers for a page that cannot exist, asked once for each host."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from guide.online import moves
from guide.online.client import Answer, Client, NoAnswerError
from guide.online.document import Document
from guide.online.not_found import are_alike


@dataclass(frozen=True)
class _Unknown:
    """The page for unknown addresses: where it was asked, where it came from, what it says."""

    asked: str
    url: str
    document: Document


class Probes:
    """Asks each host at most once for an invented path."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pages: dict[str, asyncio.Task[_Unknown | None]] = {}

    async def is_unknown(self, url: str, answer: Answer, document: Document) -> bool:
        """Whether the page of an address is the one that its host has for every unknown path."""
        # Every path may lead to the first page, to a login or to one app: they are what they are.
        if moves.is_first_page(url) or moves.is_gate(answer.url) or document.is_shell:
            return False
        unknown = await self._unknown(url)
        if unknown is None or moves.is_same_place(url, unknown.url):
            return False
        if answer.url == unknown.url:
            return True
        return are_alike(document, url, unknown.document, unknown.asked)

    async def _unknown(self, url: str) -> _Unknown | None:
        invented = invented_address(url)
        if invented not in self._pages:
            self._pages[invented] = asyncio.create_task(self._ask(invented))
        return await self._pages[invented]

    async def _ask(self, invented: str) -> _Unknown | None:
        try:
            answer = await self._client.fetch(invented)
        except NoAnswerError:
            return None
        document = Document.of(answer)
        is_page = 200 <= answer.status < 300 and document is not None
        return _Unknown(invented, answer.url, document) if is_page and document else None


def invented_address(url: str) -> str:
    """An address on the host of a URL at which there is nothing; always the same."""
    digest = hashlib.sha256((urlsplit(url).hostname or "").encode()).hexdigest()
    return urljoin(url, f"/link-checker-asks-for-no-such-page-{digest[:10]}")
