"""What a print shop gets: grey ink, boxes and marks, names of files, a cover with its spine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from guide import __version__
from guide.__main__ import main
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.print.chapter import RenderedPages
from guide.print.editions import EDITIONS, for_print_shop, prints_of
from guide.print.forms import complete_fields
from guide.print.imprint import Source
from guide.print.pdfua import complete_tags
from guide.print.press import grey_of, make_cover, make_ready, spine_of
from guide.print.prints import PdfPrint, Press
from guide.site.pipeline import render as render_guide
from PIL import Image
from small_guide import FRONT_MATTER, TINY_GUIDE, TODAY, write_files
from small_pdf import failures, render, texts

MM = 72 / 25.4
GREY = Press(grey=True)
BOTH = Press(grey=True, bleed=3)
COLOURS = frozenset(("rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"))
SVG = (
    '<svg viewBox="0 0 40 20" width="40" height="20" aria-hidden="true" style="opacity: 0.5">'
    '<rect width="40" height="20" fill="#c00"/><path d="M0 0L40 20" stroke="#0b5f66"/></svg>'
)
BODY = f"""
<h1 style="color: #7a1f5c">Owls</h1>
<p>They <a href="https://owls.example/">nap</a> <span style="color: #888">by day</span>.</p>
<p style="background: #a61b1b; color: #fff">They hunt at night.</p>
<p><img src="owl.png" alt="An owl" width="60">{SVG}</p>
"""


def streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Page | pikepdf.Object]:
    """All that draws: pages, and what they draw again."""
    yield from pdf.pages
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
            yield thing


def operators(pdf: pikepdf.Pdf) -> set[str]:
    contents = map(pikepdf.parse_content_stream, streams(pdf))
    return {str(each.operator) for content in contents for each in content}


def ink_of_type(pdf: pikepdf.Pdf) -> set[float]:
    """The greys in which letters are shown."""
    found = set()
    for stream in streams(pdf):
        fill, saved = 0.0, []
        for each in pikepdf.parse_content_stream(stream):
            name = str(each.operator)
            if name == "q":
                saved.append(fill)
            elif name == "Q":
                fill = saved.pop()
            elif name == "g":
                fill = float(str(each.operands[0]))
            elif name in ("Tj", "TJ"):
                found.add(fill)
    return found


@pytest.fixture
def owls(tmp_path: Path) -> Path:
    """A PDF of an A5 page in colours, with a picture, as prints are written."""
    picture = Image.new("RGBA", (4, 4), (200, 30, 30, 128))
    file = io.BytesIO()
    picture.save(file, "PNG")
    (tmp_path / "owl.png").write_bytes(file.getvalue())
    body = BODY.replace("owl.png", (tmp_path / "owl.png").as_uri())
    path = render(tmp_path / "owls.pdf", body, "@page { size: A5; margin: 12mm }")
    complete_tags(path)
    complete_fields(path)
    return path


@pytest.mark.parametrize(
    ("colour", "grey"),
    [
        ((0, 0, 0), 0), ((1, 1, 1), 1), ((0.5, 0.5, 0.5), 0.5),
        # The dark ink of text would be a tint, printed in dots.
        ((0.114, 0.169, 0.184), 0), ((1, 0, 0), 0.498), ((0, 1, 0), 0.863),
    ],
)  # fmt: skip
def test_a_colour_becomes_the_grey_that_is_as_light(
    colour: tuple[float, float, float], grey: float
) -> None:
    assert grey_of(*colour) == pytest.approx(grey, abs=0.01)


def test_on_request_there_is_no_colour_and_type_is_black_or_white(owls: Path) -> None:
    with pikepdf.open(owls) as pdf:
        assert operators(pdf) & COLOURS, "before there is"
    said = texts(owls)
    make_ready(owls, GREY)
    with pikepdf.open(owls) as pdf:
        assert operators(pdf) & COLOURS == set()
        assert ink_of_type(pdf) == {0.0, 1.0}
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)
                  and o.get("/Subtype") == "/Image"]  # fmt: skip
        assert len(images) == 2, "the picture and its mask"
        assert {str(image.ColorSpace) for image in images} == {"/DeviceGray"}
        groups = [o.Group.CS for o in pdf.objects
                  if isinstance(o, pikepdf.Stream) and "/Group" in o]  # fmt: skip
        assert {str(space) for space in groups} == {"/DeviceGray"}
    assert texts(owls) == said
    assert failures(owls) == []
    with pypdfium2.PdfDocument(owls) as document:
        drawn = document[0].render().to_pil().convert("RGB")
        red, green, blue = (band.tobytes() for band in drawn.split())
        assert red == green == blue
        assert min(red) == 0, "the type is black"


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [round(float(side) / MM, 1) for side in page[name]]


def test_a_page_stands_on_a_larger_sheet_with_marks_outside_of_its_bleed(owls: Path) -> None:
    make_ready(owls, BOTH)
    assert failures(owls) == []
    with pikepdf.open(owls) as pdf:
        (page,) = pdf.pages
        assert box(page, "/TrimBox") == [0, 0, 148, 210]
        assert box(page, "/BleedBox") == [-3, -3, 151, 213]
        assert box(page, "/MediaBox") == box(page, "/CropBox") == [-8, -8, 156, 218]
        assert all(0 <= float(x) / MM <= 210 for note in page.Annots for x in note.Rect)
    with pypdfium2.PdfDocument(owls) as document:
        drawn = document[0].render(scale=8 / MM).to_pil().convert("L")  # 8 pixels in a millimetre
    # Nothing in the bleed, nor at the edge of the page.
    for sides in ((5, 5, 159, 9), (5, 217, 159, 221), (5, 5, 9, 221), (155, 5, 159, 221)):
        left, top, right, bottom = (side * 8 for side in sides)
        inside = drawn.crop((left + 2, top + 2, right - 2, bottom - 2))
        assert inside.getextrema() == (255, 255)
    # A mark beside each corner of the page, in either direction.
    for x in (8, 156):
        for y in (8, 218):
            outer = (2 if x == 8 else 162, 2 if y == 8 else 224)
            for at_x, at_y in ((x, outer[1]), (outer[0], y)):
                area = drawn.crop((at_x * 8 - 4, at_y * 8 - 4, at_x * 8 + 5, at_y * 8 + 5))
                assert area.getextrema()[0] < 255, (at_x, at_y)


def test_a_wide_bleed_moves_the_marks_away_from_it(owls: Path) -> None:
    make_ready(owls, Press(bleed=5))
    with pikepdf.open(owls) as pdf:
        assert box(pdf.pages[0], "/BleedBox") == [-5, -5, 153, 215]
        assert box(pdf.pages[0], "/MediaBox") == [-10, -10, 158, 220]


def test_without_a_request_nothing_changes(owls: Path) -> None:
    before = owls.read_bytes()
    make_ready(owls, Press())
    assert owls.read_bytes() == before


# Covers ---------------------------------------------------------------------------------------


def test_a_cover_has_back_spine_and_front_with_marks_where_it_is_folded(tmp_path: Path) -> None:
    style = "@page { size: A5; margin: 12mm } p + p { break-before: page }"
    book = render(tmp_path / "book.pdf", "<p>Owls: front</p><p>Inside</p><p>Back</p>", style)
    flat = "@page { size: 210mm 9.5mm; margin: 1mm 10mm }"
    spine = render(tmp_path / "spine.pdf", "<p style='margin: 0'>Owls</p>", flat)
    assert spine_of(189, 0.1) == spine_of(190, 0.1) == pytest.approx(9.5)
    make_cover(book, spine, tmp_path / "cover.pdf", 9.5, BOTH)
    assert texts(tmp_path / "cover.pdf") == ["Back Owls: front Owls"]
    with pikepdf.open(tmp_path / "cover.pdf") as pdf:
        (page,) = pdf.pages
        assert box(page, "/TrimBox") == [0, 0, 305.5, 210]
        assert operators(pdf) & COLOURS == set()
    with pypdfium2.PdfDocument(tmp_path / "cover.pdf") as document:
        drawn = document[0].render(scale=8 / MM).to_pil().convert("L")
    for fold in (148, 157.5):
        left = round((8 + fold) * 8)
        ends = [drawn.crop((left - 3, top, left + 4, top + 40)) for top in (0, 221 * 8)]
        assert all(end.getextrema()[0] < 255 for end in ends)
    # The words of the spine stand in the middle of it, to be read from the top.
    line = drawn.crop((157 * 8, 8 * 8, 164 * 8, 218 * 8))
    bounds = Image.eval(line, lambda level: 255 - level).getbbox()
    assert bounds is not None
    left, top, right, bottom = bounds
    assert bottom - top > 2 * (right - left)
    assert top < 15 * 8


# What is made, and how it is called -----------------------------------------------------------

SHEET = (
    FRONT_MATTER.replace("care", "hoard")
    + "\n## Plan\n\n/// write | My nuts\n    lines: 2\n\nWhat?\n///\n"
)
CLINIC = """\
INHERIT: mkdocs.yml
extra:
  clinic: {name: "Süd & Söhne: Physio", nation: england, print_colours: grey, print_bleed: 3 mm,
           leaflet_code: {nuts.md: "PT/214"}}
