"""What a clinic has of its own: pages, local passages, pictures; what they may be and replace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from guide import rules
from guide.content.approvals import digest_of
from guide.content.guide import Guide
from guide.core import content_folder
from guide.edition import edition as editions
from guide.edition import own_content, settings
from guide.edition.edition import Edition
from guide.site.pipeline import render
from guide_site import REVIEWED, ROOT
from small_guide import write_files

CLINIC = "extra: {clinic: {name: Riverside, nation: england, phone: 01632 960001}}\n"
CLASS = """\
---
title: Our back class
---

New or different pain? Check the [urgent signs](../urgent-help.md) first.

## When we meet

Ring us on [01632 960001](tel:01632960001). Read [how to start](../routines/walking.md).
"""
COURSES = "Ring us, and ask for the back class.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>\n'


def edition_of(folder: Path, files: Mapping[str, str | bytes], clinic: str = CLINIC) -> Edition:
    return Edition.load(write_files(folder, {"clinic.yml": clinic, **files}) / "clinic.yml")


def guide_of(edition: Edition) -> Guide:
    return Guide.load(edition.docs, edition.nation)


def found(edition: Edition) -> list[str]:
    of_words = rules.check_content(guide_of(edition), REVIEWED)
    return [str(problem) for problem in (*rules.check_edition(edition), *of_words)]


def test_a_clinic_with_nothing_of_its_own_has_the_words_of_the_release(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {"pages/README.md": "what this is for\n"})
    assert edition.docs == ROOT / "docs"
    assert not (tmp_path / ".cache").exists()


def test_own_pages_passages_and_pictures_are_in_the_guide(tmp_path: Path) -> None:
    files = {"pages/class.md": CLASS, "local/courses.md": COURSES, "assets/owl.svg": SVG}
    edition = edition_of(tmp_path, files, CLINIC.replace("phone", "logo: assets/owl.svg, phone"))
    assert found(edition) == []
    # Who reads that folder alone knows what the guide is: its page of urgent help, its condition.
    assert guide_of(edition).identity == edition.identity
    guide = guide_of(edition)
    assert "pages/class.md" in guide.by_path
    courses = guide.text_of(guide.by_path["treatments/combined-programmes.md"])
    assert COURSES in courses
    assert "a pain programme near me" not in courses
    assert edition.folder == tmp_path
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".cache", "assets", "clinic.yml", "local", "pages"
    ]  # fmt: skip


def test_an_own_page_says_whether_it_is_a_leaflet(tmp_path: Path) -> None:
    pages = {
        f"pages/{said}.md": CLASS.replace("class\n---\n", f"{said}\nleaflet: {said}\n---\n", 1)
        for said in ("true", "false", "sometimes")
    }
    edition = edition_of(tmp_path, pages)
    assert found(edition) == [
        'pages/sometimes.md:3: wrong-leaflet leaflet must be true or false, is "sometimes"'
    ]
    own = [page for page in guide_of(edition).pages if page.is_leaflet]
    assert [str(page.path) for page in own] == ["pages/true.md"]


def test_the_guide_is_the_same_with_them(tmp_path: Path) -> None:
    """What it is about stands in mkdocs.yml beside its docs, which a clinic's folder has not."""
    edition = edition_of(tmp_path, {"pages/class.md": CLASS})
    assert edition.docs != ROOT / "docs"
    guide = Guide.load(edition.docs, edition.nation)
    assert guide.identity == Guide.of(edition).identity
    assert guide.identity.condition == "back pain"


@pytest.mark.parametrize("menu", ["", "From Riverside"])
def test_own_pages_stand_in_the_menu_after_those_for_patients(tmp_path: Path, menu: str) -> None:
    clinic = CLINIC.replace("phone", f"menu: {menu}, phone") if menu else CLINIC
    pages = {"pages/b.md": CLASS, "pages/a.md": CLASS, "pages/index.md": CLASS}
    nav = edition_of(tmp_path, pages, clinic).config.nav or []
    titles = [title for item in nav if isinstance(item, dict) for title in item]
    place = titles.index(menu or "From your clinic")
    assert titles[place - 1 : place + 2 : 2] == ["Daily life", "For professionals"]
    (own,) = (item for item in nav if isinstance(item, dict) and titles[place] in item)
    assert own == {titles[place]: ["pages/index.md", "pages/a.md", "pages/b.md"]}


