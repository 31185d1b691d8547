"""Redirects: a small page at each old address, which sends its reader on without a script."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from guide.content.guide import Guide
from guide.content.navigation import built_path
from guide.publish.policy import stated, tightened

_PAGE = Markup(
    """<!doctype html>
<html lang="{language}" dir="{direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="refresh" content="0;url={address}">
    <meta name="robots" content="noindex">
    <meta name="referrer" content="no-referrer">
    <title>{moved}</title>
  </head>
  <body>
    <main>
      <h1>{moved}</h1>
      <p><a href="{address}">{title}</a></p>
{urgent}    </main>
  </body>
</html>
"""
)

_LINK = Markup('      <p><a href="{}">{}</a></p>\n')


def write(site: Path, guide: Guide) -> int:
    """Write a page at each address of `_data/moved.yml` into a built site; return how many."""
    ui, urgent = guide.ui, guide.urgent_page
    for move in guide.moved.moves:
        old = built_path(move.old)
        page = _PAGE.format(
            language=ui.language,
            direction=ui.text("locale.direction"),
            moved=ui.text("moved.heading"),
            address=_from(old, move.page) + (f"#{quote(move.anchor)}" if move.anchor else ""),
            title=guide.by_path[move.page].title,
            urgent=_LINK.format(_from(old, str(urgent.path)), urgent.title) if urgent else "",
        )
        file = site / old
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(stated(tightened(page)), "utf-8")
    return len(guide.moved.moves)


def _from(old: str, page: str) -> str:
    """The address of a page, seen from that of another; both are directories."""
    there = posixpath.dirname(built_path(page))
    return quote(posixpath.relpath(there, posixpath.dirname(old)) + "/")


def is_redirect(page: str) -> bool:
    """Whether a page only sends its readers on."""
    return '<meta http-equiv="refresh"' in page[:1000]
