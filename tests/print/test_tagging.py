"""What a screen reader and an archive meet in a PDF, beyond what WeasyPrint writes."""

from __future__ import annotations

import base64
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from guide.print.pdfua import complete_tags, save, structure
from PIL import Image
from small_pdf import elements, failures, render

PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='20'%3E"
    "%3Crect width='40' height='20'/%3E%3C/svg%3E"
)
OWLS = f"""
<h1>Owls</h1>
<p>Read on <a href="https://owls.example/a-night">the website</a>, call
<a href="tel:01632960001">us</a>, or see <a href="#mice">mice</a>.</p>
<ul><li>They fly.</li><li>They nap.</li></ul>
<ol><li>Look.</li><li>Wait.</li></ol>
<table><caption>Nights</caption>
<thead><tr><th>Owl</th><th>Mice</th></tr></thead>
<tbody><tr><th scope="row">Olga</th><td>3</td></tr></tbody></table>
<img src="{PICTURE}" alt="A black box" style="position: absolute; left: 30pt; top: 300pt">
<section id="mice" style="break-before: page"><h2>Mice</h2><p>They hide.</p></section>
"""
STYLE = """
@page { size: A5; margin: 20mm; @bottom-right { font: 14pt "Guide"; content: counter(page) } }
"""


# A picture of each kind that a clinic may bring, one within an SVG too.
LOGOS = {"rgb.png": "RGB", "alpha.png": "RGBA", "grey.png": "LA", "rgb.jpg": "RGB", "few.png": "P"}


@pytest.mark.parametrize("within_svg", [False, True])
@pytest.mark.parametrize("name", [*LOGOS, "alpha.webp"])
def test_any_picture_is_one_that_an_archive_takes(
    tmp_path: Path, name: str, within_svg: bool
) -> None:
    file = tmp_path / name
    Image.new(LOGOS.get(name, "RGBA"), (30, 12)).save(file)
    address = file.as_uri()
    if within_svg:
        kind = {"jpg": "jpeg"}.get(name[-3:], name.rpartition(".")[2])
        data = base64.b64encode(file.read_bytes()).decode()
        (tmp_path / "logo.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="12"><image width="30" '
            f'height="12" href="data:image/{kind};base64,{data}"/></svg>'
        )
        address = (tmp_path / "logo.svg").as_uri()
    path = render(tmp_path / "owls.pdf", f'<h1>Owls</h1><img alt="An owl" src="{address}">')
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        pictures = [thing for thing in streams if thing.get("/Subtype") == "/Image"]
        assert pictures
        assert [bool(picture.Interpolate) for picture in pictures] == [False] * len(pictures)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = render(tmp_path_factory.mktemp("owls") / "owls.pdf", OWLS, STYLE)
    complete_tags(path)
    return path


@pytest.fixture(scope="module")
def pdf(path: Path) -> pikepdf.Pdf:
    return pikepdf.open(path)


def test_it_is_pdf_ua_1_and_pdf_a_2a_at_once(path: Path) -> None:
    assert failures(path) == []


def test_without_it_the_file_is_not_pdf_a(tmp_path: Path) -> None:
    raw = render(tmp_path / "raw.pdf", OWLS, STYLE)
    message = "PDFA2A-ID-SCHEMA-001: XMP does not contain the PDF/A Identification schema"
    assert message in failures(raw)


def test_headers_tell_what_they_are_the_header_of(pdf: pikepdf.Pdf) -> None:
    headers = elements(pdf, "TH")
    assert [str(header.A.Scope) for header in headers] == ["/Column", "/Column", "/Row"]
    names = pdf.Root.StructTreeRoot.IDTree.Names
    assert [bytes(name) for name in names[::2]] == sorted(bytes(h.ID) for h in headers)


def test_lists_tell_whether_they_are_numbered(pdf: pikepdf.Pdf) -> None:
    assert [str(e.A.ListNumbering) for e in elements(pdf, "L")] == ["/Disc", "/Decimal"]


def test_links_tell_where_they_lead_and_print(pdf: pikepdf.Pdf) -> None:
    links = list(pdf.pages[0].Annots)
    assert [str(link.Contents) for link in links] == [
        "https://owls.example/a-night",
        "01632960001",
        "Mice, page 2",
    ]
    assert {int(link.F) for link in links} == {4}


def test_a_link_is_one_link_whatever_stands_in_it(tmp_path: Path) -> None:
    words = '<p><a href="https://owls.example">Owls <strong>nap <em>well</em></strong></a></p>'
    path = render(tmp_path / "link.pdf", words, 'a::after { content: " (online)" }')
    assert any("is not nested within a Link" in failure for failure in failures(path))
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        assert [str(note.Contents) for note in pdf.pages[0].Annots] == ["https://owls.example"]
        assert len(elements(pdf, "Link")) == 1


