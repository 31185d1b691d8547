"""Readers with poor sight, shaky hands, a keyboard, a dark room; and everybody's privacy.

Automated checks find only a part of what makes a page hard to use.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

# One page of every kind: home, cards, long text with a table, drawing, routine, list of myths,
# myth, tables, proof, sheet, whole bibliography.
PAGES = (
    "",
    "urgent-help/",
    "understand/what-adds-to-pain/",
    "understand/sensitive-alarm/",
    "flare-ups/what-to-do/",
    "routines/micro-movement/",
    "myths/",
    "myths/posture/",
    "treatments/",
    "professionals/claims/",
    "plans/weekly-activity/",
    "find-more/",
    "references/",
    "404.html",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 640}) as phone:
        page = phone.new_page()
        page.goto(address + path)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    violations = [
        (v["id"], v["help"], [n["target"] for n in v["nodes"]])
        for v in found.response["violations"]
    ]
    assert violations == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_the_smallest_screen(
    browser: Browser, address: str, path: str
) -> None:
    with browser.new_context(viewport={"width": 320, "height": 568}) as phone:
        page = phone.new_page()
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_the_site_and_nothing_fails(phone: Page, address: str, path: str) -> None:
    asked: list[str] = []
    errors: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.on("requestfailed", lambda request: errors.append(request.url))
    phone.goto(address + path)
    phone.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert errors == []
    assert phone.context.cookies() == []


def test_the_keyboard_reaches_the_words_first(phone: Page, address: str) -> None:
    phone.goto(f"{address}what-helps/scans/")
    phone.keyboard.press("Tab")
    skip = phone.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    phone.keyboard.press("Enter")
    expect(phone.locator("#content")).to_be_focused()


def test_single_keys_do_nothing(phone: Page, address: str) -> None:
    """Voice control types letters; stock Material binds f, s, p, n and more."""
    phone.goto(f"{address}what-helps/scans/")
    before = (phone.url, phone.evaluate("document.activeElement.tagName"))
    for key in "fspn/.,hjk":
        phone.keyboard.press(key)
    assert (phone.url, phone.evaluate("document.activeElement.tagName")) == before


def test_text_can_be_spaced_out_without_being_cut(phone: Page, address: str) -> None:
    """WCAG 1.4.12."""
    phone.goto(f"{address}urgent-help/")
    phone.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )
    cut = phone.evaluate(
        """[...document.querySelectorAll("main *, header *, footer *")]
            .filter(e => getComputedStyle(e).overflow === "hidden"
                && !e.closest(".app-visually-hidden, svg")
                && e.scrollHeight > e.clientHeight + 1)
            .map(e => e.className)"""
    )
    assert cut == []


@pytest.mark.parametrize(("scheme", "darker"), [("light", "text"), ("dark", "paper")])
def test_a_dark_room_gets_dark_paper(
    browser: Browser, address: str, scheme: str, darker: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(address)
        style = "getComputedStyle(document.body)"
        colours = page.evaluate(f"[{style}.color, {style}.backgroundColor]")
    text, paper = (sum(map(int, c.strip("rgb()").split(",")[:3])) for c in colours)
    assert (text < paper) is (darker == "text")
