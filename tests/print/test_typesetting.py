"""Pages that are guessed: a document is laid out once if the guess is right, and right if not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from guide.content.interface import Interface
from guide.print import typesetting
from guide.print.prints import LEAFLET, SMALL_LEAFLET, PdfPrint
from guide.print.typesetting import laid_out

OWLS = PdfPrint("leaflets", "pdf/owls.pdf", "Owls", (), ("base", "parts", "leaflet"), most=2)
SIGNS = '<div class="print-over" id="book-signs"><p>An owl that limps.</p></div>'


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of pages of each document that is laid out."""
    counted: list[int] = []
    render = typesetting._render

    def count(*arguments: Any) -> Any:
        document = render(*arguments)
        counted.append(len(document.pages))
        return document

    monkeypatch.setattr(typesetting, "_render", count)
    return counted


def words_of(document: Any) -> str:
    texts = (
        getattr(box, "text", "") for page in document.pages for box in page._page_box.descendants()
    )
    return re.sub(r"\s+", " ", " ".join(texts))


def is_owl(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == "owl"


def link(to: str) -> str:
    return f'<p>See <a class="print-page-link" href="#{to}">there</a></p>'


def test_what_stands_where_it_mostly_does_is_laid_out_once(laid: list[int]) -> None:
    markup = f'<h2 id="den">Den</h2>{link("book-signs")}{link("den")}{SIGNS}'
    words = words_of(laid_out(OWLS, markup, LEAFLET))
    assert re.findall(r"\(page.\d\)", words) == ["(page 2)", "(page 1)"]
    assert laid == [2]


def test_a_wrong_guess_is_put_right(laid: list[int]) -> None:
    over = f'<h2 class="print-over" id="den">Den</h2><p>{"Owls. " * 50}</p>'
    words = words_of(laid_out(OWLS, f"{link('den')}{over}", LEAFLET))
    assert re.findall(r"\(page.\d\)", words) == ["(page 2)"]
    assert laid == [2, 2]


def test_what_leads_nowhere_is_left_to_the_engine(laid: list[int]) -> None:
    """It warns of it, as it always did."""
    words = words_of(laid_out(OWLS, f"{link('lost')}{link('book-signs')}{SIGNS}", LEAFLET))
    assert "(page 2)" in words
    assert "(page 1)" not in words
    assert laid == [2]


def test_what_is_too_long_need_not_be_right(laid: list[int]) -> None:
    over = '<p class="print-over">Owls</p>'
    markup = f"{link('book-signs')}{over * 2}{SIGNS}"
    assert len(laid_out(OWLS, markup, LEAFLET, or_too_long=True).pages) == 4
    assert laid == [4]
    assert "(page 4)" in words_of(laid_out(OWLS, markup, LEAFLET))


def test_a_style_sheet_is_read_once_for_all_colours() -> None:
    before = typesetting._style_sheet.cache_info().misses
    colours = []
    for colour in ("#7a1f5d", "#0b5f67"):
        owls = PdfPrint(
            *("leaflets", "pdf/owls.pdf", "Owls", (), ("base", "parts")),
            colour=colour,
            components='.owl { border-top: 1pt solid var(--primary); content: "once"; }',
        )
        document = laid_out(owls, '<p class="owl">Owls</p>', SMALL_LEAFLET)
        box = next(box for box in document.pages[0]._page_box.descendants() if is_owl(box))
        colours.append(box.style["border_top_color"])
    assert len(set(map(str, colours))) == 2
    assert typesetting._style_sheet.cache_info().misses == before + 3


def test_words_in_many_pages_are_not_guessed(laid: list[int]) -> None:
    book = PdfPrint("booklet", "pdf/owls.pdf", "Owls", (), ("base", "parts"), ui=Interface.load())
    words = words_of(laid_out(book, f"{link('book-signs')}{SIGNS}", LEAFLET))
    assert "(page 1)" in words
    assert len(laid) == 1


LAY_OUT = """\
import multiprocessing
from guide.print.prints import LEAFLET, PdfPrint
from guide.print.typesetting import laid_out

def lay_out():
    laid_out(PdfPrint("x", "x.pdf", "Owls", (), ("base", "parts")), "<p>Owls</p>", LEAFLET)

if __name__ == "__main__":
    worker = multiprocessing.get_context("fork").Process(target=lay_out)
    worker.start()
    worker.join()
    assert worker.exitcode == 0
    lay_out()
"""


def test_no_process_leaves_fonts_behind(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", LAY_OUT], env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(folder.iterdir()) == []
