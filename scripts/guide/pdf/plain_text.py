"""Plain text: a built page as a braille transcriber or a narrator needs it, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from guide.pdf.narration import narrate
from guide.pdf.plain_blocks import blocks, words
from guide.pdf.plain_letters import plain


@dataclass(frozen=True)
class Front:
    """What stands below the title: the draft notice, web address, clinic and date, if there."""

    draft: str = ""
    address: str = ""
    clinic: str = ""
    day: date | None = None

    @property
    def lines(self) -> list[str]:
        day = f"{self.day.day} {self.day:%B %Y}" if self.day else ""
        named = (("Web address", self.address), ("From", self.clinic), ("Date", day))
        return [self.draft] * bool(self.draft) + [f"{n}: {text}" for n, text in named if text]


NO_FRONT = Front()


def plain_text(article: HtmlElement, front: Front = NO_FRONT, *, alone: bool = True) -> str:
    """Return the `.app-page` article of a built page as text; the article stays as it is.

    The title is the first line. A line is a whole paragraph, heading, list item or table cell;
    a blank line stands between blocks. A page that goes out `alone` says at its end when it was
    reviewed and whom to tell of a mistake; within the whole guide it does not.
    """
    copy = deepcopy(article)
    narrate(copy, alone=alone)
    heading = copy.find(".//h1")
    title = words(heading)
    heading.drop_tree()
    return _joined([title, "\n".join(front.lines), *blocks(copy)])


def whole(texts: Sequence[str], title: str, front: Front = NO_FRONT) -> str:
    """Return the pages as one text with its title and contents first.

    Each chapter begins with the line that it has in the contents, so that a search finds it.
    """
    chapters = [f"Chapter {number}: {text.rstrip()}" for number, text in enumerate(texts, start=1)]
    contents = "\n".join(chapter.split("\n", 1)[0] for chapter in chapters)
    return _joined([title, "\n".join(front.lines), "Contents", contents, *chapters])


def _joined(parts: Sequence[str]) -> str:
    return plain("\n\n".join(part for part in parts if part)) + "\n"
