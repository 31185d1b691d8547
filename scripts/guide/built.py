"""The built site: of which edition it is, and whether it was made of the words that are there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from guide.edition import Edition

_LAST = Path(".cache/built-last")


def made_from(edition: Edition) -> str:
    """What tells a site from another: the edition's file and address, and all that it is made of.

    Times of files would not: a copy keeps them, a clock may be wrong, and a page may be changed
    while it is printed.
    """
    digest = hashlib.sha256()
    folders = [edition.docs, *map(Path, edition.config.theme.dirs[:1])]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in (*(edition.folder / file.name for file in edition.files), *files):
        content = path.read_bytes()
        name = os.fsencode(os.path.relpath(path, edition.folder))
        digest.update(b"%s %d\n" % (name, len(content)))
        digest.update(content)
    return f"{edition.path.name} {edition.config.site_url} {digest.hexdigest()}"


def note_built(edition: Edition, made: str) -> None:
    """Remember, outside of the site, what the site that now stands in the folder was made from."""
    note = _built_from(edition)
    note.parent.mkdir(exist_ok=True)
    note.write_text(made, "utf-8")
    (edition.folder / _LAST).write_text(str(edition.site), "utf-8")


def last_built(folder: Path) -> Path | None:
    """The site that was built last by the guide in a folder, if it is still there."""
    note = folder / _LAST
    site = Path(note.read_text("utf-8")) if note.is_file() else None
    return site if site and (site / "index.html").is_file() else None


def is_current(edition: Edition) -> bool:
    """Whether the built site is this edition's, and was made of what is there now."""
    note = _built_from(edition)
    if not (edition.site / "index.html").is_file() or not note.is_file():
        return False
    return note.read_text("utf-8", errors="replace") == made_from(edition)


def _built_from(edition: Edition) -> Path:
    return edition.folder / ".cache" / f"{edition.site.name}-built-from"
