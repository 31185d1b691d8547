"""A clinic's edition: what its patients see of it, on screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.__main__ import main
from guide.edition.edition import Edition
from guide.publish.redirects import is_redirect
from guide.site.pipeline import render
from guide_site import CLINIC, REVIEWED, copy_of_the_guide
from linkaudit.cli.program import PROBLEMS
from selectolax.lexbor import LexborHTMLParser, LexborNode

PAGES = ("index.html", "what-helps/scans/index.html", "references/index.html")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, clinic_site: Path) -> LexborHTMLParser:
    return LexborHTMLParser((clinic_site / request.param).read_text("utf-8"))


def _one(page: LexborHTMLParser, selector: str) -> LexborNode:
    (found,) = page.css(selector)
    return found


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def test_the_clinic_stands_in_the_header(page: LexborHTMLParser) -> None:
    header = _one(page, "header.app-header")
    assert "Riverside Physiotherapy" in _words(header)
    assert "Riverside guide to back pain" in _words(header)
    (logo,) = header.css("img")
    assert (logo.attributes["src"] or "").endswith("assets/images/icon.svg")


def test_the_contact_card_tells_how_to_reach_the_clinic(page: LexborHTMLParser) -> None:
    card = _one(page, "footer .app-contact")
    for words in ("Outpatients", "1 Mill Lane", "Riverside", "Monday to Friday, 9am to 5pm"):
        assert words in _words(card)
    links = {_words(a): a.attributes["href"] for a in card.css("a")}
    assert links["01632 960001"] == "tel:01632960001"
    assert "To change an appointment: 01632 960002 ext 3" in _words(card)
    assert links["01632 960002 ext 3"] == "tel:01632960002,3"
    assert links["physio@riverside.example"] == "mailto:physio@riverside.example"
    assert links["Riverside walking group"] == "https://riverside.example/walks"
    assert "https://riverside.example/refer" in links.values()


def test_feedback_goes_to_the_clinic(page: LexborHTMLParser) -> None:
    feedback = _one(page, ".app-feedback")
    assert "mailto:physio@riverside.example" in {a.attributes["href"] for a in feedback.css("a")}


def test_signs_in_an_address_and_an_extension_are_written_for_the_phone(tmp_path: Path) -> None:
    folder = copy_of_the_guide(tmp_path)
    clinic = CLINIC.replace("01632 960001", "+44 (0)1632\u00a0960001 ext 2")
    clinic = clinic.replace("physio@", "o'brien&co@")
    (folder / "clinic.yml").write_text(clinic, "utf-8")
    assert render(Edition.load(folder / "clinic.yml"), tmp_path / "out") == []
    page = LexborHTMLParser((tmp_path / "out/about/index.html").read_text("utf-8"))
    links = {a.attributes["href"]: _words(a) for a in page.css(".app-contact a, .app-feedback a")}
    assert links["tel:+441632960001,2"] == "+44 (0)1632 960001 ext 2"
    assert links["mailto:o%27brien%26co@riverside.example"] == "o'brien&co@riverside.example"


def test_the_clinics_colour_replaces_one_token(page: LexborHTMLParser) -> None:
    (style,) = page.css("head style")
    assert style.text().endswith("}:root{--app-clinic:#7a1f5c}")


def test_the_clinics_colour_is_in_drawings_too(clinic_site: Path) -> None:
    drawings = (clinic_site / "assets/drawings").glob("*.svg")
    moving = [text for path in drawings if "app-draw__move" in (text := path.read_text("utf-8"))]
    assert len(moving) > 5
    assert all(":root{--app-clinic:#7a1f5c}" in text for text in moving)


def test_without_a_clinic_the_guide_speaks_neutrally(site: Path) -> None:
    page = LexborHTMLParser((site / "index.html").read_text("utf-8"))
    assert page.css(".app-contact") == []
    assert "--app-clinic:#" not in _one(page, "head style").text()
    assert "the clinic that gave you this guide" in _words(_one(page, ".app-feedback"))


def test_the_draft_notice_stands_on_every_page_of_an_edition(clinic_site: Path) -> None:
    for path in clinic_site.rglob("*.html"):
        text = path.read_text("utf-8")
        # The reader of an old address sees the page that it leads to.
        assert is_redirect(text) or "Draft: not yet checked by a clinician" in text, path


def test_a_pale_colour_is_refused_with_its_measured_contrast(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of_the_guide(tmp_path)
    edition = folder / "clinic.yml"
    edition.write_text(CLINIC.replace("#7a1f5c", "#ff8800"), "utf-8")
    assert main(["build", "-f", str(edition), "--today", REVIEWED.isoformat()]) == PROBLEMS
    assert (
        "clinic.yml:18: low-contrast-colour colour must have a contrast of 4.5 to 1 with the tint "
        'colour #f3ede1, has 2.05 to 1; the nearest darker tone that has it is "#a35700"'
    ) in capsys.readouterr().out
    assert not (folder / "site").exists()
