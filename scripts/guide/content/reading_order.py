"""The order of the book: the nav of the site, without what paper has in another form."""

from __future__ import annotations

from collections.abc import Collection, Iterator

# On paper the home page is the cover and the contents; one list of references closes the book.
HOME_PAGE = "index.html"
REFERENCES_PAGE = "references/index.html"


def chapters_of(
    nav: list[object], taken: Collection[str] | None = None, *, apart: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield the Markdown path of each chapter, and the section that it stands in.

    `taken` names the sections and the pages that the book takes; None takes all. A page that
    stands in no section is in it, if chapters are not to stand `apart`, as leaflets do.
    """
    for path, section in reading_order(nav):
        wanted = taken is None or section in taken or path in taken
        wanted = wanted or not (section or apart)
        if wanted and built_path(path) not in (HOME_PAGE, REFERENCES_PAGE):
            yield path, section


def reading_order(nav: list[object], section: str = "") -> Iterator[tuple[str, str]]:
    """Yield the Markdown path and the section of each page of an MkDocs nav."""
    for item in nav:
        if isinstance(item, str):
            yield item, section
        elif isinstance(item, dict):
            for title, inside in item.items():
                if isinstance(inside, list):
                    yield from reading_order(inside, str(title))
                elif isinstance(inside, str):
                    yield inside, section


def built_path(markdown: str) -> str:
    """The file that the engine makes of a page, with directory addresses."""
    stem = markdown.removesuffix(".md").removesuffix("index").rstrip("/")
    return f"{stem}/index.html" if stem else "index.html"
