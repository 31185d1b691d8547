"""The link checkers of the benchmark: how each is called, what it found, what a run of it takes."""

from __future__ import annotations

import csv
import json
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tool:
    """A checker: its arguments for a site, and what it found, read from what it prints."""

    program: str
    arguments: str  # {site} is the folder, {url} its address on this machine, {work} for files
    findings: Callable[[str], list[str]]


@dataclass(frozen=True)
class Run:
    """One run of a checker."""

    seconds: float
    cpu: float  # seconds of all its processes; other work on the machine changes it less
    memory: int  # bytes, 0 if it was not watched
    printed: str
    stopped: bool  # it was not done within the limit


def run(command: list[str], limit: float, *, watched: bool) -> Run:
    """Run a checker for `limit` seconds at most; watching its memory costs it some of its time."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
        start, before = time.perf_counter(), cpu_of_children()
        process = subprocess.Popen(
            command, stdout=report, stderr=subprocess.DEVNULL, start_new_session=True
        )
        stop = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        stop.start()
        memory = 0
        try:
            while watched and process.poll() is None:
                memory = max(memory, memory_of(process.pid))
                time.sleep(0.02)
            process.wait()
        finally:
            stop.cancel()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        seconds, cpu = time.perf_counter() - start, cpu_of_children() - before
        report.seek(0)
        return Run(seconds, cpu, memory, report.read(), process.returncode == -signal.SIGKILL)


def cpu_of_children() -> float:
    """The seconds of processor time that all processes took which we started and which ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_of(session: int) -> int:
    """The bytes that all processes of a session hold, each page that they share counted once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended just now
            if int((process / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024


def of_guide(printed: str) -> list[str]:
    return [problem.get("target", problem["message"]) for problem in json.loads(printed)]


def of_lychee(printed: str) -> list[str]:
    by_page = json.loads(printed)["error_map"].values()
    return [error["url"] for errors in by_page for error in errors]


def of_linkinator(printed: str) -> list[str]:
    return [link["url"] for link in json.loads(printed)["links"] if link["state"] == "BROKEN"]


def of_linkchecker(printed: str) -> list[str]:
    lines = (line for line in printed.splitlines() if not line.startswith("# "))
    return [row["urlname"] for row in csv.DictReader(lines, delimiter=";")]


GUIDE = "links {site} --format json"
LYCHEE = (
    "--offline --include-fragments --no-progress --extensions html,css --root-dir {site} "
    "--index-files index.html --format json {site}"
)
LINKINATOR = "{site} --recurse --check-fragments --check-css --format json --skip ^https://host-"
LINKCHECKER = "--config {work}/linkchecker.ini --no-robots --no-status --output csv {url}"
LINKCHECKER_INI = "[checking]\nmaxrequestspersecond=100000\n[AnchorCheck]\n"

TOOLS = {
    "guide links": Tool("guide", GUIDE, of_guide),
    "lychee": Tool("lychee", LYCHEE, of_lychee),
    "linkinator": Tool("linkinator", LINKINATOR, of_linkinator),
    "linkchecker": Tool("linkchecker", LINKCHECKER, of_linkchecker),
}
