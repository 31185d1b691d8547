"""Axe on every page of the site: a file of its own, so that another worker does the rest."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from guide.publish.redirects import is_redirect
from kinds import KINDS
from playwright.sync_api import Browser, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 640}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """rules => axe.run({preload: false, resultTypes: ["violations"], runOnly: rules}).then(
    found => found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}`)))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, clinic_site: Path) -> None:
    """All rules by day; by night, where only colours differ, contrast on every kind of page."""
    found = {}
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        for file in sorted(clinic_site.rglob("*.html")):
            if is_redirect(file.read_text("utf-8")):
                continue  # its reader sees the page that it leads to
            path = file.relative_to(clinic_site).as_posix().removesuffix("index.html")
            page.goto(address + path)
            page.evaluate(AXE)
            found[path] = page.evaluate(RUN_AXE, RULES)
            if path in KINDS.values():
                page.emulate_media(color_scheme="dark")
                found[path] += page.evaluate(RUN_AXE, ["color-contrast"])
                page.emulate_media(color_scheme="light")
    assert set(found) >= set(KINDS.values())
    assert {path: problems for path, problems in found.items() if problems} == {}
