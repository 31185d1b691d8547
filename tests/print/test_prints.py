"""Every PDF of a clinic's edition, opened and read as people, printers and phones do."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from clinic_prints import make, rendered_clinic, source_of
from guide.edition.clinic import LEAST_FOR_TEXT, contrast
from guide.print.addresses import readable
from guide.print.editions import EDITIONS
from guide.print.pdfua import structure
from lxml import html
from small_pdf import elements, failures

BOOKLETS = (
    "back-pain-guide",
    "back-pain-guide-large-print",
    "back-pain-guide-a5",
    "back-pain-guide-whole",
)
# The least type in points. Where nothing stands here: that of clear print.
CLEAR_PRINT = 12
LEAST_POINTS = {
    "back-pain-guide": 14,
    "back-pain-guide-whole": 14,
    "back-pain-guide-large-print": 18,
    "myth-cards": 14,
    "poster": 14,
}
# The last pages of a booklet, which the contents do not name.
UNNUMBERED = ("My notes", "About this copy")
CODE = "QR code for "
# Nobody knows what will be typed, so fields have the whole font.
TYPED = "/AtkinsonHyperlegibleNext-Regular"
DOTS_PER_INCH = 150
_BREAK = "\ufffe"
raw = pypdfium2.raw


@dataclass
class Pdf:
    """A file and what is read from it, once for all tests."""

    path: Path
    name: str

    @property
    def kind(self) -> str:
        return self.name.partition("/")[0]

    @cached_property
    def texts(self) -> list[str]:
        with pypdfium2.PdfDocument(self.path) as document:
            return [" ".join(p.get_textpage().get_text_range().split()) for p in document]

    @property
    def letters(self) -> str:
        """All its text without any space: an address may be broken over lines.

        A hyphen at the end of a line is read as one that only the break needs.
        """
        return "".join("".join(self.texts).replace(_BREAK, "-").split())

    def codes(self) -> dict[int, set[str]]:
        """The addresses of the QR codes of each page, counted from 0, as the tags name them."""
        found: dict[int, set[str]] = {}
        with pikepdf.open(self.path) as pdf:
            numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            for figure in elements(pdf, "Figure"):
                words = str(figure.get("/Alt", ""))
                if words.startswith(CODE):
                    page = found.setdefault(numbers[figure.Pg.objgen], set())
                    page.add(words.removeprefix(CODE))
        return found


@pytest.fixture(scope="module")
def pdfs(printed_site: Path) -> list[Pdf]:
    folder = printed_site / "pdf"
    found = sorted(folder.rglob("*.pdf"))
    return [Pdf(p, str(p.relative_to(folder).with_suffix(""))) for p in found]


@pytest.fixture(scope="module")
def by_name(pdfs: list[Pdf]) -> dict[str, Pdf]:
    return {pdf.name: pdf for pdf in pdfs}


def reported(faults: Iterable[object]) -> list[str]:
    """What is wrong, or nothing, so that one test tells of all files."""
    return [str(fault) for fault in faults]


def test_every_edition_is_there(printed_site: Path) -> None:
    page = (printed_site / "print/index.html").read_text("utf-8")
    assert re.findall('<h2 id="([a-z0-9-]+)">', page)[: len(EDITIONS)] == list(EDITIONS)
    assert (printed_site / "text/whole-guide.txt").is_file()


def test_they_pass_pdf_ua_1_and_pdf_a_2a(pdfs: list[Pdf]) -> None:
    paths = sorted((pdf.path for pdf in pdfs), key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        found = list(zip(paths, workers.map(failures, paths), strict=True))
    assert reported((path.name, faults) for path, faults in found if faults) == []


def test_they_name_themselves_and_their_language(pdfs: list[Pdf]) -> None:
    faults = []
    for pdf in pdfs:
        with pikepdf.open(pdf.path) as document:
            title = str(document.docinfo.get("/Title", ""))
            if document.Root.Lang != "en-GB" or not title:
                faults.append((pdf.name, str(document.Root.Lang), title))
    assert reported(faults) == []


def test_what_is_longer_than_a_sheet_has_bookmarks(pdfs: list[Pdf]) -> None:
    faults = []
    for pdf in pdfs:
        with pikepdf.open(pdf.path) as document, document.open_outline() as outline:
            if len(document.pages) > 2 and not outline.root:
                faults.append(pdf.name)
    assert faults == []


def test_no_letter_is_smaller_than_the_edition_allows(pdfs: list[Pdf]) -> None:
    faults = []
    for pdf in pdfs:
        sizes = Counter(size for size, _ in _pieces_of(pdf.path))
        least = LEAST_POINTS.get(pdf.kind, CLEAR_PRINT)
        faults += [(pdf.name, size, n) for size, n in sizes.items() if size < least]
    assert reported(faults) == []


@pytest.mark.parametrize("name", BOOKLETS)
def test_the_page_numbers_of_the_contents_are_right(by_name: dict[str, Pdf], name: str) -> None:
    pdf = by_name[name]
    with pypdfium2.PdfDocument(pdf.path) as document:
        marks = [(m.get_title(), m.get_dest().get_index()) for m in document.get_toc(max_depth=1)]
    first = marks[1][1]
    contents = " ".join(pdf.texts[1:first])
    faults: list[object] = []
    for title, page in marks[1:]:
        words = re.escape(title.replace("\xa0", " "))
        listed = re.search(rf"{words}[ .]+(\d+)\b", contents)
        numbers = re.findall(r"\d+", pdf.texts[page])
        if title in UNNUMBERED:
            assert not listed, title
        elif not listed or int(listed[1]) != page + 1:
            faults.append((title, page + 1, listed and listed[0]))
        elif listed[1] not in numbers:
            faults.append((title, f"has no {page + 1} on its page"))
    assert reported(faults) == []
    assert len(marks) > (50 if name == "back-pain-guide-whole" else 10)


def test_every_leaflet_is_one_sheet_with_the_signs_that_need_urgent_help(pdfs: list[Pdf]) -> None:
    leaflets = [pdf for pdf in pdfs if pdf.kind == "leaflets"]
    assert len(leaflets) > 40
    assert [f"{pdf.name} {len(pdf.texts)}" for pdf in leaflets if len(pdf.texts) > 2] == []
    faults = [
        (pdf.name, words)
        for pdf in leaflets
        for words in ("999", "numbness or tingling around your genitals or bottom", "111")
        if words not in " ".join(pdf.texts)
    ]
    assert reported(faults) == []


def test_booklets_can_be_folded(by_name: dict[str, Pdf]) -> None:
    pages = len(by_name["back-pain-guide-a5"].texts)
    assert pages % 4 == 0
    assert pages <= 28, "a booklet that is stapled, with all that a clinic may say"
    # A sheet with a note on how to fold, and two pages on each side of the others.
    assert len(by_name["back-pain-guide-a5-to-fold"].texts) == 2 + pages // 2


def test_what_is_one_sheet_stays_one(pdfs: list[Pdf], by_name: dict[str, Pdf]) -> None:
    assert len(by_name["poster"].texts) == 1
    assert [p.name for p in pdfs if p.kind == "sheets" and len(p.texts) > 2] == []


def test_each_myth_in_the_lists_has_a_card(printed_site: Path, by_name: dict[str, Pdf]) -> None:
    listed = html.parse(printed_site / "myths/index.html").getroot().find_class("app-myths__item")
    assert len(by_name["myth-cards"].texts) == len(listed)


def test_a_phone_reads_every_code_from_a_grey_copy(pdfs: list[Pdf]) -> None:
    found = 0
    faults: list[object] = []
    for pdf in pdfs:
        codes = pdf.codes()
        with pypdfium2.PdfDocument(pdf.path) as document:
            for number, addresses in codes.items():
                page = document[number].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
                read = {code.text for code in zxingcpp.read_barcodes(page)}
                found += len(read)
                if read != addresses:
                    faults.append((pdf.name, number + 1, read ^ addresses))
        letters = pdf.letters
        for address in set().union(*codes.values()):
            if "".join(readable(address).split()) not in letters:
                faults.append((pdf.name, f"{address} is a code only"))
    assert reported(faults) == []
    assert found > len(pdfs)


def test_text_is_told_from_its_ground_in_grey(pdfs: list[Pdf]) -> None:
    faults: dict[tuple[str, str], tuple[str, int]] = {}
    seen = set()
    for pdf in pdfs:
        # The other booklets take the same colours.
        if pdf.kind not in BOOKLETS[1:] and pdf.kind != "back-pain-guide-a5-to-fold":
            for number, ink, ground in _inks_of(pdf.path):
                seen.add((ink, ground))
                if contrast(ink, ground) < LEAST_FOR_TEXT:
                    faults.setdefault((ink, ground), (pdf.name, number))
    assert reported(faults.items()) == []
    assert any(ink == "#ffffff" for ink, _ in seen)  # the heads of cards that are red


def test_headers_of_tables_have_a_scope(pdfs: list[Pdf]) -> None:
    faults, found = [], 0
    for pdf in pdfs:
        with pikepdf.open(pdf.path) as document:
            for header in elements(document, "TH"):
                found += 1
                if header.A.get("/Scope") not in ("/Column", "/Row"):
                    faults.append(pdf.name)
    assert reported(Counter(faults).items()) == []
    assert found


def test_a_leaflet_is_read_aloud_in_the_order_of_its_page(
    by_name: dict[str, Pdf], printed_site: Path
) -> None:
    article = html.parse(printed_site / "myths/posture/index.html").getroot().find_class("app-page")
    screen = ("app-references", "app-end", "app-on-this-page", "app-outside", "app-print-top")
    for css in (*screen, "app-more", "app-fact"):
        for element in article[0].find_class(css):
            element.drop_tree()
    aloud = _folded(_read_aloud(by_name["leaflets/myths/posture"].path))
    words = [_folded(e.text_content()) for e in article[0].iter("h1", "h2", "h3", "p", "li")]
    place, missing = 0, []
    for sentence in [text for words_of in words for text in re.split(r"(?<=\.) ", words_of)]:
        found = aloud.find(sentence, place)
        if found < 0:
            missing.append(sentence)
        else:
            place = found
    assert missing == []
    assert len(words) > 10


def test_files_are_small(pdfs: list[Pdf]) -> None:
    faults = []
    for pdf in pdfs:
        most = 2_000_000 if pdf.kind.startswith("back-pain-guide") else 300_000
        if pdf.path.stat().st_size > most:
            faults.append((pdf.name, pdf.path.stat().st_size))
    assert reported(faults) == []


def test_fonts_are_ours_embedded_and_cut_to_what_is_used(pdfs: list[Pdf]) -> None:
    faults = set()
    for pdf in pdfs:
        with pikepdf.open(pdf.path) as document:
            for thing in document.objects:
                if (
                    isinstance(thing, pikepdf.Dictionary)
                    and thing.get("/Type") == "/FontDescriptor"
                ):
                    embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys())
                    name = str(thing.FontName)
                    typed = name == TYPED and pdf.name.endswith("-to-fill-in")
                    ours = typed or re.match(r"/[A-Z]{6}\+Guide", name)
                    if not embedded or not ours:
                        faults.add((pdf.name, name, bool(embedded)))
    assert reported(sorted(faults)) == []


def test_the_same_words_give_the_same_bytes(printed_site: Path, tmp_path: Path) -> None:
    source = source_of(rendered_clinic(tmp_path / "again"))
    names = ("leaflets/myths/posture", "sheets/appointment-questions", "poster")
    again = make(source, tmp_path, [f"pdf/{name}.pdf" for name in names])
    made = {copy.name: copy.read_bytes() for copy, _ in again}
    assert made == {
        f"pdf-{name.replace('/', '-')}.pdf": (printed_site / f"pdf/{name}.pdf").read_bytes()
        for name in names
    }


# How PDFs are read


def _pieces_of(path: Path) -> Iterator[tuple[float, str]]:
    """The size in points of each letter that is seen, and the letter."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                letter = chr(raw.FPDFText_GetUnicode(text, place))
                if letter.strip():
                    # WeasyPrint sets type in pixels of CSS and scales the page.
                    scale = raw.FS_MATRIX()
                    raw.FPDFText_GetMatrix(text, place, scale)
                    size = raw.FPDFText_GetFontSize(text, place)
                    area = abs(scale.a * scale.d - scale.b * scale.c)
                    yield round(size * area**0.5, 1), letter


