"""The marks that publishers put on a title: that the work was taken back, or that it says so."""

from __future__ import annotations

import re
from typing import NamedTuple

_THING = r"(?:article|paper|publication|chapter|manuscript|preprint|study)"
_WORK = rf"(?i:(?:retracted|withdrawn|removed|temporary removal)(?:\s+{_THING})?)"
_RETRACTION = (
    r"(?i:(?:(?:notice|statement)\s+of\s+)?(?:(?:editorial|partial|full)\s+)?retraction"
    r"(?:\s+and\s+replacement)?(?:\s+(?:note|notice|statement))?"
    r"|(?:withdrawal|removal)\s+(?:note|notice|statement)"
    r"|(?:notice|statement)\s+of\s+(?:withdrawal|removal))"
)
_OF = r"(?i:\s+(?:to|of|for))"
# Tried in this order. Retraction, withdrawal and removal are words of medicine too: without a
# colon, brackets or capitals more must tell that the publisher speaks.
_FRONT = (
    re.compile(
        rf"\s*[\[(]\s*(?:(?P<work>{_WORK})|(?P<notice>{_RETRACTION}))\s*[\])]\s*[:.–—-]*\s*"
    ),
    re.compile(rf"\s*\[?(?P<work>{_WORK})\s*(?::|—|--|\])\s*"),
    re.compile(rf"\s*\[?(?P<notice>{_RETRACTION})(?:{_OF})?\s*(?::|—|--|\])\s*"),
    re.compile(rf"\s*(?P<work>(?i:retracted)(?:\s+(?i:{_THING}))?|WITHDRAWN|REMOVED)\s+[–-]\s+"),
    re.compile(r"\s*(?P<work>(?:RETRACTED|WITHDRAWN)(?:\s+[A-Z]+)?)\.?\s+(?=[A-Z][a-z])"),
    re.compile(r"\s*(?P<notice>RETRACTION(?:\s+NOTICE)?)\s+[–-]\s+"),
    re.compile(rf"\s*(?P<notice>{_RETRACTION}){_OF}\s+(?=[\"'“‘«„])"),
    re.compile(
        r"\s*(?P<notice>(?i:(?:retraction|withdrawal|removal)\s+(?:note|notice|statement)"
        r"|(?:notice|statement)\s+of\s+(?:retraction|withdrawal|removal)))(?i:\s+(?:to|of|for))?"
        r"(?:[.,]?\s+|\.?\Z)"
    ),
    re.compile(r"\s*(?P<notice>(?i:retraction))\.?\Z"),
    re.compile(r"\s*(?P<notice>Retraction) for (?=[^:]{1,80}\bet al\b)"),
)
_SEE = r"(?:\s*[.:,;]\s[^\[\]()]*+)?"
_END = (
    re.compile(rf"[\[(](?P<work>(?:Retracted|Withdrawn)(?:\s+(?i:{_THING}))?){_SEE}[\])]\.?\Z"),
    re.compile(rf"[\[(](?P<work>(?:RETRACTED|WITHDRAWN)(?:\s+[A-Z]+)?){_SEE}[\])]\.?\Z"),
    re.compile(r"[\[(](?P<notice>(?i:retraction)) of (?i:vol|pg|v\.)[^\[\]()]*+[\])]\.?\Z"),
    re.compile(rf"\s[–—-]\s(?P<work>RETRACTED(?:\s+[A-Z]+)?|Retracted(?:\s+{_THING})?)\.?\Z"),
)


class Mark(NamedTuple):
    """A mark: the words of it, whether the work is itself the notice, and the title without it."""

    words: str
    is_notice: bool
    title: str


def mark_of(title: str) -> Mark | None:
    """The mark of a title, like `RETRACTED: Rest for back pain`, if it has one."""
    for pattern in _FRONT:
        if found := pattern.match(title):
            return _mark(found, title[found.end() :])
    for pattern in _END:
        if found := pattern.search(title):
            return _mark(found, title[: found.start()].rstrip())
    return None


def unmarked(title: str) -> str:
    """The title without its mark."""
    mark = mark_of(title)
    return mark.title if mark else title


def _mark(found: re.Match[str], rest: str) -> Mark:
    groups = found.groupdict()
    notice = groups.get("notice")
    return Mark(notice or groups.get("work") or "", bool(notice), rest)
