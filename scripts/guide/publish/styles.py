"""Style sheets: a page holds the rules that it uses, and waits for no file.

The engine publishes `components/NAME/NAME.css` of the templates, and a page links to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from guide.core.html_attributes import values_of

FOLDER = "components"
_LINK = re.compile(
    rf'[ \t]*<link rel="stylesheet" href="(?:[^"]*/)?{FOLDER}/(?P<name>[\w-]+)/(?P=name)\.css">\s*'
)
_STYLE = re.compile(r"\s*<style>(?P<css>.*?)</style>", re.DOTALL)
_ELEMENTS = re.compile(r"<([a-z][a-z0-9]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'("[^"\n]*"|\'[^\'\n]*\')')
# States and attributes: whether they apply, only the reader's browser knows.
_STATE = re.compile(r"::?[\w-]+(?:\([^)]*\))?|\[[^\]]*\]")
_NAME = re.compile(r"[A-Za-z_-][\w-]*")
_TOKEN = re.compile(r"--[\w-]+:")
_TAKEN = re.compile(r"var\((--[\w-]+)")
_PAPER = "@media print"


@dataclass
class Sheets:
    """The style sheets of a site, each read once."""

    site: Path
    _read: dict[str, str] = field(default_factory=dict)

    def inlined(self, page: str) -> str:
        """The page with one style element in the place of its links to style sheets.

        A style element that follows the links, a clinic's colour, goes into it as well.
        """
        links = list(_LINK.finditer(page))
        if not links:
            return page
        names = names_of(page)
        css = _paper_last("".join(used(names, self.small(link["name"])) for link in links))
        start, end = links[0].start(), links[-1].end()
        own = _STYLE.match(page, end)
        if own:
            css, end = css + smaller(own["css"]), own.end()
        css = without_unused_tokens(css, page)
        return f"{page[:start]}<style>{css}</style>{page[end:]}"

    def of(self, page: str, part: str) -> str:
        """The rules of the sheets that a page links to for the classes of a part of it."""
        names, classes = names_of(part), _classes(part)
        css = "".join(used(names, self.small(link["name"])) for link in _LINK.finditer(page))
        return "".join(_with_classes(classes, css))

    def small(self, name: str) -> str:
        """The sheet of a component, made smaller. Raises `FileNotFoundError`."""
        if name not in self._read:
            self._read[name] = smaller(
                (self.site / FOLDER / name / f"{name}.css").read_text("utf-8")
            )
        return self._read[name]

    def drop_inlined(self) -> None:
        """Delete what no page asks for any more, and what the components have for paper."""
        for sheet in (self.site / FOLDER).glob("*/*.css"):
            sheet.unlink()
        for folder in (*(self.site / FOLDER).glob("*/"), self.site / FOLDER):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def smaller(css: str) -> str:
    """CSS without comments and needless white space; its strings stay as they are."""
    pieces = _STRING.split(_COMMENT.sub("", css))
    pieces[::2] = map(_tight, pieces[::2])
    return "".join(pieces).replace(";}", "}").strip()


def _tight(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    # Behind a colon only: before it, a space stands for any element within.
    return css.replace(": ", ":")


def names_of(page: str) -> frozenset[str]:
    """The names of all elements and classes of a page."""
    return frozenset(_ELEMENTS.findall(page)) | _classes(page)


def _classes(page: str) -> frozenset[str]:
    return frozenset(" ".join(values_of("class", page)).split())


def _with_classes(classes: frozenset[str], css: str) -> Iterator[str]:
    """The rules that name one of the classes: those for elements alone every page has itself."""
    for head, body in _blocks(css):
        inner = "".join(_with_classes(classes, body)) if head.startswith("@media") else body
        if inner and (head.startswith("@media") or _names_in(head) & classes):
            yield f"{head}{{{inner}}}"


@lru_cache(maxsize=2**13)  # a page of another edition has the same names
def used(names: frozenset[str], css: str) -> str:
    """The rules of a small sheet that can apply to a page with these elements and classes.

    A class that a script adds comes with that script's own sheet.
    """
    kept = []
    for head, body, selectors in _rules(css):
        if head.startswith(("@media", "@supports")):
            body = used(names, body)
        elif selectors:
            head = ",".join(s for s, needed in selectors if needed <= names)
        if head and body:
            kept.append(f"{head}{{{body}}}")
    return "".join(kept)


_Selectors = tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=1024)  # of each sheet every page takes what it needs
def _rules(css: str) -> tuple[tuple[str, str, _Selectors], ...]:
    """The blocks of a sheet; of those that are rules, each selector with the names it needs."""

    def selectors(head: str) -> _Selectors:
        parts = () if head.startswith("@") else re.split(r",(?![^(]*\))", head)
        return tuple((part, _names_in(part)) for part in parts)

    return tuple((head, body, selectors(head)) for head, body in _blocks(css))


def without_unused_tokens(css: str, page: str) -> str:
    """A small sheet without the tokens of components that neither it nor the page takes.

    Those of `:root` stay: sheets that scripts bring later take them.
    """
    taken = frozenset(_TAKEN.findall(css) + _TAKEN.findall(page))
    return "".join(_with_tokens(taken, css))


def _with_tokens(taken: frozenset[str], css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            kept = "".join(_with_tokens(taken, body))
        elif head == ":root":
            kept = body
        else:
            declared = (part for part in body.split(";") if _TOKEN.match(part))
            unused = {part for part in declared if part.partition(":")[0] not in taken}
            kept = ";".join(part for part in body.split(";") if part not in unused)
        if kept:
            yield f"{head}{{{kept}}}"


def _paper_last(css: str) -> str:
    """The rules with those for paper together at the end: each sheet brings some of its own."""
    blocks = list(_blocks(css))
    paper = "".join(body for head, body in blocks if head == _PAPER)
    rest = "".join(f"{head}{{{body}}}" for head, body in blocks if head != _PAPER)
    return f"{rest}{_PAPER}{{{paper}}}" if paper else rest


def _names_in(selector: str) -> frozenset[str]:
    return frozenset(_NAME.findall(_STATE.sub(" ", selector)))


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces, and within it."""
    start = depth = 0
    head = ""
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if brace[0] == "{" and depth == 1:
            head, start = css[start : brace.start()], brace.end()
        elif not depth:
            yield head.strip(), css[start : brace.start()]
            start = brace.end()
