"""Somebody looks for something, in words of their own: the box and what it shows.

What the search finds is the matter of `tests/node/search.test.mjs`.
"""

from __future__ import annotations

import os
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

CASES = Path(__file__).parent.parent / "cases/search"
URGENT = re.compile("urgent-help/")
PHONE: Any = {"width": 360, "height": 640}


def open_search(page: Page, address: str) -> None:
    """Go to a page, and open the menu that holds the box, as a thumb does."""
    page.goto(address)
    page.locator("summary").filter(has_text="Menu").click()
    page.get_by_role("searchbox").click()


def results(page: Page) -> Any:
    return page.get_by_role("search").get_by_role("listitem")


# What the box shows after a text is put into it, by the same event as a key: pages in order.
ASK = """(queries) => {
  const box = document.querySelector("[data-search] input");
  return queries.map((query) => {
    box.value = query;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    const items = [...document.querySelectorAll(".app-search__result > a")];
    return items.map((a) => new URL(a.href).pathname.replace(/^\\/back-pain\\//, ""));
  });
}"""


@pytest.fixture(scope="module")
def open_box(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose search has read its whole index."""
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        open_search(page, address)
        page.wait_for_function("() => self.guideWords && self.guideEmergencies")
        page.get_by_role("searchbox").fill("sleep")
        expect(results(page).first).to_be_visible()
        yield page


def asked(page: Page, *queries: str) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(ASK, list(queries))
    return found


# Without scripts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["a" * 20_000, "ache" * 5_000, "back " * 4_000, "qzx" * 6_000, "é" * 20_000],
    ids=["one letter", "a word again and again", "words", "no word", "an accent"],
)
def test_a_text_without_end_does_not_stop_the_page(open_box: Page, text: str) -> None:
    took = open_box.evaluate(
        """text => {
            const box = document.querySelector("[data-search] input");
            box.value = text;
            const start = performance.now();
            box.dispatchEvent(new Event("input", { bubbles: true }));
            return performance.now() - start;
        }""",
        text,
    )
    assert took < 1000
    assert open_box.get_by_role("searchbox").get_attribute("maxlength") == "200"


def test_without_javascript_the_a_to_z_stands_where_the_box_would(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(address)
    page.locator("summary").filter(has_text="Menu").click()
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.get_by_role("link", name="A to Z of topics").first.click()
    page.get_by_role("link", name="S", exact=True).click()
    expect(page.get_by_role("heading", name="S", exact=True)).to_be_in_viewport()
    # A browser that does not open what a link leads to leaves that to its reader.
    fold = page.locator("details", has=page.get_by_role("heading", name="S", exact=True))
    if not fold.evaluate("fold => fold.open"):
        fold.locator("summary").click()
    page.get_by_role("link", name="Slipped disc What a back scan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What a back scan can")


def test_the_a_to_z_has_urgent_words_that_lead_to_urgent_help(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}a-to-z/")
    page.locator("summary", has=page.get_by_role("heading", name="C", exact=True)).click()
    link = page.get_by_role("link", name="Can't pee Urgent help for back pain", exact=True)
    expect(link).to_have_attribute("href", "../urgent-help/")


# The box ----------------------------------------------------------------------------------


def test_nothing_of_the_search_is_fetched_before_somebody_searches(
    phone: Page, address: str
) -> None:
    fetched: list[str] = []
    phone.on("request", lambda request: fetched.append(request.url))
    phone.goto(address)
    phone.wait_for_load_state("networkidle")
    assert [url for url in fetched if "search" in url] == []
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").press_sequentially("slee")
    expect(results(phone).first).to_be_visible()
    phone.wait_for_load_state("networkidle")
    mine = [url.removeprefix(address) for url in fetched if "search" in url]
    assert sorted(mine) == [
        "assets/javascripts/search-engine.js",
        "assets/javascripts/search.js",
        "assets/stylesheets/search.css",
        "search/emergencies.js",
        "search/sentences.js",
        "search/topics.js",
        "search/words.js",
    ]
    # Not even the words that are typed: no address holds them.
    assert "slee" not in "".join(fetched).replace("sleep", "")


def test_results_come_while_typing_and_are_announced_once(phone: Page, address: str) -> None:
    open_search(phone, f"{address}understand/why-pain-stays/")
    phone.evaluate(
        """() => {
          self.said = [];
          const status = document.querySelector("[data-search] [role=status]");
          new MutationObserver(() => self.said.push(status.textContent))
            .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    phone.get_by_role("searchbox").press_sequentially("painkillers", delay=30)
    result = phone.get_by_role("link", name="What painkillers can and cannot do").first
    expect(result).to_be_visible()
    status = phone.get_by_role("search").get_by_role("status")
    expect(status).to_have_text(re.compile(r"^\d+ pages found"))
    assert len(phone.evaluate("self.said")) == 1, "a number for every key would be a babble"
    result.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What painkillers can and cannot do")


def test_what_was_found_is_marked(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("massaging")
    expect(results(phone).first.locator("mark").first).to_have_text(re.compile("massage", re.I))


def test_a_page_stands_once_with_its_best_heading_below(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("coming off opioids safely")
    first = results(phone).first
    expect(first.get_by_role("link")).to_have_count(2)
    first.get_by_role("link").nth(1).click()
    expect(phone).to_have_url(re.compile("what-helps/painkillers/#how-to-come-off-an-opioid"))


def test_all_results_can_be_reached(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("movement")
    status = phone.get_by_role("search").get_by_role("status")
    expect(status).to_have_text(re.compile(r"^\d+ pages found, 8 shown"))
    number = int(re.match(r"\d+", status.inner_text())[0])  # type: ignore[index]
    more = phone.get_by_role("button", name="Show more")
    more.click()
    expect(results(phone)).to_have_count(min(16, number))
    expect(results(phone).nth(8).get_by_role("link").first).to_be_focused()
    while more.is_visible():
        more.click()
    expect(results(phone)).to_have_count(number)


def test_arrows_enter_and_escape(phone: Page, address: str) -> None:
    open_search(phone, f"{address}about/")  # at home the box is in the page, and not in the menu
    menu = phone.locator("summary").filter(has_text="Menu")
    box = phone.get_by_role("searchbox")
    box.press_sequentially("sleep")
    links = results(phone).get_by_role("link")
    expect(links.first).to_be_visible()
    for _ in range(3):
        phone.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    for _ in range(3):
        phone.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    phone.keyboard.press("Enter")
    expect(links.first).to_be_focused()
    phone.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(results(phone)).to_have_count(0)
    phone.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(menu).to_be_focused()


def test_enter_twice_opens_the_first_result(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("walking")
    expect(results(phone).first).to_be_visible()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("How to build up walking")


def test_what_is_found_later_leaves_the_reader_on_the_result_they_chose(
    phone: Page, address: str
) -> None:
    held: list[Route] = []
    phone.route("**/words*.js", lambda route: held.append(route))
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("walking")
    expect(results(phone).first).to_be_visible()
    phone.keyboard.press("Enter")
    chosen = results(phone).get_by_role("link", name="How to build up walking")
    expect(chosen).to_be_focused()
    phone.evaluate("document.activeElement.dataset.before = 'true'")
    phone.wait_for_timeout(500)
    assert held, "the words of the pages were asked for"
    held[0].continue_()
    phone.wait_for_function("() => self.guideWords && !document.querySelector('[data-before]')")
    expect(chosen).to_be_focused()


def choose_the_second(page: Page, address: str) -> str:
    """Search from a page, and follow the second result; return what it is called."""
    open_search(page, address)
    page.get_by_role("searchbox").press_sequentially("slipped disc")
    chosen = results(page).nth(1).get_by_role("link").first
    expect(chosen).to_be_visible()
    page.wait_for_function("() => self.guideWords && self.guideSentences && self.guideEmergencies")
    name = str(chosen.inner_text())
    chosen.click()
    expect(page).not_to_have_url(address)
    return name


def expect_the_results_again(page: Page, name: str) -> None:
    """The menu is open, the words are kept, and the reader is on the result that they chose."""
    expect(page.get_by_role("searchbox")).to_have_value("slipped disc")
    expect(results(page).nth(1).get_by_role("link").first).to_be_visible()
    expect(page.get_by_role("link", name=name, exact=True).first).to_be_focused()
    assert "slipped" not in page.url, "what somebody typed may stand in no history"


def test_the_way_back_leads_to_the_results(phone: Page, address: str) -> None:
    name = choose_the_second(phone, f"{address}daily-life/sleep/")
    phone.go_back()
    expect_the_results_again(phone, name)
    # Once: a reload later begins with the page, as any other does.
    phone.reload()
    expect(phone.get_by_role("searchbox")).to_be_hidden()


def test_the_way_back_to_a_page_that_was_kept_as_it_was_leads_to_the_results(
    phone: Page, address: str
) -> None:
    """As Safari and Firefox keep it: no script runs anew, and there is `pageshow` alone."""
    phone.goto(f"{address}daily-life/sleep/")
    phone.evaluate("document.addEventListener('click', (e) => e.preventDefault(), true)")
    phone.locator("details.app-menu").evaluate("menu => { menu.open = true; }")
    phone.get_by_role("searchbox").click()
    phone.get_by_role("searchbox").press_sequentially("slipped disc")
    name = results(phone).nth(1).get_by_role("link").first.inner_text()
    results(phone).nth(1).get_by_role("link").first.click()
    expect(phone.get_by_role("searchbox")).to_be_hidden()
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect_the_results_again(phone, name)


def test_the_way_back_on_one_page_leads_to_the_results(phone: Page, address: str) -> None:
    """A result of the page itself only scrolls; Back must not leave the reader without it."""
    start = f"{address}what-helps/painkillers/"
    open_search(phone, start)
    phone.get_by_role("searchbox").press_sequentially("coming off opioids safely")
    part = results(phone).first.get_by_role("link").nth(1)
    name = part.inner_text()
    part.click()
    expect(phone).to_have_url(re.compile("#how-to-come-off-an-opioid"))
    expect(phone.get_by_role("searchbox")).to_be_hidden()
    phone.go_back()
    expect(phone).to_have_url(start)
    expect(phone.get_by_role("searchbox")).to_have_value("coming off opioids safely")
    expect(phone.get_by_role("search").get_by_role("link", name=name)).to_be_focused()


def test_a_result_says_its_kind_and_shows_a_sentence_with_the_words(
    phone: Page, address: str
) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("warfarin")
    first = results(phone).first
    expect(first.locator(".app-search__sentence mark").first).to_have_text(
        re.compile("warfarin", re.I)
    )
    assert 30 <= len(first.locator(".app-search__sentence").inner_text()) <= 150
    phone.get_by_role("searchbox").fill("posture")
    expect(results(phone).first.locator(".app-search__kind")).to_have_text("Myth")


def test_nothing_found_is_said_kindly_with_ways_on(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("zeppelins")
    search = phone.get_by_role("search")
    expect(search.get_by_role("status")).to_have_text("Nothing found.")
    expect(search).to_contain_text("We found no page for these words")
    expect(search.get_by_role("link", name="urgent help")).to_have_attribute("href", URGENT)
    search.get_by_role("link", name="A to Z of topics").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("A to Z of topics")


def test_it_works_from_a_disk(phone: Page, clinic_site: Path) -> None:
    open_search(phone, (clinic_site / "myths/posture/index.html").as_uri())
    phone.get_by_role("searchbox").press_sequentially("siatica")
    first = results(phone).first.get_by_role("link").first
    expect(first).to_have_attribute("href", re.compile(r"/index\.html$"))
    first.click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_it_works_on_a_page_that_is_not_there(phone: Page, address: str) -> None:
    open_search(phone, f"{address}no/such/page/")
    phone.get_by_role("searchbox").press_sequentially("walking")
    results(phone).first.get_by_role("link").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("How to build up walking")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_for_everyone(browser: Browser, address: str, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 568}) as small:
        page = small.new_page()
        open_search(page, address)
        for words in ("numb bum", "movement", "zeppelins"):
            page.get_by_role("searchbox").fill(words)
            expect(results(page).first).to_be_visible()
            assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("searchbox").fill("movement")
        targets = page.locator("[data-search] :is(a, button, input)")
        assert all(box["height"] >= 44 for box in (t.bounding_box() for t in targets.all()) if box)
        page.goto(f"{address}a-to-z/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert Axe().run(page).response["violations"] == []


# What was found ---------------------------------------------------------------------------


def test_an_urgent_result_leads_to_its_section_then_to_its_page(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("took 20 paracetamol")
    first = results(phone).first
    expect(first).to_have_class(re.compile("app-search__result--urgent"))
    links = first.locator("a:not([data-calls] a)")
    expect(links).to_have_text(["Too much medicine", "What painkillers can and cannot do"])
    expect(links.first).to_have_attribute(
        "href", re.compile("what-helps/painkillers/#too-much-medicine$")
    )
    expect(links.last).to_have_attribute("href", re.compile("what-helps/painkillers/$"))


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("cant pee", ["tel:999", "tel:111", "https://111.nhs.uk/"]),
        ("took 20 paracetamol", ["tel:999", "tel:111", "https://111.nhs.uk/"]),
        ("i want to kill myself", ["tel:999", "tel:116123", "sms:85258", "tel:111"]),
    ],
)
def test_an_urgent_result_offers_whom_to_call(
    phone: Page, address: str, query: str, calls: list[str]
) -> None:
    """Big enough for a shaking hand, and no other result has them."""
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially(query)
    first = phone.locator(".app-search__result").first
    links = first.locator("[data-calls] a")
    expect(links).to_have_count(len(calls))
    assert [link.get_attribute("href") for link in links.all()] == calls
    for box in (link.bounding_box() for link in links.all()):
        assert box
        assert box["height"] >= 48
        assert box["width"] >= 120
    expect(links.first).to_have_css("background-color", "rgb(166, 27, 27)")
    others = phone.locator(".app-search__result:not(.app-search__result--urgent)")
    assert others.count() > 0
    assert others.locator("[data-calls]").count() == 0
    # A call leads to no page: the menu stays.
    links.first.evaluate("a => a.addEventListener('click', (event) => event.preventDefault())")
    links.first.click()
    expect(phone.get_by_role("searchbox")).to_be_visible()


def test_a_crisis_leads_to_its_own_help(phone: Page, address: str) -> None:
    open_search(phone, address)
    phone.get_by_role("searchbox").press_sequentially("i want to kill myself")
    first = results(phone).first
    expect(first.get_by_role("link", name="Help in a mental health crisis")).to_be_visible()


def test_signs_and_rubbish_are_no_fault(open_box: Page) -> None:
    queries = ["", " ", "?", "'", "((", "\\", "<b>", "🙂", "a", "x" * 300, "back " * 60, "ñandú"]
    assert len(asked(open_box, *queries)) == len(queries)
    assert open_box.locator("[data-search] b").count() == 0


# How fast -----------------------------------------------------------------------------------

WATCH = """() => {
  const list = document.querySelector(".app-search__results");
  document.addEventListener("input", () => { self.typed ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (list.children.length) self.shown ??= performance.now();
  }).observe(list, { childList: true });
}"""


def test_the_first_result_needs_one_file_and_its_time_is_printed(
    browser: Browser, open_box: Page, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many milliseconds it takes depends on what else the machine does: read the figures."""
    lines, asked = [], []
    for slower in (1, 4):
        cold = []
        for _ in range(3):
            with browser.new_context(viewport=PHONE) as context:
                page = context.new_page()
                page.goto(f"{address}what-helps/painkillers/")
                page.evaluate(WATCH)
                page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
                page.route("**/words.js", lambda route: None)  # it never comes
                processor = context.new_cdp_session(page)
                processor.send("Emulation.setCPUThrottlingRate", {"rate": slower})
                page.locator("summary").filter(has_text="Menu").click()
                page.get_by_role("searchbox").click()
                page.keyboard.type("sl")
                expect(results(page).first).to_be_visible()
                cold.append(page.evaluate("self.shown - self.typed"))
        each = ", ".join(f"{ms:.0f}" for ms in cold)
        lines.append(f"processor {slower} x slower, cold {statistics.median(cold):.0f} ms ({each})")
    warm: list[float] = open_box.evaluate(
        """(queries) => queries.map((query) => {
          const box = document.querySelector("[data-search] input");
          const start = performance.now();
          box.value = query;
          box.dispatchEvent(new Event("input", { bubbles: true }));
          return performance.now() - start;
        })""",
        [str(c["query"]) for c in yaml.safe_load((CASES / "held-out.yml").read_text("utf-8"))],
    )
    slowest = statistics.quantiles(warm, n=20)[-1]
    lines.append(f"warm {statistics.median(warm):.1f} ms, 19 of 20 within {slowest:.1f} ms")
    with capsys.disabled():
        print(f"\nsearch, key to first result, load {os.getloadavg()[0]:.1f}:", *lines, sep="\n  ")
    assert asked.count("topics.js") == 6
