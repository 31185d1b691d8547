"""The built site: of which edition it is, and whether it is newer than the words."""

from __future__ import annotations

from pathlib import Path

from guide.edition import Edition

_LAST = Path(".cache/built-last")


def note_built(edition: Edition) -> None:
    """Remember, outside of the site, which edition now stands in it."""
    note = _built_from(edition)
    note.parent.mkdir(exist_ok=True)
    note.write_text(_name_of(edition), "utf-8")
    (edition.folder / _LAST).write_text(str(edition.site), "utf-8")


def last_built(folder: Path) -> Path | None:
    """The site that was built last by the guide in a folder, if it is still there."""
    note = folder / _LAST
    site = Path(note.read_text("utf-8")) if note.is_file() else None
    return site if site and (site / "index.html").is_file() else None


def is_current(edition: Edition) -> bool:
    """Whether the built site is this edition's, and newer than all that it was made from."""
    built = edition.site / "index.html"
    if not built.is_file() or _last_built(edition) != _name_of(edition):
        return False
    sources = [edition.docs, *map(Path, edition.config.theme.dirs[:1])]
    # A folder is newer than a file that was deleted from it.
    files = [p for folder in sources for p in (folder, *folder.rglob("*"))]
    files += [edition.path, edition.folder / "mkdocs.yml"]
    newest = max(p.stat().st_mtime for p in files if p.exists())
    return built.stat().st_mtime >= newest


def _built_from(edition: Edition) -> Path:
    return edition.folder / ".cache" / f"{edition.site.name}-built-from"


def _name_of(edition: Edition) -> str:
    """What tells an edition from another in the same folder: its file and its address."""
    return f"{edition.path.name} {edition.config.site_url}"


def _last_built(edition: Edition) -> str | None:
    """The name of the edition that stands in the site folder, if it is known."""
    note = _built_from(edition)
    return note.read_text("utf-8", errors="replace") if note.is_file() else None
