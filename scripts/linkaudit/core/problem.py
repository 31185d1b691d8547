"""A problem is what a check finds: where it is, which rule it breaks, what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

# What only time can break: a build of yesterday's words must not fail today, or nobody could
# publish the page that says it is overdue, nor anything else.
_BY_TIME = frozenset({"overdue-review", "stale-guideline", "expired-exception"})
# A heavy logo comes late, a card on two sheets of paper can still be read: neither harms words.
# A nation that is assumed, or an address that gives way to another, may be right: it is told.
# Nor does what a picture, or a leaflet, loses on paper stop anything.
WARNINGS = _BY_TIME | {
    *("heavy-logo", "lost-on-paper", "longer-leaflet", "print-split", "print-stranded-heading"),
    *("assumed-nation", "overridden-site-url"),
}
# What is told, but is no fault of the words: no exit code comes of it.
NOTES = frozenset(
    {
        *("redirected", "blocked", "timeout", "failing"),
        *("corrected", "unreachable-service", "unasked-reference"),
    }
)


_MANY = 500  # names
# Control characters, ends of lines and paragraphs, and those that turn the direction of text.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `path` is the source file, relative to the project (posix), `line` counts from 1.
    `page` is set for what was found on a built page, relative to the site;
    `target` is the link, key or name at fault, as written.
    """

    path: str
    line: int
    rule: str
    message: str
    page: str | None = None
    target: str | None = None

    def __str__(self) -> str:
        path = f"./{self.path}" if self.path.startswith(":") else self.path
        return on_one_line(f"{path}:{self.line}: {self.rule} {self.message}")

    def as_dict(self) -> dict[str, str | int]:
        """The fields that are set, for `--format json`."""
        return {key: value for key, value in asdict(self).items() if value is not None}


def on_one_line(text: str) -> str:
    """The text in one line: what would end it, and what no reader sees, is escaped.

    In the log of a workflow a line that begins with `::error::` is a command.
    """
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file, line and rule."""
    return sorted(problems, key=lambda p: (p.path, p.line, p.rule, p.message, p.page or ""))


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name most like the wrong one, whatever the case, or None if none is near."""
    wrong = str(wrong).lower()
    lowered = {name.lower(): name for name in known}
    names: Iterable[str] = lowered
    if len(lowered) > _MANY:
        # Whoever mistypes a name rarely does so at both ends; to compare all takes long.
        ends = {wrong[:1], wrong[-1:]}
        names = [name for name in lowered if {name[:1], name[-1:]} & ends]
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    return lowered[near[0]] if near else None


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` for the nearest known name, or nothing if none is near."""
    near = nearest(wrong, known)
    return f'; did you mean "{near}"?' if near else ""
