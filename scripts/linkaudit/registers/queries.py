"""Asks registers of works: each question once, few at a time, and those without answer counted."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import quote

from linkaudit.core.files import set_aside
from linkaudit.core.problem import Problem
from linkaudit.core.text import UnreadableAnswerError
from linkaudit.http.answer import NoAnswerError
from linkaudit.http.client import Client, user_agent
from linkaudit.references.bibliography import Reference
from linkaudit.references.identifiers import KnownBy, known_by
from linkaudit.registers import crossref, nice, pubmed
from linkaudit.registers.nice import Guidance
from linkaudit.registers.notices import notice_in_title
from linkaudit.registers.record import NO_MATCH, Match, Record, clean

# The services that are asked about references, and under whose name.


@dataclass(frozen=True)
class Services:
    """The address of each service, which another one may stand in for.

    `mailto` is an e-mail address at which they can reach us; who gives one is served better.
    `timeout` bounds the seconds for which one answer is awaited, `interval` are the seconds
    between two questions at one host.
    """

    handle: str = crossref.HANDLE_SERVICE
    crossref: str = "https://api.crossref.org/works/"
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    nice: str = "https://www.nice.org.uk/"
    mailto: str = ""
    timeout: float = 20.0
    interval: float = 0.25

    def __post_init__(self) -> None:
        """An address given without the slash at its end gets it."""
        for name in (field.name for field in fields(self) if field.default != ""):
            value = getattr(self, name)
            if isinstance(value, str):
                object.__setattr__(self, name, value.rstrip("/") + "/")


# The answers of services, kept between runs so that nobody is asked twice in a week.

# Retractions must be seen soon, and a weekly run must ask anew.
DAYS = 6
_FORGOTTEN_AFTER = 180
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (url TEXT PRIMARY KEY, day TEXT, status INT, body BLOB)"
)


class Response(NamedTuple):
    """What a service answered, unpacked."""

    status: int
    body: bytes


class ResponseCache:
    """Answers by address, to be used as `with ResponseCache(path, today) as cache`.

    Without a path, or where the file cannot be written, they are kept for this run only.
    A damaged file is put aside and begun anew.
    """

    def __init__(self, path: Path | None, today: date) -> None:
        self._today = today
        self._database = _opened(path)
        with contextlib.suppress(sqlite3.Error):
            old = (today - timedelta(_FORGOTTEN_AFTER)).isoformat()
            self._database.execute("DELETE FROM answers WHERE day < ?", (old,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def get(self, url: str) -> Response | None:
        """The status and body of an answer of the last days; of the same day, if it says no."""
        with contextlib.suppress(sqlite3.Error, zlib.error, ValueError):
            row = self._database.execute(
                "SELECT day, status, body FROM answers WHERE url = ?", (url,)
            ).fetchone()
            if row:
                age = (self._today - date.fromisoformat(row[0])).days
                if 0 <= age <= (DAYS if row[1] == 200 else 0):
                    return Response(int(row[1]), zlib.decompress(row[2]))
        return None

    def put(self, url: str, response: Response) -> None:
        """Remember an answer, in place of an older one."""
        row = (url, self._today.isoformat(), response.status, zlib.compress(response.body))
        with contextlib.suppress(sqlite3.Error):
            self._database.execute("REPLACE INTO answers VALUES (?, ?, ?, ?)", row)


def _opened(path: Path | None) -> sqlite3.Connection:
    if path:
        # One that is locked, or that we may not write, is left alone.
        with contextlib.suppress(OSError, sqlite3.OperationalError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                set_aside(path)
            try:
                return _with_table(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                set_aside(path)
                return _with_table(path)
    return _with_table(":memory:")


def _with_table(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database


# A reference, and what the services answered.


@dataclass(frozen=True)
class Answers:
    """What the services answer to one work; None where there was no verdict, or no question.

    An empty `work` says that Crossref has none: another register may. `likely` is a DOI and
    its title that may be meant where doi.org does not know the one that is given.
    """

    known: bool | None = None
    work: Mapping[str, Any] | None = None
    summary: Mapping[str, Any] | None = None
    guidance: Guidance | None = None
    likely: Match = NO_MATCH


@dataclass(frozen=True)
class Unanswered:
    """About how many references of those `asked` a register gave no verdict, and why first."""

    register: str
    count: int
    asked: int
    reason: str


@dataclass(frozen=True)
class CheckedReference:
    """A reference of the file `path`, and what was answered to it.

    `known_by` are its identifiers, with those that a register has beside them. `is_ours` is false
    for a work of a manuscript, in which nobody can say that he has looked at it.
    """

    path: str
    reference: Reference
    answers: Answers
    today: date
    known_by: KnownBy
    is_ours: bool = True

    @classmethod
    def of(
        cls, path: str, reference: Reference, today: date, *, is_ours: bool = True
    ) -> CheckedReference:
        """A reference about which nobody was asked yet."""
        return cls(path, reference, Answers(), today, known_by(reference.fields), is_ours)

    @property
    def key(self) -> str:
        return self.reference.key

    @property
    def doi(self) -> str:
        """The DOI, if one of the form of a DOI is known."""
        return self.known_by.doi

    @property
    def pmid(self) -> str:
        """The PMID, if one of the form of a PMID is known."""
        return self.known_by.pmid

    @property
    def pmcid(self) -> str:
        """The PMCID, if one of the form of a PMCID is known."""
        return self.known_by.pmcid

    @property
    def is_in_central_only(self) -> bool:
        """Whether nothing but a PMCID is known, for which PubMed has other numbers."""
        return bool(self.pmcid and not (self.doi or self.pmid))

    @property
    def is_unasked(self) -> bool:
        """Whether no register can be asked; what is malformed is reported by rules of its own."""
        if self.known_by or (self.is_ours and nice.guidance_id(self.reference.text("URL"))):
            return False
        checked = ("DOI", "PMID", "PMCID") if self.is_ours else ("DOI",)
        return not any(self.reference.text(name) for name in checked)

    @property
    def without_record(self) -> list[str]:
        """The registers that were asked, if all answered that they have no record of the work.

        Of a guide, what doi.org or PubMed does not know at all is reported by rules of its own.
        """
        asked = {
            crossref.REGISTER: (self.doi, self.answers.work),
            pubmed.REGISTER: (self.pmid, self.answers.summary),
        }
        answers = {name: answer for name, (number, answer) in asked.items() if number}
        if self.in_crossref or self.in_pubmed or None in answers.values() or self.answers.guidance:
            return []
        if self.is_ours and (self.pmid or not self.answers.known):
            return []
        return list(answers)

    @property
    def checked(self) -> date | None:
        """The day on which a person looked at the work, from custom.checked."""
        try:
            return date.fromisoformat(str(self.reference.custom.get("checked", "")))
        except ValueError:
            return None

    @cached_property
    def in_crossref(self) -> Record | None:
        return crossref.record(self.answers.work) if self.answers.work else None

    @cached_property
    def in_pubmed(self) -> Record | None:
        summary = self.answers.summary
        return pubmed.record(summary) if summary and pubmed.is_known(summary) else None

    @property
    def is_other_in_pubmed(self) -> bool:
        """Whether the PMID is that of a work with another DOI."""
        names = {self.doi.lower(), self.in_crossref.doi.lower() if self.in_crossref else ""} - {""}
        other = self.in_pubmed.doi.lower() if self.in_pubmed else ""
        return bool(names and other) and other not in names

    @property
    def records(self) -> list[Record]:
        """The records of this work, Crossref's first."""
        here = None if self.is_other_in_pubmed else self.in_pubmed
        return [record for record in (self.in_crossref, here) if record]

    @property
    def own(self) -> Record:
        """What the reference itself says in its title: that the work was retracted."""
        notices = notice_in_title(clean(self.reference.text("title")))
        return Record("its title here", notices=tuple(notices))

    def problem(self, message: str, field: str) -> Problem:
        """A problem at the line of a field; its target is the name by which we asked."""
        target = {"PMID": self.pmid, "URL": self.reference.text("URL")}.get(field)
        line = self.reference.line_of(self.known_by.fields.get(field, field))
        return Problem(self.path, line, message, target=target or self.doi or self.pmid)


