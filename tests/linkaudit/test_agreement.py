"""`linkaudit links` beside lychee, over real documentation: what one of the two finds and why.

Three public MkDocs sites are built from their source distributions (see real_sites.py for why
these are fetched and not kept here): their releases never change, so neither do their faults.
lychee looks for pages, assets and anchors that are not there. All that it finds we must find;
all else that we find stands in `EXPLAINED`, with what a person saw who looked at the page.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from real_sites import Source

SITES = {
    "soupsieve": Source(
        "soupsieve",
        "soupsieve-2.7.tar.gz",
        "ad282f9b6926286d2ead4750552c8a6142bc4c783fd66b0293547c8fe6ae126a",
        "/soupsieve/",
    ),
    "starlette": Source(
        "starlette",
        "starlette-1.10.0.tar.gz",
        "b8399098d4c1e3522734f7235dc79b1fc967f96cf139c81e0fa30479e0685f9b",
        "/",
    ),
    "pymdown-extensions": Source(
        "pymdown-extensions",
        "pymdown_extensions-10.16.1.tar.gz",
        "aace82bcccba3efc03e25d584e6a22d27a8e17caa3f4dd9f207e49b787aa9a91",
        "/pymdown-extensions/",
        (
            "  - tools.collapse_code:\n      expand_text: ''\n      collapse_text: ''\n",
            "      check_paths: true\n",
        ),
    ),
}

# How many links lychee follows, and how many different broken ones both find.
BOTH = {"soupsieve": (900, 10), "starlette": (1500, 3), "pymdown-extensions": (4000, 1)}

# (site, rule, target) -> what stands there. None of these is for lychee to find.
HERE = "a link that says only `here`"
TEMPLATE = "a template that the project keeps in docs/, published by mistake, linked by nobody"
EXPLAINED = {
    ("soupsieve", "javascript-href", "javascript:void(0)"): "the theme's share button",
    ("starlette", "vague-link-text", "../lifespan/#running-lifespan-in-tests"): HERE,
    (
        "starlette",
        "vague-link-text",
        "https://github.com/encode/databases/blob/ab5eb718a78a27afe18775754e9c0fa2ad9cd211"
        "/databases/core.py#L420",
    ): HERE,
    ("starlette", "orphan-page", "overrides/main.html"): TEMPLATE,
    ("starlette", "orphan-page", "overrides/partials/nav.html"): TEMPLATE,
    ("starlette", "orphan-page", "overrides/partials/toc-item.html"): TEMPLATE,
    ("pymdown-extensions", "javascript-href", "javascript:void(0)"): "the theme's share button",
    ("pymdown-extensions", "javascript-href", "javascript:toggleScheme();"): "its colour button",
    ("pymdown-extensions", "vague-link-text", "../extras/mermaid/"): HERE,
    ("pymdown-extensions", "vague-link-text", "#extendingmodifying-key-map-index"): HERE,
    ("pymdown-extensions", "vague-link-text", "https://codepen.io/facelessuser/pen/oNeNydQ"): HERE,
    (
        "pymdown-extensions",
        "undefined-reference",
        "[MultiMarkdown][multi-markdown]",
    ): "the page shows the brackets: refs.md does not define the key",
    (
        "pymdown-extensions",
        "undefined-reference",
        "[option][#options]",
    ): "the page shows the brackets: [option](#options) was meant",
}


Place = tuple[str, str]  # a page, and what its link leads to, both from the top of the server


@dataclass(frozen=True)
class Opinions:
    """What the two checkers say of a site."""

    name: str
    followed: int  # links that lychee followed and found good
    lychee: set[Place]
    ours: dict[Place, set[tuple[str, str]]]  # the rules that are broken there, and the targets


@pytest.fixture(scope="module", params=SITES)
def opinions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Opinions:
    source = SITES[request.param]
    server = tmp_path_factory.mktemp(request.param).resolve()
    site = source.build(server)
    followed, lychee = opinion_of_lychee(site, server / "www")
    return Opinions(request.param, followed, lychee, our_opinion(site, source.base))


def test_all_that_lychee_finds_we_find(opinions: Opinions) -> None:
    assert opinions.lychee - set(opinions.ours) == set()


def test_there_is_something_to_agree_on(opinions: Opinions) -> None:
    good, broken = BOTH[opinions.name]
    assert opinions.followed > good
    assert len(opinions.lychee) == broken


def test_all_that_only_we_find_has_its_reason(opinions: Opinions) -> None:
    only_ours = {
        (opinions.name, *found)
        for place, all_found in opinions.ours.items()
        if place not in opinions.lychee
        for found in all_found
    }
    assert only_ours == {explained for explained in EXPLAINED if explained[0] == opinions.name}


def opinion_of_lychee(site: Path, root: Path) -> tuple[int, set[Place]]:
    """How many links lychee found good, and the broken ones."""
    lychee = Path(sys.executable).parent / "lychee"
    options = ["--offline", "--include-fragments", "--no-progress", "--format", "json"]
    options += ["--extensions", "html,css", "--index-files", "index.html", "--root-dir", str(root)]
    ran = subprocess.run([lychee, *options, site], capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 2), ran.stderr
    report = json.loads(ran.stdout)
    broken = {
        ("/" + Path(page).relative_to(root).as_posix(), place(error["url"], root.as_uri()))
        for page, errors in report["error_map"].items()
        for error in errors
    }
    return report["successful"], broken


def our_opinion(site: Path, base: str) -> dict[Place, set[tuple[str, str]]]:
    command = [sys.executable, "-m", "linkaudit", "links", str(site), "--format", "json"]
    command += ["--base-url", f"https://site.example{base}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 2), ran.stderr
    found: dict[Place, set[tuple[str, str]]] = {}
    for problem in json.loads(ran.stdout):
        page, target = base + problem["page"], problem.get("target", "")
        leads_to = place(urljoin(f"https://site.example{page}", target), "https://site.example")
        found.setdefault((page, leads_to), set()).add((problem["rule"], target))
    return found


def place(url: str, server: str) -> str:
    """The page and the anchor that a link leads to, written in one way of the many."""
    path, _, anchor = unquote(url.removeprefix(server)).partition("#")
    return path.removesuffix("index.html").rstrip("/") + (f"#{anchor}" if anchor else "")
