"""Where a request lands: redirects, gates and first pages; soft 404, for which a host is probed."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from linkaudit.http.answer import Answer, Hop, NoAnswerError
from linkaudit.http.client import Client
from linkaudit.probe.document import Document

_FOR_GOOD: Final = (301, 308)
_GATE: Final = re.compile(
    r"(?:[\w-]*[_-])?(?:log-?[io]n|sign-?in|sso)(?:[._-].*)?"
    r"|auth(?:enticate|orize)?|idp|saml\d?|shibboleth(?:\..*)?|openid|oauth\d?|accounts?"
    r"|consent|cookie-?(?:wall|consent|absent|check)s?",
    re.IGNORECASE,
)
_FIRST_PAGE: Final = re.compile(r"/?(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)


def permanent_redirect(hops: tuple[Hop, ...]) -> str:
    """Where the last redirect leads, if every one is permanent; else nothing."""
    return hops[-1].url if hops and all(hop.status in _FOR_GOOD for hop in hops) else ""


def is_gate(url: str) -> bool:
    """Whether an address looks like that of a login or consent page."""
    parts = urlsplit(url)
    names = [*(parts.hostname or "").split("."), *parts.path.split("/")]
    return any(_GATE.fullmatch(name) for name in names)


def is_first_page(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return bool(_FIRST_PAGE.fullmatch(parts.path)) and not parts.query


def with_fragment(url: str, fragment: str) -> str:
    """A new address with the fragment of the old one, unless it has one of its own."""
    return f"{url}#{fragment}" if fragment and not urlsplit(url).fragment else url


def is_same_place(url: str, other: str) -> bool:
    """Whether two addresses differ at most in scheme, `www.` and the slash at the end."""
    return _place(url) == _place(other)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = re.sub(r"^www\.|:(?:80|443)$", "", parts.netloc.lower())
    return host, parts.path.rstrip("/"), parts.query


# Soft 404: pages that say "not found" to people, and 200 to machines.

_THE: Final = r"(?:(?:the|this|that|your|requested|web) )*"
_THING: Final = (
    r"(?:page|web ?page|document|article|content|resource|file|item|publication|site|url"
    r"|address|link)s?"
)
_WANTED: Final = (
    r"(?: (?:that|you|we|are|were|requested|looking|for|tried|to|access|reach|open|view|want))*"
)
_MISSING: Final = (
    r"(?:(?:is|was|were|are|has|have|could|can|does|do|may|might) )*"
    r"(?:(?:not|cannot) (?:be )?(?:found|exists?|located|available)"
    r"|been (?:removed|deleted)|no longer (?:exists?|available)|unavailable|missing)"
    r"(?: any ?more)?"
)
_SAID: Final = re.compile(
    r"(?:(?:oops|sorry|whoops|uh oh|error|http|status|we are|we re|but|404|410) )*"
    rf"(?:{_THE}{_THING}{_WANTED} {_MISSING}"
    rf"|(?:we |i )?(?:could not|can not|cannot|did not) find {_THE}{_THING}{_WANTED}"
    r"|410 gone|not found|nothing (?:was )?found(?: here)?"
    r"|(?:seite|datei) (?:wurde )?nicht gefunden|page (?:non trouvee|introuvable)"
    r"|pagina no encontrada|pagina non trovata|pagina niet gevonden)"
    r"(?: error)?(?: 404| 410)?"
)
_NUMBER: Final = re.compile(r"(?:http |status |code |error )*(?:404|410)(?: error| page)*")
_MISSES: Final = re.compile(
    r"(?:not|cannot) (?:be )?found|(?:could|can|did) ?not find|not exist"
    r"|no longer (?:exist|available)"
)
_ACCENTS: Final = str.maketrans("éèêáàíóú", "eeeaaiou")
_PARTS: Final = re.compile(r"\s[-|–—•·»:/<>]+\s|[|–—•·»:!?.…]+(?:\s|$)")
# A page about status codes has these words in its address as well.
_ABOUT: Final = re.compile(r"404|410|not-?found|status|error", re.IGNORECASE)
_ALIKE: Final = 0.95


def says_not_found(url: str, document: Document) -> str:
    """The title or first heading, if it says that there is no such page; else nothing."""
    if _ABOUT.search(urlsplit(url).path):
        return ""
    misses = bool(_MISSES.search(_plain(document.text[:3000])))
    for words in (document.title, document.heading):
        for part in _PARTS.split(words[:300]):
            plain = _plain(part)
            if _SAID.fullmatch(plain) or (misses and _NUMBER.fullmatch(plain)):
                return words[:300].strip()
    return ""


def are_alike(document: Document, url: str, other: Document, other_url: str) -> bool:
    """Whether two pages are the same but for the addresses that they may repeat.

    A frame that scripts fill is like nothing: what it will show is not known.
    """
    if document.is_shell or other.is_shell:
        return False
    repeated = _path_words(url) | _path_words(other_url)
    if _without(document.title, repeated) != _without(other.title, repeated):
        return False
    a, b = document.words.copy(), other.words.copy()
    for word in repeated:
        a.pop(word, None)
        b.pop(word, None)
    size = a.total() + b.total()
    return size > 0 and 2 * (a & b).total() / size >= _ALIKE


def _path_words(url: str) -> set[str]:
    return set(re.findall(r"\w+", unquote(urlsplit(url).path).casefold()))


def _without(text: str, words: set[str]) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in words]


def _plain(text: str) -> str:
    """Small letters and digits with single spaces, without accents, contractions in full."""
    text = re.sub(r"['\u2019]", "", text.casefold().translate(_ACCENTS))
    text = re.sub(r"\b(can|could|does|is|was|did|do)n?t\b", r"\1 not", text)
    return " ".join(re.findall(r"\w+", text))


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
        if is_first_page(url) or is_gate(answer.url) or document.is_shell:
            return False
        unknown = await self._unknown(url)
        if unknown is None or is_same_place(url, unknown.url):
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
