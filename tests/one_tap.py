"""What a reader of a built page sees at once, and what one tap shows: folds, and pages it links to.

Only the text of the page counts: not the bar, the menu, the end with its pager, or the sources,
which lead from every page to others.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import Path
from urllib.parse import urldefrag

from selectolax.lexbor import LexborHTMLParser

_ARTICLE = "article.app-page"
_NOT_TEXT = ".app-end, .app-references, .app-on-this-page, template"


def seen(site: Path, page: str, anchor: str = "") -> str:
    """The words of a page (`myths/posture`) outside of folds, on one line.

    A link to an anchor in a fold opens it: then its words are seen too.
    """
    return _seen(_html(site, page), anchor)


def one_tap_away(site: Path, page: str) -> dict[str, str]:
    """The words that each tap shows: of the page's folds, and of the pages that its text links to.

    The names are `a fold of myths/posture` and addresses such as `urgent-help/#call-999`.
    """
    tree = _article(_html(site, page))
    folds = " ".join(_words(fold.text()) for fold in tree.css("details"))
    found = {f"a fold of {page}": folds}
    for link in tree.css("a[href]"):
        address, anchor = urldefrag(str(link.attributes["href"]))
        target = posixpath.normpath(posixpath.join(_folder(page), address)) if address else ""
        file = site / target / "index.html"
        if ":" not in address and target and file.is_file():
            name = f"{target}/{'#' + anchor if anchor else ''}"
            found[name] = _seen(file.read_text("utf-8"), anchor)
    return found


@lru_cache(maxsize=1000)
def _seen(html: str, anchor: str) -> str:
    tree = _article(html)
    for fold in tree.css("details"):
        inside = (node.attributes.get("id") for node in fold.css("[id]"))
        if not anchor or anchor not in inside:
            fold.decompose()
    return _words(tree.text())


def _article(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(html)
    article = tree.css_first(_ARTICLE)
    assert article, "there is no article"
    text = LexborHTMLParser(article.html or "")
    for node in text.css(_NOT_TEXT):
        node.decompose()
    return text


def _html(site: Path, page: str) -> str:
    return (site / _folder(page) / "index.html").read_text("utf-8")


def _folder(page: str) -> str:
    """Where a page is built: `routines/index` at `routines`."""
    return page.removesuffix("index").rstrip("/")


def _words(text: str) -> str:
    return " ".join(text.split())
