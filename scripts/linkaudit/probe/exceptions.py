"""Exceptions: addresses whose verdict is not reported, each with a reason and a last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, NamedTuple
from urllib.parse import urldefrag

from pydantic import AfterValidator, BeforeValidator

from linkaudit.core import data_file
from linkaudit.core.data_file import DataEntry, Words
from linkaudit.core.problem import UNREADABLE, Problem
from linkaudit.core.rule import Family, rule
from linkaudit.core.text import is_web_address

FILE: Final = "_data/link-exceptions.yml"
LONGEST: Final = timedelta(days=366)


def _address(value: str) -> str:
    if not is_web_address(value.removesuffix("*")):
        raise ValueError('must be an address like "https://www.nice.org.uk/", or its begin and a *')
    return value


def _day(value: object) -> date:
    try:
        # A date with a time is a kind of date to Python; we want no times.
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("must be a day like 2027-02-28") from None


class LinkException(DataEntry):
    """One entry: `url` is an address or, when it ends with a star, how addresses begin."""

    url: Annotated[Words, AfterValidator(_address)]
    reason: Words
    until: Annotated[date, BeforeValidator(_day)]

    def covers(self, url: str) -> bool:
        """Whether it is about an address, with or without its fragment."""
        if self.url.endswith("*"):
            return url.startswith(self.url[:-1])
        return self.url in (url, urldefrag(url).url)


class CheckedException(NamedTuple):
    """An exception after a run: whether its last day is over, and whether links needed it."""

    entry: LinkException
    is_over: bool
    is_linked: bool
    is_needed: bool


EXCEPTIONS: Final = Family[CheckedException]("external links")


class Exceptions:
    """The exceptions of one file, and which of them were needed."""

    def __init__(self, docs: Path | None, today: date, name: str = FILE) -> None:
        self.file_problems: list[Problem] = []
        self._today = today
        entries = data_file.read(docs, name, LinkException, self.file_problems) if docs else ()
        self._entries = list(entries)
        self._met: set[int] = set()
        self._needed: set[int] = set()

    def covers(self, url: str) -> bool:
        """Whether an exception that still holds is about an address."""
        return any(self._holds(entry) and entry.covers(url) for entry in self._entries)

    def note(self, url: str, is_at_fault: bool) -> None:
        """Take in whether anything would be reported of an address, excepted or not."""
        for number, entry in enumerate(self._entries):
            if entry.covers(url):
                self._met.add(number)
                if is_at_fault:
                    self._needed.add(number)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the file and with its entries, once every address was noted."""
        yield from self.file_problems
        for number, entry in enumerate(self._entries):
            latest = self._today + LONGEST
            if entry.until > latest:
                message = f"until must be at most 366 days ahead, {latest}; is {entry.until}"
                yield entry.problem(message, entry.url, ("until",), rule=UNREADABLE)
            is_over, is_needed = not self._holds(entry), number in self._needed
            yield from EXCEPTIONS.check(
                CheckedException(entry, is_over, number in self._met, is_needed)
            )

    def _holds(self, entry: LinkException) -> bool:
        return entry.until >= self._today


@rule(family=EXCEPTIONS, severity="warning", clock=True)
def expired_exception(use: CheckedException) -> Iterator[Problem]:
    """An exception holds up to a day; then somebody must look at the link again."""
    if use.is_over:
        url, until = use.entry.url, use.entry.until
        message = f'the exception for "{url}" ended on {until}; look at the link again'
        yield use.entry.problem(message, url, ("until",))


@rule(family=EXCEPTIONS)
def unneeded_exception(use: CheckedException) -> Iterator[Problem]:
    """An exception must be about a link of the site that has something wrong with it."""
    if not use.is_over and not use.is_needed:
        why = "its links are all right now" if use.is_linked else "no page links there"
        message = f'the exception for "{use.entry.url}" is not needed: {why}; delete it'
        yield use.entry.problem(message, use.entry.url)
