"""Readers who fill in a sheet on their phone, and what they wrote."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OURS = "back-pain-guide:/back-pain/:sheet:"
KEY = f"{OURS}plans/weekly-activity"
# Where sheets were kept when all guides of a host shared one key.
SHARED = "back-pain-guide:sheet:"
SMALL: ViewportSize = {"width": 320, "height": 568}
GOAL = "A goal that I choose"
MONDAY = "Monday: What I planned"
# What tells a file of this sheet.
IN_FILE = 'data-guide-sheet="1" data-sheet="plans/weekly-activity"'


def open_sheet(page: Page, address: str, sheet: str = "weekly-activity") -> None:
    page.goto(f"{address}plans/{sheet}/")
    begin(page)
    expect(page.get_by_text("You can write on this sheet here.")).to_be_visible()


def begin(page: Page) -> None:
    """Press the button that makes fields of the lines, unless something was written before."""
    page.evaluate("() => { const b = document.querySelector('[data-write]'); if (b) b.click(); }")


def write(page: Page, name: str, words: str) -> None:
    """Write as a reader does, and wait until it is kept."""
    page.get_by_label(name, exact=True).fill(words)
    page.wait_for_function(
        "([key, words]) => (localStorage.getItem(key) || '').includes(JSON.stringify(words))",
        arg=[KEY, words],
    )


def plant(context: BrowserContext, text: str, key: str = KEY) -> None:
    """Put a text into the store before the page is first opened."""
    planted = json.dumps([key, text])
    context.add_init_script(
        f"if (!sessionStorage.planted) localStorage.setItem(...{planted});"
        "sessionStorage.planted = 1;"
    )


def sheet(**changes: Any) -> dict[str, Any]:
    whole = {
        "guide-sheet": 1,
        "sheet": "plans/weekly-activity",
        "title": "My activity for 1 week",
        "fields": {GOAL: "Dance at a wedding", MONDAY: "1 song"},
    }
    return whole | changes


def open_file(page: Page, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files(
        {"name": "sheet.json", "mimeType": "application/json", "buffer": text.encode()}
    )


def says(page: Page, words: str) -> None:
    expect(page.locator(".app-plan__asks [role=status]")).to_contain_text(words)


def test_without_javascript_a_sheet_is_paper(phone_without_javascript: Page, address: str) -> None:
    page = phone_without_javascript
    page.goto(f"{address}plans/weekly-activity/")
    parts = page.locator("main").locator("input, textarea, select, button")
    assert [part for part in parts.all() if part.is_visible()] == []
    expect(page.locator(".app-write__line").first).to_be_visible()
    expect(page.get_by_text("You can write on this sheet here.")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("weekly-activity", 26),
        ("flare-up-plan", 15),
        ("sleep-and-mood-notes", 24),
        ("appointment-questions", 9),
    ],
)
def test_every_place_to_write_is_a_field_with_a_name_of_its_own(
    phone: Page, address: str, name: str, fields: int
) -> None:
    open_sheet(phone, address, name)
    boxes = phone.locator("main textarea")
    names = boxes.evaluate_all("all => all.map(box => box.labels[0].textContent)")
    assert len(names) == len(set(names)) == fields
    assert all(names)


def test_a_hint_is_read_with_its_field(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    expect(phone.get_by_label(GOAL)).to_have_accessible_description(
        "Something that matters to you, such as a trip to the market."
    )


def test_what_is_written_is_there_again_and_on_no_other_sheet(phone: Page, address: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.method + request.url))
    open_sheet(phone, address)
    write(phone, GOAL, "Dance at a wedding")
    write(phone, MONDAY, "1 song")
    phone.reload()
    expect(phone.get_by_label(GOAL)).to_have_value("Dance at a wedding")
    expect(phone.get_by_label(MONDAY, exact=True)).to_have_value("1 song")
    open_sheet(phone, address, "flare-up-plan")
    values = phone.locator("main textarea").evaluate_all("all => all.map(box => box.value)")
    assert set(values) == {""}
    assert [url for url in asked if not url.startswith(f"GET{address}")] == []
    assert phone.context.cookies() == []


def test_words_just_written_are_kept_when_the_reader_leaves_at_once(
    phone: Page, address: str
) -> None:
    open_sheet(phone, address)
    phone.get_by_label(GOAL).fill("Quick")
    phone.goto(f"{address}plans/")
    phone.go_back()
    expect(phone.get_by_label(GOAL)).to_have_value("Quick")


def test_a_field_grows_with_its_words(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    box = phone.get_by_label(GOAL)
    before = box.bounding_box()
    box.fill("line\n" * 12)
    after = box.bounding_box()
    assert before
    assert after
    assert after["height"] >= 12 * 28 > before["height"]
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight")


def test_it_is_said_once_that_it_is_kept(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    write(phone, GOAL, "A")
    says(phone, "Kept on this phone.")
    write(phone, GOAL, "Another")
    expect(phone.locator(".app-plan__asks [role=status]")).to_have_text("")


def test_the_notice_says_who_can_read_it(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    notice = phone.locator(".app-plan__notice")
    expect(notice).to_contain_text("kept only on this phone")
    expect(notice).to_contain_text("Others who use this phone can read it")
    notice.get_by_role("link", name="Save, print or delete it").click()
    expect(phone.get_by_role("button", name="Delete everything")).to_be_in_viewport()


def test_deleting_asks_first_and_then_leaves_nothing(phone: Page, address: str) -> None:
    plant(phone.context, "[1]", f"{OURS}plans/flare-up-plan")
    plant_other = "localStorage.setItem('something-else', 'mine')"
    open_sheet(phone, address)
    phone.evaluate(plant_other)
    write(phone, GOAL, "Dance")
    delete = phone.get_by_role("button", name="Delete everything")
    delete.click()
    phone.get_by_role("button", name="Keep it").click()
    expect(delete).to_be_focused()
    expect(phone.get_by_label(GOAL)).to_have_value("Dance")
    delete.click()
    expect(phone.get_by_role("group", name="Delete everything")).to_be_focused()
    phone.get_by_role("button", name="Delete this sheet").click()
    says(phone, "Deleted.")
    expect(phone.get_by_label(GOAL)).to_have_value("")
    keys = "Object.keys(localStorage).sort()"
    flare_up = f"{OURS}plans/flare-up-plan"
    assert phone.evaluate(keys) == [flare_up, "something-else"]
    delete.click()
    phone.get_by_role("button", name="Delete all my sheets").click()
    assert phone.evaluate(keys) == ["something-else"]
    phone.reload()
    begin(phone)
    expect(phone.get_by_label(GOAL)).to_have_value("")


def save_file(page: Page, path: Path) -> str:
    """Save the sheet as a reader does; return what is in the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    today = date.today().isoformat()
    assert download.value.suggested_filename == f"weekly-activity-{today}.html"
    download.value.save_as(path)
    return path.read_text("utf-8")


