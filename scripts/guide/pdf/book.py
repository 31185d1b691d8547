"""The book: chapters in reading order as one document, with one list of references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guide.pdf.addresses import Website, print_addresses, relink
from guide.pdf.built_pages import BuiltPages
from guide.pdf.chapter import Chapter
from guide.pdf.citations import hold_to_words, number_through
from guide.pdf.order import built_path


@dataclass(frozen=True)
class Book:
    """Chapters in order, the references they cite, numbered through, and the websites named."""

    chapters: Sequence[Chapter]
    references: Sequence[str]
    websites: Sequence[Website]

    @classmethod
    def read(cls, pages: BuiltPages, chosen: Iterable[tuple[str, str]], *, below: int = 1) -> Book:
        """Read the chapters from a built site.

        `chosen` gives the Markdown path of each and the section it stands in.
        Headings stand `below` levels deeper than on the site, under the title of the book.
        Raises `FileNotFoundError` for a page that was not built.
        """
        chapters = [Chapter.read(pages, built_path(path), section) for path, section in chosen]
        return cls.of(pages, chapters, below=below)

    @classmethod
    def of(cls, pages: BuiltPages, chapters: Sequence[Chapter], *, below: int) -> Book:
        """Make the chapters ready for paper, and one print of them."""
        anchors = {chapter.path: chapter.anchor for chapter in chapters}
        references = number_through([chapter.article for chapter in chapters])
        _begin_parts(chapters)
        websites: dict[str, Website] = {}
        for chapter in chapters:
            hold_to_words(chapter.article)
            chapter.make_ready(pages, below=below)
            for website in print_addresses(chapter.article):
                websites.setdefault(website.address, website)
            relink(chapter, anchors)
        return cls(chapters, references, list(websites.values()))


def _begin_parts(chapters: Sequence[Chapter]) -> None:
    """Mark what begins a new page: a part of the guide, a sheet to write on, what follows it."""
    before: Chapter | None = None
    for chapter in chapters:
        apart = before is None or chapter.section != before.section or before.is_sheet
        if apart or chapter.is_sheet:
            chapter.article.classes.add("print-part")
        before = chapter
