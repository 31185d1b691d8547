"""The sheet to decide with: every treatment in a row, on one sheet, and each box can be told."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from guide.content.guide import Guide
from guide.content.treatments import GROUPS
from guide.edition.edition import Edition
from guide.print.chapter import RenderedPages
from guide.print.editions import prints_of
from guide.print.imprint import Source
from guide.print.prints import PdfPrint
from small_guide import FRONT_MATTER, TINY_GUIDE, TODAY, write_files
from small_pdf import elements, failures, texts

OVERVIEW = FRONT_MATTER.replace("care", "treatment") + "\n/// treatments\n///\n"
LONG = "Nerve heating and cooling"


def entry(number: int, group: str) -> str:
    return f"""\
- id: t{number}
  page: all.md
  name: {LONG} {number}
  group: {group}
  what: Heat.
  benefit: Warmth.
  harms: [Burns.]
  nice: Nothing.
  get: Anywhere.
  nothing: Nothing.
  worst: Burns
  rating: {{helps: no more than a dummy, sure: not known, harm: serious}}
  ways: [nhs]
"""


def source_of(folder: Path, overview: str, count: int) -> Source:
    files = {name: text for name, text in TINY_GUIDE.items() if not name.startswith("docs/nuts")}
    groups = [GROUPS[number * len(GROUPS) // count] for number in range(count)]
    data = "".join(entry(number, group) for number, group in enumerate(groups))
    write_files(
        folder,
        {
            **files,
            "mkdocs.yml": TINY_GUIDE["mkdocs.yml"].replace("nuts.md", "all.md")
            + "  urgent_page: urgent-help.md\n",
            "docs/index.md": FRONT_MATTER + "\nNuts.\n",
            "docs/all.md": overview,
            "docs/urgent-help.md": FRONT_MATTER.replace("care", "fall") + "\nHelp.\n",
            "docs/_data/treatments.yml": data,
        },
    )
    edition = Edition.load(folder / "mkdocs.yml")
    edition.config.site_url = "https://squirrels.example/repo/"
    pages = RenderedPages(folder / "docs")
    return Source(edition, Guide.load(folder / "docs"), pages, TODAY)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many treatments as the guide has, all with long names and long words, and codes."""
    folder = tmp_path_factory.mktemp("decision")
    (one,) = prints_of(source_of(folder, OVERVIEW, 20), ["decision-sheet"])
    assert isinstance(one, PdfPrint)
    target = folder / "sheet.pdf"
    assert (one.path, one.make(target)) == ("pdf/decision-sheet.pdf", [])
    return target


def test_all_treatments_stand_on_one_sheet_with_the_words_of_their_scales(sheet: Path) -> None:
    pages = texts(sheet)
    words = " ".join(" ".join(pages).split())
    assert len(pages) == 2
    assert words.count(LONG) == 20
    assert words.count("no more than a pretend one") == 20
    assert words.count("can be serious") == 20
    assert "What matters to me: choosing a treatment" in words
    assert words.index("By yourself") < words.index("With others") < words.index("Medicines")
    with pikepdf.open(sheet) as pdf:
        codes = [str(figure.Alt) for figure in elements(pdf, "Figure")]
    home = "QR code for https://squirrels.example/repo"
    assert codes == [f"{home}/all/", f"{home}/urgent-help/"]


def test_the_sheet_is_tagged_as_the_others_are(sheet: Path) -> None:
    assert failures(sheet) == []
    with pikepdf.open(sheet) as pdf:
        # A row for each treatment and each group, and the heads of the columns on both sides.
        assert len(elements(pdf, "TR")) == 20 + len(GROUPS) + 2


def test_a_guide_that_lists_no_treatments_has_no_sheet(tmp_path: Path) -> None:
    source = source_of(tmp_path, FRONT_MATTER.replace("care", "treatment") + "\nNone.\n", 5)
    assert prints_of(source, ["decision-sheet"]) == []
