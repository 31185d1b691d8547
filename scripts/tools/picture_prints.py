"""Contact sheets: the pages of a print side by side, as one looks through it at a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image

ACROSS, DOWN = 4, 3
WIDTH = 480  # pixels of a page: its text can just be read
GAP = 12
TABLE = (110, 110, 110)


class Shown(NamedTuple):
    """A print below the site, and how many of its pages are shown; None means all."""

    file: str
    pages: int | None = None
    grey: bool = False


PRINTS = {
    "booklet": Shown("back-pain-guide.pdf"),
    "booklet-grey": Shown("back-pain-guide.pdf", 24, grey=True),
    "large-print": Shown("back-pain-guide-large-print.pdf", 24),
    "a5": Shown("back-pain-guide-a5.pdf", 24),
    "to-fold": Shown("back-pain-guide-a5-to-fold.pdf", 8),
    "leaflet-routine": Shown("leaflets/routines/cat-cow-and-knee-to-chest.pdf"),
    "leaflet-myth": Shown("leaflets/myths/posture.pdf"),
    "leaflet-treatment": Shown("leaflets/treatments/exercise.pdf"),
    "leaflet-daily-life": Shown("leaflets/daily-life/sleep.pdf"),
    "leaflet-urgent-help": Shown("leaflets/urgent-help.pdf"),
    "decision-sheet": Shown("decision-sheet.pdf"),
    "myth-cards": Shown("myth-cards.pdf"),
    "poster": Shown("poster.pdf"),
    "sheet-flare-up": Shown("sheets/flare-up-plan.pdf"),
    "sheet-week": Shown("sheets/weekly-activity.pdf"),
    "sheet-night": Shown("sheets/sleep-and-mood-notes.pdf"),
    "sheet-appointment": Shown("sheets/appointment-questions.pdf"),
}


def picture_prints(site: Path, folder: Path) -> Iterator[Path]:
    """Write the contact sheets of the prints that the site has; yield the files.

    What an earlier run left in the folder goes first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for name, shown in PRINTS.items():
        file = site / "pdf" / shown.file
        if file.is_file():
            yield from contact_sheets(file, folder / name, shown.pages, grey=shown.grey)


def contact_sheets(
    file: Path, stem: Path, most: int | None = None, *, grey: bool = False
) -> Iterator[Path]:
    """Write the first pages of a PDF, 12 on each of `stem`-1.png, `stem`-2.png …; yield them."""
    with pypdfium2.PdfDocument(file) as document:
        count = min(len(document), most or len(document))
        for start in range(0, count, ACROSS * DOWN):
            numbers = range(start, min(start + ACROSS * DOWN, count))
            pages = [_picture(document, number, grey) for number in numbers]
            sheet = stem.with_name(f"{stem.name}-{start // (ACROSS * DOWN) + 1}.png")
            _side_by_side(pages).save(sheet)
            yield sheet


def _picture(document: pypdfium2.PdfDocument, number: int, grey: bool) -> Image.Image:
    page = document[number]
    picture: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil()
    return picture.convert("L" if grey else "RGB").convert("RGB")


def _side_by_side(pages: Sequence[Image.Image]) -> Image.Image:
    """Lay pages on a table, as many as there are, in cells of the size of the largest."""
    wide = max(page.width for page in pages) + GAP
    high = max(page.height for page in pages) + GAP
    across = min(len(pages), ACROSS)
    down = -(-len(pages) // ACROSS)
    table = Image.new("RGB", (across * wide + GAP, down * high + GAP), TABLE)
    for place, page in enumerate(pages):
        table.paste(page, (GAP + place % ACROSS * wide, GAP + place // ACROSS * high))
    return table
