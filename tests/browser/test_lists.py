"""The long lists, topics from A to Z and references: folded, short, and opened by a link."""

from __future__ import annotations

from playwright.sync_api import Page, expect

# Of a small phone, by the brief of the design
MOST_SCREENS = 25


def screens(page: Page) -> float:
    """The height of the page in screens of a small phone."""
    height: int = page.evaluate("document.documentElement.scrollHeight")
    return height / 640


def test_a_list_is_a_few_screens_until_a_part_is_opened(phone: Page, address: str) -> None:
    for path in ("a-to-z/", "references/"):
        phone.goto(address + path)
        assert screens(phone) < 7, path
    folds = phone.goto(f"{address}a-to-z/") and phone.locator(".app-a-to-z details").all()
    assert folds
    for fold in folds:
        fold.locator("summary").click()
        assert screens(phone) <= MOST_SCREENS, fold.locator("summary").inner_text()
        fold.locator("summary").click()


def test_a_topic_shows_where_it_leads(phone_without_javascript: Page, address: str) -> None:
    page = phone_without_javascript
    page.goto(f"{address}a-to-z/")
    page.locator("summary", has=page.get_by_role("heading", name="B", exact=True)).click()
    link = page.get_by_role("link", name="Bed rest Staying gently active is a little better")
    box = link.bounding_box()
    assert box
    assert box["height"] >= 44
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Staying gently active")


def test_a_link_to_a_source_opens_its_kind(phone: Page, address: str) -> None:
    phone.goto(f"{address}references/")
    entry = phone.locator("#nice2016lowback")
    expect(entry).to_be_hidden()
    phone.goto(f"{address}references/#nice2016lowback")
    expect(entry).to_be_in_viewport()
    assert phone.locator(".app-bibliography details[open]").count() == 1
