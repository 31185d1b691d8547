"""Times builds: of one edition, cold, unchanged and after a changed sentence, and of many in a run.

    .venv/bin/python scripts/tools/benchmark_build.py --editions 10 --prints leaflets

Prints a Markdown table. A stock Material build of all the same pages is in the same run: the speed
of a machine drifts, so the ratios count. Of many editions each further one is what a run of all of
them takes more than a run of three, shared by the others.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml
from benchmark_printers import ROOT, Took, Workplace, stock_config
from guide.edition.edition import Edition
from guide.print.editions import EDITIONS

HEAD = "| Build | Seconds | Times stock | CPU seconds |\n|:--|--:|--:|--:|"
FIRST = 3  # editions of the run that the others are compared with
_SENTENCE = "<!-- changed -->"


class Row(NamedTuple):
    """A line of the table."""

    name: str
    took: Took


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often to time each")
    parser.add_argument("--editions", type=int, default=0, metavar="N", help="many in one run")
    parser.add_argument(
        "--prints", nargs="*", default=[], choices=tuple(EDITIONS), help="what each prints"
    )
    options = parser.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    print(f"{machine}, {load}; median of {options.runs} runs.\n\n{HEAD}", flush=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        place = set_up(Path(name), options.prints)
        turns = [list(one_edition(place)) for _ in range(options.runs)]
        rows = [of_turns(found) for found in zip(*turns, strict=True)]
        stock = rows[0].took
        if options.editions > FIRST:
            rows += many_editions(place, options.editions, options.prints)
        for row in rows:
            print(line_of(row, stock), flush=True)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nThe largest process held {memory} MB.")


def set_up(folder: Path, prints: Sequence[str]) -> Workplace:
    """Copy the guide into the folder, with an edition of it and a stock site of all its pages."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    said = {"INHERIT": "mkdocs.yml", "extra": {"print": list(prints)}}
    (folder / "clinic.yml").write_text(yaml.safe_dump(said, sort_keys=False), "utf-8")
    config = stock_config(Edition.load(folder / "clinic.yml"), "stock", ["search"])
    pages = {"exclude_docs": "/_data/\n/_parts/\n", "nav": None}
    (folder / "stock.yml").write_text(yaml.safe_dump(config | pages), "utf-8")
    return Workplace(folder)


def one_edition(place: Workplace) -> Iterator[Row]:
    """Time a stock build, and builds of one edition."""
    yield Row("stock Material, the same words", place.build_stock())
    for name in (".cache", "site"):
        shutil.rmtree(place.folder / name, ignore_errors=True)
    build = ("-m", "guide", "build")
    yield Row("one edition, cold", place.call(*build))
    yield Row("one edition, nothing changed", place.call(*build))
    page = place.folder / "docs/find-more.md"
    words = page.read_text("utf-8")
    page.write_text(f"{words}\n{_SENTENCE}\n", "utf-8")
    yield Row("one edition, a changed sentence", place.call(*build))
    page.write_text(words, "utf-8")


def many_editions(place: Workplace, number: int, prints: Sequence[str]) -> Iterator[Row]:
    """Time a network from nothing, a few first and then all, and once more with nothing changed."""
    for count in range(number):
        said = {
            "INHERIT": "../mkdocs.yml",
            "site_name": f"Clinic {count} guide to back pain",
            "site_url": f"https://network.example/clinic-{count}/",
            "extra": {
                "print": list(prints),
                "clinic": {"name": f"Clinic {count}", "nation": "england", "phone": "01632 960001"},
            },
        }
        file = place.folder / f"editions/clinic-{count:03}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.safe_dump(said, sort_keys=False), "utf-8")
    files = [str(file) for file in sorted((place.folder / "editions").iterdir())]
    shutil.rmtree(place.folder / ".cache", ignore_errors=True)
    first = place.call("-m", "guide", "build", *files[:FIRST], "-o", "first")
    shutil.rmtree(place.folder / ".cache", ignore_errors=True)
    all_of_them = place.call("-m", "guide", "build", *files, "-o", "all")
    yield Row(f"{FIRST} editions in one run", first)
    yield Row(f"{number} editions in one run", all_of_them)
    more = number - FIRST
    pairs = zip(all_of_them, first, strict=True)
    yield Row("each further edition", Took(*((many - few) / more for many, few in pairs)))
    again = place.call("-m", "guide", "build", *files, "-o", "all")
    yield Row(f"{number} editions, nothing changed", again)


def of_turns(rows: Sequence[Row]) -> Row:
    """The row of several turns: the median of what they took."""
    seconds = median(row.took.seconds for row in rows)
    return Row(rows[0].name, Took(seconds, median(row.took.cpu for row in rows)))


def line_of(row: Row, stock: Took) -> str:
    """A row of the table."""
    ratio = row.took.seconds / stock.seconds
    return f"| {row.name} | {row.took.seconds:.1f} | {ratio:.2f} | {row.took.cpu:.1f} |"


if __name__ == "__main__":
    main()
