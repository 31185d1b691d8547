"""Asks one address in as few and as small requests as its verdict needs."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from guide.online import anchors, handle
from guide.online.client import Answer, Client, NoAnswerError
from guide.online.document import Document, is_html
from guide.online.loose_json import UnreadableAnswerError
from guide.online.probe import Probes
from guide.online.result import USABLE, Result
from guide.online.verdict import LIKE_UNKNOWN, is_shy, judge, judge_failure

_DOI = re.compile(r"/(10\.\d{4,9}(?:\.\d+)*/.+)")
_DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")


class Asking:
    """Finds results with a client; `handles` is the address of the handle service for DOIs."""

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
        if result.verdict not in USABLE:
            return result
        if document and not is_shy(url) and await self._probes.is_unknown(url, answer, document):
            return Result("soft-404", LIKE_UNKNOWN)
        return replace(result, anchors={f: anchors.fault(f, document) for f in fragments})

    async def _answer(self, url: str, fragments: Collection[str], last: Result | None) -> Answer:
        """The answer to a question about changes if there was one before; to HEAD; or to GET."""
        if last and last.verdict == "ok" and last.knows(fragments) and (last.etag or last.modified):
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
            answer = await self._client.fetch(handle.address(self._handles, doi))
            known = handle.is_known(answer.status, answer.body)
        except (NoAnswerError, UnreadableAnswerError) as error:
            return Result("blocked", f"cannot be checked at {handle.REGISTER}: {error}")
        if known:
            return Result("ok")
        return Result("broken", f"must lead to a work, but {handle.REGISTER} does not know its DOI")


def doi_of(url: str) -> str:
    """The DOI in the address of a resolver, or nothing."""
    parts = urlsplit(url)
    found = _DOI.fullmatch(unquote(parts.path))
    return found[1] if found and parts.hostname in _DOI_HOSTS else ""
