"""The names of a site's files: which is nearest to one that is not there."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache

from guide.links.page import BuiltFile, BuiltPage
from guide.links.site import Site, without_ending
from guide.links.sources import source_of
from guide.problems import nearest


def nearest_page(page: BuiltPage, target: str) -> str:
    """Return `; did you mean "…"?`, as the link would be written on this page, or nothing."""
    path = _nearest(page.site, _name(_path_of(target)), True)
    if path is None:
        return ""
    other = source_of(page.site.docs, path)
    written = path.removesuffix("index.html")
    if page.source and other:
        written = posixpath.relpath(other.as_posix(), page.source.parent.as_posix())
    return f'; did you mean "{written}"?'


def nearest_file(file: BuiltFile, target: str) -> str:
    """Return `; did you mean "…"?` with the path of a file of the site, or nothing."""
    path = _nearest(file.site, _name(_path_of(target)), False)
    return f'; did you mean "{path}"?' if path else ""


@lru_cache(maxsize=4)
def _named(site: Site, pages_last: bool) -> Mapping[str, str]:
    """The path of each name; of two files of one name, a page wins if pages come last."""
    paths = sorted(site.files)
    if pages_last:
        paths += sorted(site.pages)
    return {name: path for path in paths if (name := _name(path))}


@lru_cache(maxsize=4096)
def _nearest(site: Site, wanted: str, pages_last: bool) -> str | None:
    named = _named(site, pages_last)
    near = nearest(wanted, named)
    return named[near] if near else None


def _path_of(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]


def _name(path: str) -> str:
    """The last part of a path, without what page and file names end with."""
    bare = path.removesuffix("index.html").rstrip("/").removesuffix(".md")
    return posixpath.basename(without_ending(bare))
