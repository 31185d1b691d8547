"""Whether a newer release is out: what whoever builds was told, and what pages then say."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide import __version__
from guide.__main__ import main
from guide.edition.edition import Edition
from guide.edition.newest import NotAVersionError, newer_than
from guide.site.pipeline import render
from guide_site import ROOT
from small_guide import write_files

CLINIC = "extra: {clinic: {name: Riverside, nation: england}, release: {newer: 7.0.0}}\n"


@pytest.mark.parametrize(
    ("version", "newest", "newer"),
    [
        ("1.2.0", "v1.2.1", "1.2.1"),
        ("1.9.0", "1.10.0", "1.10.0"),
        ("1.2.0", "1.2", ""),
        ("1.2.0", "v1.2.0", ""),
        ("1.2.0", "v1.1.9", ""),
        ("1.2.0", "", ""),
        ("1.2.0", " v2 ", "2"),
        ("1.2.0rc1", "1.2.0", ""),
    ],
)
def test_a_release_is_newer_by_its_numbers(
    monkeypatch: pytest.MonkeyPatch, version: str, newest: str, newer: str
) -> None:
    monkeypatch.setenv("NEWEST_RELEASE", newest)
    assert newer_than(version) == newer


@pytest.mark.parametrize("newest", ["latest", "1.x", "1.2.0; touch ran", "v1." + "9" * 99])
def test_what_is_no_version_is_told(monkeypatch: pytest.MonkeyPatch, newest: str) -> None:
    monkeypatch.setenv("NEWEST_RELEASE", newest)
    with pytest.raises(NotAVersionError) as told:
        newer_than("1.2.0")
    assert str(told.value) == f'NEWEST_RELEASE must be a version like 1.2.0, is "{newest}"'


@pytest.mark.parametrize("newest", ["", __version__, "99.1.0"])
def test_the_pages_of_an_older_release_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newest: str
) -> None:
    monkeypatch.setenv("NEWEST_RELEASE", newest)
    edition = Edition.load(write_files(tmp_path, {"clinic.yml": CLINIC}) / "clinic.yml")
    assert edition.docs == ROOT / "docs"
    render(edition, tmp_path / "site")
    words = f"This is version {__version__} of the guide. There is a newer one, 99.1.0."
    for name in ("index.html", "urgent-help/index.html"):
        page = (tmp_path / "site" / name).read_text("utf-8")
        assert (words in page) == (newest == "99.1.0")
        assert "7.0.0" not in page


def test_who_builds_may_say_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWEST_RELEASE", "")
    file = write_files(tmp_path, {"clinic.yml": CLINIC}) / "clinic.yml"
    assert main(["build", "-f", str(file), "--newest", "the latest"]) == 1
    told = 'guide: NEWEST_RELEASE must be a version like 1.2.0, is "the latest"\n'
    assert capsys.readouterr().err == told
