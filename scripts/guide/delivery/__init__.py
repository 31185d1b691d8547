"""Delivery: what is sent to a reader's phone, made small, private and quick to be seen."""

from __future__ import annotations

from pathlib import Path

from guide.delivery import drawings, icon, markup, outside, parts, policy, styles, templates

__all__ = ["deliver"]


def deliver(site: Path, host: str = "", overrides: Path | None = None) -> int:
    """Prepare every page of a rendered site, in place; return how many there are.

    `host` is that of the site itself, like `https://clinic.example`: what leads elsewhere is
    marked. `overrides` has the one script that a page may run. The pages may be prepared before:
    nothing is done twice.
    """
    starter = policy.starter_of(overrides) if overrides else ""
    sheets = styles.Sheets(site)
    pages = sorted(site.rglob("*.html"))
    pages += [part for page in pages for part in parts.split(page)]
    for page in pages:
        text = page.read_text("utf-8")
        if "</head>" not in text:
            continue
        text = outside.marked(text, host)
        text = icon.inlined(text, page, site)
        text = drawings.taken_out(text, page, site, sheets)
        text = markup.tightened(sheets.inlined(text))
        text = templates.moved(text, site)
        page.write_text(policy.stated(text, starter), "utf-8")
    sheets.drop_inlined()
    return len(pages)
