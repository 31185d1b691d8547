"""The verdict on an address, from what its host answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Literal
from urllib.parse import urlsplit

from linkaudit.http.answer import Answer, NoAnswerError
from linkaudit.probe import redirects
from linkaudit.probe.document import Document
from linkaudit.probe.soft_404 import says_not_found

# What is known of an address after it was asked: one result, whoever links to it.

# `failing` may pass: it becomes `broken` when it has lasted for several days.
Verdict = Literal["ok", "redirected", "broken", "soft-404", "blocked", "timeout", "failing"]

# The verdicts on an address that leads to a page.
USABLE: Final = ("ok", "redirected")


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
        return self.verdict not in USABLE or all(name in self.anchors for name in fragments)


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
        return Result("blocked", detail)
    if status in _GONE:
        return Result("broken", f"must lead to a page, answers {named(status)}")
    if not (200 <= status < 300 or status == 304):
        return _failed(url, f"answers {named(status)}")
    if document and (words := says_not_found(url, document)):
        return Result("soft-404", f'must lead to a page; what comes says "{words}"')
    return _arrived(url, answer)


def judge_failure(url: str, error: NoAnswerError) -> Result:
    """The result of an address that gave no answer."""
    if error.kind == "timeout":
        return Result("timeout", f"cannot be checked: {error}")
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
        return Result("blocked", f"cannot be checked: it {detail}, perhaps only to robots")
    return Result("failing", detail)


def _arrived(url: str, answer: Answer) -> Result:
    """The result of a page that is there, perhaps at a new address."""
    tag = "" if answer.hops else _mark(answer, "ETag")
    modified = "" if answer.hops else _mark(answer, "Last-Modified")
    new_url = redirects.permanent_redirect(answer.hops)
    if not new_url:
        return Result("ok", etag=tag, modified=modified)
    if redirects.is_gate(new_url):
        detail = f"leads for good to {new_url}, where one must sign in or consent"
        return Result("redirected", detail)
    if redirects.is_first_page(new_url) and not redirects.is_first_page(url):
        detail = f"leads for good to {new_url}, a first page; look for what it was about"
        return Result("redirected", detail)
    return Result("redirected", "has moved for good; write ", new_url)


def _mark(answer: Answer, name: str) -> str:
    """A header that is to be sent back, if it holds nothing but what a header may."""
    text = answer.headers.get(name, "")
    return text if text.isascii() and text.isprintable() else ""
