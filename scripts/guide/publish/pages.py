"""Delivery: what is sent to a reader's phone, made small, private and quick to be seen."""

from __future__ import annotations

import hashlib
import json
import os
import re
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from guide.content.interface import Interface
from guide.core import html_class
from guide.core.html_attributes import attributes, text_of
from guide.publish import parts, policy
from guide.publish.budget import KB, zipped
from guide.publish.scripts import smaller
from guide.publish.styles import Sheets, names_of, used

# Drawings: those far down a page are files, which are fetched as they come near.

DRAWINGS = "assets/drawings"
# With fewer letters before it a drawing stays in the page: browsers fetch a picture of the first
# screens at once, even if it is to wait (Chromium: 2500 px ahead), and each would be a request.
EARLY = 1600
# Of the 13.9 KB that a server sends at once, what the links to the prints of a page leave. Of a
# longer page the words come first, and all its drawings are files.
ONE_TRIP = int(13.5 * KB)
# The room of a drawing on a phone, in letters.
ROOM = 300
_DRAWING = re.compile(rf'<svg class="{html_class.DRAW}"[^>]*>.*?</svg>', re.DOTALL)
_STILL = re.compile(rf'<svg class="{html_class.DRAW}"(?:[^>]*><title>|[^>]* aria-hidden="true">)')
_BEFORE_SHAPES = re.compile(r"<svg\b[^>]*>(?:<title>.*?</title>)?", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_VIEW = re.compile(r'viewBox="[-\d.]+ [-\d.]+ (?P<width>[\d.]+) (?P<height>[\d.]+)"')
_TOKEN = re.compile(r"(?<=[{;])(?P<name>--[\w-]+):[^;{}]*(?:;|(?=\}))")
_EMPTY = re.compile(r"[^{}]+\{\}")
_CLINIC = re.compile(r"<style>(:root\{--app-clinic:[^<]*)</style>")


def with_files(page: str, path: Path, site: Path, sheets: Sheets, early: int = EARLY) -> str:
    """The page with an `img` for each drawing, but for those behind fewer letters than `early`.

    What moves is always a file. The words for those who do not see it go along. A file has the
    colours of the page.
    """
    if not _DRAWING.search(page):
        return page
    clinic = _CLINIC.search(page)
    colours = sheets.small("tokens") + (clinic[1] if clinic else "")
    way = os.path.relpath(site / DRAWINGS, path.parent)

    words_start = page.find("<article")

    def as_file(drawing: re.Match[str]) -> str:
        before = page[max(words_start, 0) : drawing.start()]
        moves = "<style>" in drawing[0]
        if not moves and len(_words_of(before)) + ROOM * len(_STILL.findall(before)) < early:
            return drawing[0]
        name = _write_drawing(drawing[0], site / DRAWINGS, colours, sheets.small("drawing"))
        size, words = _VIEW.search(drawing[0]), _TITLE.search(drawing[0])
        width, height = (size["width"], size["height"]) if size else ("300", "300")
        image = {"class": html_class.DRAWING, "src": f"{way}/{name}"}
        image |= {"width": width, "height": height, "alt": text_of(words[1] if words else "")}
        return f"<img {attributes(image | {'loading': 'lazy'})}>"

    return _DRAWING.sub(as_file, page)


def _words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", _DRAWING.sub("", markup)))


def _write_drawing(drawing: str, folder: Path, colours: str, tones: str) -> str:
    style = _style_of(names_of(drawing), colours, tones)
    text = _BEFORE_SHAPES.sub(lambda opened: f"{opened[0]}<style>{style}</style>", drawing, count=1)
    name = hashlib.sha256(text.encode()).hexdigest()[:8] + ".svg"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / name).exists():  # of the same name is only the same drawing
        (folder / name).write_text(text, "utf-8")
    return name


@lru_cache(maxsize=1024)  # most drawings have the same names
def _style_of(names: frozenset[str], colours: str, tones: str) -> str:
    return _named(colours + used(names, tones))


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


# Links that lead to other websites are marked: by an arrow, and by words for those who listen.

_LINK = re.compile(
    r'(?P<open><a\b[^>]*\shref="(?P<href>https?://[^"]*)"[^>]*>)(?P<words>.*?)</a>',
    re.DOTALL | re.IGNORECASE,
)


def marked(page: str, host: str, words: str) -> str:
    """The page with a mark of these words in each link to another host than the site's own."""
    sign = f'<span class="{html_class.OUTSIDE}">{words}</span>'

    def mark(link: re.Match[str]) -> str:
        own = host and (link["href"] + "/").startswith(host.rstrip("/") + "/")
        if own or sign in link["words"]:
            return link[0]
        return f"{link['open']}{_with_mark(link['words'], sign)}</a>"

    return _LINK.sub(mark, page)


# The end of its last word, which may be a long address: a blank alone does not hold a mark to it.
_END = re.compile(r"[^\s<>&;]{1,8}$")


def _with_mark(words: str, sign: str) -> str:
    """The words of a link with the mark on the line of their end."""
    end = _END.search(words)
    if not end:
        return f"{words}&nbsp;{sign}"
    return f'{words[: end.start()]}<span class="{html_class.HELD}">{end[0]}&nbsp;{sign}</span>'


# No line begins with the mark of a reference, as none does with the arrow of a link.

_CITATION = f'<span class="{html_class.CITATION}"'


