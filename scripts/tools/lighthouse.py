"""Measure the built site with Lighthouse, each page beside a bare page of the same words.

Usage: python scripts/tools/lighthouse.py [SITE] [--runs 3] [--page PATH ...] [--network NAME]

Lighthouse comes from npm: $LIGHTHOUSE, or `npx lighthouse@12`; $CHROMIUM names the browser.
The site is served from this computer, gzipped, below a path, as GitHub Pages serves it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shlex
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PREFIX = "/back-pain/"
PAGES = ["", "understand/why-pain-stays/", "routines/micro-movement/", "myths/posture/"]
PAGES += ["treatments/"]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SLOW = "rttMs=400 throughputKbps=400 cpuSlowdownMultiplier=6".split()
THROTTLING = {"default": (), "slow 3G": tuple(f"--throttling.{value}" for value in SLOW)}
TIMES = {"FCP": "first-contentful-paint", "LCP": "largest-contentful-paint"}
# What is fetched later, when the phone is idle, to be read without a connection.
LATER = ("offline.js", "sw.js", "manifest.webmanifest", "icons/180.png", "icons/192.png")
NONE = {"TBT": "total-blocking-time", "CLS": "cumulative-layout-shift"}
# As much as a person writes by hand for one page: 3 KB.
BARE_STYLE = "body{margin:0 auto;max-width:34rem;padding:16px;font:18px/28px system-ui}" * 42


class _Handler(SimpleHTTPRequestHandler):
    """Answers with gzipped files below the prefix; `bare/` holds the bare pages."""

    def __init__(self, *args: Any, bare: Path, **options: Any) -> None:
        self.bare = bare
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].removeprefix(PREFIX)
        folder = self.bare if path.startswith("bare/") else Path(self.directory)
        file = folder / path.removeprefix("bare/")
        file = file / "index.html" if file.is_dir() else file
        found = self.path.startswith(PREFIX) and file.is_file()
        content = gzip.compress(file.read_bytes() if found else b"not here", 6)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


def bare_page(page: str) -> str:
    """The words of a page, with 3 KB of styles and nothing else."""
    found = re.search(r"<article.*?</article>", page, re.DOTALL)
    words = re.sub(r"<svg.*?</svg>|<img[^>]*>", "", found[0] if found else "", flags=re.DOTALL)
    words = re.sub(r'\s(?:class|role|data-[\w-]+|aria-\w+)="[^"]*"', "", words)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{BARE_STYLE}</style></head><body>{words}</body></html>"
    )


def measure(
    addresses: tuple[str, ...], throttling: tuple[str, ...], runs: int
) -> list[dict[str, float]]:
    """Of each address the scores of the worst run, and the median times in milliseconds.

    In turns, so that what else the computer does is no fault of one of them.
    """
    turns = [[_report(address, throttling) for address in addresses] for _ in range(runs)]
    return [_figures(reports) for reports in zip(*turns, strict=True)]


def _figures(reports: Sequence[dict[str, Any]]) -> dict[str, float]:
    scores = {
        name: min(100 * r["categories"][name]["score"] for r in reports) for name in CATEGORIES
    }
    values = {
        short: statistics.median(r["audits"][name]["numericValue"] for r in reports)
        for short, name in {**TIMES, **NONE}.items()
    }
    requests = reports[-1]["audits"]["network-requests"]["details"]["items"]
    early = [r for r in requests if not r["url"].endswith(LATER)]
    values["KB"] = sum(r["transferSize"] for r in early) / 1024
    values["requests"] = len(early)
    return {**scores, **values}


def _report(address: str, throttling: tuple[str, ...]) -> dict[str, Any]:
    command = [
        *shlex.split(os.environ.get("LIGHTHOUSE", "npx --yes lighthouse@12")),
        *(address, "--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox"),
        f"--only-categories={','.join(CATEGORIES)}",
        *throttling,
    ]
    environment = {**os.environ, "CHROME_PATH": os.environ.get("CHROMIUM", "chromium")}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def lines(base: str, pages: list[str], runs: int, networks: list[str]) -> Iterator[str]:
    """Measure page after page; yield a line for each."""
    for name in networks:
        throttling = THROTTLING[name]
        times = "  FCP   bare  ratio    LCP   bare  ratio"
        yield f"{name:<28} scores         {times}  TBT  CLS    KB   requests"
        for page in pages:
            ours, bare = measure((base + page, f"{base}bare/{page}"), throttling, runs)
            scores = "/".join(f"{ours[category]:.0f}" for category in CATEGORIES)
            times = "  ".join(
                f"{ours[t]:5.0f} ({bare[t]:5.0f}) {ours[t] / bare[t]:4.2f}" for t in TIMES
            )
            rest = f"{ours['TBT']:.0f}  {ours['CLS']:.3f}  {ours['KB']:.1f}  {ours['requests']:.0f}"
            yield f"{page or '/':<28} {scores:<16} {times}  {rest}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("--runs", type=int, default=3, help="for each figure (default: 3)")
    parser.add_argument("--page", action="append", help="instead of the five usual pages")
    parser.add_argument("--network", action="append", choices=THROTTLING, help="instead of both")
    options = parser.parse_args()
    pages = options.page or PAGES
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            bare = Path(folder) / page
            bare.mkdir(parents=True, exist_ok=True)
            text = (options.site / page / "index.html").read_text("utf-8")
            (bare / "index.html").write_text(bare_page(text), "utf-8")
        handler = partial(_Handler, directory=str(options.site), bare=Path(folder))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{server.server_port}{PREFIX}"
            for line in lines(base, pages, options.runs, options.network or [*THROTTLING]):
                print(line, flush=True)
            server.shutdown()


if __name__ == "__main__":
    main()