def test_a_place_may_have_any_name(tmp_path: Path) -> None:
    words = '<h1 id="café-1">Cafés</h1><p><a href="#caf%C3%A9-1">Up</a> <a href="#b">on</a></p>'
    path = render(tmp_path / "place.pdf", f'{words}<p id="b">Owls nap.</p>')
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        contents = [str(note.Contents) for note in pdf.pages[0].Annots]
    assert contents == ["Cafés, page 1", "Cafés, page 1"]


def test_without_bookmarks_a_link_says_its_page(tmp_path: Path) -> None:
    path = render(tmp_path / "page.pdf", '<p id="b"><a href="#b">Up</a></p>')
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        assert str(pdf.pages[0].Annots[0].Contents) == "page 1"


def test_the_dots_of_a_table_of_contents_are_not_read_out(tmp_path: Path) -> None:
    leader = 'a::after { content: leader(" . ") target-counter(attr(href), page) }'
    path = render(tmp_path / "dots.pdf", '<p><a href="#b">Owls</a></p><h1 id="b">Owls</h1>', leader)
    with pikepdf.open(path) as pdf:
        assert len(spoken(pdf)) > 10
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        assert len(spoken(pdf)) == 3  # the words of the link, its page number, the heading


def spoken(pdf: pikepdf.Pdf) -> list[int]:
    """The numbers of the pieces of text that the tags hold."""
    return [int(kid) for element in structure(pdf) for kid in element.K if isinstance(kid, int)]


def test_page_numbers_are_artifacts(pdf: pikepdf.Pdf) -> None:
    drawn = [page.Contents.read_bytes() for page in pdf.pages]
    assert [content.count(b"/Artifact <</Type /Pagination>> BDC") for content in drawn] == [1, 1]
    held = pdf.Root.StructTreeRoot.ParentTree.Nums[3]  # of the second page
    kinds = [str(owner.P.S) if isinstance(owner, pikepdf.Dictionary) else "" for owner in held]
    assert kinds == ["/H2", "/P", ""]


def test_blank_pages_and_pictures_in_the_margin_are_not_read_out(tmp_path: Path) -> None:
    logo = (
        f'@page {{ @top-left {{ content: url("{PICTURE}") }} @bottom-left {{ content: "Owls" }} }}'
    )
    path = render(tmp_path / "b.pdf", '<h1>A</h1><h2 style="break-before: left">B</h2>', logo)
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        assert len(spoken(pdf)) == 2
        drawn = [page.Contents.read_bytes() for page in pdf.pages]
    assert [content.count(b"/Artifact <</Type /Pagination>> BDC") for content in drawn] == [2, 2]


def test_the_box_of_a_picture_is_where_it_is_drawn(path: Path, pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = (float(side) for side in elements(pdf, "Figure")[0].A.BBox)
    with pypdfium2.PdfDocument(path) as document:
        raster = document[0].render(scale=4, grayscale=True).to_pil()
        height = document[0].get_height()
    inside = raster.crop([round(4 * v) for v in (left, height - top, right, height - bottom)])
    assert (right - left, top - bottom) == (30, 15)
    # Antialiased at the rim, black within.
    assert inside.crop((2, 2, inside.width - 2, inside.height - 2)).getextrema() == (0, 0)


def test_the_same_words_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = render(tmp_path / "owls.pdf", OWLS, STYLE)
    complete_tags(again)
    assert again.read_bytes() == path.read_bytes()


def test_data_that_ends_in_a_carriage_return_keeps_its_length(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "return.pdf"
    with pikepdf.open(path) as pdf:
        note = pdf.make_stream(b"")
        note.write(b"3c3c>\r", filter=pikepdf.Name.ASCIIHexDecode)
        pdf.Root.StructTreeRoot.Note = note
        pdf.save(target, compress_streams=False)
        assert failures(target) == [
            "PDFA2A-STREAM-LENGTH-001: a stream /Length does not match its raw content length"
        ]
        save(pdf, target)
    assert failures(target) == []


@pytest.mark.parametrize("style", ["", "li { display: grid }", "li { columns: 2 }"])
def test_an_item_of_several_blocks_has_one_body(tmp_path: Path, style: str) -> None:
    """As the steps of an exercise have, each with its picture."""
    step = f'<li><p>Nap.</p><div><img src="{PICTURE}" alt="A black box"></div></li>'
    path = render(tmp_path / "steps.pdf", f"<style>{style}</style><h1>Naps</h1><ol>{step * 2}</ol>")
    complete_tags(path)
    assert failures(path) == []
    with pikepdf.open(path) as pdf:
        for item in elements(pdf, "LI"):
            assert [str(kid.S) for kid in item.K if isinstance(kid, pikepdf.Dictionary)][-1:] == [
                "/LBody"
            ]
