"""Heights: how much of a page a box takes, guessed before anything is laid out."""

from __future__ import annotations

from math import ceil

from lxml.html import HtmlElement

from guide.pdf.paper import Paper

_POINTS = 72 / 25.4  # in a millimetre
_LETTER = 0.48  # the width of a letter of the shipped font, of the size of the type
_INDENT = 4  # letters that the border and the marks of a list take from each line
_GAP = 0.5  # lines between two blocks of a box
_BOXES = ("app-callout", "app-care-card")
_TALL, _TALLER = 0.6, 1.15
_DRAWING = 20  # the width of a drawing (components.css), in sizes of the type
_TALL_DRAWING = 0.8  # with its heading and the words below it, it does not fit on a page


def mark_tall(article: HtmlElement, paper: Paper) -> None:
    """Mark the boxes that are hard to keep whole on this paper.

    `print-tall` takes most of a page, `print-taller` stands on no page. What is only a little
    too tall by this guess is kept whole: it may fit.
    """
    page = paper.height - paper.top - paper.bottom
    for name in _BOXES:
        for box in article.find_class(name):
            height = _lines(box, paper) * paper.leading / _POINTS
            pages = height / page
            if pages > _TALL:
                box.classes.add("print-tall")
            if pages > _TALLER:
                box.classes.add("print-taller")
    for picture in article.find_class("app-picture"):
        if _drawing_height(picture, paper) / page > _TALL_DRAWING:
            picture.classes.add("print-tall")


def _drawing_height(picture: HtmlElement, paper: Paper) -> float:
    for drawing in picture.iter("svg"):
        _, _, width, height = map(float, drawing.get("viewbox", "0 0 1 0").split())
        return _DRAWING * paper.type / _POINTS * height / width
    return 0


def _lines(box: HtmlElement, paper: Paper) -> float:
    width = (paper.width - paper.inner - paper.outer) * _POINTS
    letters = width / (_LETTER * paper.type) - _INDENT
    blocks = box.iter("p", "li", "h3", "h4", "h5", "h6")
    lengths = (len(" ".join(block.text_content().split())) for block in blocks)
    return sum(ceil(length / letters) + _GAP for length in lengths)
