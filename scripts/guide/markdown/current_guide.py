"""The guide as it is now, for blocks that tell of other pages; read again when a file changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from guide.content.guide import Guide


def current_guide(docs: Path) -> Guide:
    """The guide below the docs folder; under live reload it is read again after each change."""
    return _load(docs, tuple(sorted(_stamps(docs))))


def page_with(guide: Guide, block: str) -> PurePosixPath:
    """The path of the page that shows a block; without one, as if it stood at the top level."""
    shown = (page.path for page in guide.pages if page.has_block(block))
    return next(shown, PurePosixPath("index.md"))


def _stamps(docs: Path) -> list[tuple[str, int]]:
    files = (path for ending in ("*.md", "*.yml") for path in docs.rglob(ending))
    return [(str(path), path.stat().st_mtime_ns) for path in files if path.is_file()]


@lru_cache(maxsize=1)
def _load(docs: Path, stamps: tuple[Any, ...]) -> Guide:
    return Guide.load(docs)
