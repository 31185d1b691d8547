"""The tests of the search engine run in Node, where there is one, and always in CI."""

from __future__ import annotations

import os
import shutil

import pytest

HAS_NODE = bool(shutil.which("node") or os.environ.get("CI"))
collect_ignore = [] if HAS_NODE else ["test_engine.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not HAS_NODE:
        terminalreporter.write_line(
            "Node is not here: what the search finds was not tested (tests/node); CI does so"
        )