WORDS = 'Dance <b>"slowly"</b>\n  & <script>alert(1)</script> ü\n\n</dd>'


def test_a_sheet_moves_to_another_phone_in_a_file(
    browser: Browser, phone: Page, address: str, tmp_path: Path
) -> None:
    open_sheet(phone, address)
    write(phone, GOAL, WORDS)
    write(phone, MONDAY, "1 song")
    text = save_file(phone, tmp_path / "sheet.html")
    with browser.new_context(service_workers="allow") as context:
        other = context.new_page()
        open_sheet(other, address)
        refused: list[str] = []
        other.on("console", lambda message: refused.append(message.text))
        open_file(other, text)
        says(other, "This is the sheet from your file.")
        expect(other.get_by_label(GOAL)).to_have_value(WORDS)
        assert refused == []
        other.reload()
        expect(other.get_by_label(GOAL)).to_have_value(WORDS)
        expect(other.get_by_label(MONDAY, exact=True)).to_have_value("1 song")


@pytest.mark.parametrize("scripts", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_the_file_can_be_read_on_any_phone_and_runs_and_loads_nothing(
    browser: Browser, phone: Page, address: str, tmp_path: Path, scripts: bool
) -> None:
    open_sheet(phone, address)
    write(phone, GOAL, f'{WORDS}<img src="{address}icons/192.png">')
    save_file(phone, tmp_path / "sheet.html")
    with browser.new_context(viewport=SMALL, java_script_enabled=scripts) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: pytest.fail(f"it runs: {dialog.message}"))
        page.goto((tmp_path / "sheet.html").as_uri())
        expect(page).to_have_title("My activity for 1 week")
        expect(page.get_by_role("heading", level=1)).to_have_text("My activity for 1 week")
        expect(page.get_by_role("term")).to_have_text([GOAL])
        expect(page.get_by_role("definition")).to_contain_text('Dance <b>"slowly"</b>')
        expect(page.get_by_text(re.compile(r"Saved on \d+ [A-Z]\w+ \d{4}"))).to_be_visible()
        again = page.get_by_role("link", name=f"{address}plans/weekly-activity/")
        expect(again).to_have_attribute("href", f"{address}plans/weekly-activity/")
        assert len(asked) == 1
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            assert [v["id"] for v in found.response["violations"]] == []


