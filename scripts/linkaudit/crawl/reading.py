"""Reading a file of a site that leads to others."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlsplit

from linkaudit.core.problem import Problem
from linkaudit.core.text import UnreadableAnswerError, decoded, json_object, mappings, unescaped
from linkaudit.crawl.built_file import BuiltFile, page_of
from linkaudit.crawl.built_site import Place, Site, is_page, place_of
from linkaudit.crawl.html_addresses import Link, links_of_css
from linkaudit.crawl.html_limits import UnreadableFileError
from linkaudit.crawl.lines import ONE, Alike, line_at_sight

# The links in a PDF: to addresses, and to places of its own.

Part = TypeVar("Part")
_LARGEST_STREAM = 20 * 10**6  # bytes, unpacked; a few can stand for a great many


@dataclass(frozen=True)
class BuiltPdf(BuiltFile):
    """A PDF: `sheets` has the pages of each link, counted from 1; `anchors` are its own places."""

    sheets: Mapping[Link, list[int]] = field(repr=False)
    anchors: frozenset[str] = field(repr=False)

    def problem(
        self, message: str, target: str | None = None, link: Link | None = None, alike: Alike = ONE
    ) -> Problem:
        """A problem whose line is the page of the PDF."""
        sheet = self.sheets[link][alike.nth] if link else 1
        return Problem(self.path, sheet, message, page=self.path, target=target)


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
    sheets: dict[Link, list[int]] = {}
    for link, sheet in found:
        sheets.setdefault(link, []).append(sheet)
    times = {link: len(where) for link, where in sheets.items()}
    return BuiltPdf(site, path, "", times, sheets, anchors)


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


# The links in other files that are no pages.


def links_of_manifest(text: str) -> Iterator[Link]:
    """Yield the pictures and the start page of a web manifest; none if it is no JSON."""
    manifest = _json_object(text)
    for icon in mappings(manifest.get("icons")):
        if isinstance(icon.get("src"), str):
            yield Link("manifest", icon["src"], icon["src"])
    start = manifest.get("start_url")
    if isinstance(start, str):
        yield Link("manifest", start, start, to_page=True, loads=False)


def links_of_sitemap(text: str) -> Iterator[Link]:
    """Yield the pages that a sitemap lists, by the path of their address."""
    for written in re.findall(r"<loc>([^<]*+)</loc>", text):
        target = written.strip()
        try:
            path = urlsplit(unescaped(target)).path or "/"
        except ValueError:
            continue
        yield Link("sitemap", target, path, to_page=True, loads=False)


def links_of_search(text: str) -> Iterator[Link]:
    """Yield the places that the search of MkDocs leads to; they are relative to the site."""
    for entry in mappings(_json_object(text).get("docs")):
        location = entry.get("location")
        if isinstance(location, str):
            yield Link("search", location, f"../{location}", to_page=True, loads=False)


_READERS: Mapping[str, Callable[[str], Iterator[Link]]] = {
    ".css": links_of_css,
    ".webmanifest": links_of_manifest,
    "/manifest.json": links_of_manifest,
    "/sitemap.xml": links_of_sitemap,
    "/search/search_index.json": links_of_search,
}


def reader_of(path: str) -> Callable[[str], Iterator[Link]] | None:
    """What reads the links of a file, or None if it holds none that we know."""
    return next((read for end, read in _READERS.items() if f"/{path.lower()}".endswith(end)), None)


def _json_object(text: str) -> Mapping[str, Any]:
    try:
        return json_object(text)
    except UnreadableAnswerError:
        return {}


LARGEST = 50 * 10**6  # bytes; no browser on a phone shows such a page


def _content_of(site: Site, path: str) -> bytes:
    """The bytes of a file. Raises `UnreadableFileError`, also if it is larger than it may be."""
    try:
        # Plain calls: a large site has thousands of files.
        with open(os.path.join(site.folder, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            is_large = os.fstat(file.fileno()).st_size > LARGEST
            content = b"" if is_large else file.read()
    except OSError as error:
        raise UnreadableFileError(error.strerror) from error
    if is_large:
        if path.lower().endswith(".pdf"):
            return b""  # people may well offer large ones; only their own links go unread
        raise UnreadableFileError(f"it has more than {LARGEST // 10**6} MB")
    return content


def read(site: Site, path: str) -> BuiltFile:
    """Read a file. Raises `UnreadableFileError`."""
    return file_of(site, path, _content_of(site, path))


def file_of(site: Site, path: str, content: bytes) -> BuiltFile:
    """What the content of a file makes; without links if it is of no kind that we know.

    Raises `UnreadableFileError` if it is a page that no parser can bear.
    """
    if path.lower().endswith(".pdf"):
        return pdf_of(site, path, content)
    text = decoded(content)
    if is_page(path):
        return page_of(site, path, text)
    reader = reader_of(path)
    return BuiltFile(site, path, text, Counter(reader(text)) if reader else {})


class Glanced:
    """A file that was read before, whose links were all good as far as it knows them.

    A link that turns out to lead nowhere once the others were read has its line at sight, as a
    rule: then the file is not parsed again.
    """

    def __init__(self, site: Site, path: str) -> None:
        self._site, self._path = site, path

    def problem(self, message: str, target: str, alike: Alike) -> Problem:
        """A problem of the links with a target, the nth of so many.

        Raises `UnreadableFileError`.
        """
        site, path = self._site, self._path
        if is_page(path):
            place = place_of(site, path, target, alike)
            line = None if place else line_at_sight(self._text, f'"{target}"', alike)
            if place or line:
                place = place or Place(path, line or 1)
                return Problem(*place, message, page=path, target=target)
        links = [link for link in self._file.in_order if link.target == target]
        return self._file.problem(message, target, links[alike.nth], alike)

    @cached_property
    def _text(self) -> str:
        return decoded(_content_of(self._site, self._path))

    @cached_property
    def _file(self) -> BuiltFile:
        return read(self._site, self._path)
