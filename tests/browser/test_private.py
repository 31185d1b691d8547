"""What a page may do: nothing that it did not come with, and no word to anybody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

PAGES = ("", "find-more/", "routines/walking/", "plans/flare-up-plan/", "references/", "404.html")
WATCH = """
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) => {
        window.refused.push(event.violatedDirective + " " + event.blockedURI);
    });
"""


def test_without_javascript_a_link_to_another_website_says_so(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}find-more/")
    page.locator(".app-references summary").click()
    # The clinic's own website is the host of this guide.
    outside = page.locator("a[href^=http]:not([href*='riverside.example'])")
    assert outside.count() > 3
    for link in outside.all():
        expect(link).to_have_accessible_name(re.compile(r"on another website\)$"))
        assert link.get_attribute("target") is None


@pytest.mark.parametrize("path", PAGES)
def test_the_page_keeps_its_own_policy(phone: Page, address: str, path: str) -> None:
    phone.add_init_script(WATCH)
    phone.goto(address + path)
    phone.locator("summary").filter(has_text="Menu").click()
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("refused") == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_leaves_the_guide_whatever_a_reader_does(
    phone: Page, address: str, path: str
) -> None:
    asked: list[Request] = []
    phone.on("request", lambda request: asked.append(request))
    phone.context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
    phone.goto(address + path)
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").fill("cannot sleep")
    expect(phone.get_by_role("search").get_by_role("link").first).to_be_visible()
    for key in ("Escape", "Escape"):
        phone.keyboard.press(key)
    write = phone.get_by_role("button", name="Write on this sheet here")
    if write.count():
        write.click()
        phone.get_by_role("textbox").first.fill("What only I know")
    phone.locator("footer").scroll_into_view_if_needed()
    start = phone.get_by_role("button", name="Start, with a timer")
    if start.count():
        start.click()
        expect(phone.get_by_role("dialog")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    assert [r.url for r in asked if not r.url.startswith((address, "data:"))] == []
    assert {r.method for r in asked} == {"GET"}
    assert not [r.url for r in asked if "cannot" in r.url or "only" in r.url or "?" in r.url]


def test_a_script_that_the_page_did_not_come_with_does_not_run(phone: Page, address: str) -> None:
    phone.add_init_script(WATCH)
    phone.goto(address)
    phone.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const image = document.createElement("img");
            image.setAttribute("onerror", "window.ran = true");
            image.src = "https://elsewhere.example/pixel.png";
            document.body.append(image);
            document.body.setAttribute("style", "color: red");
        }"""
    )
    phone.wait_for_function("() => refused.length >= 4")
    assert phone.evaluate("window.ran") is None
    refused = {line.split(" ")[0] for line in phone.evaluate("refused")}
    assert refused == {"script-src-elem", "script-src-attr", "img-src", "style-src-attr"}


def test_no_page_has_a_style_attribute_or_an_inline_handler(clinic_site: Path) -> None:
    """The policy would refuse them."""
    for path in clinic_site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert ' style="' not in text, path
        assert not re.search(r"<[^>]*\son[a-z]+=", text), path
        assert '<meta name="referrer" content="no-referrer">' in text, path
