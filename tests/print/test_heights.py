"""Which boxes are too tall for a page is guessed before anything is laid out."""

from __future__ import annotations

import pytest
from guide.print.booklets import mark_tall
from guide.print.prints import A4, A5, LARGE, Paper
from lxml import html

ITEM = "<li>you cannot feel which nut is yours, or where you put it in autumn</li>"


@pytest.mark.parametrize(
    ("paper", "items", "marks"),
    [
        pytest.param(A4, 3, set(), id="a short card"),
        pytest.param(A4, 14, {"print-tall"}, id="most of a page of A4"),
        pytest.param(A5, 17, {"print-tall", "print-taller"}, id="more than a page of A5"),
        pytest.param(LARGE, 14, {"print-tall", "print-taller"}, id="more than one in large type"),
    ],
)
def test_a_card_is_marked_by_what_it_takes_of_a_page(
    paper: Paper, items: int, marks: set[str]
) -> None:
    card = f'<div class="app-care-card"><h3>Call an owl</h3><ul>{ITEM * items}</ul></div>'
    article = html.fragment_fromstring(f"<div>{card}</div>")
    mark_tall(article, paper)
    (box,) = article.find_class("app-care-card")
    assert set(box.classes) - {"app-care-card"} == marks
