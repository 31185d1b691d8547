"""The name of a site or a clinic may be one long word: it wraps, and the page stays as wide."""

from __future__ import annotations

from pathlib import Path

from guide.edition.edition import Edition
from guide.site.pipeline import render
from guide_site import copy_of_the_guide
from playwright.sync_api import Browser

NAME = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochmeddygfacefn"
CLINIC = f"""\
INHERIT: mkdocs.yml
site_name: {NAME}
extra: {{clinic: {{name: {NAME}, nation: england}}}}
"""


def test_a_name_of_one_long_word_wraps(browser: Browser, tmp_path: Path) -> None:
    folder = copy_of_the_guide(tmp_path / "guide")
    (folder / "clinic.yml").write_text(CLINIC, "utf-8")
    render(Edition.load(folder / "clinic.yml"), tmp_path / "site")
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto((tmp_path / "site/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()
