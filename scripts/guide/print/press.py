"""For a print shop: grey ink alone, room to trim, and a cover with its spine for what is bound.

The prints of the site are for a phone, an office printer and a screen reader. A press wants them
otherwise: type in black ink alone, as a tint is printed in dots, and black mixed of colours shows
the smallest shift of a sheet; a sheet larger than the page, with marks where it is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, Page, Pdf

from guide.print.pdfua import save
from guide.print.prints import Press

POINTS = 72 / 25.4  # in a millimetre

_Instruction = ContentStreamInstruction | pikepdf.ContentStreamInlineImage

# Grey: every colour as the grey that is as light, so that contrasts stay; type black or white.

# As a share of white, in the steps of sRGB. Below it a line is black: a tint is printed in dots.
_NEARLY_BLACK = 0.25
_PAPER_BEHIND = 0.6  # type that is lighter stands on a dark ground, and is left white
_FILL, _STROKE = ("g", "rg", "k"), ("G", "RG", "K")


def _as_rgb(numbers: Sequence[float]) -> Sequence[float]:
    """The operands of `g`, `rg` or `k` as red, green and blue."""
    if len(numbers) == 1:
        return [numbers[0]] * 3
    if len(numbers) == 3:
        return numbers
    *inks, black = numbers
    return [(1 - ink) * (1 - black) for ink in inks]


def grey_of(red: float, green: float, blue: float) -> float:
    """The grey as light as a colour of sRGB; both from 0 to 1."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (red, green, blue)
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    grey = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return 0.0 if grey < _NEARLY_BLACK else round(grey, 3)


def to_grey(pdf: Pdf) -> None:
    """Leave nothing but grey in a PDF: in pages, in what they draw again, in pictures."""
    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents = pdf.make_stream(_grey_content(page))
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1:
            thing.write(_grey_content(thing))
            if "/Group" in thing and "/CS" in thing.Group:
                thing.Group.CS = Name.DeviceGray
        elif thing.get("/Subtype") == Name.Image and not thing.get("/ImageMask"):
            _grey_picture(thing)


def _grey_content(content: Page | Object) -> bytes:
    return pikepdf.unparse_content_stream(list(_in_grey(content)))


def _in_grey(content: Page | Object) -> Iterator[_Instruction]:
    """The instructions of a content stream, with grey in the place of each colour."""
    fill, saved, in_text = 0.0, list[float](), False
    for each in pikepdf.parse_content_stream(content):
        if not isinstance(each, ContentStreamInstruction):  # a picture within the stream
            yield each
            continue
        name, operands = str(each.operator), each.operands
        if name in _FILL + _STROKE:
            grey = grey_of(*_as_rgb([float(str(number)) for number in operands]))
            if name in _FILL:
                fill = grey
            yield _colour("g" if name in _FILL else "G", _type(grey) if in_text else grey)
            continue
        if name == "q":
            saved.append(fill)
        elif name == "Q" and saved:
            fill = saved.pop()
        yield each
        if name in ("BT", "ET"):
            in_text = name == "BT"
            if fill != _type(fill):
                yield _colour("g", _type(fill) if in_text else fill)


def _type(grey: float) -> float:
    return 1.0 if grey > _PAPER_BEHIND else 0.0


def _colour(operator: str, grey: float) -> ContentStreamInstruction:
    return ContentStreamInstruction([grey], Operator(operator))


def _grey_picture(picture: pikepdf.Stream) -> None:
    """Turn a picture into greys; its mask of transparency stays as it is."""
    image = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    picture.write(image.tobytes())
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    for key in ("/Decode", "/DecodeParms", "/Filter"):
        if key in picture and key != "/Filter":
            del picture[key]


# Trimming: boxes and marks around pages that end at the edge of their paper.

_MARK = 5.0  # millimetres, and as far as that from the page at least
_AWAY = 3.0
_LINE = 0.25  # points


