"""Somebody looks for a word."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_without_javascript_no_search_box_pretends_to_work(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(address)
    page.locator("summary").filter(has_text="Menu").click()
    expect(page.get_by_role("searchbox")).to_have_count(0)


def test_results_come_while_typing_and_are_announced(phone: Page, address: str) -> None:
    phone.goto(f"{address}understand/why-pain-stays/")
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").press_sequentially("painkil")
    expect(phone.get_by_role("status")).to_contain_text("result")
    result = phone.get_by_role("link", name="What painkillers can and cannot do").first
    expect(result).to_be_visible()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("What painkillers can and cannot do")


def test_a_word_that_is_nowhere_is_said_to_be_nowhere(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").press_sequentially("zeppelin")
    expect(phone.get_by_role("status")).to_contain_text("Nothing found")
    expect(phone.get_by_role("search").get_by_role("link")).to_have_count(0)


def test_an_urgent_sign_leads_to_urgent_help_first(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").press_sequentially("numb")
    first = phone.get_by_role("search").get_by_role("link").first
    expect(first).to_have_attribute("href", re.compile("urgent-help/"))


def test_words_that_stand_nowhere_together_are_found_apart(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").press_sequentially("zeppelin massage")
    expect(
        phone.get_by_role("link", name="Massage or manipulation may help briefly").first
    ).to_be_visible()


def test_escape_empties_the_box_and_then_closes_the_menu(phone: Page, address: str) -> None:
    phone.goto(address)
    menu = phone.locator("summary").filter(has_text="Menu")
    menu.click()
    box = phone.get_by_role("searchbox")
    box.press_sequentially("sleep")
    expect(phone.get_by_role("search").get_by_role("link").first).to_be_visible()
    phone.keyboard.press("Escape")
    expect(box).to_have_value("")
    phone.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(menu).to_be_focused()
