"""The Markdown from which a page was made, and the line of it that made a link."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from guide.links.lines import lines_of
from guide.links.site import Site

# Where the words come from that pages share, below the folder of the Markdown.
_SHARED = ("_parts/*.md", "_data/*.yml")


class Place(NamedTuple):
    """A file, named from the folder of the docs on, and a line in it, counted from 1."""

    path: str
    line: int


def source_of(docs: Path | None, page: str) -> Path | None:
    """The Markdown file that a page was made from, or None if it is not there."""
    if docs is None:
        return None
    stem = page.removesuffix(".html").removesuffix("index").rstrip("/")
    for name in (f"{stem}.md", f"{stem}/index.md" if stem else "index.md"):
        if (docs / name).is_file():
            return docs / name
    return None


def place_of(site: Site, source: Path, target: str, nth: int, of: int) -> Place | None:
    """Where a target most likely was written, the `nth` of so many on the page.

    What is not in the page's own words comes from a passage or from data that it shows. None if
    it is nowhere: then it comes from the theme.
    """
    for file in (source, *_shared(site)):
        text = _text(site, file)
        for written in _as_written(target):
            lines = list(lines_of(text, written))
            if lines:
                line = lines[nth] if len(lines) == of else lines[0]
                return Place(name_of(site.docs or source.parent, file), line)
    return None


@lru_cache(maxsize=1)
def _shared(site: Site) -> tuple[Path, ...]:
    docs = site.docs
    found = (f for pattern in _SHARED for f in docs.glob(pattern)) if docs else ()
    return tuple(sorted(f for f in found if f.is_file()))


@lru_cache(maxsize=256)  # a page with one problem often has more, and all share the same words
def _text(site: Site, file: Path) -> str:
    return file.read_text("utf-8", errors="replace")


def name_of(docs: Path, file: Path) -> str:
    """The name of a file as problems print it, from the folder of the docs on."""
    return file.relative_to(docs.parent).as_posix()


def _as_written(target: str) -> Iterator[str]:
    """What may stand in Markdown for a target of HTML."""
    if not target:
        yield "]()"
        return
    path, _, fragment = target.partition("#")
    name = posixpath.basename(path.rstrip("/"))
    forms = [target, f"#{fragment}"]
    if name:
        forms[1:] = [f"{name}.md#{fragment}", f"{name}.md"]
    yield from (form for form in forms if form.strip("#./"))
