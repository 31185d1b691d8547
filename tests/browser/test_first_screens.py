"""What the first screen of a page gives: whom to call, what to do now, the way on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide.edition.edition import Edition
from playwright.sync_api import Page, expect
from small_guide import HERE

FIRST_SCREEN = 640
TOUCH = 48
TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"
ROOT = HERE.parent


def test_without_javascript_urgent_help_begins_with_whom_to_call(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}urgent-help/")
    calls = page.locator("article .app-call-buttons a")
    hrefs = calls.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == ["tel:999", "tel:111", "https://111.nhs.uk/", "tel:116123", "sms:85258"]
    words = ["Call 999", "Call 111", "111 online", "Samaritans: 116 123", "Text SHOUT to 85258"]
    for call, said in zip(calls.all(), words, strict=True):
        expect(call).to_contain_text(said)
        box = call.bounding_box()
        assert box is not None
        assert box["height"] >= TOUCH
        assert box["y"] + box["height"] < FIRST_SCREEN
        # Each has its symbol, which is part of the page.
        assert call.locator(".app-symbol path").count() == 1
    message = page.locator(".app-key-message--lead").bounding_box()
    last = calls.last.bounding_box()
    assert message is not None
    assert last is not None
    assert last["y"] + last["height"] < message["y"]


def test_in_text_twice_as_large_the_first_call_is_on_the_first_screen(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}urgent-help/")
    phone.evaluate(TWICE)
    box = phone.locator(".app-call-buttons a").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= FIRST_SCREEN
    assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("path", ["urgent-help/", "daily-life/mood-and-worry/"])
def test_the_numbers_of_a_crisis_are_buttons(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    calls = phone.locator(".app-call-list a:not(.app-citation__link)")
    assert calls.evaluate_all("all => all.map(a => a.getAttribute('href'))") == [
        "tel:999",
        "tel:111",
        "tel:116123",
        "sms:85258",
        "tel:08088088000",
    ]
    boxes = [call.bounding_box() for call in calls.all()]
    assert all(box and box["height"] >= TOUCH and box["width"] >= TOUCH for box in boxes)


def test_buttons_call_the_numbers_that_the_passages_say() -> None:
    """Or the reader of the words and the reader of the buttons would be sent to two places."""
    calls = Edition.load(ROOT / "mkdocs.yml").config.extra["calls"]
    said = (ROOT / "docs/_parts/crisis.md").read_text("utf-8")
    ways = dict(re.findall(r"\[([^\]]*)\]\((?:tel|sms):(\d+)\)", said))
    words = " ".join(ways)
    assert calls.pop("urgent_online").startswith(f"https://{calls['urgent']}.")
    for key, number in calls.items():
        assert number in words, key
        assert number.replace(" ", "") in ways.values(), key


def test_on_paper_there_is_no_button(phone: Page, address: str) -> None:
    phone.goto(f"{address}urgent-help/")
    phone.emulate_media(media="print")
    expect(phone.locator(".app-call-buttons")).to_be_hidden()
    call = phone.locator(".app-call-list a").first
    expect(call).to_be_visible()
    expect(call).to_have_css("border-top-width", "0px")


def test_plain_text_has_the_passage_and_no_button(clinic_site: Path) -> None:
    text = (clinic_site / "text/urgent-help.txt").read_text("utf-8")
    assert "Samaritans: 116 123 (free, any time)" in text
    assert "111 online" not in text
