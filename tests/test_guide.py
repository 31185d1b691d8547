"""The guide itself, as it stands in docs/: it must pass what it asks of others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from guide import checks
from guide.content import Guide
from guide.edition import Edition
from guide.engine import render
from guide.links.page import BuiltFile
from guide.links.reading import read
from guide.links.site import Site
from guide.links.visit import check
from guide_site import ROOT, copy_of_the_guide
from selectolax.lexbor import LexborHTMLParser

# Rules of the content stand on facts, not on the calendar: reviews that fall due are the
# matter of `guide check`, which CI runs too, and must not turn this test red by themselves.
ON_THE_DAY_OF_WRITING = date(2026, 11, 22)


def pages_of(folder: Path) -> list[BuiltFile]:
    site = Site.load(folder)
    return [read(site, path) for path in sorted(site.pages)]


def test_the_words_have_no_problems() -> None:
    guide = Guide.load(ROOT / "docs")
    assert checks.check_content(guide, ON_THE_DAY_OF_WRITING) == []
    assert checks.check_edition(Edition.load(ROOT / "mkdocs.yml")) == []


def test_the_built_site_has_no_problems(guide_folder: Path) -> None:
    site = Site.load(guide_folder / "site", guide_folder / "docs")
    assert check(site, checks.SITE_RULES).problems == []


def test_the_built_site_has_no_problems_under_a_repository_path(clinic_site: Path) -> None:
    host = "https://riverside.example"
    site = Site.load(clinic_site, base="/back-pain/", host=host)
    assert check(site, checks.SITE_RULES).problems == []


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
    assert [s.attributes.get("src") for s in tree.css("script")] == [None]  # the starter
    menu = tree.css_first("nav [aria-current=page]")
    assert menu.text() == 'Ham & "eggs" <b>'


def test_nothing_on_the_site_asks_another_host_for_anything(site: Path) -> None:
    fetched = [
        (page.path, link.target)
        for page in pages_of(site)
        for link in page.links
        if not link.to_page and link.target.startswith(("http:", "https:", "//"))
    ]
    assert fetched == []


def test_urgent_help_is_one_tap_away_from_every_page(site: Path) -> None:
    for page in pages_of(site):
        targets = [link.target for link in page.links if link.to_page]
        leads = any(t.rstrip("/").endswith("urgent-help") for t in targets)
        assert leads or page.path == "urgent-help/index.html", page.path


# What keeps people safe, and every page on which it must stand.
SAFETY = {
    "loss of bladder or bowel control": ["urgent-help"],
    "pain that goes round your body like a band": ["urgent-help"],
    "it has not got better after a few weeks of looking after it yourself": ["urgent-help"],
    "even a minor one": ["urgent-help", "daily-life/getting-older"],
    "Never put heat over or near a strong painkiller patch": [
        *("flare-ups/what-to-do", "routines/heat", "routines/micro-movement"),
        *("myths/heat-or-ice", "daily-life/pregnancy"),
    ],
    "Do not suddenly stop any medicine in this list": [
        *("flare-ups/what-to-do", "what-helps/painkillers", "myths/strong-painkillers"),
        *("treatments/opioids", "treatments/nerve-pain-medicines"),
    ],
    "is hard to wake": ["what-helps/painkillers", "treatments/opioids"],
    "Stop, and call": [
        f"routines/{name}"
        for name in (
            *("index", "micro-movement", "cat-cow-and-knee-to-chest", "stretches", "at-a-desk"),
            *("tennis-ball-massage", "heat", "slow-breathing", "walking"),
        )
    ],
    "Do not lie flat on your back for long": [
        *("urgent-help", "daily-life/pregnancy", "flare-ups/what-to-do"),
        *("routines/micro-movement", "routines/stretches", "routines/slow-breathing"),
    ],
    "Do not bend forward strongly": ["routines/cat-cow-and-knee-to-chest", "routines/stretches"],
    "116 123": ["urgent-help", "daily-life/mood-and-worry"],
    "85258": ["urgent-help", "daily-life/mood-and-worry"],
}


@pytest.mark.parametrize(("words", "pages"), SAFETY.items())
def test_what_keeps_people_safe_stands_where_it_is_needed(
    site: Path, words: str, pages: list[str]
) -> None:
    """The same words everywhere, because they are written once."""
    for page in pages:
        path = site / f"{page.removesuffix('index').rstrip('/')}/index.html"
        assert words in path.read_text("utf-8"), page


@pytest.mark.parametrize("words", SAFETY)
def test_what_keeps_people_safe_is_written_once(words: str) -> None:
    """A second copy would be forgotten when the first is mended."""
    sources = [p for p in (ROOT / "docs").rglob("*.md") if words in p.read_text("utf-8")]
    assert [p.parent.name for p in sources if p.parent.name == "_parts"] == ["_parts"]
    copies = [p.name for p in sources if p.parent.name != "_parts"]
    # A main message stands alone, and says the one thing of its page itself.
    assert copies in ([], ["pregnancy.md"])
