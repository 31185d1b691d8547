"""Tells the result of an address as problems, one for each place that links to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from inspect import cleandoc
from typing import Final, Protocol
from urllib.parse import urldefrag, urlsplit

from guide.online import anchors, moves
from guide.online.exceptions import expired_exception, unneeded_exception
from guide.online.result import USABLE, Result
from guide.problems import Problem

# Of one address that hundreds of pages link to, so many places are told.
MOST_PLACES: Final = 20
_ARCHIVE: Final = "web.archive.org"


RULES: Final[Mapping[str, str]] = {
    "broken": "A link to another site must lead to a page: the host must know the address, and "
    "must not fail on several days.",
    "soft-404": "A link to another site must lead to a page, not to one that says there is none.",
    "anchor-missing": "A link to a part of a page elsewhere must name an id that the page has.",
    "redirected": "An address that has moved for good must be written as the new one.",
    "blocked": "A host that keeps robots out does not let its links be checked: look by hand.",
    "timeout": "A host that is silent for too long does not let its links be checked.",
    "failing": "A host that cannot be reached or fails may come back: it is asked again.",
    "expired-exception": cleandoc(expired_exception.__doc__ or ""),
    "unneeded-exception": cleandoc(unneeded_exception.__doc__ or ""),
}


class Mention(Protocol):
    """A place of a site that links to an address: `url` as written, with its fragment.

    `path` and `line` are the source file, looked for only if they are told; `page` is the built
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
class Case:
    """What is known of an address on a day: its result, and on how many days it has failed."""

    result: Result
    failed_days: int
    fail_after: int
    today: date

    def faults(self, mention: Mention) -> Iterator[tuple[str, str]]:
        """What is wrong with one link to the address: rule and message."""
        rule = self._rule()
        if rule != "ok":
            yield rule, f'"{mention.url}" {self._words(rule, mention.url)}'
        fault = self.result.anchors.get(anchors.fragment_of(mention.url), "")
        if fault and self.result.verdict in USABLE:
            yield "anchor-missing", f'"{mention.url}" {fault}'

    def _rule(self) -> str:
        """The verdict; what has failed on enough days is broken."""
        is_over = self.result.verdict == "failing" and self.failed_days >= self.fail_after
        return "broken" if is_over else self.result.verdict

    def _words(self, rule: str, url: str) -> str:
        words = self.result.detail
        if self.result.verdict == "failing":
            limit = "" if rule == "broken" else f" of {self.fail_after}"
            days = "day" if (limit or self.failed_days) == 1 else "days"
            words += f"; failed on {self.failed_days}{limit} {days}"
        if self.result.moved_to:
            words += moves.with_fragment(self.result.moved_to, urldefrag(url).fragment)
        if rule in ("broken", "soft-404") and urlsplit(url).hostname != _ARCHIVE:
            copy = f"https://{_ARCHIVE}/web/{self.today.year}/{urldefrag(url).url}"
            words += f"; an archived copy may be at {copy}"
        return words


def at_first_places(found: Iterable[tuple[Mention, str, str]]) -> Iterator[Problem]:
    """The faults of one address as problems: mention, rule, message. Of many, the first 20."""
    by_rule: dict[str, list[tuple[Mention, str]]] = {}
    for mention, rule, message in found:
        by_rule.setdefault(rule, []).append((mention, message))
    for rule, places in by_rule.items():
        more = len(places) - MOST_PLACES
        for number, (mention, message) in enumerate(places[:MOST_PLACES], start=1):
            tail = f" (and {more} more)" if more > 0 and number == MOST_PLACES else ""
            place = (mention.path, mention.line)
            yield Problem(*place, rule, message + tail, page=mention.page, target=mention.url)
