"""The real guide, built once for all tests: as it is, as a clinic's edition, with all prints."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from guide.core.steps import Steps
from guide.edition.edition import Edition
from guide.print.editions import EDITIONS
from guide.site.pipeline import build

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
    phones:
      - title: To change an appointment
        phone: 01632 960002 ext 3
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


def copy_of_the_guide(folder: Path, prints: Sequence[str] = ("booklet",)) -> Path:
    """Copy what a build reads, so that no test can change the guide; `prints` are its editions."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    settings, found = re.subn(r"(?<=\n  print: )all(?=\n)", json.dumps(list(prints)), settings)
    assert found == 1
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


def build_once(
    factory: pytest.TempPathFactory, name: str, prints: Sequence[str], clinic: str = ""
) -> Path:
    """A copy of the guide with its site, built by the first worker of the run that asks for it."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # a worker's own folder is within that of the run
        folder = folder.parent
    with (folder / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if not lock.read():
            shutil.rmtree(folder / name, ignore_errors=True)  # of a worker that failed here
            copy = copy_of_the_guide(folder / name, prints)
            settings = copy / ("clinic.yml" if clinic else "mkdocs.yml")
            if clinic:
                settings.write_text(clinic, "utf-8")
            assert build(Edition.load(settings), REVIEWED, Steps(StringIO())) is None
            print("built", file=lock)
    return folder / name


@pytest.fixture(scope="session")
def guide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the guide with its site built, booklet included."""
    return build_once(tmp_path_factory, "guide", ["booklet"])


@pytest.fixture(scope="session")
def site(guide_folder: Path) -> Path:
    return guide_folder / "site"


@pytest.fixture(scope="session")
def clinic_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented clinic's edition, with its booklet and its plain text."""
    return build_once(tmp_path_factory, "clinic", ["booklet", "plain-text"], CLINIC) / "site"


@pytest.fixture(scope="session")
def printed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with all that can be printed, which takes minutes."""
    return build_once(tmp_path_factory, "printed", list(EDITIONS), CLINIC) / "site"
