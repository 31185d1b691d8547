"""The pages of a built site as print takes them: each file is read once for all editions."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from guide.delivery.drawings import put_back
from guide.delivery.parts import joined


class BuiltPages:
    """The articles of a built site."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._articles: dict[str, HtmlElement] = {}

    def article(self, path: str) -> HtmlElement:
        """Return a copy of the article of a page; `path` is its file, relative to the site.

        Its drawings are in it again. Raises `FileNotFoundError` for a page that was not built.
        """
        if path not in self._articles:
            document: HtmlElement = html.document_fromstring((self.site / path).read_text("utf-8"))
            article = document.find_class("app-page")[0]
            joined(article, (self.site / path).parent)
            for mark in article.find_class("app-outside"):
                mark.drop_tree()  # paper prints the address itself
            put_back(article, (self.site / path).parent)
            self._articles[path] = article
        return deepcopy(self._articles[path])
