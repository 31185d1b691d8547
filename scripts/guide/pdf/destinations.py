"""Destinations: where the links inside a PDF lead, as people say it."""

from __future__ import annotations

from bisect import bisect_right

import pikepdf
from pikepdf import Array, Pdf

# An anchor stands at the top of a chapter or a box, its bookmark at the words of the heading.
_HEADING_BELOW = 40.0  # points


class Destinations:
    """The named places of a PDF, and the headings that its bookmarks name."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        self._places = dict(pikepdf.NameTree(names)) if names is not None else {}
        with pdf.open_outline() as outline:
            found = [(self._where(b.destination), b.title) for b in _flat(outline.root)]
        self._headings = sorted(found, key=lambda heading: heading[0])

    def name(self, destination: pikepdf.Object) -> str:
        """The heading that a link leads to, and its page, as in "Sleep, page 12"."""
        place = self._places[str(destination)]
        page, depth = self._where(place)
        before = bisect_right(self._headings, (page, depth + _HEADING_BELOW), key=lambda h: h[0])
        title = f"{self._headings[before - 1][1]}, " if before else ""
        return f"{title}page {page + 1}"

    def _where(self, place: object) -> tuple[int, float]:
        """The number of the page, and how far down it, so that places sort as they are read."""
        assert isinstance(place, Array)
        return self._pages[place[0].objgen], -float(place[3])


def _flat(items: list[pikepdf.OutlineItem]) -> list[pikepdf.OutlineItem]:
    return [one for item in items for one in (item, *_flat(item.children))]
