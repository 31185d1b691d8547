"""What is made for paper, chosen by settings or by hand, and where the site says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from guide.__main__ import main
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.edition.nations import Nation
from guide.print import leaflets, rendering
from guide.print.chapter import RenderedPages
from guide.print.editions import EDITIONS
from guide.print.imprint import Source
from guide.print.prints import Fault, PdfPrint, TextPrint
from guide.print.queue import Printed, PrintQueue, problems_of
from guide.publish import parts
from guide.publish.thumbnails import write_thumbnail
from guide.site.pipeline import render
from lxml import html
from PIL import Image
from small_guide import FRONT_MATTER, TINY_GUIDE, TODAY, write_files

ON_THE_DAY = ["--today", str(TODAY)]
CHOSEN = "[booklet, leaflets, plan-sheets, plain-text]"
LIST = (
    FRONT_MATTER.replace("care", "prints").replace("some peace", "some paper")
    + """
/// prints
They are not here yet.
///

See my [hoard](hoard.md).
"""
)
SHEET = (
    FRONT_MATTER.replace("care", "hoard").replace("some peace", "some room")
    + """
/// write | Where I hid the nuts
    lines: 2
///
"""
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A guide with a leaflet, a sheet and the page that lists what can be printed, built."""
    folder = tmp_path_factory.mktemp("prints")
    settings = TINY_GUIDE["mkdocs.yml"].replace(
        "nav: [index.md, nuts.md]", "nav: [index.md, {Food: [nuts.md, hoard.md]}, print.md]"
    )
    settings += f"  print: {CHOSEN}\n  leaflets: [nuts.md]\n"
    write_files(folder, TINY_GUIDE | {"mkdocs.yml": settings})
    write_files(folder / "docs", {"print.md": LIST, "hoard.md": SHEET})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["build", *ON_THE_DAY]) == 0
        yield folder


def document(markup: str) -> Any:
    return html.document_fromstring(markup)


def links_of(page: Path, css: str) -> dict[str, str]:
    """The words of each link in elements of a class, by its address."""
    (box,) = document(page.read_text("utf-8")).find_class(css)
    return {a.get("href"): " ".join(a.getparent().text_content().split()) for a in box.iter("a")}


def test_a_page_lists_what_was_made_with_pages_and_sizes(printed: Path) -> None:
    page = printed / "site/print/index.html"
    links = links_of(page, "app-prints")
    assert list(links) == [
        "../pdf/guide.pdf",
        "../pdf/leaflets/nuts.pdf",
        "../pdf/sheets/hoard.pdf",
        "../text/whole-guide.txt",
        "../text/index.txt",
        "../text/nuts.txt",
        "../text/hoard.txt",
        "../text/print.txt",
    ]
    for href, words in links.items():
        assert (page.parent / href).is_file(), href
        assert words.endswith("KB)"), words
    (box,) = document(page.read_text("utf-8")).find_class("app-prints")
    words = " ".join(box.text_content().split())
    assert words.startswith("All were made on 22 November 2026.")
    assert "One page of the guide to hand out, with the signs that need urgent help." in words
    assert "not here yet" not in words


def test_each_kind_of_print_shows_its_first_page(printed: Path) -> None:
    """One of its kind, as leaflets look alike; a text has none."""
    page = printed / "site/print/index.html"
    (box,) = document(page.read_text("utf-8")).find_class("app-prints")
    shown = list(box.iter("img"))
    assert [picture.get("src") for picture in shown] == [
        "../pdf/guide.webp",
        "../pdf/leaflets/nuts.webp",
        "../pdf/sheets/hoard.webp",
    ]
    for picture in shown:
        file = page.parent / picture.get("src")
        assert file.stat().st_size <= 3 * 1024
        with Image.open(file) as image:
            assert image.size == (160, 226)
            # Paper, with words on it
            tones = image.convert("L").tobytes()
            assert (min(tones) < 120, max(tones) > 250) == (True, True)
        size = [picture.get(name) for name in ("width", "height", "loading")]
        assert size == ["96", "136", "lazy"]
        # It leads to what it shows, and is called as that is in the list.
        href = picture.getparent().get("href")
        assert href == picture.get("src").replace(".webp", ".pdf")
        (listed,) = box.xpath(f".//li/a[@href='{href}']")
        assert picture.get("alt") == listed.text_content()


def test_a_small_or_a_wide_sheet_is_seen_to_be_one(tmp_path: Path) -> None:
    sizes = {}
    for name, size in (("a4", (595, 842)), ("a5", (420, 595)), ("fold", (842, 595))):
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=size)
            pdf.save(tmp_path / f"{name}.pdf")
        made = write_thumbnail(tmp_path / f"{name}.pdf")
        assert made.file == tmp_path / f"{name}.webp"
        sizes[name] = made.width, made.height
    assert sizes == {"a4": (96, 136), "a5": (68, 96), "fold": (136, 96)}


