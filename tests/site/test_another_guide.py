"""A guide to another condition: made by `guide new --guide`, checked, built, printed, searched."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
from guide import rules
from guide.__main__ import main
from guide.content.guide import Guide
from guide.core.content_folder import content_folder
from guide.core.steps import Steps
from guide.edition.edition import Edition
from guide.site.pipeline import build, render
from selectolax.lexbor import LexborHTMLParser
from small_guide import FRONT_MATTER, write_files

TEXT = pytest.CaptureFixture[str]
DAY = date(2028, 2, 29)
# What only a guide to back pain says, in words, codes and names of files.
OF_BACK_PAIN = re.compile(r"back[ -]?pain|\bBPG\b|whose back|sciatica|spinal", re.IGNORECASE)
SUFFIXES = (".html", ".js", ".md", ".txt", ".webmanifest", ".yml")


@pytest.fixture(scope="module")
def neck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a guide to neck pain, with its site built."""
    folder = tmp_path_factory.mktemp("guides") / "neck"
    options = ["--condition", "neck pain", "--today", f"{DAY}"]
    assert main(["new", "--guide", str(folder), *options]) == 0
    settings = folder / "mkdocs.yml"
    text = settings.read_text("utf-8")
    all_kinds = text.replace("    - leaflets\n", "    - leaflets\n    - plain-text\n    - poster\n")
    settings.write_text(all_kinds, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://riverside.example/neck/")
        assert build(Edition.load(settings), DAY, Steps(StringIO())) is None
    return folder


def test_its_three_pages_and_its_settings_break_no_rule(neck: Path) -> None:
    edition = Edition.load(neck / "mkdocs.yml")
    guide = Guide.of(edition)
    assert sorted(guide.by_path) == ["first-page.md", "index.md", "urgent-help.md"]
    assert [*rules.check_edition(edition, DAY), *rules.check_content(guide, DAY)] == []


def test_nothing_in_it_is_of_back_pain(neck: Path) -> None:
    found = [
        f"{path.relative_to(neck)}: {said[0]}"
        for path in sorted(neck.rglob("*"))
        if path.suffix in SUFFIXES and ".cache" not in path.parts
        for said in OF_BACK_PAIN.finditer(path.read_text("utf-8"))
    ]
    assert found == []
    assert [path.name for path in neck.rglob("*") if OF_BACK_PAIN.search(path.name)] == []


def test_what_readers_keep_has_keys_of_its_own(neck: Path) -> None:
    page = (
        FRONT_MATTER.replace("care", "sheet")
        + "\n/// write | My goal\n    lines: 2\n\nWhat?\n///\n"
    )
    folder = write_files(neck.parent / "sheet", {})
    shutil.copytree(neck, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site*"))
    write_files(folder, {"docs/first-page.md": page})
    assert render(Edition.load(folder / "mkdocs.yml"), folder / "out") == []
    sheet = (folder / "out/first-page/index.html").read_text("utf-8")
    assert 'data-sheet="first-page/" data-guide="neck"' in sheet


def test_urgent_help_names_whom_to_call_and_that_the_signs_are_to_be_written(neck: Path) -> None:
    page = LexborHTMLParser((neck / "site/urgent-help/index.html").read_text("utf-8"))
    called = {link.attributes["href"] for link in page.css("main a[href^='tel:']")}
    assert {"tel:999", "tel:111"} <= called
    cards = [" ".join(card.text().split()) for card in page.css(".app-care-card__body")]
    assert len(cards) == 2
    for card in cards:
        assert "still to be written. A health professional writes them here" in card
    (notice,) = page.css(".app-notice")
    assert notice.text() == "Draft: not yet checked by a clinician"


@pytest.mark.parametrize("page", ["index.html", "first-page/index.html", "404.html"])
def test_each_page_leads_to_urgent_help(neck: Path, page: str) -> None:
    tree = LexborHTMLParser((neck / "site" / page).read_text("utf-8"))
    ways = [link.attributes["href"] or "" for link in tree.css("a")]
    assert any(way.endswith("urgent-help/") for way in ways)


def words_of(pdf: Path) -> list[str]:
    """The text of each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = (document[number].get_textpage() for number in range(len(document)))
        return [" ".join(page.get_text_range().split()) for page in pages]


def test_its_leaflet_its_booklet_and_its_poster_are_drafts_with_its_own_codes(neck: Path) -> None:
    pdfs = sorted(path.relative_to(neck / "site/pdf").as_posix() for path in neck.rglob("*.pdf")
                  if ".cache" not in path.parts)  # fmt: skip
    assert pdfs == ["leaflets/first-page.pdf", "neck.pdf", "poster.pdf"]
    for pdf, code in zip(pdfs, ("NECK-first-page", "NECK-A4", "NECK-poster"), strict=True):
        words = words_of(neck / "site/pdf" / pdf)
        assert f"Code: {code}, version" in " ".join(words)
        assert any("Draft: not yet checked by a clinician" in page for page in words)
        assert not OF_BACK_PAIN.search(" ".join(words))
    leaflet = " ".join(words_of(neck / "site/pdf/leaflets/first-page.pdf"))
    assert "Call 999 now if it is an emergency" in leaflet


def test_it_is_searched_and_an_emergency_is_heard(neck: Path) -> None:
    text = (neck / "site/search/topics.js").read_text("utf-8")
    topics = json.loads(text.removeprefix("guideTopics="))
    assert [page[0] for page in topics["pages"]] == ["first-page", "index", "urgent-help"]
    places = {place: (page, anchor) for place, page, anchor, *_ in topics["urgent"]}
    assert places == {
        "overdose": ("urgent-help", "call-now"),
        "crisis": ("urgent-help", "help-in-a-mental-health-crisis"),
        "urgent": ("urgent-help", ""),
    }


@pytest.mark.parametrize("nation", ["scotland", "NI", "ireland"])
def test_a_clinic_of_another_nation_has_an_edition_of_it(neck: Path, nation: str) -> None:
    clinic = (
        "INHERIT: mkdocs.yml\nextra:\n  clinic: "
        f"{{name: Riverside, nation: {nation}, phone: 01632 960001}}\n"
    )
    edition = Edition.load(write_files(neck, {"clinic.yml": clinic}) / "clinic.yml")
    guide = Guide.of(edition)
    assert [*rules.check_edition(edition, DAY), *rules.check_content(guide, DAY)] == []


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def identities(folder: Path) -> Iterator[str]:
    said = Edition.load(folder / "mkdocs.yml").identity
    yield from (said.slug, said.code, said.condition)


def test_names_are_made_of_the_folder_unless_they_are_given(here: Path, capsys: TEXT) -> None:
    assert main(["new", "--guide", "Knee_and hip"]) == 0
    assert capsys.readouterr().out.endswith("Next: cd Knee_and hip && guide build\n")
    assert list(identities(here / "Knee_and hip")) == ["knee-and-hip", "KNEEANDHIP", "knee and hip"]
    named = ["--slug", "knees", "--code", "KN", "--condition", "knee pain"]
    assert main(["new", "--guide", "other", *named]) == 0
    assert list(identities(here / "other")) == ["knees", "KN", "knee pain"]


def test_all_that_is_wrong_is_told_and_nothing_is_made(here: Path, capsys: TEXT) -> None:
    wrong = ["--slug", "Neck!", "--code", "n", "--site-name", "Neck\nguide"]
    assert main(["new", "--guide", "neck", *wrong]) == 1
    assert capsys.readouterr().err.splitlines() == [
        'guide: slug must be small letters and hyphens, 40 at most, like "neck-pain", is "Neck!"',
        'guide: code must be 2 to 12 capital letters or digits, like "NPG", is "n"',
        'guide: site_name must stand on one line, is "Neck\\nguide"',
    ]
    assert main(["new", "--guide", "neck", "--condition", "pain " * 20]) == 1
    assert capsys.readouterr().err == "guide: condition must have 56 letters at most\n"
    assert list(here.iterdir()) == []


def test_a_guide_that_is_there_is_left_as_it_is(here: Path, capsys: TEXT) -> None:
    write_files(here, {"neck/mkdocs.yml": "site_name: Ours\n"})
    assert main(["new", "--guide", "neck"]) == 1
    assert capsys.readouterr().err == "guide: neck/mkdocs.yml is there already\n"
    assert [path.name for path in (here / "neck").iterdir()] == ["mkdocs.yml"]


def test_templates_and_words_of_templates_are_those_of_the_release(here: Path) -> None:
    main(["new", "--guide", "neck"])
    for name in ("overrides/main.html", "docs/_data/interface.yml", "docs/_data/nations.yml"):
        assert (here / "neck" / name).read_bytes() == (content_folder() / name).read_bytes()
