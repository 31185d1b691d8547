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


@pytest.mark.parametrize("path", ["what-helps/scans/", "treatments/", "routines/walking/"])
def test_what_the_keyboard_is_on_is_never_below_the_bar(
    phone: Page, address: str, path: str
) -> None:
    """WCAG 2.4.11: forwards the page scrolls down, backwards it comes up below the bar."""
    phone.goto(address + path)
    bar = phone.locator(".app-header__top").bounding_box()
    assert bar
    place = """() => {
        const it = document.activeElement;
        const own = it === document.body || it.closest(".app-header__top, .app-skip");
        return own ? null : it.getBoundingClientRect().top;
    }"""
    for key, times in (("Tab", 40), ("Shift+Tab", 40)):
        for _ in range(times):
            phone.keyboard.press(key)
            top = phone.evaluate(place)
            assert top is None or top >= bar["height"] - 1, phone.evaluate(
                "document.activeElement.outerHTML.slice(0, 200)"
            )


def test_urgent_help_stays_in_view_but_not_on_a_magnified_screen(
    browser: Browser, address: str
) -> None:
    for height, stays in ((640, True), (256, False)):
        with browser.new_context(viewport={"width": 320, "height": height}) as context:
            page = context.new_page()
            page.goto(f"{address}what-helps/scans/")
            page.evaluate("scrollTo(0, 3000)")
            link = page.get_by_role("banner").get_by_role("link", name="Urgent help")
            if stays:
                expect(link).to_be_in_viewport()
            else:
                expect(link).not_to_be_in_viewport()


def test_a_long_page_leads_back_to_its_top(phone: Page, address: str) -> None:
    phone.goto(f"{address}treatments/")
    phone.get_by_role("link", name="Back to the top of this page").click()
    expect(phone.get_by_role("heading", level=1)).to_be_in_viewport()


@pytest.mark.parametrize("path", PAGES)
def test_what_a_thumb_must_hit_is_44_pixels_high(phone: Page, address: str, path: str) -> None:
    """All but links within a sentence, and those that lead from a reference back (24 do)."""
    phone.goto(address + path)
    phone.locator("summary").filter(has_text="Menu").click()
    low = phone.evaluate(
        """[...document.querySelectorAll(
            "summary, button, input, .app-contents a, .app-search-topics a, "
            + ".app-need-cards li, .app-pager a, "
            + ".app-footer__links a, .app-header__top a:not(.app-skip)")]
            .filter(e => e.offsetParent !== null || e.getClientRects().length)
            .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 120)])
            .filter(([height]) => height < 44)"""
    )
    assert low == []


def test_single_keys_do_nothing(phone: Page, address: str) -> None:
    """Voice control types letters; stock Material binds f, s, p, n and more."""
    phone.goto(f"{address}what-helps/scans/")
    before = (phone.url, phone.evaluate("document.activeElement.tagName"))
    for key in "fspn/.,hjk":
        phone.keyboard.press(key)
    assert (phone.url, phone.evaluate("document.activeElement.tagName")) == before


def test_text_can_be_spaced_out_without_being_cut(browser: Browser, address: str) -> None:
    """WCAG 1.4.12. A reader's own styles, unlike a test's, pass the policy of the page."""
    phone = browser.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True).new_page()
    phone.goto(f"{address}urgent-help/")
    phone.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )
    cut = phone.evaluate(
        """[...document.querySelectorAll("main *, header *, footer *")]
            .filter(e => getComputedStyle(e).overflow === "hidden"
                && !e.closest(".app-visually-hidden, .app-outside, svg")
                && e.scrollHeight > e.clientHeight + 1)
            .map(e => e.className)"""
    )
    phone.context.close()
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
