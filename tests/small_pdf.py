"""Small PDFs for tests: HTML rendered as editions are, and read back as a screen reader does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import guide.print
import page as page_validation
import pikepdf
import pypdfium2
from guide.print.pdfua import structure

_FONT = "fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"
_STYLE = f'@font-face {{ font-family: "Guide"; src: url({_FONT}) }} html {{ font: 14pt "Guide" }}'


def render(path: Path, body: str, style: str = "", **options: Any) -> Path:
    """Write a PDF of some HTML, with the arguments that editions use, tags not yet completed."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, base = FontConfiguration(), str(Path(guide.print.__file__).parent)
    sheet = CSS(string=_STYLE + style, base_url=f"{base}/", font_config=fonts)
    document = f'<html lang="en-GB"><head><title>Owls</title></head><body>{body}</body></html>'
    HTML(string=document, base_url=base).write_pdf(
        path,
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        **options,
    )
    return path


def failures(path: Path) -> list[str]:
    """What is wrong by PDF/UA-1 and by PDF/A-2a."""
    reports = [page_validation.validate_pdf(path, profile=profile) for profile in ("ua1", "2a")]
    return [f"{failure.rule_id}: {failure.message}" for r in reports for failure in r.failures]


def texts(path: Path) -> list[str]:
    """The text of each page, white space folded."""
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """The elements of the tree of one kind, as in `elements(pdf, "TH")`, in reading order."""
    return [element for element in structure(pdf) if element.get("/S") == f"/{kind}"]
