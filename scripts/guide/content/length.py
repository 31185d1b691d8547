"""How long pages are, and how much of them repeats: words as readers meet them.

Counted are title, main message, headings and text with shared passages and routines; not what
only the site adds: the list of sources, and the captions of pictures of `poses.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from guide.content.guide import Guide
from guide.content.markdown_text import LineKind, MarkdownLine, Paragraph, paragraphs, scan
from guide.content.page import Page
from guide.content.page_kinds import PageKind
from guide.content.readability import readable, words

# Blocks whose argument is the name of a file or an entry, and no words.
_NAMED = ("picture", "pose", "routine")
_EXERCISES = ("routine",)
_STEPS = "steps"
SHORTEST = 5  # words of a sentence that counts as repeated; shorter ones are anybody's
MANY = 3  # pages on which a sentence is repeated
_SIGNS = re.compile(r"[^\w']+")


@dataclass(frozen=True)
class PageLength:
    """The words of a page; `most` is the limit of its core, None if it has none."""

    page: Page
    kind: PageKind | None
    core: int
    whole: int

    @property
    def most(self) -> int | None:
        return self.kind.words if self.kind else None

    @property
    def is_over(self) -> bool:
        """Whether the core is longer than that."""
        return self.most is not None and self.core > self.most


@dataclass(frozen=True)
class GuideLength:
    """The pages that patients read, with their words, and the share of these that repeats."""

    pages: tuple[PageLength, ...]
    repeated: int  # words in sentences of SHORTEST words or more that stand on MANY pages or more

    @cached_property
    def words(self) -> int:
        """The words of all pages, folds included."""
        return sum(page.whole for page in self.pages)

    @property
    def share(self) -> float:
        """The share of the words that repeats, 0 to 1."""
        return self.repeated / self.words if self.words else 0.0


def length_of(guide: Guide, page: Page) -> PageLength:
    """Count the words of a page: those outside of folds, and all."""
    kind = guide.kinds.of(page.path)
    apart = kind is not None and kind.exercises == "apart"
    head = len(words(page.title)) + sum(len(words(text)) for text in _main_message(page))
    text = guide.text_of(page, but=_EXERCISES if apart else ())
    core = sum(
        _count(line)
        for line in scan(text)
        if not line.fold and not (apart and line.block == _STEPS)
    )
    return PageLength(page, kind, head + core, head + sum(map(_count, scan(guide.text_of(page)))))


def guide_length(guide: Guide) -> GuideLength:
    """Count all pages that a kind gives to patients."""
    lengths = (length_of(guide, page) for page in guide.pages)
    patients = tuple(length for length in lengths if length.kind and length.kind.patients)
    texts = [(length.page, guide.text_of(length.page)) for length in patients]
    found = sentences(texts, lists=False).values()
    repeated = sum(place.length for places in found for place in places if on(places) >= MANY)
    return GuideLength(patients, repeated)


class SentencePlace(NamedTuple):
    """Where a sentence stands: the page, the line of its text (0 for the main message)."""

    page: Page
    line: int
    text: str

    @property
    def length(self) -> int:
        """The words of the sentence."""
        return len(words(self.text))


def sentences(texts: Iterable[tuple[Page, str]], *, lists: bool) -> dict[str, list[SentencePlace]]:
    """Map each sentence of SHORTEST words or more to where it stands in the texts of pages.

    Sentences are the same whatever their case, signs, links and citations. Main messages count,
    rows of tables do not; items of lists do with `lists`.
    """
    found: dict[str, list[SentencePlace]] = {}
    for page, text in texts:
        # A main message is on no line of the text: it stays on line 0, however long.
        message = (Paragraph(0, " ".join(said.split())) for said in _main_message(page))
        for paragraph in (*message, *paragraphs(text)):
            if paragraph.is_row or (paragraph.is_item and not lists):
                continue
            for line, sentence in paragraph.sentences():
                place = SentencePlace(page, line, sentence)
                if place.length >= SHORTEST:
                    key = _SIGNS.sub(" ", readable(sentence)).strip().lower()
                    found.setdefault(key, []).append(place)
    return found


def on(places: Iterable[SentencePlace]) -> int:
    """On how many pages a sentence stands."""
    return len({place.page.path for place in places})


def _main_message(page: Page) -> Iterator[str]:
    message = page.meta.get("main_message")
    if isinstance(message, str):
        yield message


def _count(line: MarkdownLine) -> int:
    """The words of a line that a reader sees."""
    match line.kind:
        case LineKind.HEADING | LineKind.ITEM:
            return len(words(line.words))
        case LineKind.FENCE:
            return 0 if line.name in _NAMED else len(words(line.words))
        case LineKind.TEXT | LineKind.ROW:
            return len(words(line.text))
    return 0