def to_trim(pdf: Pdf, bleed: float, folds: Sequence[float] = ()) -> None:
    """Put each page on a larger sheet, with marks where to cut; `bleed` is in millimetres.

    `folds` are the places, in points from the left, where it is folded: dashed marks show them.

    No print of the guide has anything at the edge of its paper, so there is nothing to draw on
    into the bleed: it is white, as the page is. The marks stand outside of it.
    """
    away = max(bleed, _AWAY) * POINTS
    room = away + _MARK * POINTS
    for page in pdf.pages:
        left, bottom, right, top = (float(side) for side in page.trimbox)
        page.TrimBox = _box(left, bottom, right, top, 0)
        page.BleedBox = _box(left, bottom, right, top, bleed * POINTS)
        page.MediaBox = _box(left, bottom, right, top, room)
        page.CropBox = page.MediaBox
        lines = [
            f"{x:.3f} {y + up * away:.3f} m {x:.3f} {y + up * room:.3f} l "
            f"{x + out * away:.3f} {y:.3f} m {x + out * room:.3f} {y:.3f} l"
            for x, out in ((left, -1), (right, 1))
            for y, up in ((bottom, -1), (top, 1))
        ]
        dashes = [
            f"{x:.3f} {y + up * away:.3f} m {x:.3f} {y + up * room:.3f} l"
            for x in folds
            for y, up in ((bottom, -1), (top, 1))
        ]
        marks = f"q 0 G {_LINE} w {' '.join(lines)} S [2] 0 d {' '.join(dashes)} S Q"
        marks = f"/Artifact <</Type /Page>> BDC {marks} EMC\n"
        page.contents_add(pdf.make_stream(marks.encode()), prepend=True)
        page.contents_coalesce()


def _box(left: float, bottom: float, right: float, top: float, by: float) -> Array:
    sides = (left - by, bottom - by, right + by, top + by)
    return Array([round(side, 3) for side in sides])


def make_ready(path: Path, press: Press, folds: Sequence[float] = ()) -> None:
    """Make a finished PDF what a print shop asks for; `folds` are those of a cover."""
    if press == Press():
        return
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        if press.grey:
            to_grey(pdf)
        if press.bleed:
            to_trim(pdf, press.bleed, folds)
        save(pdf, path)


# The cover of what is bound: back, spine and front side by side, to be folded around the pages.


def spine_of(pages: int, leaf: float) -> float:
    """The thickness of a bound book in millimetres; `leaf` is that of a leaf, of two pages."""
    return -(-pages // 2) * leaf


def make_cover(
    book: Path, spine: Path | None, target: Path, thickness: float, press: Press
) -> None:
    """Write the cover as a print shop asks for it: last page of `book`, spine, first page.

    `spine` is a PDF of one page as wide as the book is high and as high as it is thick, which is
    turned to be read from the top, or nothing for a spine without words.
    """
    with pikepdf.open(book) as inside, Pdf.new() as cover:
        front, back = inside.pages[0], inside.pages[-1]
        _, _, width, height = (float(side) for side in front.trimbox)
        middle = thickness * POINTS
        sheet = Dictionary(
            Type=Name.Page, MediaBox=_box(0, 0, 2 * width + middle, height, 0), Resources={}
        )
        cover.pages.append(Page(cover.make_indirect(sheet)))
        drawn = _placed(cover, back, "1 0 0 1 0 0 cm")
        drawn += _placed(cover, front, f"1 0 0 1 {width + middle:.3f} 0 cm")
        if spine is not None:
            with pikepdf.open(spine) as words:
                drawn += _placed(cover, words.pages[0], f"0 -1 1 0 {width:.3f} {height:.3f} cm")
        page = cover.pages[0]
        page.TrimBox = page.MediaBox
        page.Contents = cover.make_stream(drawn.encode())
        # It is no document to be read: what says so of the book is left behind.
        save(cover, target)
    make_ready(target, press, (width, width + middle))


def _placed(cover: Pdf, page: Page, where: str) -> str:
    form = cover.copy_foreign(page.as_form_xobject())
    name = cover.pages[0].add_resource(form, Name.XObject)
    return f"q {where} {name} Do Q\n"
