"""Readers who use a keyboard, a switch, or their voice, which types letters and presses keys."""

from __future__ import annotations

import pytest
from kinds import KINDS
from playwright.sync_api import Browser, Page, expect

MAGNIFIED = 256  # A screen of 1280 by 1024, magnified four times, is 320 by 256.
# Where the middle of what has the focus lies, and what is painted there: it, or what covers it.
COVERED = """() => {
    const it = document.activeElement;
    if (it === document.body) return null;
    const boxes = [...it.getClientRects()];
    const seen = boxes.some((box) => {
        const there = document.elementFromPoint((box.left + box.right) / 2,
            (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
        return there && (it.contains(there) || there.contains(it) && !there.matches("header"));
    });
    return seen ? null : it.outerHTML.slice(0, 120);
}"""
EVERY_KEY = "abcdefghijklmnopqrstuvwxyz0123456789/.,?;'#[]-=+!"
STATE = """() => [location.href, scrollY, document.activeElement.outerHTML.slice(0, 80),
    [...document.querySelectorAll("details, dialog")].map(e => e.open).join(),
    document.querySelector("main").innerText]"""


def test_the_keyboard_reaches_the_words_first(phone: Page, address: str) -> None:
    phone.goto(f"{address}what-helps/scans/")
    phone.keyboard.press("Tab")
    skip = phone.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    phone.keyboard.press("Enter")
    expect(phone.locator("#content")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "height"),
    [(path, 640) for path in KINDS.values()]
    + [(path, MAGNIFIED) for path in ("", "treatments/", "routines/walking/")],
)
def test_what_the_keyboard_is_on_is_always_seen(
    browser: Browser, address: str, path: str, height: int
) -> None:
    """WCAG 2.4.11: forwards and backwards, never below the bar."""
    with browser.new_context(viewport={"width": 320, "height": height}) as context:
        page = context.new_page()
        page.goto(address + path)
        for key, times in (("Tab", 20), ("Shift+Tab", 15)):
            for _ in range(times):
                page.keyboard.press(key)
                assert page.evaluate(COVERED) is None


@pytest.mark.parametrize("height", [640, MAGNIFIED])
def test_a_field_is_seen_above_what_the_sheet_says(
    browser: Browser, address: str, height: int
) -> None:
    with browser.new_context(viewport={"width": 320, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{address}plans/weekly-activity/")
        page.get_by_role("button", name="Write on this sheet here").click()
        page.get_by_role("textbox").first.fill("Dance")
        expect(page.locator(".app-plan__asks [role=status]")).to_contain_text("Kept")
        for key, times in (("Tab", 25), ("Shift+Tab", 20)):
            for _ in range(times):
                page.keyboard.press(key)
                assert page.evaluate(COVERED) is None


@pytest.mark.parametrize("path", ["what-helps/scans/", "routines/walking/", "plans/flare-up-plan/"])
def test_single_keys_do_nothing(phone: Page, address: str, path: str) -> None:
    """Voice control types letters; stock Material binds f, s, p, n and more."""
    phone.goto(address + path)
    phone.get_by_text("Menu and search").click()
    phone.get_by_role("heading", level=1).click()
    phone.wait_for_load_state("networkidle")
    before = phone.evaluate(STATE)
    for key in EVERY_KEY:
        phone.keyboard.press(key)
    assert phone.evaluate(STATE) == before


def test_single_keys_do_nothing_in_a_routine(phone: Page, address: str) -> None:
    phone.goto(f"{address}routines/walking/")
    phone.get_by_role("button", name="Start, with a timer").click()
    view = phone.get_by_role("dialog")
    expect(view).to_be_visible()
    before = view.inner_text()
    for key in EVERY_KEY:
        phone.keyboard.press(key)
    assert view.inner_text() == before


def test_a_keyboard_is_enough_for_the_menu(phone: Page, address: str) -> None:
    """The focus goes down the menu in the order in which it is seen, and then to the words."""
    phone.goto(f"{address}what-helps/scans/")
    for _ in range(4):
        phone.keyboard.press("Tab")
    expect(phone.locator("summary").filter(has_text="Menu")).to_be_focused()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("searchbox", name="Search this guide")).to_be_focused()
    tops = []
    for _ in range(12):
        phone.keyboard.press("Tab")
        tops.append(phone.evaluate("scrollY + document.activeElement.getBoundingClientRect().top"))
    assert tops == sorted(tops)
    expect(phone.locator(".app-menu :focus")).to_be_visible()
    phone.get_by_role("searchbox").focus()
    phone.keyboard.type("siatica")
    phone.locator(".app-search__results a").first.wait_for()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    phone.wait_for_url(lambda url: "what-helps/scans" not in url)


def test_a_keyboard_is_enough_for_what_a_page_holds(phone: Page, address: str) -> None:
    phone.goto(f"{address}understand/why-pain-stays/")
    phone.locator("summary").filter(has_text="On this page").focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    leap = phone.locator(":focus")
    heading = leap.inner_text()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()
    # Reading goes on from there.
    phone.keyboard.press("Tab")
    assert phone.evaluate("!document.activeElement.closest('header, .app-on-this-page')")


def test_a_keyboard_is_enough_for_a_sheet(phone: Page, address: str) -> None:
    phone.goto(f"{address}plans/weekly-activity/")
    phone.get_by_role("button", name="Write on this sheet here").focus()
    phone.keyboard.press("Enter")
    first = phone.get_by_label("A goal that I choose", exact=True)
    expect(first).to_be_focused()
    phone.keyboard.type("Dance")
    phone.keyboard.press("Tab")
    expect(phone.get_by_label("My smallest first step", exact=True)).to_be_focused()
    expect(first).to_have_value("Dance")
    phone.get_by_role("button", name="Delete everything").focus()
    phone.keyboard.press("Enter")
    ask = phone.get_by_role("group", name="Delete everything")
    expect(ask).to_be_focused()
    for _ in range(3):
        phone.keyboard.press("Tab")
    expect(ask.get_by_role("button", name="Keep it")).to_be_focused()
    phone.keyboard.press("Space")
    expect(ask).to_be_hidden()
    expect(phone.get_by_role("button", name="Delete everything")).to_be_focused()
