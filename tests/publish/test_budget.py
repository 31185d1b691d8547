"""The budget of pages: what is counted, what is over it, and that the menu does not grow."""

from __future__ import annotations

import gzip
import io
import re
import shutil
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from guide.edition.edition import Edition
from guide.publish.budget import Weight, table, weigh
from guide.publish.pages import deliver
from guide.publish.site_folder import LIST
from guide.rules import check_edition
from guide.rules.site import over_budget
from guide.site.pipeline import stop_at
from guide_site import ROOT
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import CrawledSite
from mkdocs.config import load_config
from PIL import Image
from small_guide import write_files

PAGE = "<html><head>{}</head><body><article>{}</article>{}</body></html>"
# What does not get smaller: each letter follows from no other.
NOISE = bytes((n * n * 2654435761 >> 7) % 251 for n in range(60_000)).hex()


def noise(size: int) -> str:
    """Words that weigh about so many bytes, gzipped."""
    return NOISE[: round(size * 1.8)]


def weight_of(site: Path, path: str, page: str) -> Weight:
    write_files(site, {path: page})
    return Weight(site, path)


def test_what_is_fetched_at_once_is_counted(tmp_path: Path) -> None:
    write_files(tmp_path, {"assets/a.css": noise(900), "assets/b.js": noise(700)})
    head = (
        '<link rel="stylesheet" href="../assets/a.css"><script src="../assets/b.js" defer></script>'
    )
    body = (
        '<img src="../c.png" loading="lazy"><img src="data:image/png;base64,x"><img src="../d.png">'
    )
    page = weight_of(tmp_path, "sleep/index.html", PAGE.format(head, body, ""))
    assert page.blocking == ("../assets/a.css",)
    assert page.early == ("../assets/a.css", "../assets/b.js", "../d.png")
    assert page.requests == 4
    both = len(gzip.compress((tmp_path / "assets/a.css").read_bytes(), 6))
    assert page.before_paint - both == len(gzip.compress(page.text.encode(), 6))
    assert page.before_action - page.before_paint == pytest.approx(700, rel=0.3)


def test_a_sheet_fetches_what_keeps_its_entries(tmp_path: Path) -> None:
    page = weight_of(tmp_path, "plans/walk/index.html", PAGE.format("", "<p data-sheet></p>", ""))
    assert page.early == ("../../assets/stylesheets/plan.css", "../../assets/javascripts/plan.js")


def test_the_page_for_lost_readers_names_files_from_the_root(tmp_path: Path) -> None:
    write_files(tmp_path, {"assets/a.css": noise(500)})
    link = '<link rel="stylesheet" href="/under/assets/a.css">'
    page = weight_of(tmp_path, "404.html", PAGE.format(link, "Lost", ""))
    assert page.before_paint > 500


@pytest.mark.parametrize(
    ("path", "page", "fault"),
    [
        (
            "sleep/index.html",
            PAGE.format("", noise(17_500), ""),
            r"guide page: must load at most 16\.0 KB before the first paint, loads 1\d\.\d",
        ),
        (
            "myths/bed/index.html",
            PAGE.format("", "", noise(9_000)),
            r"myth: must load at most 8\.0 KB besides its words, loads \d\.\d",
        ),
        (
            "index.html",
            PAGE.format("", '<img src="a.png"><img src="b.png"><img src="c.png">', ""),
            r"home: must make at most 3 requests before the reader acts, "
            r"makes 4: a\.png, b\.png, c\.png",
        ),
        (
            "plans/index.html",
            PAGE.format('<link rel="stylesheet" href="a.css">', "", ""),
            r"plan sheet: must wait for no file before the first paint, waits for a\.css",
        ),
        ("professionals/claims/index.html", PAGE.format("", noise(25_000), ""), None),
        ("walking/index.html", PAGE.format("", "Walk", ""), None),
    ],
)
def test_a_page_over_its_budget_is_reported(
    tmp_path: Path, path: str, page: str, fault: str | None
) -> None:
    write_files(tmp_path, {path: page})
    found = list(over_budget(CrawledSite(Site.load(tmp_path), {})))
    assert [(p.path, p.rule, p.page) for p in found] == [(path, "over-budget", path)] * bool(fault)
    assert all(re.fullmatch(fault or "", p.message) for p in found), found


LOGO = '<img class="app-header__logo" src="assets/logo.png" alt="">'


