"""The templates of the guide around pages of another one, which has a few."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from guide.edition.edition import Edition
from guide.site.pipeline import render
from guide_site import ROOT
from selectolax.lexbor import LexborHTMLParser
from small_guide import FRONT_MATTER, write_files

SETTINGS = """\
INHERIT: docs/_data/interface.yml
site_name: Squirrels
use_directory_urls: {directories}
theme: {{name: material, custom_dir: overrides, favicon: assets/images/icon.svg}}
plugins: []
nav: [index.md, help/index.md, index.md.d/reindex.md]
exclude_docs: /_data/
markdown_extensions: [toc, guide.markdown]
extra:
  urgent_page: help/index.md
  clinic: {{}}
"""
TILES = "tiles: [{page: index.md.d/reindex.md, symbol: flash}]\nstatus: draft"
FILES = {
    "docs/index.md": FRONT_MATTER.replace("status: draft", TILES)
    + "\nGo to [nuts](index.md.d/reindex.md).\n",
    "docs/help/index.md": FRONT_MATTER.replace("care", "rescue"),
    "docs/index.md.d/reindex.md": FRONT_MATTER.replace("care", "nuts"),
}


def rendered(folder: Path, directories: str) -> Path:
    """The few pages, rendered with the templates of the guide."""
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    write_files(folder, {"mkdocs.yml": SETTINGS.format(directories=directories), **FILES})
    for name in ("interface.yml", "nations.yml"):
        write_files(folder, {f"docs/_data/{name}": (ROOT / "docs/_data" / name).read_bytes()})
    assert render(Edition.load(folder / "mkdocs.yml"), folder / "site") == []
    return folder / "site"


@pytest.mark.parametrize(
    ("directories", "page", "urgent"),
    [
        ("true", "index.md.d/reindex/index.html", "../../help/"),
        ("false", "index.md.d/reindex.html", "../help/index.html"),
    ],
)
def test_urgent_help_may_be_the_page_of_a_folder(
    tmp_path: Path, directories: str, page: str, urgent: str
) -> None:
    site = rendered(tmp_path, directories)
    tree = LexborHTMLParser((site / page).read_text("utf-8"))
    ways = {link.attributes["href"] for link in tree.css("a") if "rgent" in link.text()}
    assert ways == {urgent}
    own = LexborHTMLParser((site / "help/index.html").read_text("utf-8"))
    assert len(own.css(".app-call-buttons")) == 1, "the page of urgent help names whom to call"
    assert own.css_first("main.app-main--urgent") is not None
    assert '<a data-page="help/index">' in (site / page).read_text("utf-8")


def test_a_tile_may_lead_to_a_page_whose_name_holds_index(tmp_path: Path) -> None:
    home = LexborHTMLParser((rendered(tmp_path, "true") / "index.html").read_text("utf-8"))
    (tile,) = home.css("article a[href='index.md.d/reindex/']")
    assert tile.css_first(".app-symbol") is not None
