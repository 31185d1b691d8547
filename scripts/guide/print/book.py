"""The book: chapters in reading order as one document, with one list of references."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from linkaudit.references.bibliography import EVIDENCE, Bibliography
from lxml import html
from lxml.html import HtmlElement

from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.content.navigation import built_path
from guide.core import html_class
from guide.print.addresses import Website, break_at_slashes, print_addresses, readable, relink
from guide.print.chapter import Chapter, RenderedPages, save_paper, take_spaces_in
from guide.references import DATE

# Citations on paper: numbered through the book, and held to the words they stand behind.


def number_through(articles: list[HtmlElement]) -> list[str]:
    """Number citations through the book; return the references as HTML, in that order."""
    numbers: dict[str, int] = {}
    items: dict[str, HtmlElement] = {}
    for article in articles:
        keys: dict[str, str] = {}
        for item in article.find_class(html_class.REFERENCE):
            key = item.get("data-key")
            if key:
                keys[f"#{item.get('id')}"] = key
                items.setdefault(key, item)
        for link in article.find_class(html_class.CITATION_LINK):
            number = numbers.setdefault(keys[link.get("href")], len(numbers) + 1)
            link.text = str(number)
            link.set("href", f"#book-ref-{number}")
            for name in ("id", "aria-label"):
                link.attrib.pop(name, None)
    return [_entry(items[key]) for key in numbers]


def main_sources(
    articles: list[HtmlElement], bibliography: Bibliography, most: int
) -> tuple[list[str], int]:
    """Take the numbers out of the text; return the `most` main works, and how many all are.

    Guidelines come first, then reviews and trials, as `EVIDENCE` ranks them; among equals those
    that are named most often.
    """
    times: Counter[str] = Counter()
    for article in articles:
        keys = {
            f"#{i.get('id')}": i.get("data-key") for i in article.find_class(html_class.REFERENCE)
        }
        times.update(
            keys[link.get("href")] for link in article.find_class(html_class.CITATION_LINK)
        )
        for mark in list(article.find_class(html_class.CITATION)):
            _drop_mark(mark)
    ranks = {kind: place for place, kind in enumerate(EVIDENCE)}

    def rank(key: str) -> tuple[int, int]:
        kind = str(bibliography.references[key].custom.get("evidence"))
        return ranks.get(kind, len(ranks)), -times[key]

    main = (bibliography.references[key] for key in sorted(times, key=rank)[:most])
    return [f"{work.short_name}: {_short(work.text('title'))}." for work in main], len(times)


def _short(title: str) -> str:
    """A title without what stands behind its colon: it says how a study was done."""
    return title.partition(": ")[0]


def say_once(chapters: Sequence[Chapter]) -> None:
    """Leave the rules when to stop to the first chapter that has them; the others lead there."""
    first: Chapter | None = None
    for chapter in chapters:
        rules = chapter.article.find_class(html_class.CALLOUT)
        heading = rules[0].getprevious() if rules else None
        if heading is None or heading.tag != "h2" or heading.get("id") is None:
            continue
        if first is None:
            first, name = chapter, str(heading.get("id"))
            continue
        there = posixpath.relpath(posixpath.dirname(first.path), posixpath.dirname(chapter.path))
        for link in chapter.article.iter("a"):
            if link.get("href") == f"#{heading.get('id')}":
                link.set("href", f"{there}/#{name}")
        while heading is not None and (heading.tag != "h2" or heading.getnext() in rules):
            heading = _drop_for_next(heading)


def _drop_for_next(element: HtmlElement) -> HtmlElement | None:
    following: HtmlElement | None = element.getnext()
    element.drop_tree()
    return following


def _drop_mark(mark: HtmlElement) -> None:
    """Drop a citation with the space before it."""
    before, parent = mark.getprevious(), mark.getparent()
    if before is None:
        parent.text = (parent.text or "").rstrip()
    else:
        before.tail = (before.tail or "").rstrip()
    mark.drop_tree()


def hold_to_words(article: HtmlElement) -> None:
    """Keep a citation on the line of the word before it, with the full stop behind it.

    By spaces that no line breaks at, and without an element around the links: there WeasyPrint
    breaks the line behind the first word of the paragraph.
    """
    for mark in list(article.find_class(html_class.CITATION)):
        for link in mark:
            link.tail = (link.tail or "").replace(" ", "\N{NO-BREAK SPACE}")
        before, parent = mark.getprevious(), mark.getparent()
        text = (parent.text if before is None else before.tail) or ""
        held = f"{text.rstrip()}\N{NO-BREAK SPACE}" if text.strip() else text
        if before is None:
            parent.text = held
        else:
            before.tail = held
        mark.drop_tag()


def _entry(item: HtmlElement) -> str:
    copy = deepcopy(item)
    for back in copy.find_class(html_class.REFERENCE_BACK):
        back.drop_tree()
    for link in copy.iter("a"):
        break_at_slashes(link, readable((link.text or "").strip()))
    for words in copy.find_class(html_class.REFERENCE_TEXT):
        take_spaces_in(words)
    entry = "".join(str(html.tostring(child, encoding="unicode")) for child in copy)
    return DATE.sub(lambda date: date[0].replace(" ", "\N{NO-BREAK SPACE}"), entry)


@dataclass(frozen=True)
class Book:
    """Chapters in order, the references they cite, numbered through, and the websites named.

    Of a book that lists its main sources only, the text has no numbers, and `sources` counts all.
    """

    chapters: Sequence[Chapter]
    references: Sequence[str]
    websites: Sequence[Website]
    sources: int = 0

    @classmethod
    def read(cls, pages: RenderedPages, ui: Interface, chosen: Iterable[tuple[str, str]]) -> Book:
        """Read the chapters from rendered pages.

        `chosen` gives the Markdown path of each and the section it stands in.
        Headings stand a level deeper than on the site, under the title of the book.
        Raises `FileNotFoundError` for a page that was not rendered.
        """
        chapters = [Chapter.read(pages, built_path(path), section) for path, section in chosen]
        return cls.of(pages, ui, chapters, below=1)

    @classmethod
    def of_cores(
        cls,
        pages: RenderedPages,
        guide: Guide,
        chapters: Sequence[Chapter],
        *,
        below: int,
        most: int,
    ) -> Book:
        """A short book: chapters without their folds, and the `most` main sources, no numbers."""
        articles = [chapter.article for chapter in chapters]
        references, count = main_sources(articles, guide.bibliography, most)
        say_once(chapters)
        for article in articles:
            save_paper(article)
        book = cls.of(pages, guide.ui, chapters, below=below, apart=False)
        return replace(book, references=references, sources=count)

    @classmethod
    def of(
        cls,
        pages: RenderedPages,
        ui: Interface,
        chapters: Sequence[Chapter],
        *,
        below: int,
        apart: bool = True,
    ) -> Book:
        """Make the chapters ready for paper; headings stand `below` levels deeper.

        If they are `apart`, each part of the guide begins a page.
        """
        anchors = {chapter.path: chapter.anchor for chapter in chapters}
        references = number_through([chapter.article for chapter in chapters])
        if apart:
            _begin_parts(chapters)
        websites: dict[str, Website] = {}
        for chapter in chapters:
            hold_to_words(chapter.article)
            chapter.make_ready(pages, below=below)
            for website in print_addresses(chapter.article):
                websites.setdefault(website.address, website)
            relink(chapter, anchors, ui.text("booklet.on_website"))
        return cls(chapters, references, list(websites.values()))


def _begin_parts(chapters: Sequence[Chapter]) -> None:
    """Mark what begins a new page: a part of the guide, a sheet to write on, what follows it."""
    before: Chapter | None = None
    for chapter in chapters:
        apart = before is None or chapter.section != before.section or before.is_sheet
        if apart or chapter.is_sheet:
            chapter.article.classes.add("print-part")
        before = chapter
