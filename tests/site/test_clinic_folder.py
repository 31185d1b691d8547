"""A clinic's folder, built of nothing but the wheel of a release: what a stranger does first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
import wheels
from guide_site import REVIEWED, ROOT
from small_guide import write_files

CLASS = """\
---
title: Our back class
---

New or different pain? Check the [urgent signs](../urgent-help.md) first.

![The gym](../assets/gym.svg)

## When we meet

Ring us on [01632 960001](tel:01632960001). Read [how to start](../routines/walking.md).
"""


class Installed:
    """The command of an unpacked wheel, far from any checkout."""

    def __init__(self, folder: Path) -> None:
        self.here = folder / "here"
        self.here.mkdir()
        wheels.built(ROOT, folder / "dist")
        (wheel,) = (folder / "dist").iterdir()
        with ZipFile(wheel) as archive:
            archive.extractall(folder / "unpacked")
        self.environment = {**os.environ, "PYTHONPATH": str(folder / "unpacked")}

    def guide(self, *arguments: str) -> str:
        """Run it; return what it prints. It must have nothing to complain of."""
        run = [sys.executable, "-m", "guide", *arguments]
        done = subprocess.run(
            run, cwd=self.here, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the template with a page, a passage and a picture, and what the build said."""
    installed = Installed(tmp_path_factory.mktemp("stranger"))
    installed.guide("new", ".", "--template", "--repository", "owl/back-pain-guide")
    here = installed.here
    own = {"pages/class.md": CLASS, "local/courses.md": "Ring us, and ask for the class.\n"}
    icon = (ROOT / "docs/assets/images/icon.svg").read_bytes()
    write_files(here, {**own, "assets/gym.svg": icon})
    settings = here / "clinic.yml"
    text = settings.read_text("utf-8")
    assert "\n  # print: [" in text
    # Its prints take minutes, and are those of any edition.
    text = text.replace("\n  # print: [booklet, leaflets, plan-sheets]", "\n  print: [plain-text]")
    settings.write_text(text, "utf-8")
    return here, installed.guide("build", "--today", f"{REVIEWED}", "--newest", "v99.0.0")


def test_the_template_builds_with_what_a_clinic_adds(built: tuple[Path, str]) -> None:
    here, said = built
    assert "To read it: guide preview" in said
    page = (here / "site/pages/class/index.html").read_text("utf-8")
    assert "<h1>Our back class</h1>" in page
    assert 'href="tel:01632960001"' in page
    assert (here / "site/assets/gym.svg").is_file()
    programmes = (here / "site/treatments/combined-programmes/index.html").read_text("utf-8")
    assert "ask for the class" in programmes
    assert "There is a newer one, 99.0.0." in page


def test_own_words_are_found_by_the_search_kept_on_the_phone_and_printed(
    built: tuple[Path, str],
) -> None:
    here, _ = built
    site = here / "site"
    assert "Our back class" in (site / "search/topics.js").read_text("utf-8")
    assert "pages/class/" in (site / "sw.js").read_text("utf-8")
    words = (site / "text/whole-guide.txt").read_text("utf-8")
    assert "ask for the class" in words
    assert "Ring us on 01632 960001" in words


def test_the_folder_of_a_clinic_holds_only_what_is_its_own(built: tuple[Path, str]) -> None:
    here, _ = built
    assert {path.name for path in here.iterdir()} == {
        *("clinic.yml", "README.md", ".gitignore", ".github", "pages", "local", "assets"),
        *("site", "site.zip", ".cache"),
    }
    kept = (here / ".gitignore").read_text("utf-8").split()
    assert {"/site/", "/site.zip", "/.cache/"} <= {*kept}