def _inks_of(path: Path) -> Iterator[tuple[int, str, str]]:
    """The number of the page, the colour of a text in grey, and that of the ground around it."""
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=1, grayscale=True).to_pil()
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
                if raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(thing.raw)) > 0:
                    continue  # not to be seen
                parts = [ctypes.c_uint() for _ in "rgba"]
                raw.FPDFPageObj_GetFillColor(thing.raw, *parts)
                red, green, blue, _ = (part.value for part in parts)
                left, bottom, right, top = _bounds_of(thing)
                box = (int(left) - 1, picture.height - int(top) - 1, int(right) + 2)
                ground = picture.crop((*box, picture.height - int(bottom) + 1))
                seen = max(enumerate(ground.histogram()), key=lambda bar: bar[1])[0]
                yield number, _grey(0.299 * red + 0.587 * green + 0.114 * blue), _grey(seen)


def _bounds_of(thing: Any) -> tuple[float, float, float, float]:
    """Where it is on its page: the words of a drawing stand in a form with a scale of its own."""
    bounds: tuple[float, float, float, float] = thing.get_bounds()
    while thing.container is not None:
        thing = thing.container
        bounds = thing.get_matrix().on_rect(*bounds)
    return bounds


def _grey(level: float) -> str:
    return "#" + f"{round(level):02x}" * 3


def _read_aloud(path: Path) -> str:
    """The text of a PDF in the order of its tags."""
    with pypdfium2.PdfDocument(path) as document:
        spoken = [_by_mark(page) for page in document]
    parts: list[str] = []
    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for element in structure(pdf):
            for kid in element.get("/K", pikepdf.Array()):
                if isinstance(kid, int):
                    parts.append(spoken[numbers[element.Pg.objgen]].get(kid, ""))
    return " ".join(parts)


def _by_mark(page: Any) -> dict[int, str]:
    """The text of each piece of marked content of a page, by its number."""
    text = page.get_textpage()
    found: dict[int, str] = {}
    for place in range(text.count_chars()):
        thing = raw.FPDFText_GetTextObject(text, place)
        if thing:
            mark = raw.FPDFPageObj_GetMarkedContentID(thing)
            found[mark] = found.get(mark, "") + chr(raw.FPDFText_GetUnicode(text, place))
    return found


def _folded(text: str) -> str:
    """Words with one space between them, without the numbers of references and of pages."""
    text = " ".join(text.split())
    text = re.sub(r"\[[\d,; ]+\]|\((?:page \d+|on the website)\)", "", text)
    return re.sub(r" (?=[.,:;?!)\"])", "", " ".join(text.split()))
