"""Plain text of every page, and of all in one file, for braille and audio suppliers."""

from __future__ import annotations

from collections.abc import Iterator

from guide.draft import NOTICE
from guide.page import Page
from guide.pdf.imprint import Source
from guide.pdf.order import REFERENCES_PAGE, built_path, reading_order
from guide.pdf.plain_text import Front, plain_text, whole
from guide.pdf.prints import TextPrint

# An index of links has nothing to read aloud.
_ONLY_LINKS = ("a-to-z.md",)


def texts(source: Source, name: str) -> Iterator[TextPrint]:
    """One for each page of the nav, and one of the whole guide in the same order."""
    chapters = []
    for path, _ in reading_order(source.edition.config.nav or []):
        page = source.guide.by_path.get(path)
        if page is None or path in _ONLY_LINKS:
            continue
        article = source.pages.article(built_path(path))
        stem = path.removesuffix(".md").removesuffix("/index")
        text = plain_text(article, _front(source, page))
        yield TextPrint(name, f"text/{stem}.txt", page.title, text, path)
        if built_path(path) != REFERENCES_PAGE:
            chapters.append(plain_text(article, alone=False))
    title = str(source.edition.config.site_name)
    text = whole(chapters, title, _front(source, None))
    yield TextPrint(name, "text/whole-guide.txt", title, text)


def _front(source: Source, page: Page | None) -> Front:
    address = source.twin(page) if page else source.edition.config.site_url
    clinic = source.edition.clinic
    sender = ", ".join(filter(None, (clinic.name, clinic.phone)))
    return Front(NOTICE, address or "", sender, source.today)
