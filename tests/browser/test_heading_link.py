"""The link at a heading: it gives the address of a part, by a tap, a keyboard or a pointer."""

from __future__ import annotations

import os

import pytest
from kinds import KINDS
from playwright.sync_api import Browser, Page, expect

ADDRESS = "https://riverside.example/back-pain/daily-life/sleep/"
PAGE = "daily-life/sleep/"
NAME = "Link to this part: Tonight"
COPIES = """
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: (text) => { window.copied = text; return Promise.resolve(); } },
  });
"""
REFUSES = """
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) },
  });
"""
# Where each link stands, beside its heading
PLACES = """
  [...document.querySelectorAll("h2 + a")].map((link) => {
    const [a, h2] = [link, link.previousElementSibling].map((part) => part.getBoundingClientRect());
    return [link.ariaLabel, a.x - h2.x, h2.bottom - a.bottom, a.width, a.height, a.x];
  })
"""


def test_without_javascript_it_leads_to_its_heading(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(address + PAGE)
    page.get_by_role("link", name=NAME).click()
    expect(page).to_have_url(f"{address}{PAGE}#tonight")
    expect(page.get_by_role("heading", name="Tonight", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_is_large_enough_and_stands_beside_the_end_of_its_heading(
    browser: Browser, address: str, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 640}) as context:
        page = context.new_page()
        count = 0
        for path in set(KINDS.values()) - {""}:
            page.goto(address + path)
            for name, beside, below, wide, high, left in page.evaluate(PLACES):
                count += 1
                assert (beside, wide) == (-16, 24), (path, name)
                assert high >= 24, (path, name)
                assert abs(below) <= 2, (path, name)
                assert left >= 0, (path, name)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, path
        assert count > 20


def test_a_copy_of_the_address_is_made_and_told(phone: Page, address: str) -> None:
    phone.add_init_script(COPIES)
    phone.goto(address + PAGE)
    told = phone.locator(".app-copied")
    for link in (phone.get_by_role("link", name=NAME), phone.locator("h2 + a").last):
        link.click()
        expect(told).to_have_text("Link copied")
        expect(told).to_have_role("status")
        assert phone.evaluate("copied") == ADDRESS + str(link.get_attribute("href"))
    expect(told).to_be_empty(timeout=7000)


def test_where_nothing_may_be_copied_nothing_is_claimed(phone: Page, address: str) -> None:
    phone.add_init_script(REFUSES)
    phone.goto(address + PAGE)
    with phone.expect_response("**/link.js"):
        phone.get_by_role("link", name=NAME).click()
    expect(phone).to_have_url(f"{address}{PAGE}#tonight")
    expect(phone.locator(".app-copied")).to_be_empty()


def test_with_a_pointer_it_is_quiet_until_its_heading_is_pointed_at(
    browser: Browser, address: str
) -> None:
    # The headless shell knows no mouse.
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    args += ["--blink-settings=primaryHoverType=2,availableHoverTypes=2"]
    path = os.environ["CHROMIUM"]
    with browser.browser_type.launch(executable_path=path, args=args) as with_mouse:
        page = with_mouse.new_page(viewport={"width": 1280, "height": 800}, service_workers="block")
        page.goto(address + PAGE)
        link = page.get_by_role("link", name=NAME)
        expect(link).to_have_css("opacity", "0")
        page.get_by_role("heading", name="Tonight", exact=True).hover()
        expect(link).to_have_css("opacity", "1")
        page.mouse.move(0, 0)
        link.focus()
        expect(link).to_have_css("opacity", "1")


def test_paper_has_none(phone: Page, address: str) -> None:
    phone.goto(address + PAGE)
    sign = "getComputedStyle(document.querySelector('h2 + a'), '::before').content"
    assert phone.evaluate(sign) == '"#"'
    phone.emulate_media(media="print")
    assert phone.evaluate(sign) == "none"
