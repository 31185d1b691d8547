"""With which setting a print begins: what is known to be too long is not laid out again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from guide.content.guide import Guide
from guide.edition.edition import Edition, SitePlace
from guide.print import rendering
from guide.print.beginnings import first_that_fits, of_the_least, to_fit, with_beginnings
from guide.print.chapter import RenderedPages
from guide.print.imprint import Source
from guide.print.prints import A4, LEAFLET, POSTER, SMALL_LEAFLET, PdfPrint, Setting, TextPrint
from small_guide import TODAY, write_files

# The words of each form, and how many pages they take in large and in small type.
LISTS, SENTENCES = "lists 3 3", "sentences 3 2"
SETTINGS = (
    Setting(LISTS, LEAFLET),
    Setting(LISTS, SMALL_LEAFLET),
    Setting(SENTENCES, SMALL_LEAFLET),
)
OWLS = PdfPrint("leaflets", "pdf/owls.pdf", "Owls", SETTINGS, ("base",), page="owls.md", most=2)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was laid out: as many pages as the words say; a clinic's name makes one more."""
    tried: list[str] = []

    def lay_out(_print: PdfPrint, markup: str, paper: object, **_more: bool) -> SimpleNamespace:
        tried.append(f"{markup} {'large' if paper == LEAFLET else 'small'}")
        large, small = map(int, re.findall("[0-9]", markup))
        more = markup.endswith("clinic")
        return SimpleNamespace(pages=[None] * ((large if paper == LEAFLET else small) + more))

    monkeypatch.setattr(rendering, "laid_out", lay_out)
    monkeypatch.setattr(rendering, "_write", lambda _document, target: target.touch())
    monkeypatch.setattr(rendering, "faults_of", lambda _pages, _least: [])
    return tried


def test_the_words_are_tried_as_a_print_is(laid_out: list[str]) -> None:
    assert first_that_fits(OWLS) == 2
    assert laid_out == ["lists 3 3 large", "lists 3 3 small"]


def test_what_is_hopeless_in_large_type_is_not_tried_in_small_type(laid_out: list[str]) -> None:
    long = "lists 4 4"
    settings = (Setting(long, LEAFLET), Setting(long, SMALL_LEAFLET), SETTINGS[2])
    assert first_that_fits(replace(OWLS, settings=settings)) == 2
    assert laid_out == ["lists 4 4 large"]


def test_of_what_never_fits_the_last_form_is_always_tried(laid_out: list[str]) -> None:
    settings = tuple(Setting("lists 3 3", paper) for paper in (LEAFLET, SMALL_LEAFLET))
    assert first_that_fits(replace(OWLS, settings=settings)) == 0
    assert laid_out == []


def test_a_print_that_begins_later_is_the_same(tmp_path: Path, laid_out: list[str]) -> None:
    assert rendering.render(OWLS, tmp_path / "all.pdf") == []
    assert len(laid_out) == 3
    (later,) = with_beginnings([OWLS], {OWLS.path: first_that_fits(OWLS)})
    assert later.digest == OWLS.digest
    laid_out.clear()
    assert isinstance(later, PdfPrint)
    assert rendering.render(later, tmp_path / "one.pdf") == []
    assert laid_out == ["sentences 3 2 small"]


def test_what_a_clinic_makes_longer_is_told_of_a_print_that_begins_later(
    tmp_path: Path, laid_out: list[str]
) -> None:
    """Without what the clinic says there are fewer settings: none of them is passed over."""
    settings = (*SETTINGS[:2], Setting(f"{SENTENCES} clinic", SMALL_LEAFLET))
    later = replace(OWLS, settings=settings, unbranded=SETTINGS[2:], begin=2)
    faults = rendering.render(later, tmp_path / "owls.pdf")
    assert [(fault.rule, fault.message) for fault in faults] == [
        ("longer-leaflet", "3 pages, not 2")
    ]
    assert laid_out[-1] == "sentences 3 2 small"


def test_only_what_must_fit_by_its_length_has_a_beginning() -> None:
    poster = replace(OWLS, styles=("base", "wall"), settings=(Setting("", POSTER),))
    book = replace(OWLS, most=None, settings=(Setting("", A4),))
    text = TextPrint("plain-text", "pdf/owls.txt", "Owls", "Owls nap.")
    assert list(to_fit([poster, OWLS, book, text])) == [OWLS]
    assert with_beginnings([text], {}) == [text]


@pytest.mark.parametrize("address", ["https://i.ie", None])
def test_the_least_of_editions_says_what_all_of_them_do(
    tiny_guide: Path, tmp_path: Path, address: str | None
) -> None:
    clinics = {
        "ash": "{name: Ash Physiotherapy, phone: 01632 960001, address: [1 Mill Lane]}",
        "beech": "{name: Beech, address: [2 Mill Lane, Beechbridge], complaints: Ring us}",
    }
    sources = []
    for name, said in clinics.items():
        text = f"INHERIT: mkdocs.yml\nsite_name: {name}\nextra: {{clinic: {said}}}\n"
        if address or name == "ash":
            text += f"site_url: https://{name}.example/nuts/\n"
        write_files(tiny_guide, {f"{name}.yml": text})
        edition = Edition.load(tiny_guide / f"{name}.yml", SitePlace(name, tmp_path / "sites"))
        guide = Guide.load(tiny_guide / "docs")
        sources.append(Source(edition, guide, RenderedPages(tmp_path), TODAY))
    least = of_the_least(sources).edition
    assert least.config.extra["clinic"] == {"name": "i", "address": ["i"]}
    assert (least.config.site_name, least.config.site_url) == ("", address)
    assert sources[0].edition.clinic.phone == "01632 960001"
