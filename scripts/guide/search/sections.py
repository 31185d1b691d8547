"""The sections of a page as search knows them: each heading with the stems of its text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from guide.content import Guide
from guide.markdown.anchors import anchors
from guide.page import Page
from guide.prose import without_code
from guide.reading import readable
from guide.search.stems import stems

_HEADING = re.compile(r"^(#{1,6}\s|///+\s*[\w-]+\s*\|\s*\S)")
_NO_WORDS = re.compile(r"^(///|--8<--|\s*lines:\s|\|?\s*:?-{3,}|- [\w-]+\.md$)")


@dataclass(frozen=True)
class Section:
    """A heading with its anchor, and how often each stem stands below it; a page's own has none."""

    heading: str
    anchor: str
    stems: Counter[str]


def sections(guide: Guide, page: Page) -> tuple[Section, ...]:
    """The sections of a page. The first is the page itself: all before its first heading."""
    body = guide.text_of(page)
    return (
        Section("", "", _stems_above_a_heading(body)),
        *(
            Section(anchor.words, anchor.name, _stems_above_a_heading(anchor.text))
            for anchor in anchors(body).values()
        ),
    )


def _stems_above_a_heading(text: str) -> Counter[str]:
    lines = takewhile(lambda line: not _HEADING.match(line), without_code(text).split("\n"))
    return Counter(stems(readable("\n".join(line for line in lines if not _NO_WORDS.match(line)))))
