"""The search engine passes its own tests, which Node runs: see `tests/node/search.test.mjs`.

Where there is no Node this file is not collected, and the end of the run says so.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from search_cases import run_node, write_cases


def test_what_the_search_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_cases(tmp_path)
    ran = run_node(tmp_path, "--test", "--test-reporter=spec", "search.test.mjs")
    figures = [
        line.strip(" ℹ")
        for line in ran.stdout.splitlines()
        if line.startswith("ℹ") and "first" in line
    ]
    with capsys.disabled():
        print("\nsearch, right page:", *figures, sep="\n  ")
    assert ran.returncode == 0, ran.stdout + ran.stderr
