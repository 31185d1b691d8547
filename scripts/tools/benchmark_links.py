"""Compares `guide links` with other link checkers: time, memory, and what each of them finds.

    .venv/bin/python scripts/tools/benchmark_links.py --pages 1000 5000 --runs 5

Makes sites (benchmark_site.py), runs each checker (benchmark_tools.py) over them and prints a
Markdown table. No link to another host is followed. Each checker runs once for its findings and
its memory, then `--runs` times for its time, all in turn, because the speed of a machine drifts:
the ratios are those of runs side by side. What takes over a minute is not run again, and what
takes over `--limit` seconds is stopped. Memory is the peak of what all processes of a checker hold
together, what they share counted once (the sum of Pss in /proc every 20 ms, so on Linux only).

With `--sites FOLDER …` it goes over sites that are there already, such as the documentation that
packages of a distribution hold; of these nobody knows the faults, so it counts the findings.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmark_site import BROKEN, LEAST_PAGES, PLANTED, make_site
from benchmark_tools import LINKCHECKER_INI, TOOLS, Run, run

SLOW = 60.0  # seconds
HEAD = (
    "| Pages | Checker | Seconds | Times lychee | CPU seconds | Peak memory | Broken links "
    "| Other faults | False alarms |\n|--:|:--|--:|--:|--:|--:|--:|--:|--:|"
)

HEAD_OF_SITES = (
    "| Site | Checker | Seconds | Times lychee | CPU seconds | Peak memory | Findings |\n"
    "|:--|:--|--:|--:|--:|--:|--:|"
)


@dataclass
class Measured:
    """What the runs of one checker over one site showed."""

    first: Run
    findings: list[str]
    again: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.again or [self.first])

    @property
    def cpu(self) -> float:
        return statistics.median(run.cpu for run in self.again or [self.first])


def main() -> None:
    options = arguments()
    commands = {program: command(program, options.path) for program in options.tools}
    tools = {name: tool for name, tool in TOOLS.items() if tool.program in commands}
    print(f"{', '.join(circumstances(commands))}; median of {options.runs} runs.\n")
    if options.sites:
        print(HEAD_OF_SITES)
    for site in options.sites:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            measured = measure_site(site.resolve(), Path(folder), commands, options)
        for name in tools:
            found = cells_of_site(measured, name, options.limit)
            print(f"| {site} | {name} | {found} |", flush=True)
    if options.sites:
        return
    print(HEAD)
    for pages in options.pages:
        measured = measure(pages, commands, options)
        for name in tools:
            print(f"| {pages:,} | {name} | {cells(measured, name, options.limit)} |", flush=True)


def measure(
    pages: int, commands: Mapping[str, list[str]], options: argparse.Namespace
) -> dict[str, Measured]:
    """Run each checker that is there over a site of so many pages."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        make_site(Path(folder) / "site", pages)
        return measure_site(Path(folder) / "site", Path(folder), commands, options)


def measure_site(
    site: Path, work: Path, commands: Mapping[str, list[str]], options: argparse.Namespace
) -> dict[str, Measured]:
    """Run each checker that is there over a site; `work` is a folder for their files."""
    tools = {name: tool for name, tool in TOOLS.items() if commands.get(tool.program)}
    measured: dict[str, Measured] = {}
    work.chmod(0o755)  # linkchecker lays down the rights of root
    (work / "linkchecker.ini").write_text(LINKCHECKER_INI, "utf-8")
    with served(site) as url:
        for turn in range(options.runs + 1):
            for name, tool in tools.items():
                if turn and measured[name].first.seconds > SLOW:
                    continue
                words = tool.arguments.format(site=site, url=url, work=work).split()
                seen = run([*commands[tool.program], *words], options.limit, watched=not turn)
                if turn:
                    measured[name].again.append(seen)
                else:
                    findings = [] if seen.stopped else tool.findings(seen.printed)
                    measured[name] = Measured(seen, findings)
    return measured


def cells_of_site(measured: Mapping[str, Measured], name: str, limit: float) -> str:
    """The cells of a checker's row for a site whose faults nobody knows."""
    *cells_before, _, _, _ = cells(measured, name, limit).split(" | ")
    found = "–" if name not in measured or measured[name].first.stopped else ""
    return " | ".join([*cells_before, found or f"{len(measured[name].findings):,}"])


def cells(measured: Mapping[str, Measured], name: str, limit: float) -> str:
    """The cells of a checker's row, from its seconds to its false alarms."""
    if name not in measured:
        return "not installed | | | | | |"
    one, lychee = measured[name], measured.get("lychee")
    memory = f"{one.first.memory / 1e6:.0f} MB" if one.first.memory else "–"
    if one.first.stopped:
        return f"over {limit:g} | – | – | {memory} | – | – | –"
    ratio = "–"
    if lychee and not lychee.first.stopped:
        ratios = [
            mine.seconds / theirs.seconds
            for mine, theirs in zip(one.again, lychee.again, strict=False)
        ]  # none if one of them was too slow to be run side by side again
        ratio = f"{statistics.median(ratios or [one.seconds / lychee.seconds]):.2f}"
    planted = sorted(PLANTED)
    found = {mark for finding in one.findings for mark in re.findall(r"planted-\d+", finding)}
    broken = f"{len(found & set(planted[:BROKEN]))} of {BROKEN}"
    others = f"{len(found & set(planted[BROKEN:]))} of {len(planted) - BROKEN}"
    false = sum("planted-" not in finding for finding in one.findings)
    times = f"{one.seconds:.2f} | {ratio} | {one.cpu:.2f}"
    return f"{times} | {memory} | {broken} | {others} | {false}"


def command(program: str, folders: list[Path]) -> list[str]:
    """How to call a checker; nothing if it is not installed."""
    if program == "guide":
        return [sys.executable, "-m", "guide"]
    places = [*map(str, folders), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    found = shutil.which(program, path=os.pathsep.join(places))
    return [found] if found else []


def circumstances(commands: Mapping[str, list[str]]) -> Iterator[str]:
    """The machine, and the versions of Python and of the others' checkers."""
    yield f"{os.cpu_count()} cores"
    yield platform.system()
    yield f"Python {platform.python_version()}"
    for program, words in commands.items():
        if words and program != "guide":
            said = subprocess.run(
                [*words, "--version"], capture_output=True, text=True, check=False
            )
            found = re.search(r"\d+(\.\d+)+", said.stdout)
            yield f"{program} {found[0] if found else 'of an unknown version'}"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and keeps connections open as a real server does."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Tell linkchecker, which else waits between requests, that it need not."""
        self.send_header("LinkChecker", "welcome")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site on this machine for a checker that needs a server; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def arguments() -> argparse.Namespace:
    programs = list(dict.fromkeys(tool.program for tool in TOOLS.values()))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=pages, nargs="+", default=[1000, 5000], metavar="N")
    parser.add_argument("--sites", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often to time each")
    parser.add_argument("--tools", nargs="+", choices=programs, default=programs)
    parser.add_argument("--path", type=Path, action="append", default=[], metavar="FOLDER",
                        help="also look for the checkers here")  # fmt: skip
    parser.add_argument("--limit", type=float, default=900, metavar="SECONDS")
    return parser.parse_args()


def pages(words: str) -> int:
    if int(words) < LEAST_PAGES:
        raise argparse.ArgumentTypeError(f"a site must have at least {LEAST_PAGES} pages")
    return int(words)


if __name__ == "__main__":
    main()
