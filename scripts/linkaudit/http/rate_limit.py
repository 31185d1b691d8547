"""The rate limit of a host: how often and how much at once it is asked, slower if it says so."""

from __future__ import annotations

import asyncio
import email.utils
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

# After a refusal without a date the host is asked half as often, down to once in so many seconds;
# after so many refusals in a row not for an hour.
_SLOWEST = 10.0
_MOST_REFUSALS = 6
_PEACE = 3600.0
# A reset time above this is a date in seconds since 1970; below, it is a number of seconds.
_DATES_BEGIN = 1_000_000_000


class RateLimit:
    """At most `at_once` requests at the same time, `interval` seconds between their starts."""

    def __init__(
        self, at_once: int, interval: float, *, clock: Clock, sleep: Sleep, now: Clock
    ) -> None:
        self.at_once = at_once
        self.interval = interval
        self._clock, self._sleep, self._now = clock, sleep, now
        self._busy = self._refusals = 0
        self._free = asyncio.Condition()
        self._next = self._not_before = clock()

    @property
    def pause(self) -> float:
        """For how many seconds from now the host wants no request at all."""
        return max(0.0, self._not_before - self._clock())

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until one more request may start; it counts until the block ends."""
        async with self._free:
            await self._free.wait_for(lambda: self._busy < self.at_once)
            self._busy += 1
        try:
            start = max(self._clock(), self._next)
            self._next = start + self.interval
            if (wait := start - self._clock()) > 0:
                await self._sleep(wait)
            yield
        finally:
            async with self._free:
                self._busy -= 1
                self._free.notify()

    def heed(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Heed what an answer says of its limit; return the seconds to wait, if it says any."""
        self._slow_down(headers)
        wait = self._wait_of(status, headers)
        is_refusal = status == 429 or (status == 503 and wait is not None)
        self._refusals = self._refusals + 1 if is_refusal else 0
        if self._refusals >= _MOST_REFUSALS:
            wait = max(wait or 0.0, _PEACE)
        if wait is not None:
            self._not_before = max(self._not_before, self._clock() + wait)
        elif status == 429:
            self.interval = min(max(2 * self.interval, 1.0), _SLOWEST)
        return wait

    def _wait_of(self, status: int, headers: Mapping[str, str]) -> float | None:
        after = headers.get("Retry-After", "").strip()
        if after and status in (429, 503):
            return float(after) if re.fullmatch(r"\d{1,9}", after) else self._until(after)
        for prefix in ("X-RateLimit-", "X-Rate-Limit-", "RateLimit-"):
            reset = headers.get(prefix + "Reset", "")
            if headers.get(prefix + "Remaining", "").strip() == "0" and _number(reset):
                seconds = _number(reset) or 0.0
                return max(0.0, seconds - self._now()) if seconds > _DATES_BEGIN else seconds
        return None

    def _until(self, text: str) -> float | None:
        """The seconds until an HTTP date."""
        try:
            return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - self._now())
        except (ValueError, OverflowError):
            return None

    def _slow_down(self, headers: Mapping[str, str]) -> None:
        """Heed a stated rate, like Crossref's 50 in an interval of `1s`, and a stated width."""
        count = _number(headers.get("X-Rate-Limit-Limit", ""))
        seconds = _number(headers.get("X-Rate-Limit-Interval", "").strip().removesuffix("s"))
        if count and seconds:
            self.interval = min(max(self.interval, seconds / count), _SLOWEST)
        width = _number(headers.get("X-Concurrency-Limit", ""))
        if width and width >= 1:
            self.at_once = min(self.at_once, int(width))


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*\d{1,12}(?:\.\d{1,6})?\s*", text) else None
