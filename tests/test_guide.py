"""The guide itself, as it stands in docs/: it must pass what it asks of others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from guide import checks
from guide.checks.site import Site
from guide.content import Guide
from guide.edition import Edition
from guide.engine import render
from guide_site import ROOT, copy_of_the_guide
from selectolax.lexbor import LexborHTMLParser

# Rules of the content stand on facts, not on the calendar: reviews that fall due are the
# matter of `guide check`, which CI runs too, and must not turn this test red by themselves.
ON_THE_DAY_OF_WRITING = date(2026, 11, 22)


def test_the_words_have_no_problems() -> None:
    guide = Guide.load(ROOT / "docs")
    assert checks.check_content(guide, ON_THE_DAY_OF_WRITING) == []
    assert checks.check_edition(Edition.load(ROOT / "mkdocs.yml")) == []


def test_the_built_site_has_no_problems(guide_folder: Path) -> None:
    site = Site.load(guide_folder / "site", guide_folder / "docs")
    assert checks.check_site(site) == []


def test_the_built_site_has_no_problems_under_a_repository_path(clinic_site: Path) -> None:
    assert checks.check_site(Site.load(clinic_site, base="/back-pain/")) == []


def test_stock_mkdocs_builds_it_strictly(tmp_path: Path) -> None:
    folder = copy_of_the_guide(tmp_path)
    mkdocs = Path(sys.executable).with_name("mkdocs")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [mkdocs, "build", "--strict", "--quiet"]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_what_editors_and_clinics_write_is_shown_and_never_run(tmp_path: Path) -> None:
    folder = copy_of_the_guide(tmp_path)
    page = folder / "docs/about.md"
    text = page.read_text("utf-8")
    text = re.sub(r"title: .*", "title: 'Ham & \"eggs\" <b>'", text, count=1)
    text = re.sub(r"description: .*", "description: 'A \"quoted\" <i>description</i> & more'", text)
    page.write_text(text, "utf-8")
    clinic = "INHERIT: mkdocs.yml\nextra: {clinic: {name: '<script>alert(1)</script>'}}\n"
    (folder / "clinic.yml").write_text(clinic, "utf-8")
    out = tmp_path / "out"
    assert render(Edition.load(folder / "clinic.yml"), out) == []
    tree = LexborHTMLParser((out / "about/index.html").read_text("utf-8"))
    assert tree.css_first("h1").text() == 'Ham & "eggs" <b>'
    description = tree.css_first("meta[name=description]").attributes["content"]
    assert description == 'A "quoted" <i>description</i> & more'
    assert "<script>alert(1)</script>" in tree.css_first("footer .app-contact").text()
    assert [s.attributes.get("src") for s in tree.css("script")] == [
        "../assets/javascripts/search.js"
    ]
    menu = tree.css_first("nav [aria-current=page]")
    assert menu.text() == 'Ham & "eggs" <b>'


def test_nothing_on_the_site_asks_another_host_for_anything(site: Path) -> None:
    fetched = [
        (page.path, link.target)
        for page in Site.load(site).pages.values()
        for link in page.links
        if not link.to_page and link.target.startswith(("http:", "https:", "//"))
    ]
    assert fetched == []


def test_urgent_help_is_one_tap_away_from_every_page(site: Path) -> None:
    for page in Site.load(site).pages.values():
        targets = [link.target for link in page.links if link.to_page]
        leads = any(t.rstrip("/").endswith("urgent-help") for t in targets)
        assert leads or page.path == "urgent-help/index.html", page.path


def test_the_safety_passages_stand_on_their_pages(site: Path) -> None:
    """The same words everywhere, because they are written once."""
    urgent = (site / "urgent-help/index.html").read_text("utf-8")
    for words in ("numbness or tingling around your genitals or bottom", "116 123", "85258"):
        assert words in urgent
    heat = (site / "flare-ups/what-to-do/index.html").read_text("utf-8")
    assert "Never put heat over or near a strong painkiller patch" in heat
    painkillers = (site / "what-helps/painkillers/index.html").read_text("utf-8")
    assert "Do not stop these medicines suddenly" in painkillers
