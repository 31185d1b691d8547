"""Files of a cache: what is damaged, or stands in the way of one, counts as not there.

Whatever has happened to a cache costs time and nothing else: its files are written anew. A store
of answers, which may have taken hours, is set aside and not deleted.
"""

from __future__ import annotations

import shutil
from pathlib import Path


def read_cached(path: Path) -> str | None:
    """The text of a file of the cache; None if there is none that can be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def write_cached(path: Path, text: str) -> None:
    """Write a file of the cache, whatever stands in its place. Raises `OSError` if it cannot."""
    make_way(path)
    path.write_text(text, "utf-8")


def make_way(path: Path) -> Path:
    """Make sure that a file can be written into the cache: its folder, and no folder in its place.

    Returns the path. A link is left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    return path


def set_aside(path: Path) -> Path:
    """Give a file or folder another name beside it, one that is free; return it."""
    names = (path.with_name(f"{path.name}.aside{number or ''}") for number in range(1000))
    aside = next(name for name in names if not name.exists())
    return path.rename(aside)
