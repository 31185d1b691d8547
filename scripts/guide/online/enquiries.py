"""Enquiries at services: asked once, few at a time, and counted where no verdict came of them."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from guide.online import crossref, pubmed
from guide.online.case import Unanswered
from guide.online.client import Client, NoAnswerError, user_agent
from guide.online.loose_json import UnreadableAnswerError
from guide.online.memory import Memory
from guide.online.services import Services

T = TypeVar("T")

_AT_ONCE = 2
# A service that failed so often in a row is left alone for the rest of the run.
_FAILURES = 3
# Too many requests, and none at all for now. A time to wait, where one is told, the client has
# waited already; where none is told, it is slower at the next try.
_BUSY = (429, 503)
_TRIES = 2
_TOOL = "back-pain-guide"


class Enquiries:
    """Asks the services; `open_enquiries` makes one."""

    def __init__(self, client: Client, memory: Memory, services: Services) -> None:
        self.services = services
        self._client, self._memory = client, memory
        self._asked: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}
        self._failures: Counter[str] = Counter()
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_ONCE))

    async def ask(
        self, register: str, url: str, read: Callable[[int, bytes], T], of: int = 1
    ) -> T | None:
        """What `read` makes of the answer; None if there is none, or none that can be read.

        `of` tells about how many references the service is asked.
        """
        self._asked[register] += of
        try:
            async with self._turns[register]:
                known = self._memory.recall(url)
                status, body = known or await self._fetch(register, url)
                told = read(status, body)
        except (NoAnswerError, UnreadableAnswerError) as error:
            self._missed[register] += of
            self._reasons.setdefault(register, str(error))
            return None
        if not known:
            self._memory.keep(url, status, body)
        return told

    def miss(self, register: str, reason: str) -> None:
        """Count one reference of which the register knows nothing, though it answered."""
        self._missed[register] += 1
        self._reasons.setdefault(register, reason)

    def unanswered(self) -> list[Unanswered]:
        """What was asked in vain, by register."""
        return [
            Unanswered(register, count, self._asked[register], self._reasons[register])
            for register, count in sorted(self._missed.items())
            if count
        ]

    def reason(self, register: str) -> str:
        """Why the register gave no verdict the first time."""
        return self._reasons.get(register, "")

    async def _fetch(self, register: str, url: str) -> tuple[int, bytes]:
        if self._failures[register] >= _FAILURES:
            raise UnreadableAnswerError(self.reason(register))
        try:
            for _ in range(_TRIES):
                answer = await self._client.fetch(self._signed(register, url))
                if answer.status not in _BUSY or "Retry-After" in answer.headers:
                    break
            if answer.status in _BUSY or answer.status >= 500:
                raise UnreadableAnswerError(f"it answered {answer.status}")
        except (NoAnswerError, UnreadableAnswerError):
            self._failures[register] += 1
            raise
        self._failures[register] = 0
        return answer.status, answer.body

    def _signed(self, register: str, url: str) -> str:
        """The address with our own, as the two registers wish that answer programs."""
        who = quote(self.services.mailto, safe="@")
        if register == crossref.REGISTER and who:
            return f"{url}{'&' if '?' in url else '?'}mailto={who}"
        if register in (pubmed.REGISTER, pubmed.CENTRAL):
            return f"{url}&tool={_TOOL}" + (f"&email={who}" if who else "")
        return url


@asynccontextmanager
async def open_enquiries(
    services: Services, today: date, cache: Path | None
) -> AsyncIterator[Enquiries]:
    """Enquiries whose answers are kept in the file `cache`, if there is one."""
    async with Client(
        agent=user_agent(services.mailto or None),
        timeout=services.timeout,
        per_host=_AT_ONCE,
        interval=services.interval,
    ) as client:
        with Memory(cache, today) as memory:
            yield Enquiries(client, memory, services)
