"""The real guide, built once for all tests that look at it: as it is, and as a clinic's edition."""

from __future__ import annotations

import re
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from guide.core.steps import Steps
from guide.edition.edition import Edition
from guide.site.build import build

ROOT = Path(__file__).parent.parent
# The day on which words of the guide were last reviewed. Its content must hold on that day; that
# reviews fall due later is the matter of `guide check`, and must not turn tests red by itself.
REVIEWED = date(2026, 11, 28)

# An invented clinic; its phone number is one of those that Ofcom keeps for drama.
CLINIC = """\
INHERIT: mkdocs.yml
site_name: Riverside guide to back pain
site_url: https://riverside.example/back-pain/
extra:
  clinic:
    name: Riverside Physiotherapy
    department: Outpatients
    phone: 01632 960001
    email: physio@riverside.example
    address:
      - 1 Mill Lane
      - Riverside
    opening_hours:
      - Monday to Friday, 9am to 5pm
    colour: "#7a1f5c"
    logo: assets/images/icon.svg
    self_referral: https://riverside.example/refer
    links:
      - title: Riverside walking group
        url: https://riverside.example/walks
    nation: england
"""


def copy_of_the_guide(folder: Path, *, prints: bool = False) -> Path:
    """Copy what a build reads, so that no test can change the guide.

    Without `prints` only the booklet is printed: all editions take a minute.
    """
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    if not prints:
        settings, found = re.subn(r"(?<=\n  print:\n)(?:    - .*\n)+", "    - booklet\n", settings)
        assert found == 1
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


@pytest.fixture(scope="session")
def guide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the guide with its site built, PDF included."""
    folder = copy_of_the_guide(tmp_path_factory.mktemp("guide"))
    assert build(Edition.load(folder / "mkdocs.yml"), REVIEWED, Steps(StringIO())) is None
    return folder


@pytest.fixture(scope="session")
def site(guide_folder: Path) -> Path:
    return guide_folder / "site"


@pytest.fixture(scope="session")
def clinic_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented clinic's edition, with all that can be printed."""
    folder = copy_of_the_guide(tmp_path_factory.mktemp("clinic"), prints=True)
    (folder / "clinic.yml").write_text(CLINIC, "utf-8")
    assert build(Edition.load(folder / "clinic.yml"), REVIEWED, Steps(StringIO())) is None
    return folder / "site"
