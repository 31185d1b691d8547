"""What one release of the guide says otherwise than another, and which approvals that ends."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from guide.content.approvals import Approval, Approvals, digest_of
from guide.content.guide import Guide
from guide.content.page import Page


@dataclass(frozen=True)
class PageChange:
    """A page whose words differ; `added` and `removed` count lines, none of which may differ.

    A page is changed too by a picture, by the numbers of its nation, or by words of its blocks.
    """

    path: str
    title: str
    what: Literal["new", "gone", "changed"]
    added: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Changes:
    """Pages in the order of their paths, and the approvals that no longer hold, by page."""

    pages: Sequence[PageChange]
    due: Sequence[tuple[str, Approval]]


def changes_between(old: Guide, new: Guide, folder: Path) -> Changes:
    """What differs between two releases, as one clinic would have them; its approvals in `folder`.

    `due` has the pages that a clinician had checked as they were, and would have to read again.
    """
    before, after = Approvals.load(folder, old).checked, Approvals.load(folder, new).checked
    due = [(path, record) for path, record in sorted(before.items()) if path not in after]
    return Changes(tuple(_pages(old, new)), tuple(due))


def _pages(old: Guide, new: Guide) -> Iterator[PageChange]:
    for path in sorted({*old.by_path, *new.by_path}):
        before, after = old.by_path.get(path), new.by_path.get(path)
        if before is None and after is not None:
            yield PageChange(path, after.title, "new")
        elif before is not None and after is None:
            yield PageChange(path, before.title, "gone")
        elif before and after and digest_of(old, before) != digest_of(new, after):
            was, now = _lines(old, before), _lines(new, after)
            # The first two lines of a difference name the texts.
            marks = [line[0] for line in list(difflib.unified_diff(was, now, n=0))[2:]]
            yield PageChange(path, after.title, "changed", marks.count("+"), marks.count("-"))


def _lines(guide: Guide, page: Page) -> list[str]:
    """What is read of a page, line by line."""
    said = (str(page.meta.get(key, "")) for key in ("title", "description", "main_message"))
    return [*said, *guide.text_of(page).splitlines()]
