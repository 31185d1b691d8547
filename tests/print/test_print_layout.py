"""The rules of layout: one planted fault for each, on a square sheet of 100 mm."""

from __future__ import annotations

from pathlib import Path

import guide.print
import pytest
from guide.print.addresses import qr_code
from guide.print.layout_rules import LAYOUT, faults_of
from lxml import html

BASE = f"{Path(guide.print.__file__).parent}/"
STYLE = """
@font-face {
  font-family: "Guide"; src: url(fonts/atkinson-hyperlegible-next-latin-400-normal.woff2);
}
@page { size: 100mm; margin: 15mm; @bottom-left { content: "Owls"; font: 12pt "Guide" } }
html { font: 12pt/1.25 "Guide" }
body, p, ul, h2 { margin: 0 }
.left { position: absolute; left: 0; top: 30mm }
"""
SMALL_MARGIN = "@page { @bottom-left { font-size: 8pt } }"
BREAK_BEHIND_HEADINGS = "h2 { font-size: 12pt; break-after: auto }"
FULL_PAGE = '<div style="height: 62mm"></div>'
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='20'%3E"
    "%3Crect width='40' height='20'/%3E%3C/svg%3E"
)


def faults(body: str, style: str = "", least: float = 12) -> list[str]:
    """What is wrong with the layout of some HTML, as `rule: message`."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=STYLE + style, base_url=BASE, font_config=fonts)
    page = HTML(string=f'<html lang="en"><body>{body}')
    document = page.render(stylesheets=[sheet], font_config=fonts)
    return [f"{fault.rule}: {fault.message}" for fault in faults_of(document.pages, least)]


def code(size: str) -> str:
    picture = qr_code("https://owls.example/nuts", size, "QR code for https://owls.example/nuts")
    return str(html.tostring(picture, encoding="unicode"))


GOOD = {
    "words, a list, a table, a picture, a code": f"""
        <h2>Owls</h2><p>Owls nap in Łódź, where mice – 5 °C – “do not”.</p>
        <ul><li>One owl<li>Two owls</ul>
        <table><tr><th>Owl<th>Nap<tr><td>Barn owl<td>Long</table>
        <p>Here <img alt="An owl" src="{PICTURE}"> is one.</p>{code("20mm")}""",
    "a list item that holds blocks in a row": """
        <p>Two owls: <span style="display: inline-block; width: 20mm">barn owl</span>
        <span style="display: inline-block">tawny owl</span></p>""",
    "what only screen readers hear": """
        <p style="position: absolute; width: 0; height: 0; overflow: hidden; font-size: 1pt">
        Drafts of owls</p><p>Owls</p>""",
    "a card that is taller than a page": (
        f'<div class="app-callout">{"<p>Owls nap.</p>" * 25}</div>'
    ),
    "the head of a table on each of its pages": f"""
        <table><thead><tr><th>Owl<tbody>{"<tr><td>Barn owl" * 25}</table>""",
    "a heading that ends the document": "<p>Owls</p><h2>Mice</h2>",
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD.keys())
def test_a_good_sheet_has_no_fault(body: str) -> None:
    assert faults(body) == []


def test_text_is_not_smaller_than_the_paper_allows() -> None:
    body = '<p>Owls nap <small style="font-size: 9pt">by day</small> and night.</p>'
    assert faults(body) == [
        'print-too-small: page 1: "Owls nap by day and night." is set in 9 point; the least here '
        "is 12"
    ]


def test_what_stands_in_the_margins_is_no_smaller_either() -> None:
    assert faults(
        f"<p>Owl</p>{FULL_PAGE}<p>Owl</p>", "@page { @bottom-left { font-size: 8pt } }"
    ) == ['print-too-small: page 1: "Owls" is set in 8 point; the least here is 12']


def test_a_long_word_stays_in_its_column() -> None:
    body = f'<div style="width: 40mm">{"owl" * 30}</div>'
    assert faults(body) == [
        f'print-overflow: page 1: "{"owl" * 20}…" runs 148 mm out of its column; shorten it, or '
        "break it with spaces"
    ]


def test_text_stays_within_the_margins() -> None:
    assert faults('<p class="left" style="left: -6mm">Owls</p>') == [
        'print-overflow: page 1: "Owls" stands 6 mm out of the margins; shorten it'
    ]


def test_what_stands_in_the_margins_stays_away_from_the_edge() -> None:
    style = "@page { @bottom-left { vertical-align: bottom; line-height: 1 } }"
    assert faults("<p>Nuts</p>", style) == [
        'print-overflow: page 1: "Owls" stands too near to the edge of the paper'
    ]


def test_a_picture_stays_within_the_margins() -> None:
    body = f'<img class="left" style="width: 80mm" alt="An owl" src="{PICTURE}">'
    assert faults(body) == [
        'print-overflow: page 1: the picture "An owl" stands 10 mm out of the margins'
    ]


def test_no_text_stands_over_other_text() -> None:
    assert faults('<p class="left">Owls</p><p class="left" style="top: 31mm">Mice</p>') == [
        'print-overflow: page 1: "Owls" stands over "Mice"; shorten one of them'
    ]


def test_no_text_stands_over_a_picture() -> None:
    body = f'<img class="left" alt="An owl" src="{PICTURE}"><p class="left">Mice</p>'
    assert faults(body) == [
        'print-overflow: page 1: "Mice" stands over the picture "An owl"; shorten one of them'
    ]


def test_no_text_stands_over_a_picture_that_is_a_background(tmp_path: Path) -> None:
    (tmp_path / "an owl.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9"/></svg>'
    )
    drawing = f"background: url('{(tmp_path / 'an owl.svg').as_uri()}') no-repeat left bottom"
    body = f'<div class="left" style="width: 40mm; height: 20mm; {drawing}"></div>'
    assert faults(f'{body}<p class="left" style="top: 45mm">Mice</p>') == [
        'print-overflow: page 1: "Mice" stands over the picture "an owl.svg"; shorten one of them'
    ]
    # Where the box has no drawing, and in the box itself, words may stand.
    assert faults(f'{body}<p class="left" style="top: 35mm">Mice</p>') == []
    assert faults(f'<div style="width: 40mm; {drawing}"><p>Mice</p></div>') == []


def test_no_picture_stands_over_another() -> None:
    body = f'<img class="left" alt="An owl" src="{PICTURE}">'
    body += f'<img class="left" style="top: 33mm" alt="A mouse" src="{PICTURE}">'
    assert faults(body) == [
        'print-overflow: page 1: the picture "An owl" stands over the picture "A mouse"; shorten '
        "one of them"
    ]


@pytest.mark.parametrize(
    "together",
    [
        '<div class="app-care-card"><p>Call an owl</p><p>at night</p></div>',
        '<div class="app-callout app-callout--x"><p>Call an owl</p><p>at night</p></div>',
        "<table><tr><td>Call an owl<br>at night</table>",
    ],
)
def test_what_belongs_together_stands_on_one_page(together: str) -> None:
    style = "p, td { orphans: 1; widows: 1 }"
    faulty = faults(f'<div style="height: 62mm"></div>{together}', style)
    assert faulty == [
        'print-split: page 1: "Call an owl at night" is split over two pages; make two of it, or '
        "shorten it"
    ]


def test_no_heading_is_left_behind_on_a_page() -> None:
    assert faults(f"{FULL_PAGE}<h2>Naps</h2><p>Owls nap.</p>", BREAK_BEHIND_HEADINGS) == [
        'print-stranded-heading: page 1: the heading "Naps" is the last thing on the page; its '
        "text begins on the next page"
    ]


def test_a_letter_that_no_font_has_is_named() -> None:
    assert faults("<p>مركز for owls</p><p>Naps ☂</p>") == [
        'print-no-glyph: page 1: "مركز for owls" cannot be printed: no font has ر (ARABIC LETTER '
        "REH) and ز (ARABIC LETTER ZAIN) and 2 more; write it in Latin letters",
        'print-no-glyph: page 1: "Naps ☂" cannot be printed: no font has ☂ (UMBRELLA); take '
        "another sign",
    ]


def test_a_code_is_large_enough_for_a_phone() -> None:
    assert faults(code("15mm")) == [
        'print-small-code: page 1: "QR code for https://owls.example/nuts" is 15 mm wide; a phone '
        "needs 20"
    ]


def test_a_picture_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    owl = tmp_path / "owl.png"
    owl.write_text("An owl, to be drawn")
    body = f'<img alt="An owl" src="{owl.as_uri()}"> and '
    body += f'<p style="background-image: url({owl.as_uri()})">mice</p>'
    missing = "is missing: no picture can be read from its file"
    assert faults(body) == [
        f'print-missing-picture: page 1: the picture "An owl" {missing}',
        f'print-missing-picture: page 1: the picture "owl.png" {missing}',
    ]


def test_the_same_fault_on_many_pages_is_reported_once() -> None:
    body = '<p>Owls</p><p style="break-before: page">Mice</p>'
    assert faults(body, SMALL_MARGIN) == [
        'print-too-small: page 1: "Owls" is set in 8 point; the least here is 12'
    ]


def test_every_rule_says_what_it_is() -> None:
    assert all(rule.documentation for rule in LAYOUT)