T = TypeVar("T")

_AT_ONCE = 2
# A service that failed so often in a row is left alone for the rest of the run.
_FAILURES = 3
# Too many requests, and none at all for now. The client has waited already
# where the service says how long; else it is slower at the next try.
_BUSY = (429, 503)
_TRIES = 2
_TOOL = "linkaudit"


class RegisterClient:
    """Asks the services; `register_client` makes one."""

    def __init__(self, client: Client, cache: ResponseCache, services: Services) -> None:
        self.services = services
        self._client, self._cache = client, cache
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
                cached = self._cache.get(url)
                response = cached or await self._fetch(register, url)
                answer = read(*response)
        except (NoAnswerError, UnreadableAnswerError) as error:
            self._missed[register] += of
            self._reasons.setdefault(register, str(error))
            return None
        if not cached:
            self._cache.put(url, response)
        return answer

    def miss(self, register: str, reason: str) -> None:
        """Count one reference of which the register knows nothing, though it answered."""
        self._missed[register] += 1
        self._reasons.setdefault(register, reason)

    def unanswered(self) -> list[Unanswered]:
        """What was not answered, by register."""
        return [
            Unanswered(register, count, self._asked[register], self._reasons[register])
            for register, count in sorted(self._missed.items())
            if count
        ]

    def reason(self, register: str) -> str:
        """Why the register gave no verdict the first time."""
        return self._reasons.get(register, "")

    async def _fetch(self, register: str, url: str) -> Response:
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
        return Response(answer.status, answer.body)

    def _signed(self, register: str, url: str) -> str:
        """The address with our own, as the two registers wish that answer programs."""
        who = quote(self.services.mailto, safe="@")
        if register == crossref.REGISTER and who:
            return f"{url}{'&' if '?' in url else '?'}mailto={who}"
        if register in (pubmed.REGISTER, pubmed.CENTRAL):
            return f"{url}&tool={_TOOL}" + (f"&email={who}" if who else "")
        return url


@asynccontextmanager
async def register_client(
    services: Services, today: date, cache: Path | None
) -> AsyncIterator[RegisterClient]:
    """A client whose answers are kept in the file `cache`, if there is one."""
    async with Client(
        agent=user_agent(services.mailto or None),
        timeout=services.timeout,
        per_host=_AT_ONCE,
        interval=services.interval,
    ) as client:
        with ResponseCache(cache, today) as responses:
            yield RegisterClient(client, responses, services)
