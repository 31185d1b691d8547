"""Compares the booklet of `guide pdf` with what other printers make of the same words.

    CHROMIUM=/usr/bin/chromium .venv/bin/python scripts/tools/benchmark_print.py --runs 3

Prints a Markdown table. The printers (benchmark_printers.py) take turns, because the speed of a
machine drifts: the ratios are those of runs side by side. Chromium is handed our own document;
mkdocs-to-pdf and WeasyPrint print the pages of the booklet in the stock theme of Material, which
leaves out what our templates add: cover, QR codes, list of addresses, numbers of references.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import page as page_validation
import pypdfium2
from benchmark_printers import PRINTERS, CannotPrintError, Made, Took, Workplace

OURS = "guide pdf"
HEAD = (
    "| Printer | Seconds | Times ours | CPU seconds | Files | Pages | KB | PDF/UA-1 rules broken "
    "| Contents with page numbers |\n|:--|--:|--:|--:|--:|--:|--:|--:|:--|"
)
FRONT = 8  # the contents stand on one of these pages


@dataclass(frozen=True)
class Looked:
    """What the files of a printer are like."""

    files: int
    pages: int
    size: int  # bytes
    broken: int  # rules of PDF/UA-1 that a file of it does not keep
    numbered: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often to time each")
    runs = parser.parse_args().runs
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    print(f"{machine}, {load}; median of {runs} runs.\n\n{HEAD}", flush=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        place = Workplace.set_up(Path(folder))
        stock = place.build_stock()
        took: dict[str, list[Took]] = {name: [] for name in PRINTERS}
        looked: dict[str, Looked | str] = {}
        for turn in range(runs):
            for name, printer in PRINTERS.items():
                if isinstance(looked.get(name), str):
                    continue  # it cannot print
                try:
                    made = printer(place)
                except CannotPrintError as error:
                    looked[name] = str(error)
                    continue
                took[name].append(made.took)
                if not turn:
                    looked[name] = look(made)
        for name in PRINTERS:
            print(row_of(name, looked[name], took[name], took[OURS]), flush=True)
        cold, warm = place.print_all(cold=True), place.print_all(cold=False)
    print(
        f"\nmkdocs-to-pdf builds the stock site too, {stock.seconds:.1f} s by itself. "
        f"`guide pdf --all`, {len(cold.files)} PDFs: {cold.took.seconds:.1f} s, "
        f"again with nothing new {warm.took.seconds:.1f} s."
    )


def row_of(name: str, looked: Looked | str, took: Sequence[Took], ours: Sequence[Took]) -> str:
    """The row of a printer: what it took and made, or why it cannot print."""
    if isinstance(looked, str):
        return f"| {name} | cannot run: {looked.replace('|', ' ')} | | | | | | | |"
    ratios = [theirs.seconds / mine.seconds for theirs, mine in zip(took, ours, strict=False)]
    cells = (
        name,
        f"{median(one.seconds for one in took):.1f}",
        f"{median(ratios):.2f}" if ratios else "–",
        f"{median(one.cpu for one in took):.1f}",
        looked.files,
        looked.pages,
        f"{looked.size / 1000:,.0f}",
        looked.broken,
        "yes" if looked.numbered else "no",
    )
    return f"| {' | '.join(map(str, cells))} |"


def look(made: Made) -> Looked:
    """Open every file of a printer."""
    pages = 0
    for file in made.files:
        with pypdfium2.PdfDocument(file) as document:
            pages += len(document)
    reports = [page_validation.validate_pdf(file, profile="ua1") for file in made.files]
    return Looked(
        files=len(made.files),
        pages=pages,
        size=sum(file.stat().st_size for file in made.files),
        broken=len({failure.rule_id for report in reports for failure in report.failures}),
        numbered=any(has_numbered_contents(file) for file in made.files),
    )


def has_numbered_contents(file: Path) -> bool:
    """Whether a page at the front has the heading "contents", with lines that end in numbers."""
    with pypdfium2.PdfDocument(file) as document:
        for number in range(min(FRONT, len(document))):
            text: str = document[number].get_textpage().get_text_range()
            heading = re.search(r"(?im)^(table of )?contents\s*$", text)
            if heading:
                entries = text[heading.end() :].splitlines()
                lines = [entry.strip() for entry in entries if entry.strip()]
                return 2 * sum(line[-1].isdigit() for line in lines) > len(lines)
    return False


if __name__ == "__main__":
    main()
