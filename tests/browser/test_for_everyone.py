"""Readers with poor sight, shaky hands, a magnified screen, a palette of their own, a dark room.

Automated checks find only a part of what makes a page hard to use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kinds import KINDS
from playwright.sync_api import Browser, Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 360, "height": 640}
ROOT = Path(__file__).parents[2]
STYLES = [*ROOT.glob("overrides/components/*/*.css"), *ROOT.glob("docs/assets/stylesheets/*.css")]
# WCAG 1.4.12: at least so much must be possible.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""


@pytest.fixture(scope="module")
def small_phone(browser: Browser) -> Iterator[Page]:
    """The smallest screen, or a wide one magnified four times."""
    with browser.new_context(viewport={"width": 320, "height": 568}) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def spacious_phone(browser: Browser) -> Iterator[Page]:
    """A phone whose reader has styles of their own; the policy of the page is not for these."""
    with browser.new_context(viewport=PHONE, bypass_csp=True) as context:
        yield context.new_page()


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_no_page_scrolls_sideways_on_the_smallest_screen(
    small_phone: Page, address: str, path: str
) -> None:
    """Nor with all opened, nor from right to left."""
    width = "document.documentElement.scrollWidth"
    small_phone.goto(address + path)
    assert small_phone.evaluate(width) <= 320
    open_all(small_phone)
    assert small_phone.evaluate(width) <= 320
    small_phone.evaluate("document.documentElement.dir = 'rtl'")
    assert small_phone.evaluate(width) <= 320


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_spaced_out_words_are_neither_cut_nor_over_one_another(
    spacious_phone: Page, address: str, path: str
) -> None:
    spacious_phone.goto(address + path)
    spacious_phone.add_style_tag(content=SPACED)
    assert spacious_phone.evaluate(CUT_OR_COVERED) == []
    assert spacious_phone.evaluate("document.documentElement.scrollWidth") <= 360


# Each line of words has a box. Boxes of two blocks must not meet; nor may one leave a block that
# hides what does not fit in it. Words for those who listen have no place on the screen.
CUT_OR_COVERED = """() => {
    const found = [];
    const hidden = ".app-visually-hidden, .app-outside, .app-skip, .app-comparison thead,"
        + "svg, script, style";
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const parent = node.parentElement;
        if (!node.data.trim() || parent.closest(hidden) || !parent.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        let block = parent;
        while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
        const hides = getComputedStyle(block).overflow !== "visible";
        const edge = block.getBoundingClientRect();
        for (const box of range.getClientRects()) {
            if (box.width < 2) continue;
            if (hides && (box.bottom > edge.bottom + 1 || box.right > edge.right + 1))
                found.push("cut: " + node.data.slice(0, 40));
            lines.push({ box, block, words: node.data.trim().slice(0, 40) });
        }
    }
    lines.sort((a, b) => a.box.top - b.box.top);
    lines.forEach((a, i) => {
        for (let j = i + 1; j < lines.length && lines[j].box.top < a.box.bottom - 4; j++) {
            const b = lines[j];
            if (a.block !== b.block && Math.min(a.box.right, b.box.right)
                - Math.max(a.box.left, b.box.left) > 4)
                found.push(`over one another: ${a.words} / ${b.words}`);
        }
    });
    return found;
}"""


@pytest.fixture(scope="module")
def large_type(browser: Browser) -> Iterator[Page]:
    """A phone whose reader has set letters to 200 %, in the settings of the browser."""
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        sizes = {"standard": 32, "fixed": 26}
        context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
        yield page


# What a finger would touch at nine places of an element.
TOUCHED = """what => {
    const box = document.querySelector(what).getBoundingClientRect();
    const at = [0.1, 0.5, 0.9];
    return [...new Set(at.flatMap(x => at.map(y => document.elementFromPoint(
        box.left + x * box.width, box.top + y * box.height)?.className)))];
}"""


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_letters_of_twice_the_size_cover_nothing_and_widen_no_page(
    large_type: Page, address: str, path: str
) -> None:
    large_type.goto(address + path)
    assert large_type.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert large_type.evaluate(TOUCHED, ".app-header__site") == ["app-header__site"]
    assert large_type.evaluate(CUT_OR_COVERED) == []
    assert large_type.evaluate("document.documentElement.scrollWidth") <= 360
    large_type.keyboard.press("Tab")
    assert large_type.evaluate(TOUCHED, ".app-skip") == ["app-skip"]


@pytest.mark.parametrize("width", [320, 360])
def test_what_a_clinic_calls_itself_in_one_long_word_widens_no_page(
    browser: Browser, address: str, width: int
) -> None:
    welsh = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochgofalycefncy"
    with browser.new_context(viewport={"width": width, "height": 640}) as context:
        page = context.new_page()
        page.goto(address)
        page.evaluate(
            """word => document.querySelectorAll(".app-header__site, .app-header__clinic, "
                + ".app-contact :is(h2, a, span)").forEach(e => { e.textContent = word; })""",
            welsh,
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OR_COVERED) == []


def test_a_language_from_right_to_left_mirrors_the_page(phone: Page, address: str) -> None:
    phone.goto(f"{address}routines/micro-movement/")
    place = """() => {
        const middle = (what) => {
            const box = document.querySelector(what).getBoundingClientRect();
            return Math.round(box.left + box.right) / 2;
        };
        const style = getComputedStyle(document.querySelector(".app-key-message--lead"));
        return [middle(".app-header__urgent"), middle(".app-header__site"), middle("summary"),
            parseFloat(style.borderLeftWidth) - parseFloat(style.borderRightWidth)];
    }"""
    before = phone.evaluate(place)
    phone.evaluate("document.documentElement.dir = 'rtl'")
    mirrored = [*(360 - middle for middle in before[:3]), -before[3]]
    assert phone.evaluate(place) == pytest.approx(mirrored, abs=1)


def test_no_style_speaks_of_left_or_right() -> None:
    """Then all of it turns round with the language. `left: 0; right: 0` is the same both ways."""
    physical = re.compile(
        r"[{;\s](?:(?:margin|padding|border)-(?:left|right)[-\w]*|left|right)\s*:"
        r"|(?:text-align|float)\s*:\s*(?:left|right)"
    )
    found = [
        f"{sheet.name}: {match[0].strip()}"
        for sheet in STYLES
        if sheet.name != "print.css"
        for match in physical.finditer(sheet.read_text("utf-8"))
    ]
    assert found == []


def test_urgent_help_stays_in_view_but_not_on_a_magnified_screen(
    browser: Browser, address: str
) -> None:
    for height, stays in ((640, True), (256, False)):
        with browser.new_context(viewport={"width": 320, "height": height}) as context:
            page = context.new_page()
            page.goto(f"{address}what-helps/scans/")
            page.evaluate("scrollTo(0, 3000)")
            link = page.get_by_role("banner").get_by_role("link", name="Urgent help")
            if stays:
                expect(link).to_be_in_viewport()
            else:
                expect(link).not_to_be_in_viewport()


def test_a_long_page_leads_back_to_its_top(phone: Page, address: str) -> None:
    phone.goto(f"{address}treatments/")
    phone.get_by_role("link", name="Back to the top of this page").click()
    expect(phone.get_by_role("heading", level=1)).to_be_in_viewport()


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_what_a_thumb_must_hit_is_44_pixels_high(phone: Page, address: str, path: str) -> None:
    """All but links among words, in a plain list, in the cells of a table, behind a reference."""
    phone.goto(address + path)
    open_all(phone)
    low = phone.evaluate(
        """() => [...document.querySelectorAll("a[href], summary, button, input, textarea")]
            .filter(e => e.getClientRects().length && !e.closest(".app-skip"))
            .filter(e => {
                if (e.tagName !== "A") return true;
                const among = ".app-reference, .app-page > :is(ul, ol):not([class]), td";
                if (e.closest(among)) return false;
                let block = e.parentElement;
                while (getComputedStyle(block).display.startsWith("inline"))
                    block = block.parentElement;
                return block.textContent.trim() === e.textContent.trim();
            })
            .map(e => {
                // The whole card is the link.
                const card = getComputedStyle(e, "::after").position === "absolute";
                return [(card ? e.closest("li") : e).getBoundingClientRect().height,
                    e.outerHTML.slice(0, 120)];
            })
            .filter(([height]) => height < 44)"""
    )
    assert low == []


FORCED = {
    "urgent-help/": [".app-care-card", ".app-key-message", ".app-header__urgent"],
    "": [".app-need-cards li", ".app-search__words"],
    "find-more/": [".app-list-card"],
    "routines/micro-movement/": [".app-start", ".app-callout", ".app-traffic-light__item"],
    "treatments/": [".app-treatment"],
    "what-helps/painkillers/": [".app-more"],
    "patterns/": [".app-comparison tbody tr"],
    "plans/weekly-activity/": [".app-start", ".app-write__line"],
}


@pytest.mark.parametrize("path", FORCED)
def test_a_palette_of_the_reader_s_own_leaves_every_piece_its_edge(
    browser: Browser, address: str, path: str
) -> None:
    """Forced colours take fills and shadows away; what only these would show must have a border."""
    with browser.new_context(viewport=PHONE, forced_colors="active") as context:
        page = context.new_page()
        page.goto(address + path)
        page.locator("summary").filter(has_text="Menu").click()
        for piece in FORCED[path]:
            edges = page.locator(piece).first.evaluate(
                """e => { const s = getComputedStyle(e); return ["Top", "Right", "Bottom", "Left"]
                    .filter(side => parseFloat(s[`border${side}Width`]) > 0
                        && s[`border${side}Style`] !== "none"
                        && s[`border${side}Color`] !== s.backgroundColor).length; }"""
            )
            assert edges >= 1, piece
        page.keyboard.press("Tab")
        ring = page.locator(":focus").evaluate(
            "e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth]; }"
        )
        assert ring == ["solid", "3px"]


def test_nothing_stays_folded_on_paper(phone: Page, address: str) -> None:
    """A fold shows what it holds; what is a way to get about on a screen is not there."""
    for path in KINDS.values():
        phone.goto(address + path)
        phone.emulate_media(media="print")
        for part in phone.locator("details:not([open])").all():
            held = part.locator(":scope > :not(summary)").first
            assert held.is_visible() == part.is_visible(), (path, part.text_content())
        phone.emulate_media(media="screen")


@pytest.mark.parametrize(("scheme", "darker"), [("light", "text"), ("dark", "paper")])
def test_a_dark_room_gets_dark_paper(
    browser: Browser, address: str, scheme: Any, darker: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(address)
        style = "getComputedStyle(document.body)"
        colours = page.evaluate(f"[{style}.color, {style}.backgroundColor]")
    text, paper = (sum(map(int, c.strip("rgb()").split(",")[:3])) for c in colours)
    assert (text < paper) is (darker == "text")
