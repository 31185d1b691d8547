"""The addresses in the other files of a built site that lead to pages and pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from guide.entities import unescaped
from guide.links.addresses import Link
from guide.links.styles import addresses_of_css


def links_of_css(text: str) -> Iterator[Link]:
    """Yield what a style sheet fetches."""
    for target in addresses_of_css(text):
        yield Link("css", target, target)


def links_of_manifest(text: str) -> Iterator[Link]:
    """Yield the pictures and the start page of a web manifest; none if it is no JSON."""
    manifest = _json_object(text)
    for icon in _objects(manifest.get("icons")):
        if isinstance(icon.get("src"), str):
            yield Link("manifest", icon["src"], icon["src"])
    start = manifest.get("start_url")
    if isinstance(start, str):
        yield Link("manifest", start, start, to_page=True, loads=False)


def links_of_sitemap(text: str) -> Iterator[Link]:
    """Yield the pages that a sitemap lists, by the path of their address."""
    for written in re.findall(r"<loc>([^<]*+)</loc>", text):
        target = written.strip()
        try:
            path = urlsplit(unescaped(target)).path or "/"
        except ValueError:
            continue
        yield Link("sitemap", target, path, to_page=True, loads=False)


def links_of_search(text: str) -> Iterator[Link]:
    """Yield the places that the search of MkDocs leads to; they are relative to the site."""
    for entry in _objects(_json_object(text).get("docs")):
        location = entry.get("location")
        if isinstance(location, str):
            yield Link("search", location, f"../{location}", to_page=True, loads=False)


_READERS: Mapping[str, Callable[[str], Iterator[Link]]] = {
    ".css": links_of_css,
    ".webmanifest": links_of_manifest,
    "/manifest.json": links_of_manifest,
    "/sitemap.xml": links_of_sitemap,
    "/search/search_index.json": links_of_search,
}


def reader_of(path: str) -> Callable[[str], Iterator[Link]] | None:
    """What reads the links of a file, or None if it holds none that we know."""
    return next((read for end, read in _READERS.items() if f"/{path.lower()}".endswith(end)), None)


def _json_object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item
