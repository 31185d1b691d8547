"""Readers who watch how a movement goes: below its picture, when they ask for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

CAT = "routines/cat-cow-and-knee-to-chest/"


def cat_on(page: Page) -> Locator:
    return page.locator("figure", has_text="Back rounded up, like a cat").last


def test_the_movement_is_fetched_and_shown_when_the_reader_opens_it(
    phone: Page, address: str
) -> None:
    page = phone
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{CAT}")
    cat = cat_on(page)
    cat.scroll_into_view_if_needed()
    moving = cat.locator("details img")
    expect(moving).to_be_hidden()
    file = str(moving.get_attribute("src")).rpartition("/")[2]
    assert not [url for url in asked if url.endswith(file)]
    with page.expect_response(f"**/{file}"):
        cat.get_by_text("Show the movement").click()
    expect(moving).to_be_visible()
    assert moving.get_attribute("alt") == "", "the words of the picture above say it"
    cat.get_by_text("Show the movement").click()
    expect(moving).to_be_hidden()


def test_it_moves_there_and_back(phone: Page, address: str) -> None:
    phone.goto(f"{address}{CAT}")
    phone.goto(str(cat_on(phone).locator("details img").evaluate("image => image.src")))
    shown: list[int] = []
    for moment in (0, 910, 1200, 2300, 3600, 4700):
        shown += phone.evaluate(
            """moment => {
              document.getAnimations().forEach(one => { one.pause(); one.currentTime = moment; });
              return [...document.querySelectorAll("g.m")].flatMap((group, at) =>
                getComputedStyle(group).visibility === "visible" ? [at] : []);
            }""",
            moment,
        )
    assert shown == [0, 1, 3, 6, 3, 0], "one picture at a time"


def test_in_the_routine_view_it_is_folded_too(phone: Page, address: str) -> None:
    phone.goto(f"{address}{CAT}")
    phone.get_by_role("button", name="Start, with a timer").click()
    view = phone.get_by_role("dialog")
    step = view.locator("[data-fill=step]")
    fold = step.get_by_text("Show the movement")
    for _ in range(10):
        if fold.is_visible():
            break
        view.locator("[data-do=next]").click()
    expect(step.locator("details img")).to_be_hidden()
    fold.click()
    expect(step.locator("details img")).to_be_visible()


def test_who_asked_for_less_motion_is_not_offered_it(browser: Browser, address: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{address}{CAT}")
        expect(cat_on(page).locator(".app-pose__drawing > *").first).to_be_visible()
        expect(cat_on(page).get_by_text("Show the movement")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_the_colours_of_the_page(browser: Browser, address: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}{CAT}")
        images = cat_on(page).locator("img")
        tones = []
        for image in (images.first, images.last):
            page.goto(f"{address}{CAT}")
            page.goto(str(image.evaluate("image => image.src")))
            trousers = page.locator(".app-draw__trousers").last
            tones.append(trousers.evaluate("shape => getComputedStyle(shape).fill"))
        assert tones[0] == tones[1]
