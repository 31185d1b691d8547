"""Prints: the files that are made for paper, each with all that it is made from, and the paper."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from guide.content.interface import Interface

# A line of fewer ems has no room for the words of four columns: their rows become cards.
ROOM_FOR_A_TABLE = 28
_ROWS_AS_CARDS = """
.app-comparison table, .app-comparison tbody, .app-comparison caption, .app-comparison tr,
.app-comparison tbody th, .app-comparison tbody td:nth-child(n) { display: block; width: auto; }
.app-comparison thead { display: none; }
.app-comparison tr { border-top: 0.75pt solid var(--line); padding-top: 0.5rem; }
.app-comparison tbody th, .app-comparison td { border: 0; padding: 0 0 0.25rem 0; }
.app-comparison td::before { content: attr(data-label) ": "; color: var(--muted); }
"""


@dataclass(frozen=True)
class Paper:
    """Sheets of one size. Type in points, all else in millimetres."""

    width: float
    height: float
    type: float
    leading: float
    top: float
    outer: float
    bottom: float
    # Printed on both sides, the wide margin is at the spine.
    inner: float

    @property
    def style(self) -> str:
        """What the style sheets take from the paper; --mm grows and shrinks with the sheet."""
        return f"""
@page {{
  size: {self.width}mm {self.height}mm;
  margin: {self.top}mm {self.inner}mm {self.bottom}mm {self.outer}mm;
}}
@page :right {{ margin-left: {self.inner}mm; margin-right: {self.outer}mm; }}
html {{ font-size: {self.type}pt; line-height: {self.leading / self.type:.4f}; }}
:root {{
  --sheet-width: {self.width}mm; --sheet-height: {self.height}mm;
  --mm: {self.width / 210:.4f}mm;
}}
{_ROWS_AS_CARDS if self.measure < ROOM_FOR_A_TABLE else ""}"""

    @property
    def measure(self) -> float:
        """The length of a line, in ems of its type."""
        return (self.width - self.inner - self.outer) / (self.type * 25.4 / 72)

    def with_type(self, type: float, leading: float) -> Paper:
        """The same sheets, set in another size."""
        return replace(self, type=type, leading=leading)


# UKAAF: clear print is 12 point at least, ideally 14; large print 16 at least, ideally 18.
A4 = Paper(210, 297, type=14, leading=19, top=18, outer=22, bottom=19, inner=28)
A5 = Paper(148, 210, type=12, leading=14.6, top=12, outer=10, bottom=12, inner=14)
LARGE = A4.with_type(18, 25)
# A leaflet is one sheet and has no spine; what does not fit in 14 point is set smaller.
LEAFLET = Paper(210, 297, type=14, leading=18, top=8, outer=13, bottom=12, inner=13)
MIDDLE_LEAFLET = LEAFLET.with_type(13, 16.5)
SMALL_LEAFLET = LEAFLET.with_type(12, 14.6)
CARD = Paper(210, 297, type=20, leading=27, top=18, outer=20, bottom=18, inner=20)
POSTER = CARD
# The note on how to fold sheets of A5 pages: A4 on its side, as they are.
FOLDING = Paper(297, 210, type=14, leading=19, top=18, outer=22, bottom=18, inner=22)


HERE = Path(__file__).parent
STYLES = HERE / "styles"
_IMPORTED = re.compile(rb"^\s*(?:from|import) (\w+)", re.MULTILINE)
_REQUIRED = re.compile(r"[\w.-]+(?!.*extra)")
_FILE = re.compile(r"""file://[^"'\\)\s]+""")


def local_path(address: str) -> Path:
    """The path of a `file:` address, without what stands behind `?` and `#`."""
    return Path(unquote(urlsplit(address).path))


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
class Press:
    """What a print shop asks for: grey ink alone, and `bleed`, millimetres around the page.

    Without a bleed there are no marks to cut at.
    """

    grey: bool = False
    bleed: float = 0


@dataclass(frozen=True)
class Spine:
    """The spine of a bound book: its words, and the thickness of a leaf in millimetres."""

    markup: str = field(repr=False)
    leaf: float


@dataclass(frozen=True)
class Setting:
    """A document of HTML and the paper it is to be set on."""

    markup: str = field(repr=False)
    paper: Paper