def test_the_built_pages_show_them(tmp_path: Path) -> None:
    files = {"pages/class.md": CLASS, "local/courses.md": COURSES}
    assert render(edition_of(tmp_path / "clinic", files), tmp_path / "site") == []
    page = (tmp_path / "site/pages/class/index.html").read_text("utf-8")
    assert "<h1>Our back class</h1>" in page
    assert 'href="../../urgent-help/"' in page
    programmes = (tmp_path / "site/treatments/combined-programmes/index.html").read_text("utf-8")
    assert "ask for the back class" in programmes


WRONG = {
    "local/heat.md": (
        '"heat.md" is the same for everybody, and no clinic may replace it; local/ may hold '
        "courses.md, referral.md, contact.md, interests.md"
    ),
    "local/cours.md": (
        '"cours.md" is no passage of the guide; did you mean "courses.md"?; local/ may hold '
        "courses.md, referral.md, contact.md, interests.md"
    ),
    "local/nations/wales/crisis.md": (
        '"nations/wales/crisis.md" is the same for everybody, and no clinic may replace it; '
        "local/ may hold courses.md, referral.md, contact.md, interests.md"
    ),
    "assets/images/cover.svg": "the guide has a file of this name: give yours another",
    "pages/run.html": (
        "pages/ may hold files that end with .md, .svg, .png, .jpg, .jpeg, .webp, is run.html"
    ),
    "local/run.js": "local/ may hold files that end with .md, is run.js",
}


def test_what_may_not_stand_there_is_told_and_is_not_taken(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {**dict.fromkeys(WRONG, SVG), "local/courses.md": COURSES})
    assert [str(problem) for problem in rules.check_edition(edition)] == [
        f"{name}:1: wrong-own-file {WRONG[name]}" for name in sorted(WRONG)
    ]
    for name in ("_parts/local/heat.md", "_parts/local/nations/wales/crisis.md"):
        assert not (edition.docs / name).exists()
    cover = "assets/images/cover.svg"
    assert (edition.docs / cover).read_bytes() == (ROOT / "docs" / cover).read_bytes()


