"""Readers who want to do something: a routine, a look at a saying, a choice, a plan."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_without_javascript_a_routine_is_whole(
    phone_without_javascript: Page, address: str
) -> None:
    page = phone_without_javascript
    page.goto(f"{address}routines/")
    page.get_by_role("link", name="I want to loosen up a little").click()
    expect(page.get_by_role("heading", name="Cat-cow on hands and knees")).to_be_visible()
    for summary in page.get_by_role("main").locator("summary:visible").all():
        summary.click()  # the other way to do an exercise, in a chair, is folded
    steps = page.locator(".app-steps li")
    pictures = page.locator(".app-steps li").get_by_role("img")
    assert steps.count() == pictures.count() >= 8
    expect(page.get_by_role("img", name="Your back rounds up").first).to_be_visible()
    exercises = page.locator(".app-dose").count()
    assert page.get_by_role("heading", name="Stop if:").count() == exercises
    expect(page.get_by_role("heading", name="Danger: Stop, and call for help now")).to_be_visible()


def test_every_step_of_every_routine_has_a_picture_that_says_what_it_shows(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}routines/")
    links = phone.locator(".app-need-cards a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) == 9
    for link in links:
        phone.goto(link)
        for step in phone.locator(".app-steps li").all():
            # A drawing in the page has a title, one in a file of its own has alt text.
            said = step.locator("svg[role=img] title, img").first.evaluate(
                "e => e.alt || e.textContent"
            )
            assert said, link
            assert len(said.split()) > 8, said


def test_the_overview_shows_each_saying_beside_its_fact(phone: Page, address: str) -> None:
    phone.goto(f"{address}myths/")
    sayings = phone.locator(".app-myths__item")
    assert sayings.count() == 18
    item = sayings.filter(has_text="Bad posture causes back pain")
    item.get_by_role("link").click()
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text("No single posture has been shown to cause back pain")
    expect(phone.get_by_text("You may have heard:")).to_be_visible()


def test_on_a_phone_each_row_of_a_table_says_what_its_cells_are(phone: Page, address: str) -> None:
    phone.goto(f"{address}patterns/")
    row = phone.locator(".app-comparison").get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader")).to_be_visible()
    cells = row.get_by_role("cell")
    labels = cells.evaluate_all("all => all.map(c => getComputedStyle(c, '::before').content)")
    heads = phone.locator(".app-comparison").first.locator("thead th").all_text_contents()
    assert labels == [f'"{head}"' for head in heads[1:]]
    assert len(labels) > 1


def test_each_treatment_is_rated_in_words_and_its_page_says_what_nice_says(
    phone: Page, address: str
) -> None:
    """Marks alone say nothing to who cannot see them."""
    phone.goto(f"{address}treatments/")
    cards = phone.locator(".app-treatment")
    names = cards.locator(".app-treatment__heading").all_text_contents()
    assert {"Exercise", "Acupuncture", "Surgery"} <= set(names)
    for card in cards.all():
        scales = [" ".join(text.split()) for text in card.locator("li").all_text_contents()]
        assert [scale.partition(":")[0] for scale in scales] == ["Helps", "How sure we are", "Harm"]
        assert all(scale.partition(": ")[2] for scale in scales)
    pages = cards.locator("a").evaluate_all("all => all.map(a => a.href.split('#')[0])")
    for page in sorted({page for page in pages if "/treatments/" in page}):
        phone.goto(page)
        expect(phone.get_by_role("main")).to_contain_text("NICE")


def test_a_sheet_has_room_to_write(phone_without_javascript: Page, address: str) -> None:
    page = phone_without_javascript
    page.goto(f"{address}plans/weekly-activity/")
    lines = page.locator(".app-write__line").all()
    assert len(lines) > 5
    assert all(box["height"] >= 40 for line in lines if (box := line.bounding_box()))


def test_the_menu_opens_at_the_part_that_the_reader_is_in(phone: Page, address: str) -> None:
    phone.goto(f"{address}daily-life/sleep/")
    phone.locator("summary").filter(has_text="Menu").click()
    menu = phone.get_by_role("navigation", name="Parts of the guide")
    here = menu.locator("[aria-current=page]")
    expect(here).to_be_visible()
    expect(menu.get_by_role("link", name="Mood and worry")).to_be_visible()
    expect(menu.get_by_role("link", name="No single posture")).to_have_count(0)
    expect(phone.get_by_role("link", name="A to Z of topics")).to_be_visible()


def test_the_part_that_a_page_stands_in_is_one_tap_away(phone: Page, address: str) -> None:
    phone.goto(f"{address}treatments/surgery/")
    phone.get_by_role("main").get_by_role("link", name="What helps", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("What helps with lasting back")
