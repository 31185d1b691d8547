"""Drawings: those far down a page are files, which are fetched as they come near."""

from __future__ import annotations

import hashlib
import os
import re
from functools import partial
from html import escape, unescape
from pathlib import Path

from guide.core import html_class
from guide.publish.styles import Sheets, names_of, used

FOLDER = "assets/drawings"
# With fewer letters before it a drawing stays in the page: browsers fetch a picture of the first
# screens at once, even if it is to wait (Chromium: 2500 px ahead), and each would be a request.
EARLY = 1600
# The room of a drawing on a phone, in letters.
ROOM = 300
_DRAWING = re.compile(rf'<svg class="{html_class.DRAW}"[^>]*>.*?</svg>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_VIEW = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (?P<width>[\d.]+) (?P<height>[\d.]+)"')
_TOKEN = re.compile(r"(?<=[{;])(?P<name>--[\w-]+):[^;{}]*(?:;|(?=\}))")
_EMPTY = re.compile(r"[^{}]+\{\}")
_CLINIC = re.compile(r"<style>(:root\{--app-clinic:[^<]*)</style>")


def with_files(page: str, path: Path, site: Path, sheets: Sheets) -> str:
    """The page with an `img` for each drawing, but for early ones.

    The words for those who do not see it go along. A file has the colours of the page.
    """
    if not _DRAWING.search(page):
        return page
    clinic = _CLINIC.search(page)
    colours = sheets.small("tokens") + (clinic[1] if clinic else "")
    way = os.path.relpath(site / FOLDER, path.parent)

    words_start = page.find("<article")

    def image(drawing: re.Match[str]) -> str:
        before = page[max(words_start, 0) : drawing.start()]
        if len(_words(before)) + ROOM * len(_DRAWING.findall(before)) < EARLY:
            return drawing[0]
        name = _write(drawing[0], site / FOLDER, colours, sheets.small("drawing"))
        size, words = _VIEW.search(drawing[0]), _TITLE.search(drawing[0])
        width, height = (size["width"], size["height"]) if size else ("300", "300")
        alt = escape(unescape(words[1] if words else ""))
        return (
            f'<img class="{html_class.DRAWING}" src="{way}/{name}" '
            f'width="{width}" height="{height}" alt="{alt}" loading="lazy">'
        )

    return _DRAWING.sub(image, page)


def _words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", _DRAWING.sub("", markup)))


def _write(drawing: str, folder: Path, colours: str, tones: str) -> str:
    style = _named(colours + used(names_of(drawing), tones))
    text = drawing.replace("</title>", f"</title><style>{style}</style>", 1)
    name = hashlib.sha256(text.encode()).hexdigest()[:8] + ".svg"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return name


def _named(css: str) -> str:
    """The sheet with only those tokens that it uses itself."""
    before = ""
    while css != before:
        before, wanted = css, set(re.findall(r"var\((--[\w-]+)", css))
        css = _TOKEN.sub(partial(_if_wanted, wanted), css)
        css = _EMPTY.sub("", css)
    return css.replace(";}", "}")


def _if_wanted(wanted: set[str], token: re.Match[str]) -> str:
    return token[0] if token["name"] in wanted else ""
