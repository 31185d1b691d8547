"""A run of the press: prints made and told of one by one, and their faults as problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from guide.pdf.imprint import Source
from guide.pdf.press import Press, Printed
from guide.pdf.prints import Print
from guide.problems import Problem
from guide.steps import Steps, size_of

CACHE = ".cache/pdf"
_LONGER = "longer-leaflet"


def press_of(source: Source, folder: Path) -> Press:
    """The press that puts prints below `folder` and keeps them with the edition."""
    return Press(folder, source.edition.folder / CACHE / source.edition.path.stem)


def run(source: Source, prints: Sequence[Print], steps: Steps) -> Iterator[Printed]:
    """Make the prints below the site and yield them; tell of each that is new, as it gets ready.

    Raises `PangoMissingError` after those that need no Pango.
    """
    for one in press_of(source, source.pages.site).make(prints):
        if one.seconds:
            steps.say(line_of(one))
        yield one


def line_of(one: Printed) -> str:
    """What a print is, as progress tells it: file, pages, size, seconds."""
    pages = f"{one.pages:>4} pages" if one.pages else " " * 10
    return f"{one.print.path:<44}{pages}{size_of(one.file):>8}{one.seconds:>7.1f} s"


def problems_of(source: Source, printed: Sequence[Printed]) -> Iterator[Problem]:
    """What is wrong with how prints look, each at the page, or the configuration, it comes from."""
    yield from longer_leaflet(source, printed)
    for one in printed:
        page = one.print.page
        path = source.guide.name_of(page) if page else source.edition.path.name
        for fault in one.faults:
            if fault.rule != _LONGER:
                message = f"{one.print.path}: {fault.message}"
                yield Problem(path, 1, fault.rule, message, target=one.print.path)


def longer_leaflet(source: Source, printed: Iterable[Printed]) -> Iterator[Problem]:
    """What a clinic says should make no leaflet longer than its sheet. It stops no build."""
    longer = [
        f"{one.print.path} ({fault.message})"
        for one in printed
        for fault in one.faults
        if fault.rule == _LONGER
    ]
    if longer:
        what = "a leaflet" if len(longer) == 1 else f"{len(longer)} leaflets"
        message = (
            f"what the clinic says makes {what} longer than a sheet: {', '.join(longer)}; shorten "
            "its name, address, opening hours or complaints, or give fewer links"
        )
        yield source.edition.problem(_LONGER, "extra.clinic", message)