def test_a_clinic_s_heavy_logo_is_reported_once_and_stops_no_build(tmp_path: Path) -> None:
    noise = b"".join(sha256(bytes([n // 256, n % 256])).digest() for n in range(938))
    heavy, light = io.BytesIO(), io.BytesIO()
    Image.frombytes("L", (150, 200), noise[:30_000]).save(heavy, "PNG")
    Image.frombytes("L", (100, 90), noise[:9_000]).save(light, "PNG")
    picture = heavy.getvalue()
    config = "site_name: Base\ntheme: {name: null, custom_dir: theme}\n"
    clinic = (
        "INHERIT: mkdocs.yml\nextra:\n  clinic:\n    logo: assets/logo.png\n    nation: england\n"
    )
    files: dict[str, str | bytes] = {
        "mkdocs.yml": config,
        "clinic.yml": clinic,
        "theme/main.html": "",
        "docs/index.md": "",
        "docs/assets/logo.png": picture,
        "site/index.html": PAGE.format("", "Home", LOGO),
        "site/assets/logo.png": picture,
        f"site/{LIST}": "index.html\nassets/logo.png\n",
    }
    write_files(tmp_path, files)
    (reported,) = stop_at(check_edition(Edition.load(tmp_path / "clinic.yml")))
    assert str(reported) == (
        'clinic.yml:4: heavy-logo "assets/logo.png" weighs 29.6 KB, and every page shows it; '
        "save it with less than 10 KB: as .svg, or as .png or .webp, 128 pixels high"
    )
    assert list(over_budget(CrawledSite(Site.load(tmp_path / "site"), {}))) == []
    (tmp_path / "docs/assets/logo.png").write_bytes(light.getvalue())
    assert check_edition(Edition.load(tmp_path / "clinic.yml")) == []


def test_the_table_shows_the_heaviest_page_of_each_kind(tmp_path: Path) -> None:
    pages = {
        "index.html": PAGE.format("", "Home", ""),
        "myths/bed/index.html": PAGE.format("", noise(3_000), ""),
        "myths/back/index.html": PAGE.format("", noise(6_000), ""),
    }
    write_files(tmp_path, pages)
    head, home, myth = table(weigh(tmp_path))
    assert head.split("  ")[0] == "kind of page"
    assert re.split(r"\s{2,}", home) == [
        *("home", "1", "/", "0.1 of 16", "0.1 of 25", "0.0 of 8", "1 of 3", "0 of 0")
    ]
    assert re.split(r"\s{2,}", myth)[:3] == ["myth", "2", "myths/back/"]


@pytest.mark.parametrize("parts", [1, 10, 30])
def test_a_page_hardly_grows_with_the_guide(tmp_path: Path, parts: int) -> None:
    """With 600 pages the menu shows the parts, and the pages near the reader."""
    small = _size_in_a_guide_of(tmp_path / "small", 6, 1)
    large = _size_in_a_guide_of(tmp_path / "large", 600, parts)
    assert 0 < large - small < 1024


def _size_in_a_guide_of(site: Path, pages: int, parts: int) -> int:
    """Of a page in the middle: the template fills it as the engine does."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    nav = [_part(n, pages // parts) for n in range(parts)]
    here = nav[parts // 2]
    here.active = True
    page = here.children[len(here.children) // 2]
    context = {
        "config": config,
        "extra": config.extra,
        "nav": SimpleNamespace(items=nav, homepage=nav[0].children[0]),
        "page": page,
        "base_url": "../..",
    }
    text = config.theme.get_env().get_template("main.html").render(context)
    shutil.copytree(ROOT / "docs/assets", site / "assets")
    shutil.copytree(ROOT / "overrides/components", site / "components")
    write_files(site, {f"{page.url}index.html": text})
    deliver(site)
    assert "Subject" in text
    return Weight(site, f"{page.url}index.html").before_paint


def _part(number: int, pages: int) -> SimpleNamespace:
    children = [
        SimpleNamespace(
            url=f"part-{number}/{subject}-of-{number}/",
            title=f"Subject {subject} of back pain, part {number}",
            meta={"title": f"Subject {subject}", "last_reviewed": "2026-11-22"},
            content="<p>Words.</p>",
            toc=[],
            is_homepage=False,
        )
        for subject in range(pages)
    ]
    return SimpleNamespace(title=f"Part {number} of it", children=children, active=False)
