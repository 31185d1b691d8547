"""What not every reader needs is folded: it opens by a touch, by whatever leads there, on paper."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from kinds import KINDS
from playwright.sync_api import Browser, Locator, Page, expect

PAGE = "what-helps/painkillers/"
FOLD = "How to come off an opioid safely"
WORDS = "the right speed depends on you"
SOURCES = ".app-references details"


def fold_of(page: Page, heading: str) -> Locator:
    """The fold below a heading."""
    return page.locator("details.app-more").filter(has=page.get_by_role("heading", name=heading))


def test_without_javascript_a_fold_opens_by_touch(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(address + PAGE)
    words = page.get_by_text(WORDS)
    expect(words).to_be_hidden()
    page.get_by_role("heading", name=FOLD).click()
    expect(words).to_be_visible()
    page.get_by_role("heading", name=FOLD).click()
    expect(words).to_be_hidden()


def test_a_keyboard_opens_a_fold(phone: Page, address: str) -> None:
    phone.goto(address + PAGE)
    fold_of(phone, FOLD).locator("summary").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text(WORDS)).to_be_visible()


def test_every_fold_is_closed_when_a_page_opens(phone: Page, address: str) -> None:
    for path in KINDS.values():
        phone.goto(address + path)
        assert phone.locator("main details[open]").count() == 0, path


def test_a_link_to_what_is_in_a_fold_opens_it(phone: Page, address: str) -> None:
    """From another page, from the same one, and by an old address that leads on."""
    anchor = "opioids-with-other-medicines-alcohol-and-driving"
    for start in (f"{address}{PAGE}#{anchor}", f"{address}treatments/opioids/"):
        phone.goto("about:blank")
        phone.goto(start)
        heading = phone.locator(":target")
        expect(heading).to_be_in_viewport()
        fold = phone.locator("details.app-more").filter(has=phone.locator(":target"))
        expect(fold).to_have_attribute("open", "")
        expect(fold.locator(".app-more__body")).to_be_visible()
    phone.goto(address + PAGE)
    phone.evaluate("anchor => { location.hash = anchor; }", anchor)
    expect(fold_of(phone, "Opioids with other medicines")).to_have_attribute("open", "")
    assert phone.locator("main details[open]").count() == 1, "the others stay as they were"


def test_every_link_within_the_guide_to_a_folded_place_opens_its_fold(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}understand/what-it-is/")
    fold_of(phone, "What causes it").locator("summary").click()
    phone.get_by_role("link", name="Other things").click()
    expect(phone).to_have_url(f"{address}understand/why-pain-stays/#what-can-add-to-pain")
    expect(phone.locator(":target")).to_be_in_viewport()
    expect(fold_of(phone, "What can add to pain")).to_have_attribute("open", "")


def test_a_result_of_the_search_opens_the_fold_that_it_is_in(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").press_sequentially("coming off opioids safely")
    phone.locator(".app-search__result").first.get_by_role("link", name=FOLD).click()
    expect(phone).to_have_url(re.compile(f"{PAGE}#"))
    expect(phone.get_by_role("heading", name=FOLD)).to_be_in_viewport()
    expect(phone.get_by_text(WORDS)).to_be_visible()


def test_a_picture_in_a_fold_comes_when_it_is_opened(phone: Page, address: str) -> None:
    phone.goto(f"{address}routines/micro-movement/")
    picture = phone.locator("details .app-steps img").first
    assert picture.evaluate("image => image.naturalWidth") == 0, "a closed fold costs no data"
    phone.evaluate("image => image.closest('details').firstChild.click()", picture.element_handle())
    picture.scroll_into_view_if_needed()
    phone.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_paper_shows_what_folds_hold_and_the_sources(
    browser: Browser, address: str, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(address + PAGE)
        folds = page.locator("main details.app-more")
        # A line may be broken anywhere, and a word at its hyphen.
        held = [re.sub(r"\W", "", fold.text_content() or "")[-40:] for fold in folds.all()]
        with pypdfium2.PdfDocument(page.pdf(format="A4")) as document:
            text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    printed = re.sub(r"\W", "", text)
    assert len(held) > 4
    # Behind a source stands the way back to the text, which is for the screen alone.
    assert [words for words in held[:-1] if words not in printed] == []
    assert "Availablefrom" in printed


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_sources_are_closed_and_a_number_leads_to_its_source_and_back(
    browser: Browser, address: str, scripts: bool
) -> None:
    with browser.new_context(
        java_script_enabled=scripts, viewport={"width": 360, "height": 640}
    ) as context:
        page = context.new_page()
        page.goto(f"{address}what-helps/scans/")
        sources = page.locator(SOURCES)
        expect(sources).to_have_count(1)
        expect(sources.get_by_role("heading")).to_have_text(re.compile(r"^\d+ sources$"))
        expect(page.locator("#ref-1")).to_be_hidden()
        page.get_by_role("link", name="Reference 1:").first.click()
        assert page.url.endswith("#ref-1")
        expect(page.locator("#ref-1")).to_be_in_viewport()
        page.get_by_role("link", name="Back to reference 1 in the text,").first.click()
        assert page.url.endswith("#cite-1-1")
        expect(page.locator("#cite-1-1")).to_be_in_viewport()


def test_the_way_back_from_a_source_opens_the_fold_that_names_it(phone: Page, address: str) -> None:
    phone.goto(f"{address}what-helps/scans/#ref-1")
    last = phone.locator("main details.app-more .app-citation__link").last
    number, mark = last.get_attribute("href"), last.get_attribute("id")
    phone.goto(f"{address}what-helps/scans/{number}")
    back = phone.locator(f"a.app-reference__back[href^='#cite-{str(number)[5:]}-']").first
    back.click()
    expect(phone.locator(":target")).to_be_in_viewport()
    phone.goto(f"{address}what-helps/scans/#{mark}")
    expect(phone.locator(":target")).to_be_in_viewport()
