"""The benchmarks run, on what is far too small to compare anything; contact sheets show prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmark_print import Looked, look, row_of
from benchmark_printers import CannotPrintError, Made, Took, Workplace, stock_config, timed
from benchmark_site import PLANTED, make_site
from guide.edition.edition import Edition
from picture_prints import contact_sheets, picture_prints
from PIL import Image
from small_pdf import render

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts/tools/benchmark_links.py"
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


def test_sites_that_are_there_are_compared_by_what_is_found(tmp_path: Path) -> None:
    site = tmp_path / "site"
    make_site(site, 40)
    *_, head, line, guide, lychee = benchmark("--tools", "guide", "lychee", "--sites", site)
    assert head.endswith("| CPU seconds | Peak memory | Findings |")
    assert line.count("|") == head.count("|")
    row = rf"\| {site} \| NAME \| {NUMBER} \| {NUMBER} \| {NUMBER} \| {MEMORY} \| FOUND \|"
    assert re.fullmatch(row.replace("NAME", "guide links").replace("FOUND", "16"), guide)
    assert re.fullmatch(row.replace("NAME", "lychee").replace("FOUND", "10"), lychee)


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
        rf"\| 40 \| guide links \| {timed} \| 10 of 10 \| 6 of 6 \| 0 \|",
        rf"\| 40 \| lychee \| {timed} \| 10 of 10 \| 0 of 6 \| 0 \|",
    ]
    for line, row in zip(lines[4:], rows, strict=True):
        assert re.fullmatch(row, line), line
    assert lines[5].split(" | ")[3] == "1.00"


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


def test_the_row_of_a_printer_tells_what_it_took_beside_ours_and_what_it_made() -> None:
    ours, theirs = [Took(2.0, 3.0), Took(4.0, 5.0)], [Took(5.0, 8.0), Took(8.0, 9.0)]
    looked = Looked(files=28, pages=55, size=1_364_400, broken=11, numbered=False)
    assert row_of("Owl press", looked, theirs, ours) == (
        "| Owl press | 6.5 | 2.25 | 8.5 | 28 | 55 | 1,364 | 11 | no |"
    )


def test_a_printer_that_cannot_run_says_why_in_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(CannotPrintError) as error:
        Workplace(tmp_path).print_in_browser()
    assert row_of("Chromium", str(error.value), [], [Took(2.0, 3.0)]) == (
        "| Chromium | cannot run: no browser: $CHROMIUM names one | | | | | | | |"
    )


def test_a_printer_that_fails_is_reported_with_the_last_that_it_said(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import sys; sys.exit('Reading.\\nThe owl is out of ink')"]
    with pytest.raises(CannotPrintError, match=r"^The owl is out of ink$"):
        timed(words, tmp_path, {})


@pytest.mark.parametrize(
    ("lines", "numbered"),
    [
        ("Owls . . . 3</p><p>Owls at night . . . 14", True),
        ("Owls</p><p>Owls at night</p><p>The 7 owls", False),
    ],
)
def test_contents_with_page_numbers_are_told_from_those_without(
    tmp_path: Path, lines: str, numbered: bool
) -> None:
    file = render(tmp_path / "owls.pdf", f"<h1>Owls</h1><h2>Contents</h2><p>{lines}</p>")
    looked = look(Made([file], Took(1.0, 1.0)))
    assert (looked.files, looked.pages, looked.numbered) == (1, 1, numbered)
    assert looked.size == file.stat().st_size


def test_the_stock_site_has_the_pages_of_the_booklet_and_no_others() -> None:
    edition = Edition.load(ROOT / "mkdocs.yml")
    config = stock_config(edition, "stock", ["search"])
    assert config["theme"] == {"name": "material", "font": False}
    nav = config["nav"]
    assert nav[0] == "urgent-help.md"
    assert "myths/posture.md" not in nav
    hidden = config["exclude_docs"].splitlines()
    assert hidden == ["/_data/", "/_parts/", "*.md", *(f"!/{page}" for page in nav)]


def colours(picture: Image.Image) -> list[tuple[int, ...]]:
    return [colour for _, colour in picture.getcolors(1 << 20) or [] if isinstance(colour, tuple)]


def test_a_contact_sheet_shows_the_first_pages_in_grey(tmp_path: Path) -> None:
    body = "<h1 style='color: red; break-after: page'>Owls</h1>" * 15
    file = render(tmp_path / "owls.pdf", body, "@page { size: 100mm 50mm }")
    sheets = list(contact_sheets(file, tmp_path / "owls", 14, grey=True))
    assert [sheet.name for sheet in sheets] == ["owls-1.png", "owls-2.png"]
    sizes, reds = [], []
    for sheet in sheets:
        with Image.open(sheet) as picture:
            sizes.append(picture.size)
            reds.append(any(r != g for r, g, _ in colours(picture)))
    # 12 pages in 3 rows of 4, then 2; each 480 wide and 240 high, 12 apart.
    assert sizes == [(4 * 492 + 12, 3 * 252 + 12), (2 * 492 + 12, 252 + 12)]
    assert reds == [False, False]
    (sheet,) = contact_sheets(file, tmp_path / "red", 1)
    with Image.open(sheet) as picture:
        assert any(r > g for r, g, _ in colours(picture))


def test_only_the_prints_that_the_site_has_are_pictured(tmp_path: Path) -> None:
    (tmp_path / "site/pdf").mkdir(parents=True)
    render(tmp_path / "site/pdf/myth-cards.pdf", "<h1>Owls</h1>")
    (tmp_path / "print").mkdir()
    (tmp_path / "print/poster-1.png").write_bytes(b"of the run before")
    sheets = list(picture_prints(tmp_path / "site", tmp_path / "print"))
    assert sheets == [tmp_path / "print/myth-cards-1.png"]
    assert list((tmp_path / "print").iterdir()) == sheets
