"""Walls against robots: answers that tell nothing about the page, only about who asks."""

from __future__ import annotations

import re
from typing import Final

from guide.online.answer import Answer
from guide.online.document import Document

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
# What stands in the source of a wall. The same scripts watch good pages too, which have words.
_MARKS: Final = (
    *(b"_cf_chl_opt", b"cf-turnstile", b"/cdn-cgi/challenge-platform/"),
    *(b"captcha-delivery.com", b"px-captcha", b"_pxAppId", b"_Incapsula_Resource"),
    *(b"awswaf.com", b"gokuProps", b"aws-waf-token", b"sec-if-cpt-container", b"bm-verify"),
    *(b"g-recaptcha", b"recaptcha/api.js", b"h-captcha", b"hcaptcha.com", b"friendlycaptcha"),
    *(b"Incapsula incident ID", b"errors.edgesuite.net"),
)
# A page with more letters than these is about walls, or has one in it for its comments.
_LONGEST_WALL: Final = 2000
_LONGEST_BARE_WALL: Final = 700


def wall(answer: Answer, document: Document | None) -> str:
    """How a robot is kept out: the status, or "a wall"; nothing if it is not."""
    headers = answer.headers
    if headers.get("cf-mitigated") or headers.get("x-amzn-waf-action") or headers.get("x-dd-b"):
        return "a wall"
    if answer.status in REFUSALS:
        return str(answer.status)
    if answer.status in (404, 410) or document is None or len(document.text) > _LONGEST_WALL:
        return ""
    if _TITLE.fullmatch(document.title) or _TITLE.fullmatch(document.heading):
        return "a wall"
    is_bare = len(document.text) < _LONGEST_BARE_WALL
    return "a wall" if is_bare and any(mark in answer.body for mark in _MARKS) else ""
