"""The booklet as a reader, a blind reader and a print manager meet it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.print.book import hold_to_words
from guide.print.chapter import RenderedPages
from guide.print.editions import EDITIONS
from guide.print.imprint import Source
from guide.print.prints import PdfPrint
from guide.site.pipeline import render
from guide_site import ROOT
from lxml import html

DRAFT = "Draft: not yet checked by a clinician"


@pytest.fixture(scope="module")
def path(site: Path) -> Path:
    return site / "pdf/back-pain-guide.pdf"


@pytest.fixture(scope="module")
def pages(path: Path) -> list[str]:
    """The text of each page, white space folded."""
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(p.get_textpage().get_text_range().split()) for p in document]


@pytest.fixture(scope="module")
def whole(printed_site: Path) -> Path:
    """The whole guide, which alone has all sources and the websites that the guide names."""
    return printed_site / "pdf/back-pain-guide-whole.pdf"


@pytest.fixture(scope="module")
def whole_pages(whole: Path) -> list[str]:
    with pypdfium2.PdfDocument(whole) as document:
        return [" ".join(p.get_textpage().get_text_range().split()) for p in document]


@pytest.fixture(scope="module")
def titles() -> list[str]:
    """The titles of the pages that the settings put into the booklet, in that order."""
    edition = Edition.load(ROOT / "mkdocs.yml")
    known = Guide.load(edition.docs).by_path
    return [known[path].title for path in edition.config.extra["booklet"]]


def test_it_passes_pdf_ua_1(path: Path) -> None:
    report = page_validation.validate_pdf(path, profile="ua1")
    assert report.is_compliant, [f"{f.rule_id}: {f.message}" for f in report.failures]


def test_it_names_itself_and_its_language(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        title = str(pdf.docinfo["/Title"])
    assert title == "Back pain that does not go away: Back Pain Guide"


def test_every_page_of_its_sections_is_a_chapter_with_a_bookmark(
    path: Path, titles: list[str]
) -> None:
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        bookmarks = [item.title.replace("\xa0", " ") for item in outline.root]
    assert bookmarks == ["Contents", *titles, "About this copy"]
    assert bookmarks[1] == "Urgent help for back pain"


def test_the_page_numbers_of_the_contents_are_right(pages: list[str], titles: list[str]) -> None:
    contents = " ".join(pages[1:3])
    for title in titles:
        entry = re.search(re.escape(title) + r"[ .]+(\d+)\b", contents)
        assert entry, f'"{title}" is not in the contents: {contents}'
        number = int(entry[1])
        chapter = pages[number - 1]
        assert title in chapter, f'"{title}" is not on page {number}'
        assert chapter.rstrip().endswith(f"{number}") or f" {number} " in f" {chapter} "


def test_a_link_to_a_page_that_is_not_printed_says_where_it_is(pages: list[str]) -> None:
    assert re.search(r"slow breathing \(on the website\)", " ".join(pages))


def test_the_booklet_has_no_folds_and_its_main_sources_without_numbers(pages: list[str]) -> None:
    text = " ".join(pages)
    assert "How to come off an opioid safely" not in text
    assert not re.search(r"\[\d+(?:, \d+)*\]", text)
    listed = pages[-1].partition("Main sources:")[2]
    assert "Low back pain and sciatica in over 16s" in listed


def test_every_page_carries_the_draft_notice(pages: list[str]) -> None:
    assert [n for n, text in enumerate(pages, start=1) if DRAFT not in text] == []


def test_a_citation_is_held_to_its_word_by_spaces_alone() -> None:
    """With an element around it, WeasyPrint breaks the line behind the paragraph's first word."""
    mark = '<span class="app-citation">[<a>1</a>, <a>2</a>]</span>'
    article = html.fragment_fromstring(f"<div><p>Owls nap {mark}. Mice do not.</p></div>")
    hold_to_words(article)
    held = html.tostring(article, encoding="unicode")
    assert held == "<div><p>Owls nap\xa0[<a>1</a>,\xa0<a>2</a>]. Mice do not.</p></div>"


def test_citations_are_numbered_through_the_whole_guide_into_one_list(
    whole_pages: list[str],
) -> None:
    pages = whole_pages
    start = next(n for n, text in enumerate(pages) if "lead to this list" in text)
    # The list may begin below the end of the last chapter.
    body = " ".join([*pages[2:start], pages[start].partition("lead to this list")[0]])
    numbers = [
        int(n)
        for cluster in re.findall(r"\[([\d,; ]+)\]", body)
        for n in re.findall(r"\d+", cluster)
    ]
    first_seen = list(dict.fromkeys(numbers))
    assert first_seen == list(range(1, len(first_seen) + 1))
    listed = " ".join(pages[start:])
    assert f" {len(first_seen)}. " in listed
    assert f" {len(first_seen) + 1}. " not in listed
    assert "Back to the text" not in body + listed


def test_no_care_card_is_split(site: Path, pages: list[str]) -> None:
    pages = [re.sub(r" \((?:page \d+|on the website)\)", "", text) for text in pages]
    for source in (site / "urgent-help/index.html", site / "what-helps/painkillers/index.html"):
        for card in html.parse(source).getroot().find_class("app-care-card"):
            if next(card.iterancestors("details"), None) is not None:
                continue  # a fold, which the booklet has not
            items = [" ".join(li.text_content().split()) for li in card.iter("li")]
            first = re.sub(r" \[.*", "", items[0])
            last = re.sub(r" \[.*", "", items[-1])
            assert any(first in text and last in text for text in pages), items


def test_the_back_page_tells_code_version_and_dates(pages: list[str]) -> None:
    back = pages[-1]
    for words in ("Code: BPG-A4", "made on 28 November 2026", "Next review due: 28 November 2027"):
        assert words in back
    assert re.search(r"version 0\.1\.0, words [0-9a-f]{7}", back)
    assert "large print, Easy Read, braille" in back


def test_resources_have_their_address_on_paper(tmp_path: Path) -> None:
    """On the leaflet of the page that lists them, which a clinic may choose."""
    edition = Edition.load(ROOT / "mkdocs.yml")
    edition.config.extra["leaflets"] = ["find-more.md"]
    render(edition, tmp_path / "site")
    source = Source(
        edition, Guide.load(edition.docs), RenderedPages(tmp_path / "site"), date(2026, 11, 28)
    )
    (leaflet,) = EDITIONS["leaflets"](source, "leaflets")
    path = tmp_path / "leaflet.pdf"
    assert isinstance(leaflet, PdfPrint)
    leaflet.make(path)
    with pypdfium2.PdfDocument(path) as document:
        text = " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in document)
    assert "Tame the Beast" in text
    assert "tamethebeast.org/welcome" in text


def test_a_clinic_stands_on_its_cover_and_its_back(clinic_site: Path) -> None:
    with pypdfium2.PdfDocument(clinic_site / "pdf/back-pain-guide.pdf") as document:
        cover, back = (document[n].get_textpage().get_text_range() for n in (0, len(document) - 1))
    assert "Riverside Physiotherapy" in cover
    for words in ("01632 960001", "physio@riverside.example", "Riverside walking group"):
        assert words in back
    assert "riverside.example/back-pain" in back