@dataclass(frozen=True)
class PdfPrint:
    """A PDF: what is to be set, and the style sheets it takes.

    The rules of `components` follow those of the first sheet.

    Of several `settings` the first that takes at most `most` pages is printed, or else, of
    those with the markup of the last, the first that takes the fewest sheets. The number of
    pages is made a multiple of `multiple` by `notes`, a document of one page, before the last.
    `folded`: the pages stand on sheets of twice the size, behind a note on how to fold them.
    The first `begin` settings are known to be too long, and are not tried.
    `fields` can be filled in. With a `spine` it is the cover of the print, and not the print.
    If the print takes more than `most` pages and `unbranded`, the
    settings without what a clinic says, do not, the rule `longer-leaflet` is broken.
    """

    edition: str
    path: str
    title: str
    settings: tuple[Setting, ...]
    styles: tuple[str, ...]
    components: str = field(default="", repr=False)
    unbranded: tuple[Setting, ...] = ()
    page: str | None = None
    # The guide's own code, and that of a clinic
    code: str = ""
    clinic_code: str = ""
    press: Press = Press()
    spine: Spine | None = None
    colour: str | None = None
    most: int | None = None
    # What saves time and changes nothing is no part of the digest.
    begin: int = 0
    # The smallest type that may stand on it, in points; None: that of its paper
    least: float | None = None
    multiple: int = 1
    notes: str = field(default="", repr=False)
    folded: bool = False
    fields: bool = False
    # The words of the note on how to fold it, and of the numbers of pages
    ui: Interface = field(default_factory=Interface.load, repr=False)
    # Where pictures are: another folder in every build, so it is no part of the digest.
    folder: str = field(default="", repr=False)

    def style(self, paper: Paper) -> str:
        """The style sheet for one of the papers, but for the clinic's colour."""
        sheets = [_style_sheet(name) for name in self.styles]
        sheets[1:1] = [self.components]
        return _in_words("\n".join([*sheets, paper.style]), self.ui)

    @cached_property
    def digest(self) -> str:
        note = (self.ui.words["fold"], self.ui.words["locale"]) if self.folded else ()
        pages = [self.ui.css(key, **counters) for key, counters in _PAGE_WORDS.values()]
        words = json.dumps([asdict(replace(self, ui=Interface("", {}), begin=0)), note, pages])
        sha = hashlib.sha256(_made_with().encode())
        for address in sorted(set(_FILE.findall(words))):
            file = local_path(address)
            sha.update(file.read_bytes() if file.is_file() else b"")
        sha.update((words.replace(self.folder, "") if self.folder else words).encode())
        return sha.hexdigest()

    def make(self, target: Path) -> Sequence[Fault]:
        from guide.print.rendering import render  # WeasyPrint takes half a second to load

        return render(self, target)


# What the style sheets leave to the catalogue of words, and how CSS counts pages.
_PAGE_WORDS = {
    "var(--page-of-pages)": ("leaflet.page", {"page": "counter(page)", "pages": "counter(pages)"}),
    "var(--see-page)": ("leaflet.see_page", {"page": "target-counter(attr(href), page)"}),
}


# The anchor of the signs that need urgent help, where a sheet has them.
SIGNS = "book-signs"


def see_page(ui: Interface, page: str) -> str:
    """What stands behind a link to a page of a print, as CSS `content`; `page` is CSS too."""
    return ui.css("leaflet.see_page", page=page)


def _in_words(style: str, ui: Interface) -> str:
    """A style sheet with words in the places of `var(--see-page)` and the like."""
    for name, (key, counters) in _PAGE_WORDS.items():
        style = style.replace(name, ui.css(key, **counters))
    return style


@cache
def _style_sheet(name: str) -> str:
    return (STYLES / f"{name}.css").read_text("utf-8")


@cache
def _made_with() -> str:
    """A digest of all that makes a PDF of a print: this folder, and what it imports.

    Of other packages the versions count, also of those that they require: another one may set a
    line in another place.
    """
    sha = hashlib.sha256()
    waiting: set[str] = set()
    for file in sorted(HERE.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            content = file.read_bytes()
            sha.update(
                b"%s %d\n%s" % (file.relative_to(HERE).as_posix().encode(), len(content), content)
            )
            if file.suffix == ".py":
                waiting.update(name.decode() for name in _IMPORTED.findall(content))
    versions: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        with suppress(PackageNotFoundError):  # a module of Python or of the guide
            versions[name] = version(name)
            found = map(_REQUIRED.match, requires(name) or ())
            waiting.update({one[0] for one in found if one} - versions.keys())
    sha.update(repr(sorted(versions.items())).encode())
    return sha.hexdigest()
