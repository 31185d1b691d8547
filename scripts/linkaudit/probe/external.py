"""Links to other hosts: every address is asked once, every place that links to it is reported."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from linkaudit.core.problem import CannotRunError, Problem
from linkaudit.core.progress import Progress
from linkaudit.core.text import UnreadableAnswerError
from linkaudit.http.answer import Answer, NoAnswerError, whole, without_fragment
from linkaudit.http.client import Client, user_agent
from linkaudit.probe.document import Document, fragment_fault, fragment_of, is_html
from linkaudit.probe.exceptions import Exceptions
from linkaudit.probe.history import VerdictHistory
from linkaudit.probe.landing import Probes
from linkaudit.probe.verdict import (
    EXTERNAL_LINKS,
    LIKE_UNKNOWN,
    Assessment,
    LinkPlace,
    Result,
    Verdict,
    is_shy,
    judge,
    judge_failure,
)
from linkaudit.registers import crossref

_DOI = re.compile(r"/(10\.\d{4,9}(?:\.\d+)*/.+)")
_DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")


class LinkProbe:
    """Asks for one address in as few and as small requests as its verdict needs.

    `handles` is the address of the handle service for DOIs.
    """

    def __init__(self, client: Client, handles: str) -> None:
        self._client, self._handles = client, handles.rstrip("/") + "/"
        self._probes = Probes(client)

    async def result(self, url: str, fragments: Collection[str], last: Result | None) -> Result:
        """The result of an address without fragment; `last` is that of an earlier run."""
        if doi := doi_of(url):
            return replace(await self._registered(doi), anchors=dict.fromkeys(fragments, ""))
        try:
            answer = await self._answer(url, fragments, last)
        except NoAnswerError as error:
            return judge_failure(url, error)
        if answer.status == 304 and last and not answer.hops:
            return last
        document = Document.of(answer) if answer.body else None
        result = judge(url, answer, document)
        if not result.verdict.traits.leads_to_page:
            return result
        if document and not is_shy(url) and await self._probes.is_unknown(url, answer, document):
            return Result(Verdict.SOFT_404, LIKE_UNKNOWN)
        return replace(result, anchors={f: fragment_fault(f, document) for f in fragments})

    async def _answer(self, url: str, fragments: Collection[str], last: Result | None) -> Answer:
        """The answer to a question about changes if there was one before; to HEAD; or to GET."""
        if (
            last
            and last.verdict is Verdict.OK
            and last.knows(fragments)
            and (last.etag or last.modified)
        ):
            known = {"If-None-Match": last.etag, "If-Modified-Since": last.modified}
            return await self._page(url, {name: value for name, value in known.items() if value})
        try:
            head = await self._client.fetch(url, method="HEAD")
        except NoAnswerError as error:
            # Some hosts are at a loss with HEAD: they hang, or hang up.
            if error.kind not in ("timeout", "protocol", "too-large"):
                raise
            return await self._page(url)
        is_file = "Content-Type" in head.headers and not is_html(head)
        if head.status == 429 or (200 <= head.status < 300 and is_file):
            return head
        return await self._page(url)

    async def _page(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """The answer to GET, without its body if that is too large."""
        try:
            return await self._client.fetch(url, headers=headers)
        except NoAnswerError as error:
            if error.kind != "too-large":
                raise
            return await self._client.fetch(url, read=False)

    async def _registered(self, doi: str) -> Result:
        """The result of a DOI: its register knows it, whatever the publisher tells a robot."""
        try:
            answer = await self._client.fetch(crossref.address(self._handles, doi))
            known = crossref.is_registered(answer.status, answer.body)
        except (NoAnswerError, UnreadableAnswerError) as error:
            return Result(Verdict.BLOCKED, f"cannot be checked at {crossref.DOI_ORG}: {error}")
        if known:
            return Result(Verdict.OK)
        return Result(
            Verdict.BROKEN,
            f"must lead to a work, but {crossref.DOI_ORG} does not know its DOI",
        )


def doi_of(url: str) -> str:
    """The DOI in the address of a resolver, or nothing."""
    parts = urlsplit(url)
    found = _DOI.fullmatch(unquote(parts.path))
    return found[1] if found and parts.hostname in _DOI_HOSTS else ""


# If none of so many hosts answers, the fault is ours.
_FEWEST_HOSTS = 3


def _to_stderr(words: str) -> None:
    print(words, file=sys.stderr)


class NoNetworkError(CannotRunError):
    """No host answered, so that nothing is known of any; the text says so."""


@dataclass(frozen=True)
class Settings:
    """How links are checked. `cache` is the file of the history.

    `docs` is the folder below which the exceptions stand, if any, `fail_after` the number of
    failed days that make an address broken, `contact` an e-mail address for the owners of hosts,
    `timeout` in seconds, `per_host` and `at_once` the numbers of requests at the same time,
    `interval` the seconds between two to one host, `handles` the address of the handle service,
    `warn` what is called with what a person must know meanwhile. `client` and `progress` are for
    tests.
    """

    cache: Path
    docs: Path | None = None
    fail_after: int = 3
    contact: str | None = None
    timeout: float = 20.0
    per_host: int = 2
    interval: float = 0.1
    at_once: int = 16
    handles: str = crossref.HANDLE_SERVICE
    quiet: bool = False
    warn: Callable[[str], None] = _to_stderr
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


Links = Mapping[str, list[LinkPlace]]


def check_external(
    places: Iterable[LinkPlace], today: date, settings: Settings
) -> Iterator[Problem]:
    """What is wrong with links to other hosts, by address; the caller sorts.

    Opens connections, and writes the history of results as they come. Raises CannotRunError if
    no host answers or the history cannot be used, KeyboardInterrupt when stopped: what was found
    until then is kept, and the next run goes on from there.
    """
    links = _by_address(places)
    exceptions = Exceptions(settings.docs, today)
    with VerdictHistory(settings.cache, today) as history:
        if history.notice:
            settings.warn(history.notice)
        results = _results(links, history, settings)
        for url in sorted(links):
            assessment = Assessment(
                results[url], history.failed_days(url), settings.fail_after, today
            )
            for place in links[url]:
                exceptions.note(place.url, assessment.is_at_fault(place.url))
            reported = tuple(one for one in links[url] if not exceptions.covers(one.url))
            yield from EXTERNAL_LINKS.check(replace(assessment, places=reported))
    yield from exceptions.problems()


def _by_address(places: Iterable[LinkPlace]) -> dict[str, list[LinkPlace]]:
    """The places of each address, as it is asked; what is no address is not our concern."""
    written: dict[str, list[LinkPlace]] = {}
    for place in places:
        written.setdefault(place.url, []).append(place)
    links: dict[str, list[LinkPlace]] = {}
    for text, found in written.items():
        try:
            links.setdefault(without_fragment(whole(text)), []).extend(found)
        except NoAnswerError:
            continue
    return links


def _results(links: Links, history: VerdictHistory, settings: Settings) -> dict[str, Result]:
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
        settings.warn(f"stopped: {counts}; run it again to go on from there")
        raise
    finally:
        progress.finish()
    return results


async def _ask_all(
    asked: Mapping[str, Collection[str]],
    history: VerdictHistory,
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
            results[url] = await probe.result(url, sorted(asked[url]), history.last(url))
            history.keep(url, results[url])
            progress.step()

    async with settings.new_client() as client:
        probe = LinkProbe(client, settings.handles)
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
