"""Sheets to fill in on a computer, as somebody who types, listens or prints meets them."""

from __future__ import annotations

from pathlib import Path

import guide.print
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from guide.print.forms import complete_fields, put_fields
from guide.print.pdfua import complete_tags
from lxml import html
from pikepdf.form import ExtendedAppearanceStreamGenerator, Form
from small_pdf import elements, failures, render, texts

SHEET = """
<article>
<div class="app-write"><p class="app-write__label">What I  tell myself</p>
<div class="app-write__lines" aria-hidden="true"><span></span><span></span></div></div>
<div class="app-write"><p class="app-write__label">What I tell myself</p>
<div class="app-write__lines" aria-hidden="true"><span></span></div></div>
<div class="app-grid"><table><thead><tr><th>Day</th><th>Mice</th><th>Moon</th></tr></thead>
<tbody><tr><th scope="row">Monday</th><td data-label="Mice"></td><td data-label="Moon">New</td></tr>
<tr><th scope="row">Tuesday</th><td data-label="Mice"></td><td data-label="Moon">Old</td></tr>
</tbody></table></div>
</article>
"""
NAMES = ["what-i-tell-myself", "what-i-tell-myself-2", "monday-mice", "tuesday-mice"]


def make(path: Path) -> Path:
    article = html.fragment_fromstring(SHEET)
    put_fields(article)
    style = (Path(guide.print.__file__).parent / "styles/sheet.css").read_text("utf-8")
    style += "@page { size: A4; margin: 20mm } table { width: 100%; border-collapse: collapse }"
    render(path, html.tostring(article, encoding="unicode"), style, pdf_forms=True)
    complete_tags(path)
    complete_fields(path)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("sheet") / "sheet.pdf")


@pytest.fixture(scope="module")
def pdf(path: Path) -> pikepdf.Pdf:
    return pikepdf.open(path)


def test_it_is_pdf_ua_1_and_pdf_a_2a(path: Path) -> None:
    assert failures(path) == []


def test_every_line_and_empty_cell_is_a_field_with_its_name_and_its_label(pdf: pikepdf.Pdf) -> None:
    fields = list(pdf.Root.AcroForm.Fields)
    assert [str(field.T) for field in fields] == NAMES
    assert [str(field.TU) for field in fields] == [
        "What I tell myself",
        "What I tell myself",
        "Monday: Mice",
        "Tuesday: Mice",
    ]


def test_fields_take_many_lines_and_are_as_high_as_the_lines_on_paper(pdf: pikepdf.Pdf) -> None:
    fields = list(pdf.Root.AcroForm.Fields)
    assert {int(field.Ff) for field in fields} == {1 << 12}  # multiline, and nothing else
    heights = [round(float(field.Rect[3] - field.Rect[1]) * 25.4 / 72, 1) for field in fields]
    # 20, 10 and 17 mm, without padding of 1 mm and the border of the first two.
    assert heights == [17.3, 7.3, 15, 15]


def test_fields_are_read_between_their_neighbours(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.pages[0].Tabs) == "/S"
    forms = elements(pdf, "Form")
    assert [str(form.K[0].Obj.T) for form in forms] == NAMES
    cell = elements(pdf, "TD")[0]
    assert str(forms[2].P.P.objgen) == str(cell.objgen)


def test_nothing_runs_inside(pdf: pikepdf.Pdf) -> None:
    form = pdf.Root.AcroForm
    assert not {"/XFA", "/NeedAppearances", "/CO"} & set(form.keys())
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert not {"/JS", "/AA"} & set(thing.keys())


def test_what_a_program_fills_in_is_kept_and_seen(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "filled.pdf"
    words = (
        "Slow is fine. I have time, and the café opens at 9. Then I walk home the long way round."
    )
    with pikepdf.open(path) as pdf:
        Form(pdf, ExtendedAppearanceStreamGenerator)[NAMES[0]].value = words
        pdf.save(target)
    with pikepdf.open(target) as pdf:
        assert Form(pdf)[NAMES[0]].value == words
    assert failures(target) == []
    assert ink(target) > ink(path) + 500


def ink(path: Path) -> int:
    """The dark pixels of the first page with its fields, at 72 dpi."""
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        raster = document[0].render(grayscale=True).to_pil()
    return sum(count for count, _ in raster.point(lambda shade: shade < 128).getcolors()[1:])


def test_what_a_person_types_has_the_letters_of_the_guide(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "typed.pdf"
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        form, sheet = document.formenv, document[0]
        with pikepdf.open(path) as pdf:
            x1, y1, x2, y2 = (float(side) for side in pdf.Root.AcroForm.Fields[2].Rect)
        place = ((x1 + x2) / 2, (y1 + y2) / 2)
        pdfium.FORM_OnLButtonDown(form, sheet, 0, *place)
        pdfium.FORM_OnLButtonUp(form, sheet, 0, *place)
        for letter in "7 moles":
            pdfium.FORM_OnChar(form, sheet, ord(letter), 0)
        pdfium.FORM_ForceToKillFocus(form)
        document.save(target)
    with pikepdf.open(target) as pdf:
        field = pdf.Root.AcroForm.Fields[2]
        assert str(field.V) == "7 moles"
        shown = field.AP.N
        assert b"7 moles" in shown.read_bytes()
        fonts = [str(font.BaseFont) for font in shown.Resources.Font.values()]
    assert fonts == ["/AtkinsonHyperlegibleNext-Regular"]


def test_a_pdf_without_fields_stays_as_it_is(tmp_path: Path) -> None:
    plain = render(tmp_path / "plain.pdf", "<p>Owls nap.</p>")
    before = plain.read_bytes()
    complete_fields(plain)
    assert plain.read_bytes() == before


def test_the_same_sheet_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert make(tmp_path / "again.pdf").read_bytes() == path.read_bytes()


def test_a_cell_with_words_keeps_them(path: Path) -> None:
    assert "Monday New Tuesday Old" in texts(path)[0]
