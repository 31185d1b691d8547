"""What is known of an address after it was asked: one result, whoever links to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

# `failing` may pass: it becomes `broken` when it has lasted for several days.
Verdict = Literal["ok", "redirected", "broken", "soft-404", "blocked", "timeout", "failing"]

# The verdicts on an address that leads to a page.
USABLE: Final = ("ok", "redirected")


@dataclass(frozen=True)
class Result:
    """The verdict on an address.

    `detail` says what was found, in words that follow the address; `moved_to` is the address to
    write instead. `anchors` holds each fragment that was looked for, and what is wrong with it:
    nothing if the page has it. `etag` and `modified` let the host say that nothing has changed.
    """

    verdict: Verdict
    detail: str = ""
    moved_to: str = ""
    etag: str = ""
    modified: str = ""
    anchors: Mapping[str, str] = field(default_factory=dict)

    def knows(self, fragments: Iterable[str]) -> bool:
        """Whether it tells all that is asked: of an address that is not there, nothing more."""
        return self.verdict not in USABLE or all(name in self.anchors for name in fragments)
