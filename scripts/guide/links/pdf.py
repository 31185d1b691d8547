"""The links in a PDF: to addresses, and to places of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from guide.links.addresses import Link
from guide.links.page import BuiltFile
from guide.links.site import Site
from guide.problems import Problem

_LARGEST_STREAM = 20 * 10**6  # bytes, unpacked; a few can stand for a great many


@dataclass(frozen=True)
class BuiltPdf(BuiltFile):
    """A PDF: `sheets` has the page of each link, counted from 1; `anchors` are its own places."""

    sheets: tuple[int, ...] = field(repr=False)
    anchors: frozenset[str] = field(repr=False)

    def problem(
        self, rule: str, message: str, target: str | None = None, link: Link | None = None
    ) -> Problem:
        """A problem whose line is the page of the PDF."""
        sheet = self._sheet_of.get(id(link), 1)
        return Problem(self.path, sheet, rule, message, page=self.path, target=target)

    @cached_property
    def _sheet_of(self) -> Mapping[int, int]:
        return {id(link): sheet for link, sheet in zip(self.links, self.sheets, strict=True)}


def pdf_of(site: Site, path: str, content: bytes) -> BuiltPdf:
    """The PDF that the content of a file makes; one that cannot be opened has no links."""
    # Few sites have one, and it takes as long to load as to read 100 pages.
    import pikepdf

    try:
        with _within_limits(), pikepdf.open(BytesIO(content)) as pdf:
            found = list(_links(pdf))
            anchors = frozenset(_places(pdf))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError):
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


def _links(pdf: Any) -> Iterator[tuple[Link, int]]:
    for sheet, page in enumerate(pdf.pages, start=1):
        for note in page.get("/Annots") or ():
            try:
                target = _target(note)
            except (ValueError, TypeError, AttributeError):
                continue  # one that is broken hides no other
            if target is not None:
                yield Link("pdf", target, target, to_page=True, loads=False), sheet


def _target(note: Any) -> str | None:
    """Where a link leads; None if to a page of its own, by number, or to nothing that we know."""
    if note.get("/Subtype") != "/Link":
        return None
    action = note.get("/A") or {}
    named = action.get("/D") if action.get("/S") == "/GoTo" else note.get("/Dest")
    if action.get("/S") == "/URI" and "/URI" in action:
        return str(action["/URI"]).strip()
    if named is not None and named._type_name in ("string", "name"):
        return f"#{str(named).removeprefix('/')}"
    return None


def _places(pdf: Any) -> Iterator[str]:
    """Yield the names of all places: a tree since PDF 1.2, a dictionary before."""
    import pikepdf

    names = pdf.Root.get("/Names")
    if names is not None and "/Dests" in names:
        yield from map(str, pikepdf.NameTree(names["/Dests"]))
    for name in pdf.Root.get("/Dests") or {}:
        yield str(name).removeprefix("/")
