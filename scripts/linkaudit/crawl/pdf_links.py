"""The links in a PDF: to addresses, and to places of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any, TypeVar

from linkaudit.core.problem import Problem
from linkaudit.crawl.built_file import BuiltFile
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.html_addresses import Link

Part = TypeVar("Part")
_LARGEST_STREAM = 20 * 10**6  # bytes, unpacked; a few can stand for a great many


@dataclass(frozen=True)
class BuiltPdf(BuiltFile):
    """A PDF: `sheets` has the page of each link, counted from 1; `anchors` are its own places."""

    sheets: tuple[int, ...] = field(repr=False)
    anchors: frozenset[str] = field(repr=False)

    def problem(self, message: str, target: str | None = None, link: Link | None = None) -> Problem:
        """A problem whose line is the page of the PDF."""
        sheet = self._sheet_of.get(id(link), 1)
        return Problem(self.path, sheet, message, page=self.path, target=target)

    @cached_property
    def _sheet_of(self) -> Mapping[int, int]:
        return {id(link): sheet for link, sheet in zip(self.links, self.sheets, strict=True)}


def pdf_of(site: Site, path: str, content: bytes) -> BuiltPdf:
    """The PDF that the content of a file makes; one that cannot be opened has no links."""
    # Few sites have one, and it takes as long to load as to read 100 pages.
    import pikepdf

    try:
        with _within_limits(), pikepdf.open(BytesIO(content)) as pdf:
            found = list(_unbroken(_links(pdf)))
            anchors = frozenset((*_unbroken(_named(pdf)), *_unbroken(_named_of_old(pdf))))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
        found, anchors = [], frozenset()
    links, sheets = tuple(link for link, _ in found), tuple(sheet for _, sheet in found)
    return BuiltPdf(site, path, "", links, sheets, anchors)


@contextmanager
def _within_limits() -> Iterator[None]:
    """Take no more memory than a PDF of people needs; the limits are those of the process."""
    from pikepdf.settings import set_qpdf_limits

    before: dict[str, Any] = set_qpdf_limits(
        flate_max_memory=_LARGEST_STREAM,
        run_length_max_memory=_LARGEST_STREAM,
        png_max_memory=_LARGEST_STREAM,
        tiff_max_memory=_LARGEST_STREAM,
    )
    try:
        yield
    finally:
        set_qpdf_limits(**before)


def _unbroken(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield parts of a PDF up to one that is not what it must be."""
    import pikepdf

    with suppress(pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError):
        yield from parts


def _links(pdf: Any) -> Iterator[tuple[Link, int]]:
    visited: set[tuple[int, int]] = set()
    for sheet, page in enumerate(pdf.pages, start=1):
        notes = page.get("/Annots") or ()
        if _is_again(notes, visited):
            continue  # they belong to one page; of thousands, each would have all
        for note in notes:
            for target in _unbroken(_targets(note)):
                yield Link("pdf", target, target, to_page=True, loads=False), sheet


def _targets(note: Any) -> Iterator[str]:
    """Yield where a link leads; not to a page by its number, nor to what we do not know."""
    if note.get("/Subtype") != "/Link":
        return
    action = note.get("/A") or {}
    named = action.get("/D") if action.get("/S") == "/GoTo" else note.get("/Dest")
    if action.get("/S") == "/URI" and "/URI" in action:
        yield str(action["/URI"]).strip()
    elif named is not None and named._type_name in ("string", "name"):
        yield f"#{str(named).removeprefix('/')}"


def _named(pdf: Any) -> Iterator[str]:
    """Yield the names of all places. A tree whose branches are one and the same has no end."""
    names = pdf.Root.get("/Names")
    waiting = [names["/Dests"]] if names is not None and "/Dests" in names else []
    visited: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if not _is_again(node, visited):
            pairs = node.get("/Names") or ()
            yield from (str(pairs[place]) for place in range(0, len(pairs), 2))
            waiting.extend(node.get("/Kids") or ())


def _is_again(part: Any, visited: set[tuple[int, int]]) -> bool:
    """Whether a part was visited, by its number; one without a number stands in one place only."""
    number = getattr(part, "objgen", (0, 0))
    is_again = number in visited
    if number != (0, 0):
        visited.add(number)
    return is_again


def _named_of_old(pdf: Any) -> Iterator[str]:
    """Yield the names of all places as PDF 1.1 has them: in a dictionary."""
    for name in pdf.Root.get("/Dests") or {}:
        yield str(name).removeprefix("/")
