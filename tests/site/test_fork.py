"""A fork, whose clinic.yml inherits from its mkdocs.yml, with what a clinic has of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.core.steps import Steps
from guide.edition.edition import Edition
from guide.site.pipeline import build
from selectolax.lexbor import LexborHTMLParser
from small_guide import TODAY, write_files

CLINIC = """\
INHERIT: mkdocs.yml
site_name: Squirrels of ash
extra:
  print: [leaflets]
  clinic: {name: Ash, nation: england, menu: From Ash}
"""
CLASS = "---\ntitle: Our nut class\nleaflet: true\n---\n\nOr come to [the talk](talk.md).\n"
TALK = "---\ntitle: Our nut talk\n---\n\nOr come to [the class](class.md).\n"
LISTED = "- passage: courses.md\n  says: where to learn about nuts\n"


@pytest.fixture
def fork(tiny_guide: Path) -> Path:
    """A fork with a page, a passage and a picture of its clinic's own, beside the guide's docs."""
    config = (tiny_guide / "mkdocs.yml").read_text("utf-8")
    snippets = "[guide.markdown, pymdownx.snippets: {base_path: [docs/_parts]}]"
    config = config.replace("[guide.markdown]", snippets).replace(
        "exclude_docs: /_data/", "exclude_docs: |\n  /_data/\n  /_parts/"
    )
    nuts = (tiny_guide / "docs/nuts.md").read_text("utf-8")
    return write_files(
        tiny_guide,
        {
            "mkdocs.yml": config,
            "docs/nuts.md": f'{nuts}\n--8<-- "courses.md"\n',
            "docs/_data/local_passages.yml": LISTED,
            "docs/_parts/courses.md": "Ask for a course.\n",
            "clinic.yml": CLINIC,
            "pages/class.md": CLASS,
            "pages/talk.md": TALK,
            "local/courses.md": "Ring Ash.\n",
            "assets/owl.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
        },
    )


def test_what_a_clinic_has_of_its_own_is_a_part_of_its_guide_and_of_no_other(fork: Path) -> None:
    edition, guide = Edition.load(fork / "clinic.yml"), Edition.load(fork / "mkdocs.yml")
    assert (guide.docs, guide.config.nav) == (fork / "docs", ["index.md", "nuts.md"])
    assert edition.guides_docs == fork / "docs"
    own = {"From Ash": ["pages/class.md", "pages/talk.md"]}
    assert edition.config.nav == ["index.md", "nuts.md", own]
    assert (edition.docs / "_parts/local/courses.md").read_text("utf-8") == "Ring Ash.\n"
    assert (edition.docs / "assets/owl.svg").is_file()
    assert {path.name for path in (fork / "docs").iterdir()} == {
        *("index.md", "nuts.md", "assets", "_data", "_parts"),
    }


def test_an_own_page_is_printed_as_a_leaflet_if_it_asks_for_it(fork: Path) -> None:
    assert build(Edition.load(fork / "clinic.yml"), TODAY, Steps()) is None
    assert "Ring Ash." in (fork / "site/nuts/index.html").read_text("utf-8")
    leaflets = sorted(path.name for path in (fork / "site/pdf/leaflets").rglob("*.pdf"))
    assert leaflets == ["class.pdf"]
    for name, links in (("class", ["../../pdf/leaflets/pages/class.pdf"]), ("talk", [])):
        page = LexborHTMLParser((fork / f"site/pages/{name}/index.html").read_text("utf-8"))
        found = [str(link.attributes["href"]) for link in page.css("a")]
        assert [href for href in found if href.endswith(".pdf")] == links