@pytest.mark.parametrize(
    ("page", "pdf", "words"),
    [
        ("nuts", "../pdf/leaflets/nuts.pdf", "Print or keep this page, "),
        ("hoard", "../pdf/sheets/hoard.pdf", "Print or keep this page, "),
        ("print", "../pdf/guide.pdf", "Print or keep the booklet, "),
    ],
)
def test_each_page_links_to_what_is_made_of_it(
    printed: Path, page: str, pdf: str, words: str
) -> None:
    links = links_of(printed / f"site/{page}/index.html", "app-print")
    everything = "./" if page == "print" else "../print/"
    assert list(links) == [pdf, everything]
    assert links[pdf].startswith(words)


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        ([], "8 for paper, 0 new: site ("),
        (["--edition", "leaflets"], "1 for paper, 0 new: site/pdf/leaflets/nuts.pdf ("),
        (["--page", "docs/hoard.md", "--edition", "plan-sheets"], "site/pdf/sheets/hoard.pdf ("),
        (["--page", "nuts.md", "--edition", "leaflets", "-o", "out/n.pdf"], ": out/n.pdf ("),
    ],
)
@pytest.mark.usefixtures("printed")
def test_pdf_prints_what_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], options: list[str], reported: str
) -> None:
    assert main(["pdf", *options, *ON_THE_DAY]) == 0
    assert reported in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        (
            ["--edition", "leaflet"],
            '"leaflet" is no edition that can be printed; did you mean "leaflets"?',
        ),
        (["--page", "nut.md"], 'nothing is made of "nut.md"; did you mean "nuts.md"?'),
        (
            ["-o", "all.pdf"],
            "8 files do not go into one: choose one with --edition and --page",
        ),
        (["--edition", "myth-cards"], "there is nothing to print: no page, or no web address yet"),
    ],
)
@pytest.mark.usefixtures("printed")
def test_pdf_says_what_cannot_be_printed(
    capsys: pytest.CaptureFixture[str], options: list[str], reported: str
) -> None:
    assert main(["pdf", *options, *ON_THE_DAY]) == 1
    assert capsys.readouterr().err == f"guide: {reported}\n"


def source_of(edition: Edition, folder: Path) -> Source:
    return Source(edition, Guide.load(edition.docs), RenderedPages(folder), TODAY)


def test_a_leaflet_says_where_the_same_words_are_on_the_web(printed: Path, tmp_path: Path) -> None:
    edition = Edition.load(printed / "mkdocs.yml")
    render(edition, tmp_path)
    source = source_of(edition, tmp_path)
    (leaflet,) = EDITIONS["leaflets"](source, "leaflets")
    assert isinstance(leaflet, PdfPrint)
    words = document(leaflet.settings[0].markup).text_content()
    assert "squirrels.example/repo/nuts" in words


def test_a_leaflet_that_needs_more_than_its_sheet_is_a_problem_of_its_page(
    tiny_guide: Path, tmp_path: Path
) -> None:
    with (tiny_guide / "docs/nuts.md").open("a") as page:
        page.write("\n## More nuts\n\n" + "Dig for one more nut, and then sleep well.\n\n" * 120)
    edition = Edition.load(tiny_guide / "mkdocs.yml")
    edition.config.extra["leaflets"] = ["nuts.md"]
    render(edition, tmp_path / "rendered")
    source = source_of(edition, tmp_path / "rendered")
    queue = PrintQueue(tmp_path / "site", tmp_path / "cache")
    printed = list(queue.run(list(EDITIONS["leaflets"](source, "leaflets"))))
    reported = [str(found) for found in problems_of(source, printed) if "too-long" in found.rule]
    assert reported == [
        "docs/nuts.md:1: print-too-long pdf/leaflets/nuts.pdf: must have 2 pages at most, "
        f"has {printed[0].pages}: shorten what stands above the folds"
    ]
    # The words for another nation may be longer: its clinic is told, and its build goes on.
    ireland = Nation.load(edition.docs, "ireland")
    irish = replace(source, guide=Guide.load(edition.docs, ireland))
    [warned] = [str(found) for found in problems_of(irish, printed) if "leaflet" in found.rule]
    assert "longer-leaflet what the clinic says makes a leaflet longer than a sheet" in warned
    assert "pdf/leaflets/nuts.pdf (must have 2 pages at most, has " in warned


