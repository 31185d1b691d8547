"""A booklet on sheets: printed, folded, and still read in order by a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pikepdf
import pypdfium2
import pytest
from guide.print.imposition import impose, order_of_pages
from guide.print.pdfua import complete_tags, structure
from small_pdf import elements, failures, render, texts

STYLE = "@page { size: A5; margin: 20mm } section { break-after: page }"
NOTE = """
<h1>How to fold</h1>
<ol><li>Fold each sheet.</li><li>Staple.</li></ol>
<p><a href="https://owls.example/fold">See how</a></p>
<table><thead><tr><th>Owl</th></tr></thead><tbody><tr><td>Olga</td></tr></tbody></table>
"""


def make(folder: Path, count: int) -> Path:
    """A booklet whose page 1 links to its last page, and to a website."""
    pages = "".join(
        f'<section id="p{n}"><h1>Page {n}.</h1><p>Words {n}.</p></section>'
        for n in range(1, count + 1)
    )
    links = f'<p><a href="#p{count}">last</a> <a href="https://owls.example">web</a></p>'
    table = (
        "<table><thead><tr><th>Night</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    )
    pages = pages.replace("</section>", f"{links}{table}</section>", 1)
    path = render(
        folder / f"book-{count}.pdf", pages, f"{STYLE} section:last-child {{ break-after: auto }}"
    )
    complete_tags(path)
    return path


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = render(
        tmp_path_factory.mktemp("note") / "note.pdf", NOTE, "@page { size: A4 landscape }"
    )
    complete_tags(path)
    return path


def halves(path: Path) -> list[tuple[str, str]]:
    """The headings on the left and on the right half of each side."""
    with pypdfium2.PdfDocument(path) as document:
        sides = []
        for page in document:
            text, (width, height) = page.get_textpage(), page.get_size()
            left, right = ((0, width / 2), (width / 2, width))
            cut = [
                text.get_text_bounded(a, 0, b, height).partition(".")[0] for a, b in (left, right)
            ]
            sides.append((cut[0].strip(), cut[1].strip()))
        return sides


@pytest.mark.parametrize(
    ("count", "sides"),
    [
        (1, [("", "Page 1"), ("", "")]),
        (4, [("Page 4", "Page 1"), ("Page 2", "Page 3")]),
        (5, [("", "Page 1"), ("Page 2", ""), ("", "Page 3"), ("Page 4", "Page 5")]),
        (
            8,
            [
                ("Page 8", "Page 1"),
                ("Page 2", "Page 7"),
                ("Page 6", "Page 3"),
                ("Page 4", "Page 5"),
            ],
        ),
    ],
)
def test_pages_lie_so_that_the_folded_sheets_read_in_order(
    tmp_path: Path, count: int, sides: list[tuple[str, str]]
) -> None:
    target = tmp_path / "sheets.pdf"
    assert impose(make(tmp_path, count), target) == len(sides) // 2
    assert halves(target) == sides
    assert failures(target) == []


def fold(sides: list[tuple[str, str]]) -> list[str]:
    """The pages as a hand turns them: sheets folded together, the first outside."""
    first: list[str] = []
    second: list[str] = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        first += [front[1], back[0]]
        second = [back[1], front[0], *second]
    return first + second


def test_a_long_booklet_folds_into_the_order_of_reading(tmp_path: Path) -> None:
    target = tmp_path / "sheets.pdf"
    assert impose(make(tmp_path, 62), target) == 16
    assert fold(halves(target)) == [*(f"Page {n}" for n in range(1, 63)), "", ""]
    assert failures(target) == []


def test_no_page_needs_no_sheet() -> None:
    assert list(order_of_pages(0)) == []


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory, note: Path) -> Path:
    """A booklet of 5 pages on 2 sheets, with the note in front."""
    folder = tmp_path_factory.mktemp("sheets")
    assert impose(make(folder, 5), folder / "sheets.pdf", note) == 3
    return folder / "sheets.pdf"


def test_every_side_is_a4_on_its_side_and_pages_keep_their_size(sheets: Path) -> None:
    with pypdfium2.PdfDocument(sheets) as document:
        sizes = {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document}
    assert sizes == {(297, 210)}
    with pikepdf.open(sheets) as pdf:
        assert b"q 1 0 0 1 420.945 0 cm /Page1 Do Q" in pdf.pages[2].Contents.read_bytes()


def test_the_note_is_a_sheet_of_its_own(sheets: Path) -> None:
    assert texts(sheets)[0].startswith("How to fold Fold each sheet. Staple.")
    assert texts(sheets)[1] == ""
    assert halves(sheets)[2] == ("", "Page 1")


def test_it_stays_pdf_ua_1_and_pdf_a_2a(sheets: Path) -> None:
    assert failures(sheets) == []


def test_tags_are_in_the_order_of_reading_on_their_sheets(sheets: Path) -> None:
    with pikepdf.open(sheets) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        headings = [numbers[heading.Pg.objgen] for heading in elements(pdf, "H1")]
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums
        held = {int(owners[n]): owners[n + 1] for n in range(0, len(owners), 2)}
        for element in structure(pdf):
            for kid in element.get("/K", []):
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                    # The text knows its tag by the way back as well.
                    owner = held[int(kid.Stm.StructParents)][int(kid.MCID)]
                    assert owner.objgen == element.objgen
                    assert kid.Stm.objgen in {
                        form.objgen for form in kid.Pg.Resources.XObject.values()
                    }
        for page in pdf.pages:
            for link in page.Annots if "/Annots" in page else []:
                held_by = held[int(link.StructParent)]
                assert (str(held_by.S), held_by.Pg.objgen) == ("/Link", page.obj.objgen)
                assert held_by.K[0].Obj.objgen == link.objgen
    assert headings == [0, 2, 3, 4, 5, 5]


def test_links_bookmarks_and_places_move_with_their_page(sheets: Path) -> None:
    with pikepdf.open(sheets) as pdf:
        inside, web = pdf.pages[2].Annots
        assert [str(inside.Contents), str(web.Contents)] == [
            "Page 5., page 5",
            "https://owls.example",
        ]
        with pypdfium2.PdfDocument(sheets) as document:
            box = [float(side) for side in web.Rect]
            box = [min(box[::2]), min(box[1::2]), max(box[::2]), max(box[1::2])]
            assert document[2].get_textpage().get_text_bounded(*box).strip() == "web"
        places = dict(pikepdf.NameTree(pdf.Root.Names.Dests))
        page, _, x, *_ = places[str(inside.Dest)]
        assert (page.objgen, float(x) > 420) == (pdf.pages[5].obj.objgen, True)
        with pdf.open_outline() as outline:
            leads = [cast(pikepdf.Array, b.destination)[0].objgen for b in outline.root]
        assert leads == [pdf.pages[n].obj.objgen for n in (2, 3, 4, 5, 5)]
        assert str(pdf.docinfo["/Title"]) == "Owls"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"


def test_the_same_booklet_gives_the_same_bytes(tmp_path: Path, sheets: Path, note: Path) -> None:
    impose(make(tmp_path, 5), tmp_path / "again.pdf", note)
    assert (tmp_path / "again.pdf").read_bytes() == sheets.read_bytes()


def test_a_page_of_another_size_is_refused(tmp_path: Path, note: Path) -> None:
    with pytest.raises(ValueError, match="page 1 is 297 x 210 mm; only A5, 148 x 210 mm, can be"):
        impose(note, tmp_path / "sheets.pdf")
    assert not (tmp_path / "sheets.pdf").exists()