def test_to_open_a_file_loads_and_runs_nothing_of_it(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("dialog", lambda dialog: pytest.fail(f"it runs: {dialog.message}"))
    open_file(
        phone,
        "<!doctype html><style>h1{color:red}</style><script>alert(1)</script>"
        f'<img src="{address}icons/512.png" onerror="alert(2)"><main data-guide-sheet="1" '
        f'data-sheet="plans/weekly-activity"><h1>My week</h1><dl><dt>{GOAL}</dt>'
        '<dd>Swim<img src="x" onerror="alert(3)"></dd></dl></main>',
    )
    says(phone, "This is the sheet from your file.")
    expect(phone.get_by_label(GOAL)).to_have_value("Swim")
    assert asked == []


def test_a_file_of_an_earlier_edition_still_opens(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    open_file(phone, sheet())
    says(phone, "This is the sheet from your file.")
    expect(phone.get_by_label(GOAL)).to_have_value("Dance at a wedding")


def test_a_file_of_beginnings_without_an_end_is_refused_at_once(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    open_file(phone, "<" + "<style>" * 140_000)
    says(phone, "This file does not hold a sheet of this guide, so nothing has changed.")


PERSIST = """
    window.persisted = 0;
    Object.defineProperty(navigator.storage, "persist", {
        value: () => { window.persisted += 1; return Promise.%s; },
    });
"""


@pytest.mark.parametrize("answer", ["resolve(true)", "resolve(false)", "reject(new Error('no'))"])
def test_the_phone_is_asked_to_keep_it_when_a_sheet_is_first_filled_in(
    phone: Page, address: str, answer: str
) -> None:
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.add_init_script(PERSIST % answer)
    phone.goto(f"{address}routines/walking/")
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("persisted") == 0
    open_sheet(phone, address)
    phone.get_by_label(GOAL).fill(" ")
    phone.wait_for_timeout(600)
    assert phone.evaluate("persisted") == 0, "nothing is written yet"
    write(phone, GOAL, "Dance")
    assert phone.evaluate("persisted") == 1
    write(phone, GOAL, "Dance more")
    assert phone.evaluate("persisted") == 1
    phone.reload()
    expect(phone.get_by_label(GOAL)).to_have_value("Dance more")
    write(phone, GOAL, "Dance again")
    assert phone.evaluate("persisted") == 0, "the sheet was filled in before"
    assert errors == []


def test_a_browser_without_lasting_storage_keeps_what_is_written(phone: Page, address: str) -> None:
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.add_init_script("Object.defineProperty(navigator, 'storage', { value: undefined });")
    open_sheet(phone, address)
    write(phone, GOAL, "Dance")
    assert errors == []


@pytest.mark.parametrize(
    ("opened", "warns", "advises"),
    [("undefined", True, False), ("false", True, True), ("true", False, False)],
    ids=["other phones", "Safari on a phone", "from its home screen"],
)
def test_it_is_said_that_some_phones_clear_what_is_kept(
    phone: Page, address: str, opened: str, warns: bool, advises: bool
) -> None:
    phone.add_init_script(f"Object.defineProperty(navigator, 'standalone', {{ value: {opened} }});")
    open_sheet(phone, address)
    notice = phone.locator(".app-plan__notice")
    warning = notice.get_by_text("if you do not visit it for a week. To be sure, save your sheet")
    expect(warning).to_be_visible(visible=warns)
    advice = notice.get_by_text("put this guide on your home screen")
    expect(advice).to_be_visible(visible=advises)
    notice.get_by_role("link", name="Save, print or delete it").click()
    expect(phone.get_by_role("button", name="Save as a file")).to_be_in_viewport()
    expect(phone.get_by_role("button", name="Print, or save as PDF")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("no sheet", "does not hold a sheet of this guide"),
        ("<p>no sheet</p>", "does not hold a sheet of this guide"),
        (f"<main {IN_FILE}><h1>Week</h1><dl><dt>A</dt></dl>", "does not hold a sheet"),
        (f"<main {IN_FILE.replace('1', '2')}><h1>Week</h1>", "from a newer edition"),
        (
            f"<main {IN_FILE.replace('weekly-activity', 'night')}><h1>My <i>night</i></h1>",
            "for another sheet, “My night”",
        ),
        ("", "does not hold a sheet of this guide"),
        ("null", "does not hold a sheet of this guide"),
        ([], "does not hold a sheet of this guide"),
        (sheet(fields={GOAL: 7}), "does not hold a sheet of this guide"),
        (sheet(fields=None), "does not hold a sheet of this guide"),
        (sheet(fields=["Dance"]), "does not hold a sheet of this guide"),
        (sheet(fields="Dance"), "does not hold a sheet of this guide"),
        ({"fields": {}}, "does not hold a sheet of this guide"),
        (sheet(**{"guide-sheet": 2}), "from a newer edition"),
        (
            sheet(sheet="plans/flare-up-plan", title="My <i>flare-up</i> plan"),
            "for another sheet, “My <i>flare-up</i> plan”",
        ),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(
    phone: Page, address: str, content: object, answer: str
) -> None:
    open_sheet(phone, address)
    write(phone, GOAL, "Mine")
    before = phone.evaluate("JSON.stringify(localStorage)")
    open_file(phone, content)
    says(phone, answer)
    expect(phone.get_by_label(GOAL)).to_have_value("Mine")
    assert phone.evaluate("JSON.stringify(localStorage)") == before


def test_a_file_never_replaces_words_unasked(phone: Page, address: str) -> None:
    open_sheet(phone, address)
    write(phone, GOAL, "Mine")
    open_file(phone, sheet())
    expect(phone.get_by_role("group", name="Open a file")).to_be_focused()
    phone.get_by_role("button", name="Keep what is here").click()
    expect(phone.get_by_label(GOAL)).to_have_value("Mine")
    open_file(phone, sheet())
    phone.get_by_role("button", name="Show the file").click()
    expect(phone.get_by_label(GOAL)).to_have_value("Dance at a wedding")


@pytest.mark.parametrize(
    "text", ["{half a sh", "[]", '"old notes"', json.dumps(sheet(**{"guide-sheet": 9}))]
)
def test_what_cannot_be_read_is_kept_aside_and_offered(
    phone: Page, address: str, text: str, tmp_path: Path
) -> None:
    plant(phone.context, text)
    open_sheet(phone, address)
    expect(phone.get_by_text("that we could not read. We did not delete it.")).to_be_visible()
    write(phone, GOAL, "New")
    phone.reload()
    expect(phone.get_by_label(GOAL)).to_have_value("New")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Save it as a file").click()
    download.value.save_as(tmp_path / "kept.txt")
    assert (tmp_path / "kept.txt").read_text("utf-8") == text
    phone.get_by_role("button", name="Delete it", exact=True).click()
    assert phone.evaluate("Object.keys(localStorage)") == [KEY]


def test_what_cannot_be_read_nor_moved_is_never_written_over(phone: Page, address: str) -> None:
    plant(phone.context, "{half a sh")
    phone.add_init_script(
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, text) {"
        "if (key.includes(':sheet:aside')) throw new DOMException('full', 'QuotaExceededError');"
        "set.call(this, key, text); };"
    )
    open_sheet(phone, address)
    expect(phone.get_by_text("that we could not read. We did not delete it.")).to_be_visible()
    phone.get_by_label(GOAL).fill("New")
    phone.goto(f"{address}plans/")
    assert phone.evaluate("key => localStorage.getItem(key)", KEY) == "{half a sh"


@pytest.mark.parametrize(
    ("broken", "answer"),
    [
        (
            "const no = () => { throw new DOMException('no'); };"
            "Object.defineProperty(window, 'localStorage', {get: no});",
            "does not let us keep what you write",
        ),
        (
            "const full = () => { throw new DOMException('', 'QuotaExceededError'); };"
            "Storage.prototype.setItem = full;",
            "no room left on this phone",
        ),
    ],
)
def test_a_browser_that_keeps_nothing_still_has_a_sheet(
    phone: Page, address: str, broken: str, answer: str
) -> None:
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.add_init_script(broken)
    open_sheet(phone, address)
    phone.get_by_label(GOAL).fill("Dance")
    says(phone, answer)
    phone.get_by_label(MONDAY, exact=True).fill("1 song")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Save as a file").click()
    saved = Path(download.value.path()).read_text("utf-8")
    assert f"<dt>{GOAL}</dt><dd>Dance</dd><dt>{MONDAY}</dt><dd>1 song</dd>" in saved
    # It is told once: after a press, more words bring it back no more.
    phone.get_by_label(GOAL).fill("Dance more")
    phone.wait_for_timeout(700)
    expect(phone.locator(".app-plan__asks [role=status]")).to_have_text("")
    assert errors == []


def test_a_second_window_takes_over_what_the_first_wrote(phone: Page, address: str) -> None:
    other = phone.context.new_page()
    open_sheet(phone, address)
    open_sheet(other, address)
    write(other, GOAL, "From the other")
    expect(phone.get_by_label(GOAL)).to_have_value("From the other")
    says(phone, "This is what you wrote there.")


@pytest.mark.parametrize("choice", ["The other window", "What is here"])
def test_two_windows_never_write_over_each_other_unasked(
    phone: Page, address: str, choice: str
) -> None:
    open_sheet(phone, address)
    phone.get_by_label(GOAL).fill("Mine")
    # As from another window, before this one has saved.
    theirs = json.dumps(sheet(fields={GOAL: "Theirs"}))
    phone.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, theirs])
    question = phone.get_by_role("group", name="Changed in another window")
    expect(question).to_be_visible()
    phone.wait_for_timeout(600)
    assert phone.evaluate("key => localStorage.getItem(key)", KEY) == theirs
    question.get_by_role("button", name=choice).click()
    expected = "Theirs" if choice == "The other window" else "Mine"
    expect(phone.get_by_label(GOAL)).to_have_value(expected)
    phone.reload()
    expect(phone.get_by_label(GOAL)).to_have_value(expected)


def test_words_of_a_field_that_is_gone_are_shown_and_kept(phone: Page, address: str) -> None:
    plant(phone.context, json.dumps(sheet(fields={"My old goal": "Swim", GOAL: "Dance"})))
    open_sheet(phone, address)
    earlier = phone.locator(".app-plan__earlier")
    expect(earlier.get_by_role("heading", name="Written earlier")).to_be_visible()
    expect(earlier.get_by_text("My old goal")).to_be_visible()
    expect(earlier.get_by_text("Swim")).to_be_visible()
    write(phone, GOAL, "Dance more")
    phone.reload()
    expect(earlier.get_by_text("Swim")).to_be_visible()


def test_names_that_mean_something_to_scripts_are_only_names(phone: Page, address: str) -> None:
    text = json.dumps(sheet(fields={"__proto__": "a", "constructor": "<img src=x>"}))
    plant(phone.context, text)
    open_sheet(phone, address)
    terms = phone.locator(".app-plan__earlier dd").all_text_contents()
    assert terms == ["a", "<img src=x>"]
    assert phone.locator(".app-plan__earlier img").count() == 0


def test_on_paper_words_stand_on_lines_and_empty_places_are_lines(
    phone: Page, address: str
) -> None:
    open_sheet(phone, address)
    phone.get_by_label(GOAL).fill("Dance\nand sing")
    phone.emulate_media(media="print")
    goal, step = phone.locator(".app-write").all()[:2]
    expect(goal.locator(".app-field__text")).to_be_visible()
    expect(goal.locator(".app-write__line").first).to_be_hidden()
    expect(step.locator(".app-write__line").first).to_be_visible()
    for selector in ("textarea", ".app-plan__notice", ".app-plan__buttons", ".app-plan__asks"):
        expect(phone.locator(selector).first).to_be_hidden()
    lines = goal.locator(".app-field").evaluate("box => getComputedStyle(box).backgroundImage")
    assert "repeating-linear-gradient" in lines


def test_print_is_the_browser_s_own(phone: Page, address: str) -> None:
    phone.add_init_script("window.print = () => { window.printed = true; }")
    open_sheet(phone, address)
    phone.get_by_role("button", name="Print, or save as PDF").click()
    assert phone.evaluate("window.printed") is True


def test_nothing_counts_or_advises(phone: Page, address: str) -> None:
    open_sheet(phone, address, "sleep-and-mood-notes")
    before = phone.locator("main").inner_text()
    phone.get_by_label("Monday: How I slept").fill("3 hours, 10 out of 10 pain")
    phone.wait_for_timeout(600)
    after = phone.locator("main").inner_text()
    assert after.replace("Kept on this phone.", "").split() == before.split()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["weekly-activity", "flare-up-plan"])
def test_a_filled_sheet_is_for_everyone(
    browser: Browser, address: str, name: str, scheme: Any
) -> None:
    with browser.new_context(color_scheme=scheme, viewport=SMALL) as context:
        plant(context, json.dumps(sheet(fields={"Old": "Swim"})))
        page = context.new_page()
        open_sheet(page, address, name)
        page.locator("textarea").first.fill("Dance")
        page.get_by_role("button", name="Delete everything").click()
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        violations = [
            (v["id"], v["help"], [n["target"] for n in v["nodes"]])
            for v in found.response["violations"]
        ]
        assert violations == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        boxes = [b.bounding_box() for b in page.locator("textarea, .app-plan__button").all()]
        assert all(box["height"] >= 44 for box in boxes if box)


def test_it_works_from_a_folder_too(phone: Page, clinic_site: Path) -> None:
    phone.goto(f"file://{clinic_site}/plans/weekly-activity/index.html")
    begin(phone)
    phone.get_by_label(GOAL).fill("Dance")
    says(phone, "Kept on this phone.")
    phone.reload()
    expect(phone.get_by_label(GOAL)).to_have_value("Dance")


@pytest.fixture
def two_guides(clinic_site: Path) -> Iterator[str]:
    """The address of a host with one guide below `/a/` and another below `/b/`."""
    handler = partial(_TwoGuides, directory=str(clinic_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _TwoGuides(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path(re.sub("^/[ab]/", "/", path))

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_guides_on_one_host_keep_their_sheets_apart(phone: Page, two_guides: str) -> None:
    def goal_in(guide: str) -> Locator:
        phone.goto(f"{two_guides}{guide}/plans/weekly-activity/")
        phone.wait_for_load_state("networkidle")
        begin(phone)
        return phone.get_by_label(GOAL)

    goal_in("a").fill("Written in a")
    assert goal_in("b").input_value() == ""
    phone.get_by_label(GOAL).fill("Written in b")
    expect(goal_in("a")).to_have_value("Written in a")
    phone.get_by_role("button", name="Delete everything").click()
    phone.get_by_role("button", name="Delete all my sheets").click()
    expect(goal_in("b")).to_have_value("Written in b")
    assert phone.evaluate("Object.keys(localStorage)") == [
        "back-pain-guide:/b/:sheet:plans/weekly-activity"
    ]


def test_where_nobody_wrote_in_this_guide_no_page_changes_by_itself(
    phone: Page, two_guides: str
) -> None:
    phone.goto(f"{two_guides}b/plans/weekly-activity/")
    begin(phone)
    phone.get_by_label(GOAL).fill("Written in b")
    phone.goto(f"{two_guides}a/plans/weekly-activity/")
    phone.evaluate("new Promise((done) => requestIdleCallback(() => setTimeout(done, 300)))")
    phone.wait_for_load_state("networkidle")
    expect(phone.get_by_role("button", name="Write on this sheet here")).to_be_visible()


def test_what_was_written_before_guides_kept_sheets_apart_is_brought_over_once(
    phone: Page, address: str
) -> None:
    plant(phone.context, json.dumps(sheet()), f"{SHARED}plans/weekly-activity")
    phone.goto(f"{address}plans/weekly-activity/")
    expect(phone.get_by_label(GOAL)).to_have_value("Dance at a wedding")
    assert phone.evaluate("Object.keys(localStorage)") == [KEY]
    phone.get_by_role("button", name="Delete everything").click()
    phone.get_by_role("button", name="Delete all my sheets").click()
    phone.reload()
    begin(phone)
    expect(phone.get_by_label(GOAL)).to_have_value("")


def test_what_is_in_the_way_of_older_words_is_never_written_over(phone: Page, address: str) -> None:
    plant(phone.context, json.dumps(sheet(fields={GOAL: "New"})))
    old = json.dumps(sheet(fields={GOAL: "Old"}))
    phone.add_init_script(
        f"localStorage.setItem({json.dumps(SHARED + 'plans/weekly-activity')}, {json.dumps(old)});"
    )
    phone.goto(f"{address}plans/weekly-activity/")
    expect(phone.get_by_label(GOAL)).to_have_value("New")
