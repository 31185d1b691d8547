"""Readers who print a page from their browser."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pypdfium2
import pytest
from kinds import KINDS
from playwright.sync_api import Browser, Page

# In points: letters that only touch are not over one another.
TOUCH = 2.0
# What helps on a screen, and is no part of what a page says.
OF_THE_SCREEN = ("Skip to the words of this page", "Menu and search", "Back to the top")


@pytest.fixture(scope="module")
def computer(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_no_sheet_has_words_over_words_or_what_only_a_screen_needs(
    computer: Page, address: str, path: str
) -> None:
    """Also where the reader has stopped on the way, with the focus on the link to the words."""
    computer.goto(address + path)
    computer.keyboard.press("Tab")
    with pypdfium2.PdfDocument(computer.pdf(format="A4")) as document:
        for sheet in document:
            text = sheet.get_textpage()
            words = " ".join(text.get_text_range().split())
            assert [what for what in OF_THE_SCREEN if what in words] == []
            assert list(over_one_another(text)) == []


def test_the_sheet_of_urgent_help_has_the_line_for_a_crisis_whole(
    computer: Page, address: str
) -> None:
    computer.goto(f"{address}urgent-help/")
    crisis = computer.locator("li, p").filter(has_text="116 123").last.inner_text()
    with pypdfium2.PdfDocument(computer.pdf(format="A4")) as document:
        printed = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert "".join(crisis.split()) in "".join(printed.split())


def over_one_another(text: pypdfium2.PdfTextPage) -> Iterator[tuple[str, str]]:
    """The pieces of a sheet that share a place: what is stamped over a text is read within it."""
    boxes = [text.get_rect(place) for place in range(text.count_rects())]
    pieces = [(box, text.get_text_bounded(*box).strip()) for box in boxes]
    for (one, words), (other, others) in combinations([p for p in pieces if p[1]], 2):
        width = min(one[2], other[2]) - max(one[0], other[0])
        height = min(one[3], other[3]) - max(one[1], other[1])
        if width > TOUCH and height > TOUCH:
            yield words, others
