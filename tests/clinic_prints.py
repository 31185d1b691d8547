"""Prints of the invented clinic that are made anew, with other words of the clinic."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.print.chapter import RenderedPages
from guide.print.editions import EDITIONS, prints_of
from guide.print.imprint import Source
from guide.print.prints import PdfPrint
from guide.site.pipeline import render
from guide_site import CLINIC, REVIEWED, copy_of_the_guide


def rendered_clinic(folder: Path) -> Path:
    """The clinic's pages as they are printed, before they are published, in a new folder."""
    copy = copy_of_the_guide(folder, list(EDITIONS))
    (copy / "clinic.yml").write_text(CLINIC, "utf-8")
    render(Edition.load(copy / "clinic.yml"), copy / "rendered")
    return copy / "rendered"


def source_of(rendered: Path, **clinic: object) -> Source:
    """The edition of the clinic, with its rendered pages, and some of what it says changed."""
    edition = Edition.load(rendered.parent / "clinic.yml")
    edition.config.extra["clinic"] = {**edition.config.extra["clinic"], **clinic}
    # One leaflet, one card, one sheet, and a booklet of one chapter, so that it takes no time.
    edition.config.nav = [
        "index.md",
        "about.md",
        {"Myths": ["myths/posture.md"]},
        {"Plans": ["plans/appointment-questions.md"]},
    ]
    edition.config.extra |= {"booklet": ["Myths"], "leaflets": ["Myths"]}
    return Source(edition, Guide.load(edition.docs), RenderedPages(rendered), REVIEWED)


def make(
    source: Source, folder: Path, only: Collection[str] = ()
) -> Iterator[tuple[Path, list[str]]]:
    """Make one print of each kind, or those `only`; yield the files, and what is wrong with each.

    `only` are paths, like `pdf/poster.pdf`.
    """
    for one in prints_of(source, [name for name in EDITIONS if name != "booklet-a5-to-fold"]):
        if isinstance(one, PdfPrint) and (not only or one.path in only):
            target = folder / one.path.replace("/", "-")
            yield target, [f"{fault.rule} {fault.message}" for fault in one.make(target)]
