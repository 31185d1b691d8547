"""Readers who let the phone guide them through a routine."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROUTINES = (
    "at-a-desk",
    "cat-cow-and-knee-to-chest",
    "heat",
    "micro-movement",
    "slow-breathing",
    "stretches",
    "stronger",
    "tennis-ball-massage",
    "walking",
)
# Every word that is said to a screen reader, in order.
LISTEN = """() => {
    window.said = [];
    const status = document.querySelector("[role=dialog] [role=status]");
    new MutationObserver(() => said.push(status.textContent)).observe(status, {childList: true});
}"""
SPY = """
    window.heard = [];
    window.AudioContext = class {
        constructor() {
            const gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
            const part = { connect: (next) => next, start: () => heard.push("sound"),
                stop() {}, frequency: {}, gain };
            Object.assign(this, { currentTime: 0, resume() {}, destination: part,
                createOscillator: () => part, createGain: () => part });
        }
    };
    navigator.vibrate = () => heard.push("shake");
    window.awake = [];
    Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
        awake.push(kind);
        return { release: () => awake.push("released") };
    } } });
"""


# The words of the steps of each part: of a part with two ways, of the one in the first position.
WAYS = """() => {
    let position;
    return [...document.querySelectorAll("article > .app-steps")].map((list) => {
        let other = list.nextElementSibling;
        while (other && !other.matches("h2, .app-other-way")) other = other.nextElementSibling;
        const ways = [list, ...(other ? other.querySelectorAll(".app-steps") : [])];
        if (ways.length > 1) position = position || list.dataset.position;
        const way = ways.find((way) => way.dataset.position === position) || list;
        return [...way.querySelectorAll("li > p")].map((p) => p.textContent);
    });
}"""


def begin(page: Page, address: str, routine: str) -> Locator:
    page.goto(f"{address}routines/{routine}/")
    page.get_by_role("button", name="Start, with a timer").click()
    view = page.get_by_role("dialog")
    expect(view).to_be_visible()
    return view


def following(view: Locator) -> Locator:
    return view.locator("[data-do=next]")


def words_of(view: Locator) -> Locator:
    return view.locator("[data-fill=step] > p")


def go_on(view: Locator, times: int) -> None:
    for _ in range(times):
        following(view).click()


def shown(text: str | None) -> str:
    """Words without marks of references, which the view leaves out."""
    without = re.sub(r"\s*\[[\d, ]+\]", "", text or "")
    return " ".join(without.split())


def test_without_javascript_the_page_is_the_routine(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}routines/stretches/")
    expect(page.locator("[data-start]")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".app-steps li").first).to_be_visible()
    expect(page.get_by_role("heading", name="Stop if:").first).to_be_visible()


@pytest.mark.parametrize("routine", ROUTINES)
def test_every_step_of_a_routine_comes_in_the_words_of_the_page(
    phone: Page, address: str, routine: str
) -> None:
    view = begin(phone, address, routine)
    expect(view.get_by_role("link", name="urgent help page").first).to_be_visible()
    expect(view.get_by_text("chest pain").first).to_be_visible()
    first_ways = phone.evaluate(WAYS)
    stops = phone.locator("article > .app-list-card--stop ul").all_text_contents()
    assert len(first_ways) == len(stops)
    go_on(view, 1)
    for words, stop in zip(first_ways, stops, strict=True):
        for step in ["", *words]:
            if step:
                expect(view.locator("[data-fill=step] > p")).to_have_text(shown(step))
                picture = view.locator("[data-fill=step]").get_by_role("img")
                expect(picture).to_be_visible()
            strip = view.locator("[data-fill=stop]")
            assert shown(strip.locator("ul").text_content()) == shown(stop)
            expect(strip).to_be_in_viewport(ratio=1)
            go_on(view, 1)
    expect(view.get_by_role("heading", level=2).first).to_have_text(
        "This is the end of the routine"
    )


def test_who_asks_first_is_told_before_the_first_step_and_not_folded(
    phone: Page, address: str
) -> None:
    view = begin(phone, address, "stretches")
    expect(view.get_by_text("you often feel dizzy when you bend or stand up")).to_be_visible()
    expect(view.get_by_text("do not lie flat on your back for long.")).to_be_visible()
    expect(view.get_by_role("heading", name="Ask a physio or GP first if:")).to_be_visible()


def test_another_way_is_folded_and_opens_without_javascript(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}routines/stretches/")
    step = page.get_by_text("Sit at the front of a firm chair")
    expect(step).to_be_hidden()
    page.get_by_text("Stretch forward in a chair").click()
    expect(step).to_be_visible()


def test_a_countdown_is_told_at_its_start_half_and_end_and_no_more(
    phone: Page, address: str
) -> None:
    phone.clock.install()
    view = begin(phone, address, "stretches")
    go_on(view, 3)
    timer = view.get_by_role("timer")
    expect(timer).to_have_text("0:20")
    phone.clock.run_for(5000)
    expect(timer).to_have_text("0:20")
    phone.evaluate(LISTEN)
    view.get_by_role("button", name="Start the time").click()
    phone.clock.run_for(5000)
    expect(timer).to_have_text("0:15")
    phone.clock.run_for(15000)
    expect(timer).to_have_text("The time is up.")
    said = ["The time has started: 20 seconds.", "10 seconds left.", "The time is up."]
    assert phone.evaluate("said") == said
    expect(view.locator("[data-fill=step] > p")).to_contain_text("Fold slowly")
    view.get_by_role("button", name="Start again").click()
    expect(timer).to_have_text("0:20")


def test_a_countdown_can_be_paused_made_longer_and_skipped(phone: Page, address: str) -> None:
    phone.clock.install()
    view = begin(phone, address, "stretches")
    go_on(view, 3)
    timer = view.get_by_role("timer")
    view.get_by_role("button", name="Start the time").click()
    phone.clock.run_for(5000)
    view.get_by_role("button", name="Pause").click()
    phone.clock.run_for(30000)
    expect(timer).to_have_text("0:15")
    view.get_by_role("button", name="10 seconds more").click()
    expect(timer).to_have_text("0:25")
    view.get_by_role("button", name="Go on").click()
    phone.clock.run_for(5000)
    expect(timer).to_have_text("0:20")
    view.get_by_role("button", name="Skip the rest").click()
    expect(timer).to_be_hidden()
    expect(view.locator("[data-fill=step] > p")).to_contain_text("Walk your hands back")
    view.get_by_role("button", name="Back").click()
    expect(timer).to_have_text("0:20")
    expect(view.get_by_role("button", name="Start the time")).to_be_visible()


def test_a_phone_that_slept_knows_that_the_time_is_over(phone: Page, address: str) -> None:
    phone.clock.install()
    view = begin(phone, address, "stretches")
    go_on(view, 3)
    view.get_by_role("button", name="Start the time").click()
    phone.clock.fast_forward(3600_000)
    expect(view.get_by_role("timer")).to_have_text("The time is up.")


def test_a_step_without_a_time_has_no_countdown(phone: Page, address: str) -> None:
    view = begin(phone, address, "cat-cow-and-knee-to-chest")
    for _ in range(8):
        go_on(view, 1)
        expect(view.get_by_role("timer")).to_be_hidden()


def test_heat_is_never_timed_for_longer_than_its_dose_says(phone: Page, address: str) -> None:
    phone.clock.install()
    view = begin(phone, address, "heat")
    expect(
        view.get_by_text("Keep heat, hot baths and hot showers away from a fentanyl patch")
    ).to_be_visible()
    go_on(view, 3)
    timer = view.get_by_role("timer")
    expect(timer).to_have_text("10:00")
    view.get_by_role("button", name="Start the time").click()
    more = view.get_by_role("button", name="10 seconds more")
    for _ in range(30):
        more.click()
    expect(timer).to_have_text("15:00")
    expect(more).to_be_hidden()
    # It goes on while the reader looks at the next steps, and ends there.
    go_on(view, 2)
    expect(view.locator("[data-fill=step] > p")).to_contain_text("Take it off when the timer rings")
    phone.clock.run_for(900_000)
    expect(timer).to_have_text("The time is up.")
    for name in ("Start again", "10 seconds more"):
        expect(view.get_by_role("button", name=name)).to_be_hidden()


def test_the_timer_can_be_left_out_altogether(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    go_on(view, 3)
    view.get_by_text("Timer and sound").click()
    view.get_by_label("Show a timer").uncheck()
    expect(view.get_by_role("timer")).to_be_hidden()
    expect(following(view)).to_have_text("Next when you are ready")
    view.get_by_label("Show a timer").check()
    expect(view.get_by_role("timer")).to_be_visible()


def test_sound_and_shaking_are_only_for_those_who_switch_them_on(phone: Page, address: str) -> None:
    phone.add_init_script(SPY)
    phone.clock.install()
    view = begin(phone, address, "stretches")
    go_on(view, 3)
    view.get_by_role("button", name="Start the time").click()
    phone.clock.run_for(21000)
    assert phone.evaluate("heard") == []
    view.get_by_text("Timer and sound").click()
    view.get_by_label("Play a soft sound").check()
    view.get_by_label("Vibrate").check()
    phone.evaluate("heard.length = 0")
    view.get_by_role("button", name="Start again").click()
    phone.clock.run_for(21000)
    assert phone.evaluate("heard") == ["sound", "sound", "shake"]
    phone.reload()
    expect(view).to_be_visible()
    expect(view.locator("[name=sound]")).not_to_be_checked()
    expect(view.locator("[name=shake]")).not_to_be_checked()


def test_the_screen_stays_awake_while_the_view_is_open(phone: Page, address: str) -> None:
    phone.add_init_script(SPY)
    view = begin(phone, address, "heat")
    phone.wait_for_function("() => awake.length === 1")
    view.get_by_role("button", name="Stop").click()
    phone.wait_for_function("() => awake.includes('released')")
    assert phone.evaluate("awake") == ["screen", "released"]


def test_a_phone_that_cannot_stay_awake_or_shake_is_not_told_so(phone: Page, address: str) -> None:
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.add_init_script(
        "Object.defineProperty(navigator, 'wakeLock', {value: undefined});"
        "Object.defineProperty(navigator, 'vibrate', {value: undefined});"
    )
    view = begin(phone, address, "heat")
    view.get_by_role("button", name="I have read this").click()
    expect(view.get_by_label("Vibrate")).to_have_count(0)
    assert errors == []


@pytest.mark.parametrize("way", ["Stop", "Escape", "back button", "Close"])
def test_every_way_out_leads_back_to_the_button(phone: Page, address: str, way: str) -> None:
    view = begin(phone, address, "stretches")
    here = phone.url
    length = phone.evaluate("history.length")
    if way == "Escape":
        phone.keyboard.press("Escape")
    elif way == "back button":
        phone.go_back()
    elif way == "Close":
        while following(view).text_content() != "Close":
            go_on(view, 1)
        go_on(view, 1)
    else:
        view.get_by_role("button", name="Stop").click()
    expect(view).to_be_hidden()
    start = phone.get_by_role("button", name="Start, with a timer")
    expect(start).to_be_focused()
    phone.wait_for_function("() => !history.state || !history.state.routine")
    assert (phone.url, phone.evaluate("history.length")) == (here, length)


def test_a_keyboard_is_enough_and_the_focus_stays_inside(phone: Page, address: str) -> None:
    phone.goto(f"{address}routines/stretches/")
    phone.get_by_role("button", name="Start, with a timer").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("dialog", name="Gentle stretches")).to_be_visible()
    view = phone.get_by_role("dialog")
    expect(view.locator("#guide-title")).to_be_focused()
    following(view).focus()
    for _ in range(3):
        phone.keyboard.press("Space")
        expect(following(view)).to_be_focused()
    for _ in range(20):
        phone.keyboard.press("Tab")
        # After the last button comes the browser's own bar, which tells of itself as the body.
        here = phone.evaluate("document.activeElement.closest('.app-guide, body').tagName")
        assert here == "DIV" or phone.evaluate("document.activeElement === document.body")
    view.get_by_role("button", name="Start the time").focus()
    phone.keyboard.press("Enter")
    expect(view.get_by_role("button", name="Pause")).to_be_focused()


def test_turns_and_sides_are_counted_as_the_dose_says(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    view.get_by_label("In a chair").check()
    go_on(view, 1)
    view.get_by_role("button", name="Skip this part").click()
    go_on(view, 3)
    done = view.locator(".app-guide__turns")
    words = view.locator("[data-fill=step] > p")
    for turn in (1, 2, 3):
        expect(words).to_contain_text("Then do the other side")
        expect(done).to_have_text(f"Done: {turn - 1} of 2 to 3")
        view.get_by_role("button", name="Now the other side").click()
        expect(words).to_contain_text("Let one hand slide down")
        expect(view.get_by_role("timer")).to_have_text("0:20")
        go_on(view, 1)
        expect(done).to_have_text(f"Done: {turn} of 2 to 3")
        if turn < 3:
            view.get_by_role("button", name="Once more").click()
            go_on(view, 1)
    expect(view.locator("[data-do=turn]")).to_be_hidden()
    go_on(view, 1)
    expect(view.get_by_role("heading", name="Stretch while you stand")).to_be_visible()


def test_turns_without_a_time_are_counted_where_they_are(phone: Page, address: str) -> None:
    view = begin(phone, address, "at-a-desk")
    go_on(view, 3)
    done = view.locator(".app-guide__turns")
    count = view.get_by_role("button", name="Count 1")
    for number in range(5):
        expect(done).to_have_text(f"Done: {number}")
        count.click()
    expect(view.get_by_role("status")).to_have_text("Done: 5")


def test_a_position_is_chosen_once_at_the_start_for_all_parts(phone: Page, address: str) -> None:
    view = begin(phone, address, "micro-movement")
    choice = view.get_by_role("group", name="Where do you want to do it?")
    expect(choice.get_by_label("Lying down")).to_be_checked()
    choice.get_by_label("In a chair").check()
    go_on(view, 2)
    for words in (
        "Sit with both feet flat. Breathe out",
        "Picture your hips",
        "Roll your hips back",
    ):
        expect(words_of(view)).to_contain_text(words)
        while view.locator("[data-on=part]").first.is_hidden():
            go_on(view, 1)
        go_on(view, 1)


def test_the_position_may_change_at_each_part_from_there_on(phone: Page, address: str) -> None:
    view = begin(phone, address, "cat-cow-and-knee-to-chest")
    go_on(view, 1)
    expect(view.get_by_label("On the floor or a bed")).to_be_checked()
    view.get_by_role("button", name="Skip this part").click()
    view.get_by_label("In a chair").check()
    go_on(view, 1)
    expect(words_of(view)).to_contain_text("Sit in a firm chair that cannot slide")
    expect(view.locator(".app-guide__place")).to_have_text("Part 2 of 2 · Step 3 of 3")
    go_on(view, 1)
    view.get_by_role("button", name="Back").click()
    expect(words_of(view)).to_contain_text("Sit in a firm chair that cannot slide")


def test_a_routine_with_one_way_asks_for_no_position(phone: Page, address: str) -> None:
    view = begin(phone, address, "walking")
    for _ in range(3):
        expect(view.get_by_role("radio")).to_have_count(0)
        expect(view.get_by_text("Where do you want to do it?")).to_be_hidden()
        go_on(view, 1)


def test_how_far_one_is_stands_in_words_and_as_a_bar(phone: Page, address: str) -> None:
    view = begin(phone, address, "micro-movement")
    place = view.locator(".app-guide__place")
    bar = view.get_by_role("progressbar", name="How far you are")
    expect(place).to_be_empty()
    expect(bar).to_be_hidden()
    steps = 0
    while following(view).text_content() != "Close":
        go_on(view, 1)
        told = place.text_content() or ""
        if "Step" in told:
            steps += 1
            assert told.endswith(f" · Step {steps} of 8")
        assert bar.evaluate("bar => [bar.value, bar.max]") == [steps, 8], told
    assert steps == 8
    expect(bar).to_be_visible()


PLACE, STEP = "Part 1 of 3 · Step 3 of 6", "Walk your hands back up"


@pytest.mark.parametrize("way", ["Stop", "Escape", "back button"])
def test_who_leaves_comes_back_to_the_step(phone: Page, address: str, way: str) -> None:
    view = begin(phone, address, "stretches")
    go_on(view, 4)
    expect(words_of(view)).to_contain_text(STEP)
    leave(phone, view, way)
    phone.reload()
    phone.get_by_role("button", name="Go on at step 3 of 6").click()
    expect(words_of(view)).to_contain_text(STEP)
    expect(view.locator(".app-guide__place")).to_have_text(PLACE)


def leave(page: Page, view: Locator, way: str) -> None:
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "back button":
        page.go_back()
    else:
        view.get_by_role("button", name=way).click()
    expect(view).to_be_hidden()


def test_a_reload_and_a_swipe_by_accident_lose_nothing(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    view.get_by_label("In a chair").check()
    go_on(view, 3)
    words = "Push up with your hands on your legs"
    expect(words_of(view)).to_contain_text(words)
    view.get_by_role("button", name="Once more").click()
    go_on(view, 1)
    for lose in (phone.reload, phone.go_back, phone.reload):
        lose()
        if view.is_hidden():
            phone.go_forward()
        expect(words_of(view)).to_contain_text(words)
        expect(view.locator(".app-guide__turns")).to_have_text("Done: 2 of 2 to 3")
        expect(phone.locator("#guide-title")).to_be_focused()
    leave(phone, view, "back button")
    expect(phone.get_by_role("button", name="Go on at step 2 of 7")).to_be_focused()
    # Another page, and back to this one.
    phone.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(phone.locator("h1")).to_contain_text("Urgent help")
    phone.go_back()
    expect(phone.get_by_role("button", name="Go on at step 2 of 7")).to_be_visible()
    expect(view).to_be_hidden()


def test_who_follows_a_link_of_the_view_comes_back_to_the_step(phone: Page, address: str) -> None:
    view = begin(phone, address, "walking")
    go_on(view, 3)
    view.get_by_role("link", name="urgent signs").first.click()
    expect(phone.locator("h1")).to_contain_text("Urgent help")
    phone.go_back()
    expect(view.locator(".app-guide__place")).to_have_text("Part 1 of 3 · Step 2 of 5")


def test_who_stopped_may_begin_anew(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    go_on(view, 4)
    leave(phone, view, "Stop")
    phone.get_by_role("button", name="Start from the beginning").click()
    expect(view.locator(".app-guide__place")).to_have_text("Part 1 of 3 · Step 1 of 6")
    view.get_by_role("button", name="Back").click()
    view.get_by_role("button", name="Back").click()
    leave(phone, view, "Stop")
    expect(phone.get_by_role("button", name="Start, with a timer")).to_be_focused()
    expect(phone.get_by_role("button", name="Start from the beginning")).to_have_count(0)


def test_a_place_that_the_guide_no_longer_has_is_its_beginning(phone: Page, address: str) -> None:
    phone.goto(f"{address}routines/stretches/")
    phone.evaluate("history.replaceState({routine: {at: 99, position: 'a tree', open: true}}, '')")
    phone.reload()
    view = phone.get_by_role("dialog")
    expect(view.get_by_text("New or different pain?")).to_be_visible()
    expect(view.get_by_label("On a bed")).to_be_checked()


def test_who_has_read_the_warnings_begins_with_one_tap(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    view.get_by_label("In a chair").check()
    view.get_by_role("button", name="I have read this").click()
    other = phone.context.new_page()
    view = begin(other, address, "stretches")
    expect(words_of(view)).to_contain_text("Sit at the front of a firm chair")
    expect(view.locator(".app-guide__rest .app-dose")).to_be_visible()
    # They are two taps away, with the choice.
    view.get_by_role("button", name="Back").click()
    expect(view.get_by_label("In a chair")).to_be_checked()
    view.get_by_role("button", name="Back").click()
    expect(view.get_by_text("New or different pain?")).to_be_visible()
    # Of another routine they were not read.
    view = begin(other, address, "heat")
    expect(view.get_by_role("button", name="I have read this")).to_be_visible()


def test_warnings_that_have_changed_since_are_read_again(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    view.get_by_role("button", name="I have read this").click()
    phone.route(
        "**/stretches/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace("often feel dizzy", "ever feel dizzy"),
        ),
    )
    view = begin(phone.context.new_page(), address, "stretches")
    expect(words_of(view)).to_be_visible()
    phone.goto(address)
    view = begin(phone, address, "stretches")
    expect(view.get_by_text("you ever feel dizzy")).to_be_visible()


def test_of_a_routine_the_phone_keeps_what_the_view_says_and_no_more(
    phone: Page, address: str
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    view = begin(phone, address, "stretches")
    kept = "This phone remembers that you read this, and where you do it. It tells nobody."
    expect(view.get_by_text(kept)).to_be_visible()
    while following(view).text_content() != "Close":
        go_on(view, 1)
    go_on(view, 1)
    expect(view).to_be_hidden()
    stored = phone.evaluate("[{...localStorage}, sessionStorage.length, document.cookie]")
    [(key, text)] = stored[0].items()
    assert key == "back-pain-guide-read:/back-pain/:routines/stretches/"
    assert json.loads(text).keys() == {"warnings", "position"}
    assert stored[1:] == [0, ""]
    assert [url for url in asked if not url.startswith(address)] == []
    # It is no sheet: nobody's sheet changes by itself because of it.
    phone.goto(f"{address}plans/weekly-activity/")
    expect(phone.get_by_role("button", name="Write on this sheet here")).to_be_visible()


def test_where_nothing_may_be_kept_the_warnings_come_each_time(phone: Page, address: str) -> None:
    phone.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }});"
    )
    for _ in range(2):
        view = begin(phone, address, "stretches")
        view.get_by_role("button", name="I have read this").click()
        expect(view.get_by_role("button", name="Start this part")).to_be_visible()
        phone.goto(address)


def test_the_view_needs_no_dialog_of_the_browser(phone: Page, address: str) -> None:
    """As in Safari before 15.4, where it would be an element like any other."""
    phone.add_init_script(
        "for (const name of ['show', 'showModal', 'close'])"
        " delete HTMLDialogElement.prototype[name];"
    )
    view = begin(phone, address, "stretches")
    box = view.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 640}
    behind = phone.locator(".app-header__urgent")
    expect(behind).to_be_hidden()
    leave(phone, view, "Stop")
    expect(behind).to_be_visible()


@pytest.mark.parametrize("fault", ["not fetched", "not understood"])
def test_where_it_does_not_open_the_page_says_so(phone: Page, address: str, fault: str) -> None:
    says = phone.get_by_text("The view that shows one step at a time does not open here.")

    def answer(route: Route) -> None:
        if fault == "not fetched":
            route.abort()
        else:
            route.fulfill(body="a language of tomorrow", content_type="text/javascript")

    phone.route("**/routine.js", answer)
    phone.goto(f"{address}routines/stretches/")
    expect(says).to_be_hidden()
    phone.get_by_role("button", name="Start, with a timer").click()
    expect(says).to_be_visible()
    if fault == "not fetched":
        phone.unroute("**/routine.js")
        phone.get_by_role("button", name="Start, with a timer").click()
        expect(phone.get_by_role("dialog")).to_be_visible()
        expect(says).to_have_count(0)


def test_a_page_that_is_printed_meanwhile_is_the_page(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    phone.emulate_media(media="print")
    expect(view).to_be_hidden()
    assert phone.locator("h1").evaluate("h => getComputedStyle(h).visibility") == "visible"


def test_a_link_to_a_part_of_the_page_opens_it_in_the_view(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    link = view.get_by_role("link", name="when to stop").first
    link.click()
    extra = view.locator(".app-guide__extra")
    expect(extra).to_be_focused()
    heading = extra.get_by_role("heading", name="When to stop")
    expect(heading).to_be_visible()
    link.click()
    expect(extra).to_have_count(0)
    expect(view).to_be_visible()


def test_signs_to_stop_for_are_in_every_step_whole(phone: Page, address: str) -> None:
    view = begin(phone, address, "walking")
    go_on(view, 2)
    view.locator("summary").filter(has_text="Stop, and call for help now").click()
    rules = view.locator("[data-fill=rules]")
    on_page = phone.locator("#when-to-stop ~ .app-callout").first
    assert shown(rules.text_content()) == shown(on_page.text_content())
    expect(rules.get_by_role("link", name="999")).to_be_visible()


def test_the_end_is_kind_and_keeps_no_score(phone: Page, address: str) -> None:
    view = begin(phone, address, "slow-breathing")
    while following(view).text_content() != "Close":
        go_on(view, 1)
    words = view.locator("[data-on=end]").text_content() or ""
    assert not re.search(r"well done|great|score|points|\d+ ?%|streak|complete", words, re.I)
    view.get_by_role("link", name="another routine").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Routines")


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_those_who_want_no_motion(
    browser: Browser, address: str, wish: Any, moves: bool
) -> None:
    with browser.new_context(reduced_motion=wish) as context:
        view = begin(context.new_page(), address, "stretches")
        bar = view.locator(".app-guide__bar div")
        moving = bar.evaluate("bar => parseFloat(getComputedStyle(bar).transitionDuration) > 0")
        assert moving is moves


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_of_the_view_is_for_everyone(
    browser: Browser, address: str, scheme: Any
) -> None:
    small: ViewportSize = {"width": 320, "height": 568}
    with browser.new_context(color_scheme=scheme, viewport=small) as context:
        page = context.new_page()
        view = begin(page, address, "stretches")
        for screen in range(5):
            if screen == 3:
                view.get_by_role("button", name="Start the time").click()
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            violations = [(v["id"], v["help"]) for v in found.response["violations"]]
            assert violations == [], screen
            assert view.evaluate("view => view.scrollWidth") <= 320
            boxes = [b.bounding_box() for b in view.get_by_role("button").all()]
            assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
            go_on(view, 1)


# Width and height of the screen, size of the letters: a phone upright and on its side, with larger
# letters, and a screen of 1280 by 720 magnified by 125, 150, 200, 300 and 400 %.
SCREENS = (
    (360, 640, 16), (320, 568, 16), (320, 450, 16), (640, 360, 16),
    (360, 640, 24), (360, 640, 32), (640, 360, 24),
    (1024, 576, 16), (853, 480, 16), (427, 240, 16), (320, 180, 16),
)  # fmt: skip
# What is not seen of a screen of the view, at rest. Then the picture is scrolled to, if it can be.
LOST = """() => {
    const view = document.querySelector("[role=dialog]");
    const box = (what) => view.querySelector(what)?.getBoundingClientRect();
    const end = Math.min(innerHeight, box(".app-guide__page").bottom || innerHeight);
    const title = box("#guide-title"), words = box("[data-fill=step] > p");
    const found = [];
    if (title.top < 0 || title.top > innerHeight / 3) found.push(`title at ${title.top}`);
    if (!words?.height) return found;
    if (words.top + 28 > end) found.push(`words at ${words.top}`);
    const picture = view.querySelector("[data-fill=step] .app-pose__drawing > *");
    const scrolls = getComputedStyle(view.querySelector(".app-guide__foot")).display === "contents";
    if (scrolls) picture.scrollIntoView({ block: "center" });
    const { left, right, top, bottom } = picture.getBoundingClientRect();
    if (bottom - top < 50) found.push(`picture of ${bottom - top}`);
    for (const x of [left + 2, right - 2]) for (const y of [top + 2, bottom - 2])
        if (!picture.contains(document.elementFromPoint(x, y))) found.push(`cut at ${x}, ${y}`);
    return found;
}"""


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: "x".join(map(str, screen)))
def test_each_step_comes_with_its_words_and_its_whole_picture(
    browser: Browser, address: str, screen: tuple[int, int, int]
) -> None:
    width, height, letters = screen
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        sizes = {"standard": letters, "fixed": 13}
        context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
        view = begin(page, address, "stretches")
        steps = 0
        while following(view).text_content() != "Close":
            go_on(view, 1)
            place = view.locator(".app-guide__place").text_content()
            assert page.evaluate(LOST) == [], place
            steps += "Step" in (place or "")
        assert steps > 5
        view.get_by_role("button", name="Back").click()
        assert page.evaluate(LOST) == []


def test_a_phone_that_is_turned_shows_the_step_in_both_ways(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    go_on(view, 3)
    for width, height in ((640, 360), (360, 640), (640, 360)):
        phone.set_viewport_size({"width": width, "height": height})
        phone.wait_for_timeout(200)
        assert phone.evaluate(LOST) == []
    view.get_by_role("button", name="Next").click()
    assert phone.evaluate(LOST) == []


def test_the_words_of_a_step_are_big(phone: Page, address: str) -> None:
    view = begin(phone, address, "stretches")
    size = "p => parseFloat(getComputedStyle(p).fontSize)"
    for _ in range(3):
        go_on(view, 1)
        words = view.locator("[data-fill=step] > p")
        if words.is_visible():
            assert words.evaluate(size) >= 21


def test_it_works_from_a_folder_too(phone: Page, clinic_site: Path) -> None:
    phone.goto(f"file://{clinic_site}/routines/stretches/index.html")
    phone.get_by_role("button", name="Start, with a timer").click()
    view = phone.get_by_role("dialog")
    expect(view).to_be_visible()
    view.get_by_role("button", name="Stop").click()
    expect(view).to_be_hidden()
