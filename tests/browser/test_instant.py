"""The first moment on a slow phone: little to fetch, nothing to wait for, nothing that moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

# One page of every kind, and every routine: they have pictures.
PAGES = (
    "",
    "urgent-help/",
    "understand/why-pain-stays/",
    "flare-ups/what-to-do/",
    "myths/posture/",
    "treatments/",
    "plans/weekly-activity/",
    "references/",
    "routines/",
    "routines/micro-movement/",
    "routines/cat-cow-and-knee-to-chest/",
    "routines/stretches/",
    "routines/at-a-desk/",
    "routines/heat/",
    "routines/slow-breathing/",
    "routines/walking/",
)
MOST_REQUESTS = 3
# Of 2.2 KB each; they wait until the reader comes near, and a browser takes three screens for near.
MOST_DRAWINGS = 8
UNFOLDED = ".app-steps img >> visible=true"
LOGO = "assets/images/icon.svg"  # of the clinic
# The copy for reading without a connection is made later, when the phone has nothing to do.
LATER = (
    "offline.js",
    "offline.css",
    "sw.js",
    "manifest.webmanifest",
    "icons/180.png",
    "icons/192.png",
)


def test_without_javascript_the_page_has_its_dress_in_one_request(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}what-helps/main-things/")
    page.wait_for_load_state("networkidle")
    tint = page.locator(".app-key-message").first.evaluate("e => getComputedStyle(e).borderWidth")
    assert "4px" in tint
    # Without scripts a browser does not put off a picture that is far below.
    asked = [url for url in asked if "/assets/drawings/" not in url]
    assert asked == [f"{address}what-helps/main-things/", address + LOGO]


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_asks_for_little(phone: Page, address: str, path: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(address + path)
    phone.wait_for_load_state("networkidle")
    asked = [url for url in asked if not url.endswith((*LATER, LOGO)) and url.startswith("http")]
    drawings = [url for url in asked if "/assets/drawings/" in url]
    assert len(asked) - len(drawings) <= MOST_REQUESTS, asked
    assert len(drawings) <= MOST_DRAWINGS, drawings


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_the_page_is_read(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    shift = phone.evaluate(
        """async () => {
            let sum = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
            const step = 400;
            for (let y = 0; y < document.body.scrollHeight; y += step) {
                scrollTo(0, y);
                await new Promise((go) => setTimeout(go, 15));
            }
            await new Promise((go) => setTimeout(go, 200));
            return sum;
        }"""
    )
    # Lighthouse too counts thousandths; the last line of the footer may come late.
    assert round(shift, 3) == 0


def test_no_script_or_style_is_fetched_before_the_reader_reaches_for_it(
    phone: Page, address: str
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    phone.goto(f"{address}what-helps/scans/")
    phone.wait_for_load_state("networkidle")
    assert [url for url in asked if url.endswith((".css", ".js")) and "offline" not in url] == []
    phone.locator("summary").filter(has_text="Menu").click()
    expect(phone.get_by_role("searchbox")).to_be_visible()
    with phone.expect_response(lambda answer: answer.url.endswith("words.js")):
        phone.get_by_role("searchbox").fill("pillow")
    assert "assets/stylesheets/search.css" in asked
    assert "assets/javascripts/search.js" in asked


def test_a_picture_far_down_the_page_comes_when_the_reader_is_near(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}routines/micro-movement/")
    picture = phone.locator(UNFOLDED).last
    assert picture.get_attribute("alt")
    before = picture.bounding_box()
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("i => i.naturalWidth") > 0
    after = picture.bounding_box()
    assert before
    assert after
    assert before["height"] == after["height"], "its room was kept"


def test_the_site_works_from_a_folder(phone: Page, clinic_site: Path) -> None:
    """Unzipped on a computer without a connection: styles, pictures, menu, links."""
    errors: list[str] = []
    phone.on("console", lambda message: errors.append(message.text))
    phone.goto(f"{clinic_site.as_uri()}/routines/micro-movement/index.html")
    picture = phone.locator(UNFOLDED).first
    picture.scroll_into_view_if_needed()
    phone.wait_for_function("i => i.naturalWidth > 0", arg=picture.element_handle())
    phone.locator("summary").filter(has_text="Menu").click()
    expect(phone.get_by_role("searchbox")).to_be_visible()
    loaded = "() => [...document.styleSheets].some(s => (s.href || '').endsWith('search.css'))"
    phone.wait_for_function(loaded)
    assert [error for error in errors if "Content Security Policy" in error] == []


@pytest.mark.parametrize("forced", ["none", "active"])
def test_a_picture_in_a_file_has_the_colours_of_the_room(
    browser: Browser, address: str, forced: str
) -> None:
    """A dark room gets a dark picture; a reader's own palette gets outlines."""
    shots = {}
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme=scheme, forced_colors=forced) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{address}routines/micro-movement/")
            picture = page.locator(UNFOLDED).first
            picture.scroll_into_view_if_needed()
            page.wait_for_function("i => i.naturalWidth > 0", arg=picture.element_handle())
            shots[scheme] = picture.screenshot()
    assert shots["light"] != shots["dark"]


def test_the_way_back_from_a_result_leads_to_the_results(phone: Page, address: str) -> None:
    phone.goto(f"{address}what-helps/scans/")
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").fill("cant sleep")
    results = phone.get_by_role("search").get_by_role("link")
    first = results.first
    words = first.text_content()
    first.click()
    expect(phone.locator("h1")).to_contain_text("leep")
    phone.go_back()
    # Without a touch: as it was when the reader left.
    expect(results.first).to_have_text(words or "")
    expect(results.first).to_be_visible()
    expect(phone.get_by_role("searchbox")).to_have_value("cant sleep")
