"""Somebody in pain opens the guide on a small phone. JavaScript is off first."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from guide.publish.redirects import is_redirect
from playwright.sync_api import Page, expect

FIRST_SCREEN = 640


def test_without_javascript_the_menu_leads_to_a_page_of_another_part(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(address)
    menu = page.get_by_role("navigation", name="Parts of the guide")
    expect(menu).to_be_hidden()
    page.locator("summary").filter(has_text="Menu").click()
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Understand your pain").click()
    page.locator("summary").filter(has_text="Menu").click()
    menu.get_by_role("link", name="What a back scan can and cannot tell you").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What a back scan can and cannot tell you"
    )


def test_the_menu_leads_to_every_page_in_two_taps(
    phone_without_javascript: Page, address: str, clinic_site: Path
) -> None:
    """But for the page for editors, which no reader needs to find."""

    def in_menu() -> set[str]:
        links = page.get_by_role("navigation", name="Parts of the guide", include_hidden=True)
        return set(links.locator("a").evaluate_all("all => all.map(a => a.href)"))

    page = phone_without_javascript
    page.goto(address)
    found = in_menu()
    for link in sorted(found):
        page.goto(link)
        found |= in_menu()
    pages = {
        file.parent.relative_to(clinic_site).as_posix()
        for file in clinic_site.rglob("index.html")
        if not is_redirect(file.read_text("utf-8"))
    }
    assert {url.removeprefix(address).strip("/") or "." for url in found} == pages - {"patterns"}


def test_without_javascript_urgent_help_is_one_tap_from_the_first_screen(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}understand/why-pain-stays/")
    link = page.get_by_role("banner").get_by_role("link", name="Urgent help")
    box = link.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < FIRST_SCREEN
    assert box["height"] >= 44
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Urgent help for back pain")
    card = page.get_by_role("heading", name="Call 999 or go to A&E now if you have back pain and:")
    expect(card).to_be_visible()


def test_home_sends_three_readers_the_right_way_in_one_tap(phone: Page, address: str) -> None:
    ways = {
        "Could it be serious?": "Urgent help for back pain",
        "It's bad today": "A flare-up: what to do tonight",
        "Why does it still hurt?": "Why back pain can stay long after it began",
    }
    for need, title in ways.items():
        page = phone
        page.goto(address)
        page.get_by_role("link", name=need).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_main_message_of_every_page_is_on_the_first_screen(
    phone: Page, address: str, clinic_site: Path
) -> None:
    below = {}
    for path in sorted(clinic_site.rglob("index.html")):
        if is_redirect(path.read_text("utf-8")):
            continue
        page = path.relative_to(clinic_site).as_posix().removesuffix("index.html")
        phone.goto(address + page)
        box = phone.locator(".app-key-message--lead").bounding_box()
        assert box is not None, page
        if box["y"] + box["height"] > FIRST_SCREEN:
            below[page] = round(box["y"] + box["height"])
    assert below == {}


def test_a_page_that_is_not_there_leads_on_at_any_depth(phone: Page, address: str) -> None:
    response = phone.goto(f"{address}some/where/deep/")
    assert response is not None
    assert response.status == 404
    phone.get_by_role("main").get_by_role("link", name="Urgent help").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Urgent help for back pain")


def test_the_pdf_is_offered_with_its_size(phone: Page, address: str, clinic_site: Path) -> None:
    phone.goto(f"{address}what-helps/scans/")
    link = phone.get_by_role("link", name="Print or keep the booklet")
    pdf = clinic_site / "pdf/back-pain-guide.pdf"
    with pikepdf.open(pdf) as opened:
        pages = len(opened.pages)
    size = round(pdf.stat().st_size / 1000)
    expect(link).to_have_text(f"Print or keep the booklet, {pages} pages (PDF only, {size}KB)")
    answer = phone.request.get(str(link.evaluate("a => a.href")))
    assert answer.headers["content-type"] == "application/pdf"
