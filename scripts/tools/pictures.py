"""Take pictures of the ten main pages, on three screens, light and dark; for people to look at.

Usage: python scripts/tools/pictures.py [SITE]

They go to .cache/pictures, and contact sheets of what is for paper to .cache/pictures/print. The
picture of the README, .github/pictures/guide.png, is made of some of them. $CHROMIUM names the
browser.
"""

from __future__ import annotations

import base64
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from picture_prints import picture_prints
from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".cache/pictures"
PRINTS = PICTURES / "print"
README = ROOT / ".github/pictures/guide.png"
PAGES = {
    "home": "",
    "urgent-help": "urgent-help/",
    "guide-page": "understand/why-pain-stays/",
    "flare-up": "flare-ups/what-to-do/",
    "routine": "routines/cat-cow-and-knee-to-chest/",
    "myths": "myths/",
    "myth": "myths/posture/",
    "treatments": "treatments/",
    "plan-sheet": "plans/weekly-activity/",
    "references": "references/",
}
SCREENS = {"360": (360, 640), "768": (768, 1024), "1280": (1280, 800)}
# What the README shows: a page, and how far down it is scrolled, to a heading if one is named.
DAY_AND_NIGHT: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
SHOWN: tuple[tuple[str, Literal["light", "dark"], str], ...] = (
    ("home", "light", ""),
    ("urgent-help", "light", ""),
    ("routine", "dark", ".app-steps"),
)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site from this computer; yield its address."""
    handler = partial(_Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def take_all(browser: Browser, address: str) -> Iterator[Path]:
    """Take the first screen and the whole of each page; yield the files."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for screen, (width, height) in SCREENS.items():
        for scheme in DAY_AND_NIGHT:
            size: ViewportSize = {"width": width, "height": height}
            with browser.new_context(viewport=size, color_scheme=scheme) as context:
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(address + path)
                    # Pictures that wait for their turn are wanted now.
                    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = '')")
                    page.wait_for_load_state("networkidle")
                    for part in ("first", "whole"):
                        file = PICTURES / f"{name}-{screen}-{scheme}-{part}.png"
                        page.screenshot(path=file, full_page=part == "whole")
                        yield file


def compose(browser: Browser, address: str) -> None:
    """Put the three screens of the README side by side."""
    shots = []
    for name, scheme, place in SHOWN:
        size: ViewportSize = {"width": 360, "height": 640}
        with browser.new_context(viewport=size, color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(address + PAGES[name])
            if place:
                page.locator(place).first.evaluate(
                    "e => { document.documentElement.style.scrollPaddingTop = '80px';"
                    " e.scrollIntoView(); }"
                )
            page.wait_for_load_state("networkidle")
            shots.append(base64.b64encode(page.screenshot()).decode())
    images = "".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots)
    style = (
        "body{margin:0;padding:24px;display:flex;gap:24px;background:#d9d2c4}"
        "img{width:360px;height:640px;border-radius:16px}"
    )
    with browser.new_context(viewport={"width": 1176, "height": 688}) as context:
        page = context.new_page()
        page.set_content(f"<style>{style}</style>{images}")
        page.screenshot(path=README)


def main() -> None:
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    if not (site / "index.html").is_file():
        sys.exit(f"there is no site in {site}: run make site first")
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        taken = list(take_all(browser, address))
        compose(browser, address)
        browser.close()
    sheets = list(picture_prints(site, PRINTS))
    print(f"{len(taken)} pictures in {PICTURES.relative_to(ROOT)}, and {README.relative_to(ROOT)}")
    print(f"{len(sheets)} sheets of prints in {PRINTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
