"""Finishing touches on a built site: what only a finished build knows, and what nobody needs."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf

from guide.steps import size_of

_PRINT_SLOT = re.compile(
    r'<p class="app-print"(?: hidden(?:="")?)? data-pdf="(?P<pdf>[^"]+)" '
    r'data-href="(?P<href>[^"]+)">.*?</p>',
    re.DOTALL,
)


def link_pdf(site: Path) -> int:
    """Turn the slot for the PDF on every page into a link that tells its size.

    The words are those of NHS rule NS-18. Returns how many pages link to it.
    """
    linked = 0
    words: dict[str, str] = {}

    def link(slot: re.Match[str]) -> str:
        pdf, href = slot["pdf"], slot["href"]
        if not (site / pdf).is_file():
            return slot[0]
        words[pdf] = words.get(pdf) or _words(site / pdf)
        # The attributes stay: a PDF that is printed anew has another size.
        slot_attributes = f'data-pdf="{pdf}" data-href="{href}"'
        return f'<p class="app-print" {slot_attributes}><a href="{href}">{words[pdf]}</a></p>'

    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        filled = _PRINT_SLOT.sub(link, text)
        if filled != text:
            page.write_text(filled, "utf-8")
            linked += 1
    return linked


def _words(path: Path) -> str:
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    return f"Print or keep the booklet, {pages} pages (PDF only, {size_of(path)})"


def drop_unused_assets(site: Path, docs: Path, templates: Path) -> None:
    """Delete the theme's own scripts and style sheets, which no page of ours loads."""
    for asset in sorted((site / "assets").rglob("*"), reverse=True):
        inside = asset.relative_to(site)
        if asset.is_dir():
            if not any(asset.iterdir()):
                asset.rmdir()
        elif not (docs / inside).exists() and not (templates / inside).exists():
            asset.unlink()
