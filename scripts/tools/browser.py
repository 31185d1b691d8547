"""Make sure that the tests have what the system must give them: browsers, and Pango for PDFs.

Best is the headless shell, Chromium without windows: a test of a page takes it a third of the
processor time. An installed Chromium or Chrome does as well. As root on Debian, what is missing
is installed; else Playwright fetches a Chromium of its own; else this says what to do. Prints the
path of the browser. Firefox is the second one: without it the tests say what they did not test.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FIREFOX = ("firefox", "firefox-esr")
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


def is_offered(package: str) -> bool:
    """Whether apt knows a package, from the lists that it has."""
    ask = ["apt-cache", "show", "--no-all-versions", package]
    if not shutil.which(ask[0]):
        return False
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0


def install_browser() -> None:
    """Install what is best here, unless $CHROMIUM or what is installed is as good."""
    if os.environ.get("CHROMIUM") or shutil.which(SHELL):
        return
    if find_browser():
        if is_offered(SHELL):
            install((SHELL,))
    elif not install((SHELL,)) and not install(("chromium",)):
        fetch()


def install_firefox() -> None:
    """Install Firefox if none is here, $FIREFOX included, and apt knows one."""
    named = os.environ.get("FIREFOX", "")
    if not any(map(shutil.which, filter(None, (named, *FIREFOX)))) and is_offered(FIREFOX[-1]):
        install(FIREFOX[-1:])


def fetch() -> None:
    """Let Playwright fetch a Chromium of its own."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> None:
    if not ctypes.util.find_library("pango-1.0") and not install(PANGO):
        sys.exit(f"the tests of PDFs need Pango: sudo apt-get install {' '.join(PANGO)}")
    install_browser()
    browser = find_browser()
    if not browser:
        sys.exit(f"the tests need a browser: {REMEDY}")
    install_firefox()
    print(browser)


if __name__ == "__main__":
    main()
