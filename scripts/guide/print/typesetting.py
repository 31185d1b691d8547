"""Typesetting: a document of HTML laid out by WeasyPrint, and what many of them share made once.

WeasyPrint lays a document out anew for each text that says on which page something stands, until
all are right. Where the pages are few they are guessed instead: a right guess saves half the time,
and a wrong one changes nothing.
"""

from __future__ import annotations

import gc
import multiprocessing.util
import os
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guide.print.prints import SIGNS, Paper, PdfPrint, see_page

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).parent
_FIRST = 1
_LINK = "print-page-link"


def laid_out(print_: PdfPrint, markup: str, paper: Paper, *, or_too_long: bool = False) -> Document:
    """Lay out one document of a print on a paper.

    With `or_too_long`, one that has too many pages may name wrong ones: it is not to be printed.
    """
    from weasyprint import HTML

    from guide.print.fetching import LocalFetcher

    html = HTML(string=markup, base_url=str(HERE), url_fetcher=LocalFetcher(print_.folder))
    sheets = [_style_sheet(print_.style(paper), os.getpid())]
    if print_.colour:
        sheets.append(_style_sheet(f":root {{ --primary: {print_.colour}; }}", os.getpid()))
    if print_.most and _LINK in markup:
        guess = _guessed(html.etree_element, print_.most)
        for _ in range(2 if guess else 0):
            style = "\n".join(_rules(print_, guess))
            document = _render(print_, html, [*sheets, _style_sheet(style, os.getpid())])
            found = _pages_of_anchors(document, guess)
            if found == guess or (or_too_long and len(document.pages) > print_.most):
                return document
            guess = found
    return _render(print_, html, sheets)


def _render(print_: PdfPrint, html: Any, sheets: list[CSS]) -> Document:
    fonts = _fonts(os.getpid())
    return html.render(stylesheets=sheets, font_config=fonts, pdf_forms=print_.fields)


def _guessed(root: Any, pages: int) -> dict[str, int]:
    """On which page each anchor that is led to may stand: by how many letters stand before it.

    The signs that need urgent help stand on the last. Nothing is guessed where one is missing.
    """
    links = [link.get("href", "") for link in root.iter("a")]
    names = {link[1:] for link in links if link.startswith("#")}
    before: dict[str, int] = {}
    letters = 0
    for element in root.iter():
        if (name := element.get("id")) in names:
            before[name] = letters
        letters += len((element.text or "").strip()) + len((element.tail or "").strip())
    if before.keys() < names:
        return {}
    guess = {name: _FIRST + pages * count // (letters + 1) for name, count in before.items()}
    return {name: pages if name == SIGNS else page for name, page in guess.items()}


def _rules(print_: PdfPrint, guess: Mapping[str, int]) -> list[str]:
    """The rules of CSS that say on which page stands what a link leads to."""
    links = {f".{_LINK}": _FIRST}
    links |= {
        f".{_LINK}[href={_string(f'#{name}')}]": page
        for name, page in guess.items()
        if page != _FIRST
    }
    return [
        f"{link}::after {{ content: {see_page(print_.ui, _string(str(page)))}; }}"
        for link, page in links.items()
    ]


def _string(text: str) -> str:
    """A text as CSS writes it."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _pages_of_anchors(document: Document, names: Iterable[str]) -> dict[str, int]:
    """The page on which each of these anchors stands, if it stands anywhere."""
    return {
        name: number
        for name in names
        for number, page in reversed([*enumerate(document.pages, start=1)])
        if name in page.anchors
    }


# Fonts and style sheets, once for each process. One that was forked makes its own: the thread in
# which Pango looks for fonts stays behind in the other.


@cache
def _fonts(process: int) -> FontConfiguration:
    from weasyprint.text.fonts import FontConfiguration

    # Their folder of temporary files goes when they do, which must be before Python takes its
    # modules apart; a process of multiprocessing ends without that.
    multiprocessing.util.Finalize(None, _forget, exitpriority=0)
    return FontConfiguration()


def _forget() -> None:
    _style_sheet.cache_clear()
    _fonts.cache_clear()
    gc.collect()  # documents name them, and themselves


@lru_cache(maxsize=100)
def _style_sheet(style: str, process: int) -> CSS:
    from weasyprint import CSS

    from guide.print.fetching import LocalFetcher

    return CSS(
        string=style,
        base_url=f"{HERE / 'styles'}/",
        url_fetcher=LocalFetcher(""),
        font_config=_fonts(process),
    )
