"""Prints: the files that are made for paper, each with all that it is made from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher

from guide import __version__
from guide.content.interface import Interface
from guide.print.paper import Paper

# What a print may take: files of the site and of this package, and nothing from any network.

HERE = Path(__file__).parent


class LocalFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches `data:` and files below this package and the folder of the site, a `file:` address.

    WeasyPrint leaves out what it cannot have; `print-missing-picture` tells of it.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        site = [_path(folder)] if folder else []
        self._folders = [path.resolve() for path in (HERE, *site)]

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The answer to a request. Raises `ValueError` if the address is not allowed."""
        if not url.lower().startswith("data:"):
            parts = urlsplit(url)
            # A host in a file: address would be looked up.
            if parts.scheme != "file" or parts.netloc:
                raise ValueError(f"{url} is no file of the site")
            path = _path(url).resolve()
            if not any(path.is_relative_to(folder) for folder in self._folders):
                raise ValueError(f"{path} is outside of the site")
        return super().fetch(url, headers)


def _path(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


PACKAGE = Path(__file__).parent.parent
STYLES = PACKAGE / "print" / "styles"
# All that lies between markup and a file: code, templates, styles, fonts, how bodies are drawn.
_MAKING = ("print", "drawing")
# What lays out and writes, and what that asks: another version may set a line in another place.
_TOOLS = ("weasyprint", "pikepdf", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "pillow", "segno")


class Fault(NamedTuple):
    """What is wrong with how a print looks on paper: the rule it breaks, a sentence for editors."""

    rule: str
    message: str


class Print(Protocol):
    """A file to be made. It travels to another process, so it holds words and no objects.

    `edition` is the name of the edition it belongs to, `path` its place below the site.
    """

    @property
    def edition(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def page(self) -> str | None:
        """The Markdown path of the one page whose words it holds."""
        ...

    @property
    def digest(self) -> str:
        """Changes when anything that the file is made from changes."""
        ...

    def make(self, target: Path) -> Sequence[Fault]:
        """Write the file; return what is wrong with how it looks on paper."""
        ...


@dataclass(frozen=True)
class TextPrint:
    """A text without any layout."""

    edition: str
    path: str
    title: str
    text: str = field(repr=False)
    page: str | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def make(self, target: Path) -> Sequence[Fault]:
        target.write_text(self.text, "utf-8", newline="\n")
        return ()


@dataclass(frozen=True)
class Setting:
    """A document of HTML and the paper it is to be set on."""

    markup: str = field(repr=False)
    paper: Paper


@dataclass(frozen=True)
class PdfPrint:
    """A PDF: what is to be set, and the style sheets it takes.

    Of several `settings` the first that takes at most `most` pages is printed, or else, of
    those with the markup of the last, the first that takes the fewest sheets. The number of
    pages is made a multiple of `multiple` by `notes`, a document of one page, before the last.
    `folded`: the pages stand on sheets of twice the size, behind a note on how to fold them.
    `fields` can be filled in. If the print takes more than `most` pages and `unbranded`, the
    settings without what a clinic says, do not, the rule `longer-leaflet` is broken.
    """

    edition: str
    path: str
    title: str
    settings: tuple[Setting, ...]
    styles: tuple[str, ...]
    unbranded: tuple[Setting, ...] = ()
    page: str | None = None
    colour: str | None = None
    most: int | None = None
    multiple: int = 1
    notes: str = field(default="", repr=False)
    folded: bool = False
    fields: bool = False
    # The words of the note on how to fold it, and of the numbers of pages
    ui: Interface = field(default_factory=Interface.load, repr=False)
    # The folder of the site is another one in every build: it is no part of the digest.
    folder: str = field(default="", repr=False)

    def style(self, paper: Paper) -> str:
        """The style sheet for one of the papers."""
        sheets = (_in_words(_style_sheet(name), self.ui) for name in self.styles)
        colour = f":root {{ --primary: {self.colour}; }}\n" if self.colour else ""
        return "\n".join([*sheets, paper.style, colour])

    @cached_property
    def digest(self) -> str:
        settings = (*self.settings, *self.unbranded)
        markup = "\0".join(setting.markup for setting in settings)
        styles = "\0".join(self.style(setting.paper) for setting in settings)
        note = self.ui.words["fold"] if self.folded else ""
        shape = f"{self.title} {self.most} {self.multiple} {self.fields} {note}"
        words = "\0".join((markup, self.notes, styles, shape, _tools(), _own_code()))
        if self.folder:
            words = words.replace(self.folder, "")
        sha = hashlib.sha256(words.encode())
        for picture in sorted(set(re.findall(r'file://[^"\')\s]+', markup))):
            file = Path(unquote(urlsplit(picture).path))
            sha.update(file.read_bytes() if file.is_file() else b"")
        return sha.hexdigest()

    def make(self, target: Path) -> Sequence[Fault]:
        from guide.print.rendering import render  # WeasyPrint takes half a second to load

        return render(self, target)


# What the style sheets leave to the catalogue of words, and how CSS counts pages.
_PAGE_WORDS = {
    "var(--page-of-pages)": ("leaflet.page", {"page": "counter(page)", "pages": "counter(pages)"}),
    "var(--see-page)": ("leaflet.see_page", {"page": "target-counter(attr(href), page)"}),
}


def _in_words(style: str, ui: Interface) -> str:
    """A style sheet with words in the places of `var(--see-page)` and the like."""
    for name, (key, counters) in _PAGE_WORDS.items():
        style = style.replace(name, ui.css(key, **counters))
    return style


@cache
def _style_sheet(name: str) -> str:
    return (STYLES / f"{name}.css").read_text("utf-8")


@cache
def _tools() -> str:
    return " ".join((__version__, *(f"{name} {version(name)}" for name in _TOOLS)))


@cache
def _own_code() -> str:
    """A digest of all files of the project that make a PDF of the markup."""
    sha = hashlib.sha256()
    for folder in _MAKING:
        for file in sorted((PACKAGE / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                sha.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode())
                sha.update(file.read_bytes())
    return sha.hexdigest()
