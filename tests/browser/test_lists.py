"""The long lists, topics from A to Z, references and prints: folded, short, opened by a link."""

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


def test_what_can_be_printed_is_told_without_gaps(
    phone_without_javascript: Page, address: str
) -> None:
    """Lines of an entry as close as elsewhere, its pages and size unbroken, folds on one line."""
    page = phone_without_javascript
    page.goto(f"{address}print/")
    for fold in page.locator(".app-prints summary").all():
        title, box = fold.locator("h3").bounding_box(), fold.bounding_box()
        assert title
        assert box
        assert box["height"] - title["height"] < 30, "its triangle stands on the line of its words"
        fold.click()
    entries = page.locator(".app-prints li").all()
    assert len(entries) > 20
    for entry in entries:
        words = entry.inner_text()
        size, link, box = (
            part.bounding_box() for part in (entry.locator("span"), entry.locator("a"), entry)
        )
        assert size
        assert link
        assert box
        assert size["height"] == 28, f"on one line: {words}"
        assert link["height"] >= 44, words
        assert (box["height"] - 20) % 28 <= 1, f"lines of 28 px, and no gap: {words}"


def test_how_a_print_looks_has_its_place_before_it_is_there(phone: Page, address: str) -> None:
    """Nothing moves when it comes; beside it there is room for what it is for, or below it."""
    phone.route("**/*.webp", lambda _: None)  # it is long in coming
    phone.goto(f"{address}print/", wait_until="domcontentloaded")
    prints, picture = phone.locator(".app-prints"), phone.locator(".app-prints img").first
    empty, without = picture.bounding_box(), prints.evaluate("(box) => box.offsetHeight")
    assert empty
    assert (empty["width"], empty["height"]) == (96, 136)
    phone.unroute("**/*.webp")
    phone.reload()
    picture.scroll_into_view_if_needed()
    phone.wait_for_function("(image) => image.naturalWidth > 0", arg=picture.element_handle())
    assert abs(prints.evaluate("(box) => box.offsetHeight") - without) <= 1
    there = picture.bounding_box()
    assert there
    purpose = phone.locator(".app-prints__kind span").first
    beside = purpose.bounding_box()
    assert beside
    assert abs(beside["y"] - there["y"]) < 10
    assert beside["x"] + beside["width"] <= 360 - 16
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    below, picture_now = purpose.bounding_box(), picture.bounding_box()
    assert below
    assert picture_now
    assert below["y"] >= picture_now["y"] + picture_now["height"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
