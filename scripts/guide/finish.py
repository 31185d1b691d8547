"""Finishing touches on a built site: what only a finished build knows, and what nobody needs."""

from __future__ import annotations

import re
from pathlib import Path

from guide.steps import size_of

_PRINT_SLOT = re.compile(
    r'<p class="app-print" hidden(?:="")? data-pdf="(?P<pdf>[^"]+)" '
    r'data-href="(?P<href>[^"]+)">\s*</p>'
)


def link_pdf(site: Path) -> int:
    """Turn the slot for the PDF on every page into a link that tells its size.

    The words are those of NHS rule NS-18. Returns how many pages link to it.
    """
    linked = 0
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        filled = _PRINT_SLOT.sub(lambda match: _link(site, match), text)
        if filled != text:
            page.write_text(filled, "utf-8")
            linked += 1
    return linked


def _link(site: Path, slot: re.Match[str]) -> str:
    size = size_of(site / slot["pdf"])
    words = f"Print or keep the whole guide on paper (PDF only, {size})"
    return f'<p class="app-print"><a href="{slot["href"]}">{words}</a></p>'


def drop_unused_assets(site: Path, docs: Path, templates: Path) -> None:
    """Delete the theme's own scripts and style sheets, which no page of ours loads."""
    for asset in sorted((site / "assets").rglob("*"), reverse=True):
        inside = asset.relative_to(site)
        if asset.is_dir():
            if not any(asset.iterdir()):
                asset.rmdir()
        elif not (docs / inside).exists() and not (templates / inside).exists():
            asset.unlink()
