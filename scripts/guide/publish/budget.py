"""The budget of pages: what each kind may ask of a phone before its reader does anything."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

KB = 1024
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


@dataclass(frozen=True)
class Kind:
    """A kind of page, found by its path, and its budget; sizes are bytes, gzipped."""

    name: str
    pattern: str
    before_paint: int = 16 * KB
    before_action: int = 25 * KB
    requests: int = 3
    blocking: int = 0
    # All that is not the words of the page: menu, styles, script, footer, a clinic's address.
    frame: int = 8 * KB


# The first that fits is the kind of a page.
KINDS = (
    Kind("home", r"index\.html"),
    Kind("page not found", r"404\.html"),
    # These grow with every page and source; what is seen first stands in their first kilobytes.
    # If they are too long they are put in parts: see `parts.py`.
    Kind("A to Z", r"a-to-z/.*", before_paint=22 * KB),
    Kind("references", r"references/.*", before_paint=30 * KB, before_action=30 * KB),
    Kind("myth", r"myths/.*"),
    Kind("routine", r"routines/.*"),
    Kind("treatments", r"treatments/.*"),
    # Two files bring back what was written on it; they are fetched when the phone is idle.
    Kind("plan sheet", r"plans/.*", requests=4),
    # Registers of every claim and every need, for professionals at a desk.
    Kind("register", r"professionals/(claims|coverage|decisions)/.*", 32 * KB, 34 * KB),
    # For editors: it shows every component at once.
    Kind("pattern library", r"patterns/.*", 20 * KB, requests=4, frame=9 * KB),
    Kind("guide page", r".*"),
)


@dataclass(frozen=True)
class Weight:
    """A page of a built site, weighed; `path` is relative to the site."""

    site: Path
    path: str

    @cached_property
    def kind(self) -> Kind:
        return next(kind for kind in KINDS if re.fullmatch(kind.pattern, self.path))

    @cached_property
    def text(self) -> str:
        return (self.site / self.path).read_text("utf-8")

    @cached_property
    def frame(self) -> int:
        """What is not words of the page."""
        return zipped(_ARTICLE.sub("", self.text).encode())

    @cached_property
    def blocking(self) -> tuple[str, ...]:
        """The files that the page waits for before it shows anything."""
        tree = self._tree
        styles = tree.css("head link[rel~=stylesheet]")
        scripts = tree.css("head script[src]:not([defer]):not([async]):not([type=module])")
        return _addresses(styles + scripts)

    @cached_property
    def early(self) -> tuple[str, ...]:
        """The files that are fetched before the reader does anything, those of the starter too.

        The offline copy is not counted: it is made later, and who saves data is asked first. Nor
        is a clinic's logo: nothing waits for it, and the check `heavy-logo` weighs it once.
        """
        wanted = "link[rel~=icon], link[rel=manifest], script[src]"
        pictures = "img:not([loading=lazy]):not(.app-header__logo), iframe:not([loading=lazy])"
        pictures += ", source, video, object"
        found = [*self.blocking, *_addresses(self._tree.css(f"{wanted}, {pictures}"))]
        if self._tree.css_first("[data-sheet]"):
            up = "../" * self.path.count("/")
            found += [f"{up}assets/stylesheets/plan.css", f"{up}assets/javascripts/plan.js"]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    @property
    def requests(self) -> int:
        return 1 + len(self.early)

    @cached_property
    def before_paint(self) -> int:
        return zipped(self.text.encode()) + sum(map(self._size, self.blocking))

    @cached_property
    def before_action(self) -> int:
        return zipped(self.text.encode()) + sum(map(self._size, self.early))

    def _size(self, address: str) -> int:
        file = (self.site / self.path).parent / address
        if address.startswith("/"):  # of 404.html, which is answered at any depth
            file = self.site / address[address.find("/assets/") + 1 :]
        return zipped(file.read_bytes()) if file.is_file() else 0

    @property
    def _heaviest(self) -> str | None:
        """The file that weighs more than the page itself."""
        own = zipped(self.text.encode())
        return next((file for file in self.early if self._size(file) > own), None)

    def faults(self) -> Iterator[str]:
        """What is over the budget of the page's kind, in words."""
        kind = self.kind
        sizes = (
            ("before the first paint", self.before_paint, kind.before_paint),
            ("before the reader acts", self.before_action, kind.before_action),
            ("besides its words", self.frame, kind.frame),
        )
        for when, weight, most in sizes:
            if weight > most:
                heavy = f", most of it {self._heaviest}" if self._heaviest else ""
                yield f"must load at most {in_kb(most)} KB {when}, loads {in_kb(weight)}{heavy}"
        if self.requests > kind.requests:
            yield (
                f"must make at most {kind.requests} requests before the reader acts, "
                f"makes {self.requests}: {', '.join(self.early)}"
            )
        if len(self.blocking) > kind.blocking:
            files = ", ".join(self.blocking)
            yield f"must wait for no file before the first paint, waits for {files}"


def _addresses(nodes: Iterable[LexborNode]) -> tuple[str, ...]:
    found = (node.attributes.get("href") or node.attributes.get("src") for node in nodes)
    return tuple(address for address in found if address and not address.startswith("data:"))


def zipped(content: bytes) -> int:
    """The bytes that a web server sends of it. A build asks for the same several times."""
    digest = hashlib.sha256(content).digest()
    if digest not in _zipped:
        _zipped[digest] = len(gzip.compress(content, 6))
    return _zipped[digest]


_zipped: dict[bytes, int] = {}


def in_kb(size: int) -> str:
    """Bytes as KB with one decimal."""
    return f"{size / KB:.1f}"


def weigh(site: Path) -> list[Weight]:
    """Every page of a built site, by path."""
    return [
        Weight(site, path.relative_to(site).as_posix()) for path in sorted(site.rglob("*.html"))
    ]


_HEAD = (
    "kind of page",
    "pages",
    "heaviest",
    "first paint",
    "before action",
    "frame",
    "requests",
    "waits for",
)


def table(weights: Iterable[Weight]) -> Iterator[str]:
    """The lines of a table: the heaviest page of each kind, and what it may weigh, in KB."""
    weights = list(weights)
    rows = [_HEAD]
    for kind in KINDS:
        alike = [weight for weight in weights if weight.kind == kind]
        if not alike:
            continue
        worst = max(alike, key=lambda weight: weight.before_action)
        rows.append(
            (
                kind.name,
                str(len(alike)),
                worst.path.removesuffix("index.html") or "/",
                f"{in_kb(max(w.before_paint for w in alike))} of {kind.before_paint // KB}",
                f"{in_kb(worst.before_action)} of {kind.before_action // KB}",
                f"{in_kb(max(w.frame for w in alike))} of {kind.frame // KB}",
                f"{max(w.requests for w in alike)} of {kind.requests}",
                f"{max(len(w.blocking) for w in alike)} of {kind.blocking}",
            )
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
