"""The way out stays open: Zensical renders the same words, citations and cards as MkDocs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from guide.edition.edition import Edition
from guide.edition.nations import Nations
from guide.publish.redirects import is_redirect
from guide.publish.site_folder import drop_unused_assets
from guide.rules.site import unrendered_markup
from guide.site.pipeline import render
from guide_site import ROOT, copy_of_the_guide
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import Rules, check
from selectolax.lexbor import LexborHTMLParser, LexborNode
from small_guide import FRONT_MATTER, write_files

CITATION = "a.app-citation__link"
SYMBOL = re.compile(rb'<span class="app-symbol">.*?</span>', re.DOTALL)
CARDS = ".app-care-card, .app-callout, .app-list-card, .app-evidence, .app-key-message"


@pytest.fixture(scope="module")
def zensical_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_the_guide(tmp_path_factory.mktemp("zensical"))
    assert "No issues found" in zensical_of(folder)
    return folder / "site"


def zensical_of(folder: Path) -> str:
    """Build a guide with Zensical; return what it prints."""
    zensical = Path(sys.executable).with_name("zensical")
    result = subprocess.run(
        [zensical, "build", "-f", "mkdocs.yml"],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = result.stdout + result.stderr
    assert result.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def pages(site: Path, zensical_site: Path) -> list[tuple[str, LexborNode, LexborNode]]:
    """Every page of the guide with its article as MkDocs and as Zensical render it."""
    files = (p for p in site.rglob("index.html") if not is_redirect(p.read_text("utf-8")))
    paths = sorted(p.relative_to(site).as_posix() for p in files)
    assert len(paths) > 15
    return [(path, _article(site / path), _article(zensical_site / path)) for path in paths]


def _article(path: Path) -> LexborNode:
    article = LexborHTMLParser(path.read_text("utf-8")).css_first("article.app-page")
    assert article is not None, f"{path} has no article"
    return article


def _words(node: LexborNode) -> str:
    # Our finishing step holds the end of a link's words together with the mark behind it.
    for end in node.css(".app-held"):
        end.unwrap()
    node.merge_text_nodes()
    return " ".join(node.text(separator=" ").split())


def test_the_same_citations_with_the_same_numbers(
    pages: list[tuple[str, LexborNode, LexborNode]],
) -> None:
    def citations(article: LexborNode) -> list[tuple[str | None, ...]]:
        links = article.css(CITATION)
        labels = ("aria-label", "href")  # the label names the work
        return [(a.text(), *(a.attributes[label] for label in labels)) for a in links]

    found = {path: citations(ours) for path, ours, _ in pages}
    assert found == {path: citations(theirs) for path, _, theirs in pages}
    assert sum(map(len, found.values())) > 200


# Too long for one page: our finishing step puts it in parts, one for each letter.
IN_PARTS = ("references/index.html",)


def test_the_same_references(pages: list[tuple[str, LexborNode, LexborNode]]) -> None:
    for path, ours, theirs in pages:
        if path in IN_PARTS:
            continue
        for mark in ours.css(".app-outside"):  # by our finishing step
            mark.decompose()
        left = [_words(item) for item in ours.css(".app-reference")]
        assert left == [_words(item) for item in theirs.css(".app-reference")], path


def test_the_same_cards(pages: list[tuple[str, LexborNode, LexborNode]]) -> None:
    for path, ours, theirs in pages:
        left = [_words(card) for card in ours.css(CARDS)]
        assert left, f"{path} has not even a key message"
        assert left == [_words(card) for card in theirs.css(CARDS)], path


def test_the_same_words(pages: list[tuple[str, LexborNode, LexborNode]]) -> None:
    for path, ours, theirs in pages:
        if path in IN_PARTS:
            continue
        for article in (ours, theirs):
            # What our finishing steps fill in, mark, and take out of the page.
            for node in article.css(
                ".app-print, .app-print-top, .app-prints, .app-outside, svg, .app-drawing"
            ):
                node.decompose()
        assert _words(ours) == _words(theirs), path


def test_no_markup_left_and_no_data_published(zensical_site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(zensical_site, tmp_path / "site")
    rules = Rules((), (unrendered_markup,), ())
    assert check(Site.load(copy), rules).problems == []
    assert not list(copy.rglob("*.yml"))
    assert not (copy / "_parts").exists()


def test_the_pages_are_the_same_without_the_theme(tmp_path: Path) -> None:
    """Material ends on 5 May 2027: `name: null` in mkdocs.yml is the way out, and costs symbols.

    Each stands beside a word that says the same.
    """
    folder = copy_of_the_guide(tmp_path / "guide")
    settings = folder / "mkdocs.yml"
    text = settings.read_text("utf-8")
    sites = []
    for name in ("material", "null"):
        assert text.count("\n  name: material\n") == 1
        settings.write_text(text.replace("\n  name: material\n", f"\n  name: {name}\n"), "utf-8")
        edition, site = Edition.load(settings), tmp_path / name
        assert render(edition, site) == []
        drop_unused_assets(site, edition.docs, edition.templates)
        files = sorted(path for path in site.rglob("*") if path.is_file())
        sites.append({path.relative_to(site): SYMBOL.sub(b"", path.read_bytes()) for path in files})
    with_theme, without = sites
    assert len(with_theme) > 100
    assert [path for path in with_theme if with_theme[path] != without.get(path)] == []
    assert without.keys() - with_theme.keys() == set()


def test_the_style_sheets_of_a_page_are_there(zensical_site: Path) -> None:
    page = zensical_site / "about/index.html"
    links = LexborHTMLParser(page.read_text("utf-8")).css("link[rel=stylesheet]")
    assert len(links) > 30
    for link in links:
        assert (page.parent / str(link.attributes["href"])).resolve().is_file(), link.html


def test_a_nation_may_be_called_as_people_call_it(tmp_path: Path) -> None:
    """Zensical reads the settings itself: no model of ours has put the name right."""
    files = {
        "mkdocs.yml": """\
INHERIT: docs/_data/interface.yml
site_name: Squirrels
theme: {variant: classic, custom_dir: overrides, favicon: assets/images/icon.svg}
plugins: []
nav: [index.md, help.md]
markdown_extensions:
  - guide.markdown: {docs_dir: docs, nation: NI}
extra:
  urgent_page: help.md
  clinic: {name: Riverside, nation: N. Ireland}
""",
        "docs/index.md": FRONT_MATTER + "\nCall [{nation.urgent}].\n",
        "docs/help.md": FRONT_MATTER.replace("care", "rescue"),
    }
    for name in ("interface.yml", "nations.yml"):
        files[f"docs/_data/{name}"] = (ROOT / "docs/_data" / name).read_text("utf-8")
    shutil.copytree(ROOT / "overrides", write_files(tmp_path, files) / "overrides")
    zensical_of(tmp_path)
    urgent = LexborHTMLParser((tmp_path / "site/help/index.html").read_text("utf-8"))
    facts = Nations.usual().by_name["northern-ireland"].facts
    assert _words(_article(tmp_path / "site/index.html")).count(facts["urgent"].says) == 1
    (buttons,) = urgent.css(".app-call-buttons")
    called = {link.attributes["href"] for link in buttons.css("a[href^='tel:']")}
    lifeline = facts["lifeline"].phones[0].replace(" ", "")
    assert f"tel:{lifeline}" in called
    assert "tel:111" not in called
