"""Share this page: by the phone's own list where there is one, else the link is copied."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

ADDRESS = "https://riverside.example/back-pain/daily-life/sleep/"
# What a phone has, or a desktop has not
SHARES = """
  navigator.share = async (what) => { document.body.dataset.shared = what.url; };
"""
CLOSES = "navigator.share = () => Promise.reject(new DOMException('closed', 'AbortError'));"
COPIES = """
  navigator.share = undefined;
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: (text) => { window.copied = text; return Promise.resolve(); } },
  });
"""
NOTHING = """
  navigator.share = undefined;
  Object.defineProperty(navigator, "clipboard", { value: undefined });
  document.execCommand = () => false;
"""


def press(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Share this page").click()


def test_a_phone_shares_the_address_where_the_page_is_published(phone: Page, address: str) -> None:
    phone.add_init_script(SHARES)
    press(phone, f"{address}daily-life/sleep/")
    expect(phone.locator("body")).to_have_attribute("data-shared", ADDRESS)
    expect(phone.locator(".app-share [role=status]")).to_be_empty()


def test_who_closes_the_list_has_copied_nothing(phone: Page, address: str) -> None:
    phone.add_init_script(CLOSES + "navigator.clipboard.writeText = (t) => { window.copied = t; };")
    press(phone, f"{address}daily-life/sleep/")
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("window.copied") is None


def test_else_the_link_is_copied_and_said_so(phone: Page, address: str) -> None:
    phone.add_init_script(COPIES)
    press(phone, f"{address}daily-life/sleep/")
    expect(phone.locator(".app-share [role=status]")).to_have_text("Link copied")
    assert phone.evaluate("copied") == ADDRESS


def test_from_a_disk_too(phone: Page, clinic_site: Path) -> None:
    phone.add_init_script(COPIES)
    press(phone, (clinic_site / "daily-life/sleep/index.html").as_uri())
    expect(phone.locator(".app-share [role=status]")).to_have_text("Link copied")


def test_where_nothing_is_allowed_the_address_stands_there(phone: Page, address: str) -> None:
    phone.add_init_script(NOTHING)
    press(phone, f"{address}daily-life/sleep/")
    expect(phone.get_by_label("Copy this address:")).to_have_value(ADDRESS)


def test_without_javascript_there_is_no_button(
    phone_without_javascript: Page, address: str
) -> None:
    phone_without_javascript.goto(f"{address}daily-life/sleep/")
    expect(phone_without_javascript.locator(".app-share__button")).to_be_hidden()
