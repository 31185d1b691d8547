"""The benchmark of link checkers runs, on a site that is far too small to compare anything."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from benchmark_site import PLANTED, make_site

SCRIPT = Path(__file__).parent.parent / "scripts/benchmark_links.py"
NUMBER = r"\d+\.\d\d"
MEMORY = r"(\d+ MB|–)"  # only Linux tells

# Programs that print what these checkers print, for tests that do not have them.
LINKINATOR = """{"links": [
    {"url": "site/", "status": 200, "state": "OK"},
    {"url": "site/planted-01", "status": 404, "state": "BROKEN"},
    {"url": "site/assets/planted-12.png", "status": 404, "state": "BROKEN"},
    {"url": "site/fine", "status": 0, "state": "BROKEN"}], "passed": false}"""
LINKCHECKER = """# created by LinkChecker at 2026-11-22 11:25:14
urlname;parentname;result;warningstring;valid
mailto:planted-16;http://127.0.0.1/;"";Missing `@' in mail address;False
#planted-04;http://127.0.0.1/page-13/;200 OK;"Anchor `planted-04' not found,
available anchors: `a', `b'";True
# Stopped checking at 2026-11-22 11:26:59"""


def benchmark(*arguments: str | Path) -> list[str]:
    """Run the benchmark on 40 pages, once; return the lines that it prints."""
    command = [sys.executable, SCRIPT, "--pages", "40", "--runs", "1", *arguments]
    ran = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def program(path: Path, *lines: str) -> None:
    path.write_text("\n".join([f"#!{sys.executable}", *lines]), "utf-8")
    path.chmod(0o755)


def test_guide_and_lychee_are_compared() -> None:
    lines = benchmark("--tools", "guide", "lychee")
    assert re.fullmatch(
        r"\d+ cores, \w+, Python 3\.\S+, lychee 0\.\S+; median of 1 runs\.", lines[0]
    )
    assert lines[1] == ""
    assert lines[2] == (
        "| Pages | Checker | Seconds | Times lychee | CPU seconds | Peak memory | Broken links "
        "| Other faults | False alarms |"
    )
    timed = rf"{NUMBER} \| {NUMBER} \| {NUMBER} \| {MEMORY}"
    rows = [
        rf"\| 40 \| guide links, cold \| {timed} \| 10 of 10 \| 6 of 6 \| 0 \|",
        rf"\| 40 \| guide links, warm \| {timed} \| 10 of 10 \| 6 of 6 \| 0 \|",
        rf"\| 40 \| lychee \| {timed} \| 10 of 10 \| 0 of 6 \| 0 \|",
    ]
    for line, row in zip(lines[4:], rows, strict=True):
        assert re.fullmatch(row, line), line
    assert lines[6].split(" | ")[3] == "1.00"


def test_what_the_other_checkers_say_is_read(tmp_path: Path) -> None:
    program(tmp_path / "linkinator", f"print({LINKINATOR!r})")
    program(tmp_path / "linkchecker", f"print({LINKCHECKER!r})")
    lines = benchmark("--path", tmp_path, "--tools", "linkinator", "linkchecker")
    found = [line.split(" | ")[6:] for line in lines[4:]]
    assert found == [["1 of 10", "1 of 6", "1 |"], ["1 of 10", "1 of 6", "0 |"]]


def test_a_checker_that_is_not_installed_is_named() -> None:
    assert benchmark("--tools", "linkchecker")[4:] == [
        "| 40 | linkchecker | not installed | | | | | | |"
    ]


def test_a_checker_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    program(
        tmp_path / "linkinator",
        "import sys, time",
        "time.sleep(60 * (sys.argv[1:] != ['--version']))",
    )
    line = benchmark("--path", tmp_path, "--tools", "linkinator", "--limit", "0.5")[4]
    assert re.fullmatch(
        rf"\| 40 \| linkinator \| over 0\.5 \| – \| – \| {MEMORY} \| – \| – \| – \|", line
    )


def test_the_site_is_the_same_each_time_and_each_page_has_30_links(tmp_path: Path) -> None:
    make_site(tmp_path / "one", 40)
    make_site(tmp_path / "two", 40)
    pages = {
        path.relative_to(tmp_path / "one"): path for path in (tmp_path / "one").rglob("*.html")
    }
    assert len(pages) == 40
    links = []
    for name, path in pages.items():
        html = path.read_text("utf-8")
        assert html == (tmp_path / "two" / name).read_text("utf-8")
        if "planted-" not in html:
            links.append(len(re.findall(r' (?:href|src)="', html)))
    assert links == [30] * (40 - len(PLANTED))
