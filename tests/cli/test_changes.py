"""`guide changes`, and a clinic's folder that goes from one release of the guide to the next."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from guide import rules
from guide.__main__ import main
from guide.content.approvals import Approvals
from guide.content.guide import Guide
from guide.edition import edition as editions
from guide.edition import settings
from guide.edition.edition import Edition
from guide.site.pipeline import render
from guide_site import REVIEWED, ROOT
from small_guide import write_files

TEXT = pytest.CaptureFixture[str]
NAME = "Olga Owl"
SIGNS = ["--name", NAME, "--profession", "physiotherapist", "--body", "HCPC", "--number", "PH1"]
CHANGED, SAME = "understand/sciatica.md", "treatments/combined-programmes.md"
GONE, NEW = "understand/stenosis.md", "understand/narrowing.md"
CLINIC = {
    "clinic.yml": "extra: {clinic: {name: Riverside, nation: wales, phone: 01632 960001}}\n",
    "pages/class.md": "---\ntitle: Our class\n---\n\nWe meet [to walk](../routines/walking.md).\n",
    "local/courses.md": "Ring us, and ask for the class.\n",
}


def release(folder: Path, version: str) -> Path:
    """A checkout of a release."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return write_files(folder, {"scripts/guide/__init__.py": f'__version__ = "{version}"\n'})


def mend(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder, with `a` and `b` beside it: in b a page is changed."""
    release(tmp_path / "a", "1.0.0")
    mend(release(tmp_path / "b", "1.1.0") / "docs" / CHANGED, "---\n\n", "---\n\nNew words.\n\n")
    monkeypatch.chdir(write_files(tmp_path / "clinic", CLINIC))
    return tmp_path


def of_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder be the release that is installed."""
    for module in (settings, editions):
        monkeypatch.setattr(module, "content_folder", lambda: folder)


def sign(monkeypatch: pytest.MonkeyPatch, *pages: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{NAME}\n"))
    assert main(["approve", "--today", f"{REVIEWED}", *SIGNS, *pages]) == 0


def test_a_clinic_takes_a_newer_release_without_a_conflict(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    of_release(here / "a", monkeypatch)
    sign(monkeypatch, CHANGED, SAME, "pages/class.md")
    before = {path: path.read_bytes() for path in (here / "clinic").rglob("*.[my]*")}
    capsys.readouterr()
    assert main(["changes", "../a", "../b"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Pages whose words differ between 1.0.0 and 1.1.0: 1",
        f"  {CHANGED}: changed, 2 lines added and 0 removed",
        "Approvals that fall due: 1",
        f"  {CHANGED}: checked by Olga Owl on {REVIEWED}",
    ]

    of_release(here / "b", monkeypatch)
    edition = Edition.load(here / "clinic/clinic.yml")
    guide = Guide.load(edition.docs, edition.nation)
    assert rules.check_edition(edition) == []
    assert rules.check_content(guide, REVIEWED) == []
    signed = Approvals.load(edition.folder, guide)
    assert ({*signed.changed}, {*signed.checked}) == ({CHANGED}, {SAME, "pages/class.md"})
    assert render(edition, here / "site") == []
    page = (here / "site/understand/sciatica/index.html").read_text("utf-8")
    assert "New words." in page
    assert "Draft: changed since it was checked" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "ask for the class" in (here / f"site/{SAME[:-3]}/index.html").read_text("utf-8")
    own = {path for path in before if ".cache" not in path.parts}
    assert {path: path.read_bytes() for path in own} == {path: before[path] for path in own}


def test_markdown_for_a_pull_request_names_what_must_be_read(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    of_release(here / "a", monkeypatch)
    sign(monkeypatch, CHANGED)
    capsys.readouterr()
    assert main(["changes", "../a", "../b", "--format", "markdown"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "## What release 1.1.0 changes after 1.0.0",
        "",
        "| page | what | checked until now by |",
        "|---|---|---|",
        f"| `{CHANGED}`: Sciatica is leg pain from an irritated nerve "
        f"| changed, 2 lines added and 0 removed | Olga Owl, {REVIEWED} |",
        "",
        "**The draft notice comes back on 1 page** until somebody has read the new words: "
        f"`guide approve {CHANGED}`",
    ]
    assert main(["changes", "../a", "../b", "--format", "github"]) == 0
    assert capsys.readouterr().out == (
        f"::warning file=approvals.yml,line=12,title=approval-due::{CHANGED} has other words than "
        "Olga Owl checked: have it read and sign anew\n"
    )


def test_pages_that_come_and_go(here: Path, capsys: TEXT, monkeypatch: pytest.MonkeyPatch) -> None:
    of_release(here / "a", monkeypatch)
    (here / "b/docs" / GONE).rename(here / "b/docs" / NEW)
    assert main(["changes", "../a", "../b"]) == 0
    # Pages that list all others differ too.
    listing = "changed in a picture, a number or the words of a block"
    assert capsys.readouterr().out.splitlines() == [
        "Pages whose words differ between 1.0.0 and 1.1.0: 5",
        f"  a-to-z.md: {listing}",
        f"  myths/index.md: {listing}",
        f"  {NEW}: new",
        f"  {CHANGED}: changed, 2 lines added and 0 removed",
        f"  {GONE}: gone",
        "Approvals that fall due: 0",
    ]


def test_a_wheel_is_read_as_well_and_two_that_agree_have_nothing_to_tell(
    here: Path, capsys: TEXT, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_release(here / "a", monkeypatch)
    with ZipFile(here / "guide.whl", "w") as wheel:
        for file in (here / "a/docs").rglob("*"):
            wheel.write(file, f"guide/release/docs/{file.relative_to(here / 'a/docs')}")
        wheel.write(here / "a/mkdocs.yml", "guide/release/mkdocs.yml")
        wheel.writestr("guide/__init__.py", '__version__ = "1.0.0"\n')
    assert main(["changes", "../guide.whl", "../a", "--format", "markdown"]) == 0
    told = "## What release 1.0.0 changes after 1.0.0\n\nNo page has other words.\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("clinic.yml", "clinic.yml must be a wheel of the guide, is none"),
        (".", ". must be a wheel or a checkout of the guide, is none"),
        ("none", "none must be a wheel or a checkout of the guide, is none"),
    ],
)
def test_what_is_no_release_is_told(here: Path, capsys: TEXT, old: str, told: str) -> None:
    assert main(["changes", old, str(here / "b")]) == 1
    assert capsys.readouterr().err == f"guide: {told}\n"
