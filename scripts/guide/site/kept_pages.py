"""What the engine makes of each page's Markdown, kept until what it is made of changes.

It is the same for all editions with the words of one nation, and most of it is after a change of
one sentence. A plug-in of the engine's own kind, so that it works with any theme; without it all
is rendered anew, and nothing else is lost.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from guide.content.guide import DATA_BLOCKS, PARTS, Guide
from guide.edition.edition import Edition
from guide.edition.inputs import Inputs, digest_of
from guide.markdown import READERS
from guide.markdown.figures import PictureBlock, PosePicture
from guide.site.kept import Kept

# What is made of other pages than the one that it stands on.
_OF_OTHERS = ("treatments", *(b.NAME for b in READERS if b not in (PictureBlock, PosePicture)))
_PAGE = ".md"


class KeepPages(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Gives the engine the pages that were kept, and keeps the others.

    `warnings` collects what the engine says: a page that it warned of is rendered anew each time,
    so that it warns again.
    """

    def __init__(
        self,
        kept: Kept,
        edition: Edition,
        guide: Guide,
        inputs: Inputs,
        warnings: Sequence[object],
    ) -> None:
        super().__init__()
        self._kept, self._inputs, self._warnings = kept, inputs, warnings
        self._edition, self._guide = edition, guide
        self._shared = ""

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let the page be rendered by us."""
        if not self._shared:
            self._shared = _shared_by_all(self._edition, self._inputs, config)
        page.render = partial(self._render, page)  # type: ignore[method-assign]
        return page

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        key = self._key(page)
        kept = self._kept.get(key)
        if kept:
            _fill(page, kept, files)
            return
        before = len(self._warnings)
        Page.render(page, config, files)
        if len(self._warnings) == before:
            self._kept.put(key, _made_of(page))

    def _key(self, page: Page) -> str:
        source = page.file.src_uri
        # As it was read just now: it may have changed since its digest was taken.
        parts = [self._shared, source, self._inputs.docs.get(source, ""), page.markdown or ""]
        known = self._guide.by_path.get(source)
        text = self._guide.text_of(known, but=DATA_BLOCKS) if known else parts[-1]
        if known is None or any(f"/// {name}" in text for name in _OF_OTHERS):
            parts.append(_digests(self._inputs.docs, pages=True))
        return digest_of(parts)


def _shared_by_all(edition: Edition, inputs: Inputs, config: MkDocsConfig) -> str:
    """What each page is made of besides its own words: passages, data, settings, other paths."""
    extensions = {
        name: said for name, said in config.mdx_configs.items() if name != "guide.markdown"
    }
    settings = [config.markdown_extensions, extensions, config.use_directory_urls]
    return digest_of(
        (
            inputs.of_nation(edition.nation),
            json.dumps(settings, sort_keys=True, default=str).replace(str(edition.folder), ""),
            "\n".join(sorted(inputs.docs)),
            _digests(inputs.docs, pages=False),
        )
    )


def _digests(docs: Mapping[str, str], *, pages: bool) -> str:
    """The digests of all pages, or of all that is none."""
    return digest_of(
        f"{path} {digest}"
        for path, digest in docs.items()
        if (path.endswith(_PAGE) and not path.startswith(f"{PARTS}/")) is pages
    )


def _made_of(page: Page) -> dict[str, Any]:
    links = page.links_to_anchors or {}
    return {
        "content": page.content,
        "toc": [_entry(link) for link in page.toc],
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: found for file, found in links.items()},
    }


def _fill(page: Page, kept: Mapping[str, Any], files: Files) -> None:
    page.content = kept["content"]
    page.toc = TableOfContents([_link(entry) for entry in kept["toc"]])
    page._title_from_render = kept["title"]
    page.present_anchor_ids = set(kept["anchors"])
    if logging.getLogger("mkdocs").getEffectiveLevel() > logging.DEBUG:
        found = ((files.get_file_from_path(path), to) for path, to in kept["links"].items())
        page.links_to_anchors = {file: to for file, to in found if file}


def _entry(link: AnchorLink) -> list[Any]:
    return [link.title, link.id, link.level, [_entry(child) for child in link.children]]


def _link(entry: Sequence[Any]) -> AnchorLink:
    title, name, level, children = entry
    link = AnchorLink(title, name, level)
    link.children = [_link(child) for child in children]
    return link