def held(page: str) -> str:
    """The page with each mark of a reference on the line of the word before it."""
    *before, last = page.split(_CITATION)
    return "".join(f"{_with_hard_space(part)}{_CITATION}" for part in before) + last


def _with_hard_space(text: str) -> str:
    words = text.rstrip()
    return text if len(words) == len(text) else f"{words}&nbsp;"


# A link at each heading gives its address, to be kept or sent. It stands behind the heading: within
# it, screen readers would read its words with those of the heading, in every list of headings.

_HEADING = re.compile(
    r'<h2 id="(?P<id>[^"]*)">(?P<words>(?:(?!<h2).)*?)</h2>(?!<a href="#)', re.DOTALL
)


def with_links(page: str, ui: Interface) -> str:
    """The page with a link to itself behind each heading that stands in no card and no fold.

    Made here, it is in no print, no plain text and not in the search.
    """

    def link(heading: re.Match[str]) -> str:
        name = ui.text("heading.link", heading=text_of(_words_of(heading["words"]).strip()))
        target = {"href": f"#{text_of(heading['id'])}", "aria-label": name}
        return f"{heading[0]}<a {attributes(target)}></a>"

    return _HEADING.sub(link, page)


# The icon of the site: a small drawing stands in the page, and is no request of its own.

_ICON_LINK = re.compile(r'<link rel="icon" href="(?P<href>[^":]+\.svg)">')
_MOST = 600  # bytes
_SAFE = "/:=<> ,;()'"  # what needs no escape in the attribute


def inlined(page: str, path: Path, site: Path) -> str:
    """The page with its icon in the link itself, if that is small; `path` is the page's file."""

    def link(found: re.Match[str]) -> str:
        href = found["href"]
        file = path.parent / href
        if href.startswith("/"):  # on 404.html, which is answered at any depth
            file = site / href[href.find("/assets/") + 1 :]
        if not file.is_file() or file.stat().st_size > _MOST:
            return found[0]
        text = re.sub(r">\s+<", "><", file.read_text("utf-8")).strip().replace('"', "'")
        data = quote(text, safe=_SAFE)
        return f'<link rel="icon" href="data:image/svg+xml,{data}">'

    return _ICON_LINK.sub(link, page)


# Templates that a script fills: they come with it, and no page is heavier for them.

SCRIPTS, LOOKS = "assets/javascripts", "assets/stylesheets"
_TEMPLATE = re.compile(
    r'<template\b[^>]*\bdata-script="(?P<script>[\w-]+)"[^>]*>.*?</template>', re.DOTALL
)
_PUT = 'document.body.insertAdjacentHTML("beforeend",'


def moved(page: str, site: Path, sheets: Sheets | None = None) -> str:
    """The page without its templates for scripts; the script of the site puts them in itself.

    `data-script` names the script. Also from a disk, where a script may fetch nothing. A template
    that is another one than that of an earlier page stays: the script finds it first.
    With `sheets` only those of scripts that bring a sheet, into which the rules of components for
    their classes go; the page need not hold these.
    """

    def move(found: re.Match[str]) -> str:
        file = site / SCRIPTS / f"{found['script']}.js"
        looks = site / LOOKS / f"{found['script']}.css"
        if sheets and not looks.is_file():
            return found[0]
        text = file.read_text("utf-8")
        line = f"{_PUT}{json.dumps(found[0], ensure_ascii=False)});\n"
        if not text.startswith(line):
            if text.startswith(_PUT):
                return found[0]
            file.write_text(line + text, "utf-8")
            if sheets:
                looks.write_text(sheets.of(page, found[0]) + looks.read_text("utf-8"), "utf-8")
        return ""

    return _TEMPLATE.sub(move, page)


def _make_scripts_smaller(site: Path) -> None:
    """The templates in a script stay as they are: the next page is compared with them."""
    for file in (site / SCRIPTS).glob("*.js"):
        text = file.read_text("utf-8")
        put = text[: text.find("\n") + 1] if text.startswith(_PUT) else ""
        file.write_text(put + smaller(text.removeprefix(put)), "utf-8")


def deliver(
    site: Path, host: str = "", overrides: Path | None = None, ui: Interface | None = None
) -> int:
    """Prepare every page of a rendered site, in place; return how many there are.

    `host` is that of the site itself, like `https://clinic.example`: what leads elsewhere is
    marked. `overrides` has the one script that a page may run. The pages may be prepared before:
    nothing is done twice. `ui` has the words that are put into them.
    """
    ui = ui or Interface.load()
    starter = policy.starter_of(overrides) if overrides else ""
    sheets = Sheets(site)
    pages = sorted(site.rglob("*.html"))
    pages += [part for page in pages for part in parts.split(page)]
    for page in pages:
        text = page.read_text("utf-8")
        if "</head>" not in text:
            continue
        text = marked(text, host, str(ui.markup("outside.mark")))
        text = inlined(held(text), page, site)
        for early in (EARLY, 0):
            small = with_files(text, page, site, sheets, early)
            small = with_links(moved(policy.tightened(small), site, sheets), ui)
            small = policy.stated(moved(sheets.inlined(small), site), starter)
            if zipped(small.encode()) <= ONE_TRIP:
                break
        page.write_text(small, "utf-8")
    sheets.drop_inlined()
    _make_scripts_smaller(site)
    return len(pages)
