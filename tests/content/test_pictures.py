"""Pictures: ours, and what clinics and editors bring that cannot be shown or is more than that."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from guide import rules
from guide.edition.edition import Edition
from lxml import etree
from PIL import Image
from small_guide import HERE, write_files

CONFIG = "site_name: Owls\ntheme: {name: null, custom_dir: theme}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
OUTSIDE = "a picture must hold all that it shows"


def reported(folder: Path, name: str, content: str | bytes, settings: str = "") -> list[str]:
    """What is wrong with a file of docs/assets, less the name of the file."""
    files = {"mkdocs.yml": CONFIG + settings, "theme/main.html": "", "docs/index.md": ""}
    write_files(folder, {**files, f"docs/assets/{name}": content})
    problems = rules.check_edition(Edition.load(folder / "mkdocs.yml"))
    return [str(problem).removeprefix(f"docs/assets/{name}:") for problem in problems]


def raster(mode: str = "RGB", kind: str = "PNG", size: tuple[int, int] = (30, 12)) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def moving(kind: str) -> bytes:
    file = io.BytesIO()
    black, white = Image.new("L", (30, 12)), Image.new("L", (30, 12), 255)
    black.save(file, kind, save_all=True, append_images=[white])
    return file.getvalue()


def drawing(inside: str) -> str:
    """An SVG with something in its second line."""
    return f"{SVG}\n{inside}</svg>"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_of_every_usual_kind_is_right(tmp_path: Path, mode: str) -> None:
    assert reported(tmp_path, "owl.png", raster(mode)) == []


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("A.JPEG", "JPEG"), ("a.webp", "WEBP")]
)
def test_other_usual_pictures_are_right(tmp_path: Path, name: str, kind: str) -> None:
    assert reported(tmp_path, name, raster(kind=kind)) == []


CROWDED = "<g " + " ".join(f"a{number}=''" for number in range(60_000)) + "/>"
UNREAD = "no picture can be read from it"
NOT_READ = f"1: broken-picture {UNREAD}"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("owl.png", "An owl, to be drawn", NOT_READ),
        ("owl.png", "", NOT_READ),
        ("owl.png", raster(size=(900, 900))[:300], NOT_READ),
        ("owl.jpg", raster(kind="JPEG", size=(900, 900))[:900], NOT_READ),
        (
            "owl.png",
            raster(kind="JPEG"),
            "1: broken-picture holds a picture of another kind, jpeg; give it that ending",
        ),
        (
            "owl.jpg",
            raster("CMYK", "JPEG"),
            "1: broken-picture has the colours of a printing press (CMYK); save it in RGB",
        ),
        (
            "owl.png",
            raster("I;16"),
            "1: broken-picture has colours that are not printed (I;16); save it in 8 bit RGB",
        ),
        (
            "owl.png",
            raster("1", size=(5000, 20)),
            "1: broken-picture has 5000 by 20 pixels; the most is 4096 on a side",
        ),
        (
            "owl.png",
            raster("1", size=(20000, 20000)),
            "1: broken-picture has far too many pixels; the most is 4096 on a side",
        ),
        (
            "owl.png",
            raster(kind="TIFF"),
            "1: broken-picture holds a picture of another kind, tiff; save it as PNG",
        ),
        (
            "owl.png",
            moving("PNG"),
            "1: broken-picture holds several pictures; a picture must not move: save one of them",
        ),
        (
            "owl.webp",
            moving("WEBP"),
            "1: broken-picture holds several pictures; a picture must not move: save one of them",
        ),
        ("owl.png", bytes(1_500_000), "1: broken-picture weighs more than 1 MB; save it smaller"),
        (
            "owl.svg",
            "<svg>",
            f"{NOT_READ}: Premature end of data in tag svg line 1, line 1, column 6",
        ),
        (
            "owl.svg",
            "<svg/>",
            f'{NOT_READ}: it must begin with <svg xmlns="http://www.w3.org/2000/svg">',
        ),
        (
            "owl.svg",
            drawing(CROWDED),
            f"2: broken-picture {UNREAD}: an element must have at most 1,000 attributes, has "
            "60,000",
        ),
        *(
            (
                "owl.svg",
                # In UTF-7 the script stands in a comment. A browser does not know of it.
                f'<?xml version="1.0" encoding="{name}"?>{SVG}+ADw-!--<script/>--+AD4-</svg>',
                f"1: broken-picture {UNREAD}: its encoding is {name}; save it in UTF-8",
            )
            for name in ("UTF-7", "ISO-2022-JP", "shift_jis")
        ),
        (
            "owl.svg",
            drawing(
                '<image href="data:image/jpeg;base64,'
                f'{base64.b64encode(raster("CMYK", "JPEG")).decode()}"/>'
            ),
            "2: broken-picture the picture in it: has the colours of a printing press (CMYK); save "
            "it in RGB",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_reported(
    tmp_path: Path, name: str, content: str | bytes, problem: str
) -> None:
    assert reported(tmp_path, name, content) == [problem]


@pytest.mark.parametrize(
    "inside",
    [
        '<rect fill="url(#leaf)" clip-path="url(#nest)"/>',
        '<use xlink:href="#leaf"/><a href="#nest"/>',
        "<style>.owl { fill: #c00 } /* brown */</style>",
        f'<image href="data:image/png;base64,{base64.b64encode(raster()).decode()}"/>',
        '<metadata><r xmlns="http://rdf.example/" about="http://owls.example/"/></metadata>',
        "<title>An owl</title><desc>It says: javascript:alert(1)</desc>",
    ],
)
def test_an_svg_that_is_only_a_picture_is_right(tmp_path: Path, inside: str) -> None:
    assert reported(tmp_path, "owl.svg", drawing(inside)) == []


def test_the_doctype_that_drawing_programs_write_is_right(tmp_path: Path) -> None:
    dtd = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC {dtd}>\n'
    assert reported(tmp_path, "owl.svg", head + drawing("")) == []


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>steal()</script>", "holds <script>; a picture needs none"),
        (
            '<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>',
            "holds <script>; a picture needs none",
        ),
        ("<foreignObject/>", "holds <foreignObject>; a picture needs none"),
        ('<set attributeName="href" to="#a"/>', "holds <set>; a picture must not move"),
        ("<g onLoad='hoot()'/>", 'holds onload="hoot()", which runs as a script'),
        ('<image href="http://a.example/"/>', f'leads to "http://a.example/"; {OUTSIDE}'),
        ('<image xlink:href="//a.example/"/>', f'leads to "//a.example/"; {OUTSIDE}'),
        ('<image href="file:///etc/passwd"/>', f'leads to "file:///etc/passwd"; {OUTSIDE}'),
        ('<a href="java&#9;script:a()"/>', f'leads to "java script:a()"; {OUTSIDE}'),
        ('<use href="nest.svg#owl"/>', f'leads to "nest.svg#owl"; {OUTSIDE}'),
        (
            '<use href="data:image/png;base64,AA"/>',
            f'leads to "data:image/png;base64,AA"; {OUTSIDE}',
        ),
        ('<g xml:base="http://a.example/"/>', f'leads to "http://a.example/"; {OUTSIDE}'),
        ('<g fill="url( \'http://a.example/\')"/>', f'leads to "http://a.example/"; {OUTSIDE}'),
        (
            '<style>p { x: "/*" } g { fill: URL(http://a.example/) } p { x: "*/" }</style>',
            f'leads to "http://a.example/"; {OUTSIDE}',
        ),
        ("<style>@import 'a.css';</style>", "takes something from elsewhere: @import 'a.css';"),
        (
            '<g style="fill: u\\72l(a.png)"/>',
            "holds a backslash in its styles, which can hide an address",
        ),
    ],
)  # fmt: skip
def test_an_svg_that_does_more_is_reported_at_its_line(
    tmp_path: Path, inside: str, message: str
) -> None:
    assert reported(tmp_path, "owl.svg", drawing(inside)) == [f"2: active-picture {message}"]


def test_an_svg_declares_no_attribute_that_a_browser_would_add(tmp_path: Path) -> None:
    head = '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "go()">]>\n'
    assert reported(tmp_path, "owl.svg", f"{head}{SVG}</svg>") == [
        "1: active-picture declares the attribute onload in its DOCTYPE; write it out"
    ]


@pytest.mark.parametrize("name", ["-webkit-image-set", "-webkit-cross-fade", "-moz-element"])
def test_a_browsers_own_name_hides_no_address(tmp_path: Path, name: str) -> None:
    style = f"<style>a{{background:{name}('//a.example/x')}}</style>"
    (found,) = reported(tmp_path, "owl.svg", drawing(style))
    assert found.startswith("2: active-picture takes something from elsewhere: ")


def test_what_stands_before_an_svg_is_read_too(tmp_path: Path) -> None:
    head = (
        '<?xml-stylesheet href="http://a.example/"?>\n'
        '<!DOCTYPE svg [<!ENTITY owl "http://a.example/">]>\n'
    )
    assert reported(tmp_path, "owl.svg", f'{head}{SVG}<image href="#a"/></svg>') == [
        "1: active-picture declares the entity owl in its DOCTYPE; write it out",
        "1: active-picture takes a style sheet from elsewhere; put it in",
    ]


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ('<g filter="url(#shadow)"/>', "a filter"),
        ("<style>g { filter: blur(2px) }</style>", "a filter"),
        ('<path stroke="url(#dawn)"/>', "a line with a gradient"),
        ('<g style="mix-blend-mode: multiply"/>', "a blend mode"),
        ('<g fill="var(--owl)"/>', "a colour that is worked out"),
    ],
)
def test_what_paper_goes_without_is_reported(tmp_path: Path, inside: str, what: str) -> None:
    assert reported(tmp_path, "owl.svg", drawing(inside)) == [
        f"2: lost-on-paper has {what}, which paper goes without; draw plain shapes, or save a .png"
    ]


def test_text_of_a_logo_takes_a_font_that_not_everybody_has(tmp_path: Path) -> None:
    """In the drawings of a page it takes that of the words around it, on paper too."""
    text = drawing("<text>Owl</text>")
    assert reported(tmp_path, "owl.svg", text) == []
    assert reported(tmp_path, "owl.svg", text, "extra: {clinic: {logo: assets/owl.svg}}\n") == [
        "2: lost-on-paper has text in a font that others lack; turn it into shapes"
    ]


def test_pictures_of_the_templates_are_read_too(tmp_path: Path) -> None:
    write_files(tmp_path, {"theme/owl.svg": drawing("<script/>")})
    assert reported(tmp_path, "nest.svg", drawing("")) == [
        "theme/owl.svg:2: active-picture holds <script>; a picture needs none"
    ]


OURS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((HERE.parent / "docs/assets/images").glob("*.svg"))
    if path.stem not in ("cover", "icon")  # which are no pictures of pages
}
TONES = (HERE.parent / "overrides/components/drawing/drawing.css").read_text("utf-8")
NAMESPACE = "{http://www.w3.org/2000/svg}"
each_of_ours = pytest.mark.parametrize("text", OURS.values(), ids=OURS)


@each_of_ours
def test_a_teaching_picture_is_light_and_goes_by_the_colours_of_the_page(text: str) -> None:
    assert len(text) <= 6 * 1024
    # Begun like this, a picture far down a page becomes a file of its own, as a drawing does.
    assert text.startswith('<svg class="app-draw" ')
    coloured = set(re.findall(r"\.(app-draw__[\w-]+)", TONES))
    for element in etree.fromstring(text).iter(f"{NAMESPACE}*"):
        if {element.get("fill"), element.get("stroke")} - {None, "none"}:
            assert element.get("class") in coloured


@each_of_ours
def test_words_of_a_teaching_picture_are_as_large_as_those_around_it(text: str) -> None:
    picture = etree.fromstring(text)
    left, top, width, _ = map(float, picture.get("viewBox", "").split())
    assert (left, top, width) == (0, 0, 360)
    for words in picture.iter(f"{NAMESPACE}text"):
        sizes = [element.get("font-size") for element in (words, *words.iterancestors())]
        assert float(next(filter(None, sizes))) >= 18


@each_of_ours
def test_who_does_not_see_a_teaching_picture_hears_what_it_shows(text: str) -> None:
    picture = etree.fromstring(text)
    (words,) = picture.iter(f"{NAMESPACE}title")
    sentences = re.findall(r"[A-Z][^.]+\.(?= |$)", words.text or "")
    assert len(sentences) >= 2
    assert " ".join(sentences) == words.text
    assert picture.get("role") == "img"


def test_the_dots_of_a_scan_are_as_many_as_its_numbers_say() -> None:
    picture = etree.fromstring(OURS["scan-ages"])
    big, small = (_dots(path.get("d", "")) for path in picture.iter(f"{NAMESPACE}path"))
    numbers = [int(n) for n in re.findall(r"(\d+) of 100", picture[0].text or "")]
    assert numbers == [37, 80, 96, 30, 60, 84]
    assert big == numbers
    assert small == [100 - number for number in numbers]
    shown = [words.text for words in picture.iter(f"{NAMESPACE}text")]
    assert {str(number) for number in numbers} < set(shown)


def _dots(data: str) -> list[int]:
    """How many dots lie in each square: worn discs at 20, 50 and 80, then bulges."""
    count = [0] * 6
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)\.1", data):
        count[int(x) // 120 + 3 * (int(y) > 200)] += int(length) // 10 + 1
    return count
