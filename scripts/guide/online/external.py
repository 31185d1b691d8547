"""Links to other hosts: every address is asked once, every place that links to it is told."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from guide.failures import CannotRunError
from guide.online.address import whole, without_fragment
from guide.online.anchors import fragment_of
from guide.online.asking import Asking
from guide.online.client import Client, NoAnswerError, user_agent
from guide.online.exceptions import Exceptions
from guide.online.history import DEFAULT, History
from guide.online.progress import Progress
from guide.online.result import Result
from guide.online.telling import RULES, Case, Mention, at_first_places
from guide.problems import Problem

__all__ = ["RULES", "NoNetworkError", "Settings", "check_external"]

HANDLES = "https://doi.org/api/handles/"
# If none of so many hosts answers, the fault is ours.
_FEWEST_HOSTS = 3


class NoNetworkError(CannotRunError):
    """No host answered, so that nothing is known of any; the text says so."""


@dataclass(frozen=True)
class Settings:
    """How links are checked. `docs` is the folder below which the exceptions stand, if any.

    `cache` is the file of the history, `fail_after` the number of failed days that make an
    address broken, `contact` an e-mail address for the owners of hosts, `timeout` in seconds,
    `per_host` and `at_once` the numbers of requests at the same time, `interval` the seconds
    between two to one host, `handles` the address of the handle service. `client` and `progress`
    are for tests.
    """

    docs: Path | None = None
    cache: Path = DEFAULT
    fail_after: int = 3
    contact: str | None = None
    timeout: float = 20.0
    per_host: int = 2
    interval: float = 0.1
    at_once: int = 16
    handles: str = HANDLES
    quiet: bool = False
    client: Callable[[], Client] | None = None
    progress: Callable[[int], Progress] | None = None

    def new_client(self) -> Client:
        if self.client:
            return self.client()
        return Client(
            agent=user_agent(self.contact),
            timeout=self.timeout,
            per_host=self.per_host,
            interval=self.interval,
            at_once=self.at_once,
        )

    def new_progress(self, total: int) -> Progress:
        make = self.progress or (lambda n: Progress(n, "addresses asked", quiet=self.quiet))
        return make(total)


Links = Mapping[str, list[Mention]]


def check_external(
    mentions: Iterable[Mention], today: date, settings: Settings | None = None
) -> Iterator[Problem]:
    """What is wrong with links to other hosts, by address; the caller sorts.

    Opens connections, and writes the history of results as they come. Raises CannotRunError if
    no host answers or the history cannot be used, KeyboardInterrupt when stopped: what was found
    until then is kept, and the next run goes on from there.
    """
    settings = settings or Settings()
    links = _by_address(mentions)
    exceptions = Exceptions(settings.docs, today)
    with History(settings.cache, today) as history:
        if history.notice:
            print(f"guide: {history.notice}", file=sys.stderr)
        results = _results(links, history, settings)
        for url in sorted(links):
            case = Case(results[url], history.failed_days(url), settings.fail_after, today)
            yield from at_first_places(_faults(links[url], case, exceptions))
    yield from exceptions.problems()


def _by_address(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """The mentions of each address, as it is asked; what is no address is not our concern."""
    written: dict[str, list[Mention]] = {}
    for mention in mentions:
        written.setdefault(mention.url, []).append(mention)
    links: dict[str, list[Mention]] = {}
    for text, found in written.items():
        try:
            links.setdefault(without_fragment(whole(text)), []).extend(found)
        except NoAnswerError:
            continue
    return links


def _faults(
    mentions: Iterable[Mention], case: Case, exceptions: Exceptions
) -> Iterator[tuple[Mention, str, str]]:
    """The faults of each link that no exception covers."""
    for mention in mentions:
        faults = list(case.faults(mention))
        exceptions.note(mention.url, [rule for rule, _ in faults])
        if not exceptions.covers(mention.url):
            yield from ((mention, rule, message) for rule, message in faults)


def _results(links: Links, history: History, settings: Settings) -> dict[str, Result]:
    """The result of each address: of an earlier run if it is fresh, else of this one."""
    wanted = {url: {fragment_of(m.url) for m in found} - {""} for url, found in links.items()}
    results = {}
    for url, fragments in wanted.items():
        fresh = history.fresh(url)
        if fresh and fresh.knows(fragments):
            results[url] = fresh
    asked = {url: fragments for url, fragments in wanted.items() if url not in results}
    progress = settings.new_progress(len(asked))
    try:
        results |= asyncio.run(_ask_all(asked, history, settings, progress))
    except KeyboardInterrupt:
        progress.finish()
        counts = f"{progress.done} of {progress.total} addresses are asked"
        print(f"guide: stopped: {counts}; run it again to go on from there", file=sys.stderr)
        raise
    finally:
        progress.finish()
    return results


async def _ask_all(
    asked: Mapping[str, Collection[str]],
    history: History,
    settings: Settings,
    progress: Progress,
) -> dict[str, Result]:
    """Ask all hosts at the same time, each one at its own pace; keep each result as it comes."""
    results: dict[str, Result] = {}
    # Names are looked up in threads, where a dead one may wait for long: it must not block others.
    threads = ThreadPoolExecutor(settings.at_once)
    asyncio.get_running_loop().set_default_executor(threads)
    by_host: dict[str | None, list[str]] = {}
    for url in sorted(asked):
        by_host.setdefault(urlsplit(url).hostname, []).append(url)

    async def work(urls: Iterator[str]) -> None:
        for url in urls:
            results[url] = await asking.result(url, sorted(asked[url]), history.last(url))
            history.keep(url, results[url])
            progress.step()

    async with settings.new_client() as client:
        asking = Asking(client, settings.handles)
        queues = [iter(urls) for urls in by_host.values()]
        tasks = [asyncio.create_task(work(q)) for q in queues for _ in range(settings.per_host)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if len(by_host) >= _FEWEST_HOSTS and not client.answers:
            history.withdraw(asked)
            raise NoNetworkError(f"none of {len(by_host)} hosts answers: is there a network?")
    return results