def test_a_link_is_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "clinic/pages").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret\n", "utf-8")
    (tmp_path / "clinic/pages/a.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "clinic/local").symlink_to(tmp_path)
    edition = edition_of(tmp_path / "clinic", {})
    assert [str(problem) for problem in rules.check_edition(edition)] == [
        f'local:1: odd-file must be a folder of its own, is a link to "{tmp_path}"',
        f'pages/a.md:1: odd-file must be a file of its own, is a link to "{tmp_path}/secret.md"',
    ]
    assert edition.docs == ROOT / "docs"


OWN_WORDS = (
    '"20%" makes a claim: cite its source in the same paragraph (uncited-claim)',
    '"20%": write it as "2 in 10 people" (percentage)',
    '"9 in 100" makes a claim: cite its source in the same paragraph (uncited-claim)',
    '"Don\'t" must be written in full (negative-contraction)',
    "*some* must be in plain letters (italics)",
)


def test_how_own_words_are_written_is_told_and_stops_nothing(tmp_path: Path) -> None:
    page = CLASS + "\nDon't worry: 20% of people have *some* pain. It eases in 9 in 100 people.\n"
    problems = found(edition_of(tmp_path, {"pages/class.md": page, "local/courses.md": "*Ring*\n"}))
    assert problems == [
        "local/courses.md:1: own-words *Ring* must be in plain letters (italics)",
        *(f"pages/class.md:11: own-words {said}" for said in OWN_WORDS),
    ]


def test_what_keeps_readers_safe_stops_a_build_of_own_words_too(tmp_path: Path) -> None:
    page = "---\ntitle: Ours\nauthor: Olga\n---\n\nCall [999](tel:999) or [911](tel:911).\n\n<b>\n"
    problems = found(edition_of(tmp_path, {"pages/ours.md": page, "pages/bare.md": "Words.\n"}))
    assert problems[:3] == [
        "pages/bare.md:1: missing-front-matter front matter must give title",
        'pages/ours.md:3: unknown-front-matter nothing reads "author"',
        'pages/ours.md:6: unlisted-number "tel:911" must be a number of england in '
        'docs/_data/nations.yml; did you mean "tel:111"?',
    ]
    assert problems[3].startswith("pages/ours.md:8: raw-html ")
    assert problems[4:] == []


def test_an_approval_covers_local_words_and_own_pages(tmp_path: Path) -> None:
    name = "treatments/combined-programmes.md"

    def digest(folder: str, files: Mapping[str, str], page: str) -> str:
        guide = guide_of(edition_of(tmp_path / folder, files))
        return digest_of(guide, guide.by_path[page])

    of_guide = digest("none", {}, name)
    ours = digest("ours", {"local/courses.md": COURSES}, name)
    other = digest("other", {"local/courses.md": COURSES.replace("back", "walking")}, name)
    assert len({of_guide, ours, other}) == 3
    assert of_guide == digest("more", {"pages/class.md": CLASS}, name)
    other_class = CLASS.replace("Ring", "Call")
    assert digest("a", {"pages/a.md": CLASS}, "pages/a.md") != digest(
        "b", {"pages/a.md": other_class}, "pages/a.md"
    )


def test_what_goes_or_changes_does_so_in_the_guide_too(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {"pages/a.md": CLASS, "pages/b.md": CLASS})
    (tmp_path / "pages/a.md").unlink()
    # As long as it was before: nothing but the words tells that it has changed.
    (tmp_path / "pages/b.md").write_text(CLASS.replace("Ring", "Call"), "utf-8")
    changed = guide_of(Edition.load(edition.path))
    assert "pages/a.md" not in changed.by_path
    assert "Call us" in changed.by_path["pages/b.md"].body
    (tmp_path / "pages/b.md").unlink()
    assert Edition.load(edition.path).docs == ROOT / "docs"


def test_a_newer_release_replaces_the_older_one_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of two wheels may have the same times and sizes."""
    release = tmp_path / "release"
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, release / name)
    shutil.copy(ROOT / "mkdocs.yml", release)
    for module in (settings, editions):
        monkeypatch.setattr(module, "content_folder", lambda: release)
    own = {"pages/class.md": CLASS}
    before = edition_of(tmp_path / "clinic", own).docs / "about.md"
    assert before.read_bytes() == (release / "docs/about.md").read_bytes()
    released = release / "docs/about.md"
    time = released.stat().st_mtime_ns
    released.write_text(released.read_text("utf-8").replace("Nobody", "Nobady"), "utf-8")
    os.utime(released, ns=(time, time))
    after = edition_of(tmp_path / "clinic", own).docs / "about.md"
    assert after == before
    assert "Nobady" in after.read_text("utf-8")


def test_the_guide_leaves_the_places_of_a_clinic_free() -> None:
    """What stood there would be taken for a clinic's own, or be in its way."""
    for place in (own_content.PLACES["pages"], own_content.PLACES["local"]):
        assert not (content_folder.content_folder() / "docs" / place).exists()


def test_a_picture_of_a_clinic_is_held_to_what_all_pictures_are(tmp_path: Path) -> None:
    script = SVG.replace("<path", "\n<script/><path")
    files = {"assets/owl.svg": script, "pages/gym.png": "no picture"}
    logo = CLINIC.replace("phone", "logo: assets/ow.svg, phone")
    problems = rules.check_edition(edition_of(tmp_path, files, logo))
    assert [str(problem) for problem in problems] == [
        "assets/owl.svg:2: active-picture holds <script>; a picture needs none",
        'clinic.yml:1: missing-logo there is no file "assets/ow.svg" beside clinic.yml; did you '
        'mean "assets/owl.svg"?',
        "pages/gym.png:1: broken-picture no picture can be read from it",
    ]
