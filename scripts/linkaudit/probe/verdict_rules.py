"""The rules of links to other hosts: what the result of an address says of the links to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from urllib.parse import urldefrag, urlsplit

from linkaudit.core.problem import Problem
from linkaudit.core.rule import Family, rule
from linkaudit.probe import redirect_targets
from linkaudit.probe.document import fragment_of
from linkaudit.probe.verdict import Result, Verdict

# Of one address that hundreds of pages link to, so many places are reported.
MOST_PLACES: Final = 20
_ARCHIVE: Final = "web.archive.org"


class LinkPlace(Protocol):
    """A place of a site that links to an address: `url` as written, with its fragment.

    `path` and `line` are the source file, looked for only if they are reported; `page` is the built
    page if there is one.
    """

    @property
    def url(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def page(self) -> str | None: ...


@dataclass(frozen=True)
class Assessment:
    """What is known of an address on a day: its result, on how many days it failed, its links."""

    result: Result
    failed_days: int
    fail_after: int
    today: date
    places: Sequence[LinkPlace] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict on the address; what has failed on enough days is broken."""
        is_over = self._counts_days and self.failed_days >= self.fail_after
        return Verdict.BROKEN if is_over else self.result.verdict

    @property
    def _counts_days(self) -> bool:
        return self.result.verdict.traits.failed_day == "counted"

    def fault_of_fragment(self, url: str) -> str:
        """What is wrong with the part of a link after #, or nothing."""
        is_there = self.result.verdict.traits.leads_to_page
        return self.result.anchors.get(fragment_of(url), "") if is_there else ""

    def is_at_fault(self, url: str) -> bool:
        """Whether anything is wrong with a link to the address."""
        return self.verdict is not Verdict.OK or bool(self.fault_of_fragment(url))

    def words(self, url: str) -> str:
        """What was found, and what to do about it, in words that follow the address."""
        words = self.result.detail
        if self._counts_days:
            limit = "" if self.verdict is Verdict.BROKEN else f" of {self.fail_after}"
            days = "day" if (limit or self.failed_days) == 1 else "days"
            words += f"; failed on {self.failed_days}{limit} {days}"
        if self.result.new_url:
            words += redirect_targets.with_fragment(self.result.new_url, urldefrag(url).fragment)
        if self.verdict.traits.is_gone and urlsplit(url).hostname != _ARCHIVE:
            copy = f"https://{_ARCHIVE}/web/{self.today.year}/{urldefrag(url).url}"
            words += f"; an archived copy may be at {copy}"
        return words


EXTERNAL_LINKS: Final = Family[Assessment]("external links")


def _add_rule(verdict: Verdict) -> None:
    """Make the rule that reports a problem at each link to an address of the verdict."""

    def check(assessment: Assessment) -> Iterator[Problem]:
        if assessment.verdict is verdict:
            places = assessment.places
            yield from _at_first_places((place, assessment.words(place.url)) for place in places)

    check.__name__, check.__doc__ = verdict, verdict.traits.must
    rule(family=EXTERNAL_LINKS, severity=verdict.traits.severity)(check)


for _verdict in Verdict:
    if _verdict.traits.must:
        _add_rule(_verdict)


@rule(family=EXTERNAL_LINKS)
def anchor_missing(assessment: Assessment) -> Iterator[Problem]:
    """A link to a part of a page elsewhere must name an id that the page has."""
    faults = ((place, assessment.fault_of_fragment(place.url)) for place in assessment.places)
    yield from _at_first_places((place, fault) for place, fault in faults if fault)


def _at_first_places(faults: Iterable[tuple[LinkPlace, str]]) -> Iterator[Problem]:
    """The faults of links as problems; of many the first 20, as their places must be looked for."""
    places = list(faults)
    more = len(places) - MOST_PLACES
    for number, (place, fault) in enumerate(places[:MOST_PLACES], start=1):
        message = f'"{place.url}" {fault}'
        message += f" (and {more} more)" if more > 0 and number == MOST_PLACES else ""
        yield Problem(place.path, place.line, message, page=place.page, target=place.url)
