"""Thumbnails: the first page of a PDF as a small picture, so that a reader sees what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

SUFFIX = ".webp"
# For each point of paper: A4 is 96 pixels wide on a page, and A5 is seen to be half of it.
_SHOWN = 96 / 595
# Pixels of the file for each that is shown, as phones have more; a third would weigh twice as much.
_FINER = 5 / 3
# Drawn larger, then made small: that keeps thin lines.
_DRAWN = 3
# Enough to know a page by, and 3 KB at most.
_QUALITY = 20


@dataclass(frozen=True)
class Thumbnail:
    """The file of a picture, and its size on a page in CSS pixels."""

    file: Path
    width: int
    height: int


def write_thumbnail(pdf: Path) -> Thumbnail:
    """Write the picture beside the PDF, by its name: so a phone knows it and keeps it once seen.

    Raises `pypdfium2.PdfiumError` if the file is no PDF.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = (side * _SHOWN for side in page.get_size())
        large = page.render(scale=_SHOWN * _FINER * _DRAWN).to_pil().convert("RGB")
    size = round(width * _FINER), round(height * _FINER)
    file = pdf.with_suffix(SUFFIX)
    large.resize(size, Image.Resampling.LANCZOS).save(file, quality=_QUALITY, method=6)
    return Thumbnail(file, round(width), round(height))
