"""The verdict on an address, from what its host answered."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from guide.online import moves, walls
from guide.online.answer import Answer, NoAnswerError
from guide.online.document import Document
from guide.online.not_found import says_not_found
from guide.online.result import Result

_GONE: Final = (404, 410)
_ROBOTS: Final = "cannot be checked: it shows robots a wall, and the page perhaps to people"
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
    if wall := walls.wall(answer, document):
        known = wall.isdigit()
        told = f"cannot be checked: it answers {named(status)}, perhaps only to robots"
        return Result("blocked", told if known else _ROBOTS)
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
    moved_to = moves.moved_for_good(answer.hops)
    if not moved_to:
        return Result("ok", etag=tag, modified=modified)
    if moves.is_gate(moved_to):
        detail = f"leads for good to {moved_to}, where one must sign in or consent"
        return Result("redirected", detail)
    if moves.is_first_page(moved_to) and not moves.is_first_page(url):
        detail = f"leads for good to {moved_to}, a first page; look for what it was about"
        return Result("redirected", detail)
    return Result("redirected", "has moved for good; write ", moved_to)


def _mark(answer: Answer, name: str) -> str:
    """A header that is to be sent back, if it holds nothing but what a header may."""
    text = answer.headers.get(name, "")
    return text if text.isascii() and text.isprintable() else ""
