"""Finishing touches on a built site: what nobody needs goes."""

from __future__ import annotations

from pathlib import Path


def drop_unused_assets(site: Path, docs: Path, templates: Path) -> None:
    """Delete the theme's own scripts and style sheets, which no page of ours loads."""
    for asset in sorted((site / "assets").rglob("*"), reverse=True):
        inside = asset.relative_to(site)
        if asset.is_dir():
            if not any(asset.iterdir()):
                asset.rmdir()
        elif not (docs / inside).exists() and not (templates / inside).exists():
            asset.unlink()