def test_each_myth_of_a_page_has_a_card_that_leads_to_its_heading(
    tiny_guide: Path, tmp_path: Path
) -> None:
    page = tiny_guide / "docs/nuts.md"
    several = (
        "myth: Nuts are stones\nmyths:\n  - {myth: Nuts walk, fact: Nuts roll, at: rolling}\nstatus"
    )
    page.write_text(page.read_text("utf-8").replace("status", several, 1), "utf-8")
    source = source_of(Edition.load(tiny_guide / "mkdocs.yml"), tmp_path)
    source.edition.config.site_url = "https://squirrels.example/"
    (cards,) = EDITIONS["myth-cards"](source, "myth-cards")
    assert isinstance(cards, PdfPrint)
    own, other = document(cards.settings[0].markup).find_class("print-card")
    said, known, more = (
        [card.find_class(f"print-card__{part}") for card in (own, other)]
        for part in ("myth", "title", "message")
    )
    reported = [found[0].text_content() for found in (*said, *known)]
    assert reported == [
        '"Nuts are stones"',
        '"Nuts walk"',
        source.guide.by_path["nuts.md"].title,
        "Nuts roll",
    ]
    # The main message is about the myth that the page is named after.
    assert [len(found) for found in more] == [1, 0]
    assert "squirrels.example/nuts/#rolling" in other.text_content()


def test_prints_are_made_of_pages_before_they_are_published(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone gets a long list a letter at a time; on paper it is whole."""
    monkeypatch.setattr(parts, "MOST", dict.fromkeys(parts.MOST, 0))
    with (tiny_guide / "mkdocs.yml").open("a") as settings:
        settings.write("  print: [plain-text]\n")
    with (tiny_guide / "docs/index.md").open("a") as page:
        page.write("\n/// bibliography\n///\n")
    assert main(["build", "-f", str(tiny_guide / "mkdocs.yml"), *ON_THE_DAY]) == 0
    assert "Naps of squirrels" not in (tiny_guide / "site/index.html").read_text("utf-8")
    assert "Naps of squirrels" in (tiny_guide / "site/trial.html").read_text("utf-8")
    printed = (tiny_guide / "site/text/index.txt").read_text("utf-8")
    assert "\n- Naps of squirrels. 2019. doi: 10.1234/naps.4\n" in printed
    assert main(["pdf", "-f", str(tiny_guide / "mkdocs.yml"), *ON_THE_DAY]) == 0
    assert (tiny_guide / "site/text/index.txt").read_text("utf-8") == printed


# The print queue ------------------------------------------------------------------------------


def test_a_text_is_written_as_it_is_and_cached(tmp_path: Path) -> None:
    queue = PrintQueue(tmp_path / "site", tmp_path / "cache")
    text = TextPrint("plain-text", "text/nap.txt", "Naps", "Nap well.\n")
    for _ in range(2):
        (done,) = queue.run([text])
        assert (tmp_path / "site/text/nap.txt").read_bytes() == b"Nap well.\n"
        assert done.pages is None
    queue.evict_others([])
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_print_with_a_fault_is_made_and_reported_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("print-split", "page 2: a card is on two pages")

    def faulty(_print: PdfPrint, target: Path) -> list[Fault]:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(target)
        return [fault]

    monkeypatch.setattr(rendering, "render", faulty)
    queue = PrintQueue(tmp_path / "site", tmp_path / "cache")
    one = PdfPrint("leaflets", "pdf/leaflets/a.pdf", "A", (), ("base",), page="a.md")
    for _ in range(2):
        (done,) = queue.run([one])
        assert list(done.faults) == [fault]
    assert (tmp_path / "site/pdf/leaflets/a.pdf").is_file()


def test_a_fault_is_a_problem_of_the_page_or_of_the_settings(printed: Path) -> None:
    source = source_of(Edition.load(printed / "mkdocs.yml"), printed)
    fault = Fault("print-overflow", "page 1: too wide")
    prints = [
        PdfPrint("leaflets", "pdf/leaflets/nuts.pdf", "Nuts", (), (), page="nuts.md"),
        PdfPrint("booklet", "pdf/back-pain-guide.pdf", "Booklet", (), ()),
    ]
    found = problems_of(source, [Printed(p, printed, 1, 0.1, [fault]) for p in prints])
    assert [str(problem) for problem in found] == [
        "docs/nuts.md:1: print-overflow pdf/leaflets/nuts.pdf: page 1: too wide",
        "mkdocs.yml:1: print-overflow pdf/back-pain-guide.pdf: page 1: too wide",
    ]


@pytest.mark.parametrize(
    ("lines", "second"),
    [((1, 1), 1), ((3, 1, 1, 1), 1), ((1, 1, 1, 3), 3), ((1, 1, 1), 2), ((2,), None)],
)
def test_the_signs_stand_in_two_columns_of_about_the_same_height(
    lines: tuple[int, ...], second: int | None
) -> None:
    """By the letters of each: a sign of 48 letters fits on a line."""
    signs = "".join(f"<li>{'x' * 48 * many}</li>" for many in lines)
    items = html.fromstring(f"<ul>{signs}</ul>")
    leaflets._in_columns(items)
    begins = [n for n, item in enumerate(items) if item.get("class") == "print-next-column"]
    assert begins == ([] if second is None else [second])
