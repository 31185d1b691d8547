"""What the first screen of a page gives: whom to call, what to do now, the way on."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import KINDS
from playwright.sync_api import Browser, Page, expect
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


def test_what_a_call_button_says_stands_within_it(phone: Page, address: str) -> None:
    """Between a narrow phone, with one in a row, and a usual one, with two."""
    phone.goto(f"{address}urgent-help/")
    ends = """(buttons) => buttons.map((button) => {
      const arrow = button.querySelector(".app-outside").getBoundingClientRect();
      return button.getBoundingClientRect().right - arrow.right;
    })"""
    for width in (320, 335, 336, 348, 360):
        phone.set_viewport_size({"width": width, "height": 640})
        room = phone.locator(".app-call-buttons a:has(.app-outside)").evaluate_all(ends)
        assert room, width
        assert min(room) >= 2, width


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


CARDS = ("flare-ups/what-to-do/", "flare-ups/this-week/", "routines/slow-breathing/")


@pytest.mark.parametrize("path", CARDS)
def test_without_javascript_a_page_to_act_on_opens_with_what_to_do(
    phone_without_javascript: Page, address: str, path: str
) -> None:
    page = phone_without_javascript
    page.goto(address + path)
    card = page.locator(".app-key-message--lead ~ .app-do-now")
    expect(card.get_by_role("heading", level=2).first).to_have_text("Do this now")
    check = card.get_by_text("New or different pain? Check the urgent signs first.")
    box = check.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < FIRST_SCREEN
    assert card.locator("ol > li").count() == 3
    assert card.get_by_role("img").count() == 1
    button = card.locator(".app-button")
    assert button.count() == 1
    size = button.bounding_box()
    assert size is not None
    assert size["height"] >= TOUCH
    # Nothing moves before it was said who asks first.
    order = "e => e.compareDocumentPosition(e.parentNode.querySelector('ol'))"
    for first in card.locator(".app-ask-first").all():
        assert first.evaluate(order) == 4, "the list follows"


def test_every_routine_has_the_card_with_sentences_of_its_own_steps(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}routines/")
    links = phone.locator(".app-need-cards a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) == 9
    for link in links:
        phone.goto(link)
        steps = " ".join(phone.locator(".app-steps li").all_text_contents())
        now = phone.locator(".app-do-now ol > li").all_text_contents()
        assert len(now) == 3, link
        assert [said for said in now if said not in steps] == [], link


def test_the_button_of_a_routine_opens_the_view_with_what_to_check_and_no_second_list(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}routines/slow-breathing/")
    phone.get_by_role("link", name="Show me, step by step").click()
    view = phone.get_by_role("dialog")
    expect(view).to_be_visible()
    expect(view.get_by_text("New or different pain?")).to_be_visible()
    expect(view.get_by_text("Ask a physio or GP first if:")).to_be_visible()
    expect(view.locator(".app-do-now ol")).to_be_hidden()


def test_without_javascript_the_button_of_a_routine_leads_to_its_first_step(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}routines/slow-breathing/")
    page.get_by_role("link", name="Show me, step by step").click()
    expect(page.get_by_role("heading", name="Breathe slowly in a chair")).to_be_in_viewport()


def test_urgent_help_says_which_list_leads_to_which_help(phone: Page, address: str) -> None:
    phone.goto(f"{address}urgent-help/")
    card = phone.get_by_role("region", name="Do this now")
    ways = {
        "first list": "Call 999 or go to A&E now if you have back pain and:",
        "second list": "Ask for an urgent GP appointment or call NHS 111",
        "help in a crisis": "Help in a mental health crisis",
    }
    said = [" ".join(text.split()) for text in card.locator("li").all_text_contents()]
    assert said[0] == "A sign in the first list: call 999 or go to A&E now"
    assert said[1] == "A sign in the second list: urgent GP appointment or call 111, today"
    for link, heading in ways.items():
        card.get_by_role("link", name=link).click()
        expect(phone.get_by_role("heading", name=heading)).to_be_in_viewport()


def test_on_paper_the_card_is_running_text(clinic_site: Path) -> None:
    text = (clinic_site / "text/flare-ups/what-to-do.txt").read_text("utf-8")
    assert "Heading level 2: Do this now" in text
    assert "Breathe out slowly" in text
    assert "step by step, with pictures" not in text
    routine = (clinic_site / "text/routines/slow-breathing.txt").read_text("utf-8")
    assert "New or different pain? Check the urgent signs" in routine
    assert "Do this now" not in routine
    assert "step by step" not in routine


def test_home_has_four_tiles_with_symbols_and_the_search_in_view(phone: Page, address: str) -> None:
    phone.goto(address)
    box = phone.get_by_role("searchbox").bounding_box()
    cover = phone.locator(".app-cover").bounding_box()
    assert box is not None
    assert cover is not None
    assert cover["y"] + cover["height"] < box["y"]
    assert box["y"] + box["height"] <= FIRST_SCREEN
    tiles = phone.locator(".app-need-cards li")
    assert tiles.count() == 4
    for tile in tiles.all():
        assert tile.locator(".app-symbol path").count() >= 1
        assert len(tile.get_by_role("link").inner_text().split()) >= 3
        size = tile.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 120


# Of the height of the cover drawing: from the crown of who walks in it to the hip
_UPPER_BODY = 145 / 420, 255 / 420
_SEEN_OF_COVER = """(cover) => {
  const { width, height } = cover.getBoundingClientRect();
  const whole = (width * cover.getAttribute("height")) / cover.getAttribute("width");
  const place = parseFloat(getComputedStyle(cover).objectPosition.split(" ")[1]) / 100;
  const top = place * (whole - height);
  return [top / whole, (top + height) / whole];
}"""


def test_nobody_walks_headless_on_the_cover(phone: Page, address: str) -> None:
    """The drawing is cut to a band, by width: a low phone on its side, and a desktop too."""
    phone.goto(address)
    crown, hip = _UPPER_BODY
    for width in (320, 360, 383, 384, 412, 430, 447, 448, 512, 640, 767, 768, 1023, 1024, 1280):
        phone.set_viewport_size({"width": width, "height": 640})
        top, end = phone.locator(".app-cover").evaluate(_SEEN_OF_COVER)
        assert top < crown, width
        assert end > hip, width


@pytest.mark.parametrize(
    ("need", "title"),
    [
        ("For a partner or friend", "Tell people what helps"),
        ("Over 65: where to start", "Backs change with age"),
        ("Print", "Print this guide"),
    ],
)
def test_without_javascript_home_leads_on_and_has_no_box_that_does_nothing(
    phone_without_javascript: Page, address: str, need: str, title: str
) -> None:
    page = phone_without_javascript
    page.goto(address)
    expect(page.locator("#search-words")).to_be_hidden()
    expect(page.get_by_role("link", name="A to Z of topics")).to_be_visible()
    page.locator("article").get_by_role("link", name=need, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_home_finds_without_opening_the_menu(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("searchbox").fill("cant sleep")
    phone.get_by_role("search").get_by_role("link").first.click()
    expect(phone.locator("h1")).to_contain_text("leep")


def test_without_javascript_the_menu_leads_to_what_can_be_printed(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}daily-life/sleep/")
    page.locator("summary").filter(has_text="Menu").click()
    page.get_by_role("navigation", name="Parts of the guide").get_by_role(
        "link", name="Print", exact=True
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Print this guide")


# What is said of a page by its first screen: the symbol stands beside the name of its part.
FIRST_LOOK = {
    "flare-ups/what-to-do/": "Flare-ups and plans",
    "routines/walking/": "Movement and ease",
    "understand/sciatica/": "Understand your pain",
    "treatments/surgery/": "What helps",
    "myths/posture/": "Myths",
    "daily-life/sleep/": "Daily life",
    "professionals/team-care/": "For professionals",
    "about/": "About this guide",
}


def test_each_kind_of_page_is_told_by_its_first_screen(phone: Page, address: str) -> None:
    looks = {}
    for path, part in FIRST_LOOK.items():
        phone.goto(address + path)
        where = phone.locator(".app-where")
        expect(where).to_contain_text(part)
        assert where.locator(".app-symbol path").count() >= 1
        drawn = where.locator(".app-symbol path").first.get_attribute("d")
        colour = where.evaluate("e => getComputedStyle(e).borderTopColor")
        looks[path] = (drawn, colour)
    assert len({drawn for drawn, _ in looks.values()}) == len(looks)
    assert len({colour for _, colour in looks.values()}) >= 6


def test_a_saying_stands_in_a_speech_mark_below_the_fact(phone: Page, address: str) -> None:
    phone.goto(f"{address}myths/posture/")
    fact, title = phone.locator(".app-fact"), phone.get_by_role("heading", level=1)
    said = phone.locator(".app-myth__said")
    expect(fact).to_have_text("What we know:")
    expect(said).to_have_text('"Bad posture causes back pain"')
    sizes = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert title.evaluate(sizes) > 1.5 * said.evaluate(sizes)
    assert said.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    tops = [box["y"] for e in (fact, title, said) if (box := e.bounding_box())]
    assert tops == sorted(tops)


BROKEN_LINES = """() => {
  document.querySelectorAll("details").forEach(e => { e.open = true; });
  const bad = [];
  for (const mark of document.querySelectorAll(".app-citation, main .app-outside")) {
    const text = mark.previousSibling, top = mark.getClientRects()[0];
    if (!text || !top || text.nodeType !== 3 || !text.data.trim()) continue;
    const word = document.createRange();
    const end = text.data.trimEnd().length;
    word.setStart(text, end - 1);
    word.setEnd(text, end);
    const before = word.getClientRects()[0];
    if (before && top.top >= before.bottom - 2) bad.push(text.data.slice(-20) + mark.textContent);
  }
  return bad;
}"""


@pytest.mark.parametrize("path", sorted(KINDS.values()))
def test_no_line_begins_with_a_mark_or_an_arrow(phone: Page, address: str, path: str) -> None:
    for width in (360, 320):
        phone.set_viewport_size({"width": width, "height": 640})
        phone.goto(address + path)
        assert phone.evaluate(BROKEN_LINES) == []


def test_on_a_desktop_the_contents_of_the_page_stand_beside_the_words_and_in_view(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{address}understand/sciatica/")
        words = page.locator(".app-key-message--lead").bounding_box()
        contents = page.locator(".app-on-this-page__list")
        expect(contents).to_be_visible()
        beside = contents.bounding_box()
        assert words is not None
        assert beside is not None
        assert beside["x"] >= words["x"] + words["width"] + 24
        # Both together stand in the middle: no half of the screen is empty.
        assert abs(words["x"] - (1280 - beside["x"] - beside["width"])) < 48
        page.mouse.wheel(0, 2500)
        page.wait_for_function("() => scrollY > 2000")
        expect(contents.get_by_role("link").first).to_be_in_viewport()


@pytest.mark.parametrize("path", ["professionals/claims/", "treatments/", "patterns/"])
def test_on_a_desktop_no_table_is_wider_than_the_words(
    browser: Browser, address: str, path: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(address + path)
        column = page.locator(".app-page").bounding_box()
        assert column is not None
        for table in page.locator("main table:visible").all():
            box = table.bounding_box()
            assert box is not None
            assert box["width"] <= column["width"] + 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_without_javascript_the_contents_of_a_desktop_are_one_tap_away(
    browser: Browser, address: str
) -> None:
    wide = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    with wide as context:
        page = context.new_page()
        page.goto(f"{address}understand/sciatica/")
        page.locator("summary").filter(has_text="On this page").click()
        expect(page.locator(".app-on-this-page__list")).to_be_visible()
