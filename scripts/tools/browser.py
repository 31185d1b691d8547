"""Make sure that the tests have what the system must give them: a browser, and Pango for PDFs.

An installed Chromium or Chrome is used as it is. Otherwise: as root on Debian and Ubuntu, the
packages are installed; else Playwright fetches a Chromium of its own; else this says what to do.
Prints the path of the browser.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
REMEDY = "install Chromium or Chrome (Debian: sudo apt-get install chromium), then make test again"


def find_browser() -> str | None:
    """The path of an installed browser, $CHROMIUM first, then Playwright's own."""
    named = [os.environ.get("CHROMIUM", ""), *NAMES]
    found = next((path for path in map(shutil.which, filter(None, named)) if path), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages if we may; return whether that went well."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(packages)} …", file=sys.stderr, flush=True)
    get = ["apt-get", "-q", "-y"]
    return all(
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode == 0
        for command in ([*get, "update"], [*get, "install", "--no-install-recommends", *packages])
    )


def main() -> None:
    if not ctypes.util.find_library("pango-1.0") and not install(PANGO):
        sys.exit(f"the tests of PDFs need Pango: sudo apt-get install {' '.join(PANGO)}")
    if not find_browser() and not install(("chromium",)):
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, stdout=sys.stderr, check=False)
    browser = find_browser()
    if not browser:
        sys.exit(f"the tests need a browser: {REMEDY}")
    print(browser)


if __name__ == "__main__":
    main()
