"""What every test may ask for: the real guide, built once, and guides made of a few files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from firefox import HAS_FIREFOX
from guide_site import clinic_site, guide_folder, printed_site, site
from search_cases import HAS_NODE
from small_guide import TINY_GUIDE, write_files

__all__ = ["clinic_site", "guide_folder", "printed_site", "site"]


# What takes longest goes first, so that no worker ends with it while the others have nothing left.
LONGEST = (
    *("test_prints.py", "test_hostile_clinics.py"),
    *("test_axe.py", "test_routine.py", "test_search.py", "test_plan.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: once it is open, its event loop lets no other one begin."""

    def place(item: pytest.Item) -> tuple[bool, bool]:
        return "browser" in item.path.parts, item.path.name not in LONGEST

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Here, because of several workers only this file speaks at the end."""
    if not HAS_NODE:
        terminalreporter.write_line(
            "Node is not here: what the search finds was not tested (tests/node); CI does so"
        )
    if not HAS_FIREFOX:
        terminalreporter.write_line(
            "Firefox is not here: the site was not tested in it (tests/browser/test_firefox.py); "
            "CI does so"
        )


@pytest.fixture
def tiny_guide(tmp_path: Path) -> Path:
    """The folder of a guide of two pages."""
    return write_files(tmp_path / "guide", TINY_GUIDE)


@pytest.fixture
def write_docs(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write a docs folder from names and contents; return it."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        docs = tmp_path / "docs"
        docs.mkdir(exist_ok=True)
        return write_files(docs, files)

    return write