"""


@pytest.fixture
def squirrels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        **TINY_GUIDE,
        "mkdocs.yml": TINY_GUIDE["mkdocs.yml"].replace("nuts.md]", "nuts.md, hoard.md]")
        + "  slug: squirrels\n  code: SQ\n  leaflets: [nuts.md]\n"
        + "  print: [whole-guide, booklet-a5, booklet-a5-to-fold, leaflets, plan-sheets, "
        + "plan-sheets-to-fill-in, plain-text]\n",
        "docs/hoard.md": SHEET,
        "clinic.yml": CLINIC,
    }
    monkeypatch.chdir(write_files(tmp_path / "guide", files))
    return tmp_path / "guide"


def source_of(settings: Path, folder: Path) -> Source:
    edition = Edition.load(settings)
    render_guide(edition, folder)
    return Source(edition, Guide.of(edition), RenderedPages(folder), TODAY)


def test_files_are_named_by_clinic_codes_and_version(squirrels: Path, tmp_path: Path) -> None:
    source = source_of(squirrels / "clinic.yml", tmp_path / "rendered")
    every = prints_of(source, list(EDITIONS))
    paths = [one.path for one in every]
    found = for_print_shop(source, every)
    version = f"v{__version__}"
    assert [one.path for one in found] == [
        f"sud-sohne-physio_SQ-WHOLE_{version}.pdf",
        f"sud-sohne-physio_SQ-WHOLE_{version}_cover.pdf",
        f"sud-sohne-physio_SQ-A4_{version}.pdf",
        f"sud-sohne-physio_SQ-LARGE_{version}.pdf",
        f"sud-sohne-physio_SQ-A5_{version}.pdf",
        f"sud-sohne-physio_PT-214_SQ-nuts_{version}.pdf",
        f"sud-sohne-physio_SQ-sheet-hoard_{version}.pdf",
        f"sud-sohne-physio_SQ-poster_{version}.pdf",
    ]
    assert {one.press for one in found if isinstance(one, PdfPrint)} == {BOTH}
    # The addresses of the site stay, and so do its colours: a phone shows them.
    assert [one.path for one in prints_of(source, list(EDITIONS))] == paths
    assert {one.press for one in every if isinstance(one, PdfPrint)} == {Press()}


def test_without_a_clinic_a_file_bears_the_name_of_the_guide(
    squirrels: Path, tmp_path: Path
) -> None:
    source = source_of(squirrels / "mkdocs.yml", tmp_path / "rendered")
    (leaflet,) = for_print_shop(source, prints_of(source, ["leaflets"]))
    assert leaflet.path == f"squirrels_SQ-nuts_v{__version__}.pdf"
    assert isinstance(leaflet, PdfPrint)
    assert leaflet.press == Press()


def test_a_run_for_the_print_shop_leaves_the_site_alone(
    squirrels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["pdf", "--today", f"{TODAY}", "--print-shop", "shop"]
    assert main([*options, "--edition", "booklet-a5", "--edition", "leaflets"]) == 0
    out = capsys.readouterr().out
    version = f"v{__version__}"
    assert f"it has no spine: sud-sohne-physio_SQ-A5_{version}.pdf\n" in out
    assert "\n2 for the print shop, 2 new: shop/ (" in out
    assert not (squirrels / "site").exists()
    leaflet = squirrels / f"shop/sud-sohne-physio_PT-214_SQ-nuts_{version}.pdf"
    assert failures(leaflet) == []
    assert "Code: SQ-nuts (PT/214)" in " ".join(texts(leaflet))
    with pikepdf.open(leaflet) as pdf:
        assert operators(pdf) & COLOURS == set()
        assert {tuple(box(page, "/TrimBox")) for page in pdf.pages} == {(0, 0, 210, 297)}
    assert main([*options, "--edition", "leaflets"]) == 0
    assert "1 for the print shop, 0 new: shop/ (" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--print-shop", "site/shop"],
         "site/shop must be outside of site/, which holds only what a build made"),
        (["--print-shop", "site"],
         "site must be outside of site/, which holds only what a build made"),
        (["--print-shop", "shop", "-o", "a.pdf"],
         "-o is for a single print: leave it out with --print-shop"),
        (["--print-shop", "shop", "--edition", "plain-text"],
         "nothing of it is for a press: it is text, or to fold or fill in"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("squirrels")
def test_what_no_press_prints_is_told(
    capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["pdf", *options]) == 1
    assert capsys.readouterr().err == f"guide: {message}\n"


@pytest.mark.parametrize("leaf", ["0", "thin", "1.5", "-1", "0.1mm", ".", ""])
@pytest.mark.usefixtures("squirrels")
def test_a_leaf_has_a_thickness(capsys: pytest.CaptureFixture[str], leaf: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["pdf", "--print-shop", "shop", f"--leaf={leaf}"])
    assert ended.value.code == 1
    must = f'argument --leaf: must be millimetres above 0 and up to 1.0, is "{leaf}"\n'
    assert capsys.readouterr().err.endswith(must)
