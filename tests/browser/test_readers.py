"""Eight readers with a question each: at most three taps from home, and then the answer.

The answer must stand on the first or second screen of the page that they come to.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

PHONE_HEIGHT = 640
MOST_TAPS = 3


class Reader:
    """Counts what somebody taps; what they type is no tap, but to open the search is one."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.taps = page, 0
        page.goto(address)

    def tap(self, way: Locator) -> None:
        self.taps += 1
        way.click()

    def tap_link(self, name: str) -> None:
        self.tap(self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first)

    def tap_first_result(self, words: str, part: str) -> None:
        """The search box stands on home itself; a result names the part of its page that fits."""
        box = self.page.get_by_role("searchbox").first
        self.tap(box)
        box.press_sequentially(words)
        ask = "() => self.guideWords && self.guideSentences && self.guideEmergencies"
        self.page.wait_for_function(ask)
        first = self.page.get_by_role("search").get_by_role("listitem").first
        self.tap(first.get_by_role("link", name=part).first)

    def finds(self, answer: Locator, screens: int = 2) -> None:
        """One of these stands on the first screens, from where the last tap has led."""
        expect(answer.first).to_be_attached()
        tops = answer.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert [top for top in tops if 0 <= top < screens * PHONE_HEIGHT], tops
        assert self.taps <= MOST_TAPS


def test_at_three_in_the_morning_help_is_one_tap_and_a_call_away(phone: Page, address: str) -> None:
    reader = Reader(phone, address)
    reader.tap_link("Could it be serious?")
    call = phone.get_by_role("main").locator("a[href='tel:999']").first
    reader.finds(call, screens=1)
    reader.finds(phone.get_by_text("pain, tingling, weakness or numbness in both legs"))


def test_who_has_a_flare_up_sees_the_first_step_at_once(phone: Page, address: str) -> None:
    reader = Reader(phone, address)
    reader.tap_link("It's bad today")
    reader.finds(phone.locator(".app-do-now li").first, screens=1)


@pytest.mark.parametrize(
    ("words", "part", "answer"),
    [
        (
            "disc bulge L5/S1, am I damaged?",
            "What a back scan can and cannot tell you",
            "many people with no pain have worn or bulging discs",
        ),
        ("how to come off codeine", "come off", "slowly|little by little|do not stop"),
        (
            "is acupuncture worth the money?",
            "acupuncture",
            "experts disagree|it is not a cure",
        ),
    ],
)
def test_who_asks_in_their_own_words_is_answered_by_the_first_result(
    phone: Page, address: str, words: str, part: str, answer: str
) -> None:
    reader = Reader(phone, address)
    reader.tap_first_result(words, part)
    found = (
        phone.get_by_role("main")
        .locator("p:visible, li:visible")
        .filter(has_text=re.compile(answer, re.I))
    )
    reader.finds(found)


def test_somebody_of_72_with_letters_twice_as_large_finds_where_to_start(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": 360, "height": PHONE_HEIGHT}) as context:
        page = context.new_page()
        page.add_init_script(
            "addEventListener('DOMContentLoaded', "
            "() => { document.documentElement.style.fontSize = '200%'; })"
        )
        reader = Reader(page, address)
        reader.tap_link("Over 65: where to start")
        reader.finds(page.get_by_text("you can still get stronger").first)


def test_a_partner_finds_what_helps_and_what_to_say(phone: Page, address: str) -> None:
    reader = Reader(phone, address)
    reader.tap_link("For a partner or friend")
    reader.finds(phone.get_by_role("heading", level=2, name="For a partner or friend"))


def test_a_physio_finds_what_to_print(phone: Page, address: str) -> None:
    reader = Reader(phone, address)
    reader.tap_link("Print")
    booklet = phone.get_by_role("main").locator("a[href$='back-pain-guide.pdf']").first
    reader.finds(booklet)
    assert phone.request.get(str(booklet.evaluate("a => a.href"))).ok
