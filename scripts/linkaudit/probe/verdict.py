"""The verdict on an address, from what its host answered, and the rules of links to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import Final, Literal, NamedTuple, Protocol
from urllib.parse import urldefrag, urlsplit

from linkaudit.core.problem import Problem
from linkaudit.core.rule import Family, Severity, rule
from linkaudit.http.answer import Answer, NoAnswerError
from linkaudit.probe import landing
from linkaudit.probe.document import Document, fragment_of

# The verdicts: all that differs from one to the other stands in this table. A new one needs its
# line here, and below where it is given.


class Traits(NamedTuple):
    """What is special about a verdict.

    `must` is the documentation of the rule that has the name of the verdict and reports it; without
    it there is none. `days` is how long a result holds. A day with a verdict is `counted` as a
    failed one, it ends the row of failed days, or it is not known if the host would have failed.
    """

    must: str = ""
    severity: Severity = "note"
    days: int = 1
    leads_to_page: bool = False
    is_gone: bool = False  # so that an archived copy is of use
    failed_day: Literal["counted", "none", "unknown"] = "none"


_USUAL: Final = Traits()


class Verdict(StrEnum):
    """What is known of an address after it was asked: one, whoever links to it."""

    traits: Traits

    def __new__(cls, name: str, traits: Traits = _USUAL) -> Verdict:
        verdict = str.__new__(cls, name)
        verdict._value_, verdict.traits = name, traits
        return verdict

    OK = "ok", Traits(days=7, leads_to_page=True)
    BROKEN = (
        "broken",
        Traits(
            "A link to another site must lead to a page: the host must know the address, and must "
            "not fail on several days.",
            severity="error",
            is_gone=True,
        ),
    )
    SOFT_404 = (
        "soft-404",
        Traits(
            "A link to another site must lead to a page, not to one that says there is none.",
            severity="error",
            is_gone=True,
        ),
    )
    REDIRECTED = (
        "redirected",
        Traits(
            "An address that has moved for good must be written as the new one.",
            days=7,
            leads_to_page=True,
        ),
    )
    BLOCKED = (
        "blocked",
        Traits(
            "A host that keeps robots out does not let its links be checked: look by hand.", days=3
        ),
    )
    TIMEOUT = (
        "timeout",
        Traits(
            "A host that is silent for too long does not let its links be checked.",
            failed_day="unknown",
        ),
    )
    # It may pass: when it has lasted for several days, the address is broken.
    FAILING = (
        "failing",
        Traits(
            "A host that cannot be reached or fails may come back: it is asked again.",
            failed_day="counted",
        ),
    )


@dataclass(frozen=True)
class Result:
    """The verdict on an address.

    `detail` says what was found, in words that follow the address; `new_url` is the address to
    write instead. `anchors` holds each fragment that was looked for, and what is wrong with it:
    nothing if the page has it. `etag` and `modified` let the host say that nothing has changed.
    """

    verdict: Verdict
    detail: str = ""
    new_url: str = ""
    etag: str = ""
    modified: str = ""
    anchors: Mapping[str, str] = field(default_factory=dict)

    def knows(self, fragments: Iterable[str]) -> bool:
        """Whether it tells all that is asked: of an address that is not there, nothing more."""
        return not self.verdict.traits.leads_to_page or all(
            name in self.anchors for name in fragments
        )


# Bot protection: answers that tell nothing about the page, only about who asks.

# What these say depends on who asks, from where and how often. We accept everything, so that
# 406 comes from a firewall; 999 is that of LinkedIn.
REFUSALS: Final = frozenset({401, 403, 405, 406, 407, 412, 418, 429, 451, 999})

_TITLE: Final = re.compile(
    r"just a moment\W*|attention required\W*(?:cloudflare)?|access denied|client challenge"
    r"|access to this page has been denied\W*|pardon our interruption\W*|ddos-guard"
    r"|(?:checking your browser|one moment, please|please wait)\b.{0,40}"
    r"|(?:are you (?:a )?(?:robot|human)|robot or human|bot or not)\W*"
    r"|(?:making sure|verify(?:ing)?|confirm|prove)(?: that)? you(?:'|\u2019| a)re"
    r"(?: not)? (?:an? )?(?:bot|human|robot)\W*"
    r"|(?:human|bot|robot|browser|security|captcha) (?:verification|check|challenge)"
    r"|(?:radware|perfdrive|imperva|datadome|cloudflare|perimeterx|akamai)\b.{0,40}"
    r"|captcha",
    re.IGNORECASE,
)
# What stands in the source of a challenge. The same scripts watch good pages too, which have words.
_MARKS: Final = (
    *(b"_cf_chl_opt", b"cf-turnstile", b"/cdn-cgi/challenge-platform/"),
    *(b"captcha-delivery.com", b"px-captcha", b"_pxAppId", b"_Incapsula_Resource"),
    *(b"awswaf.com", b"gokuProps", b"aws-waf-token", b"sec-if-cpt-container", b"bm-verify"),
    *(b"g-recaptcha", b"recaptcha/api.js", b"h-captcha", b"hcaptcha.com", b"friendlycaptcha"),
    *(b"Incapsula incident ID", b"errors.edgesuite.net"),
)
_ROBOTS: Final = "cannot be checked: it shows robots a wall, and the page perhaps to people"
# A page with more letters than these is about challenges, or has one in it for its comments.
_LONGEST_CHALLENGE: Final = 2000
_LONGEST_BARE_CHALLENGE: Final = 700


def bot_protection(answer: Answer, document: Document | None) -> str:
    """How a robot is kept out, in words that follow the address; nothing if it is not."""
    headers = answer.headers
    if headers.get("cf-mitigated") or headers.get("x-amzn-waf-action") or headers.get("x-dd-b"):
        return _ROBOTS
    if answer.status in REFUSALS:
        return f"cannot be checked: it answers {named(answer.status)}, perhaps only to robots"
    if answer.status in (404, 410) or document is None or len(document.text) > _LONGEST_CHALLENGE:
        return ""
    if _TITLE.fullmatch(document.title) or _TITLE.fullmatch(document.heading):
        return _ROBOTS
    is_bare = len(document.text) < _LONGEST_BARE_CHALLENGE
    return _ROBOTS if is_bare and any(mark in answer.body for mark in _MARKS) else ""


_GONE: Final = (404, 410)
LIKE_UNKNOWN: Final = "leads to the page that its host shows for every address it does not know"
# They answer robots in many ways, and none of these is a word about the page.
_SHY: Final = frozenset(
    {
        *("pubmed.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"),
        *("ncbi.nlm.nih.gov", "europepmc.org", "www.europepmc.org"),
    }
)


def judge(url: str, answer: Answer, document: Document | None) -> Result:
    """The result of an address that was answered; `document` is its page, if it was read."""
    status = answer.status
    if detail := bot_protection(answer, document):
        return Result(Verdict.BLOCKED, detail)
    if status in _GONE:
        return Result(Verdict.BROKEN, f"must lead to a page, answers {named(status)}")
    if not (200 <= status < 300 or status == 304):
        return _failed(url, f"answers {named(status)}")
    if document and (words := landing.says_not_found(url, document)):
        return Result(Verdict.SOFT_404, f'must lead to a page; what comes says "{words}"')
    return _arrived(url, answer)


def judge_failure(url: str, error: NoAnswerError) -> Result:
    """The result of an address that gave no answer."""
    if error.kind == "timeout":
        return Result(Verdict.TIMEOUT, f"cannot be checked: {error}")
    return _failed(url, f"gives no answer: {error}")


def is_shy(url: str) -> bool:
    """Whether a host is known to keep robots out with answers that look like failures."""
    return urlsplit(url).hostname in _SHY


def named(status: int) -> str:
    """A status with its name, if it has one: `404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _failed(url: str, detail: str) -> Result:
    if is_shy(url):
        return Result(Verdict.BLOCKED, f"cannot be checked: it {detail}, perhaps only to robots")
    return Result(Verdict.FAILING, detail)


def _arrived(url: str, answer: Answer) -> Result:
    """The result of a page that is there, perhaps at a new address."""
    tag = "" if answer.hops else _mark(answer, "ETag")
    modified = "" if answer.hops else _mark(answer, "Last-Modified")
    new_url = landing.permanent_redirect(answer.hops)
    if not new_url:
        return Result(Verdict.OK, etag=tag, modified=modified)
    if landing.is_gate(new_url):
        detail = f"leads for good to {new_url}, where one must sign in or consent"
        return Result(Verdict.REDIRECTED, detail)
    if landing.is_first_page(new_url) and not landing.is_first_page(url):
        detail = f"leads for good to {new_url}, a first page; look for what it was about"
        return Result(Verdict.REDIRECTED, detail)
    return Result(Verdict.REDIRECTED, "has moved for good; write ", new_url)


def _mark(answer: Answer, name: str) -> str:
    """A header that is to be sent back, if it holds nothing but what a header may."""
    text = answer.headers.get(name, "")
    return text if text.isascii() and text.isprintable() else ""


# The rules of links to other hosts: what the result of an address says of the links to it.

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
            words += landing.with_fragment(self.result.new_url, urldefrag(url).fragment)
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
