"""The guide for each nation: its own numbers and services, and none of another nation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.edition.nations import NAMES, Fact, Nation
from guide.print.chapter import RenderedPages
from guide.print.editions import prints_of
from guide.print.imprint import Source
from guide.print.prints import TextPrint
from guide.site.pipeline import render
from guide_site import REVIEWED, copy_of_the_guide
from selectolax.lexbor import LexborHTMLParser
from small_guide import FRONT_MATTER, write_files

CLINIC = """\
INHERIT: mkdocs.yml
extra:
  clinic:
    name: Riverside
    nation: {nation}
"""
OWN = '    numbers: {emergency: "911", urgent: "811", crisis: "988"}\n'
UK = {"tel:999", "tel:116123", "sms:85258"}
CALLS = {
    "england": {*UK, "tel:111", "tel:08088088000"},
    "scotland": {*UK, "tel:111", "tel:0800838587", "tel:08001822222"},
    "wales": {*UK, "tel:111"},
    "northern-ireland": {*UK, "tel:08088088000"},
    "ireland": {"tel:112", "tel:999", "tel:116123", "sms:50808"},
    "other": {"tel:911", "tel:811", "tel:988"},
}
# What no reader of a nation may meet, in whatever case.
NEVER = {
    "scotland": r"NHS 111\b|mental health option|Personal Independence",
    "wales": r"mental health option",
    "northern-ireland": r"\b111\b|mental health option|Equality Act 2010|go to A&E",
    "ireland": r"\b111\b|\b85258\b|SHOUT|Lifeline|Equality Act 2010|Statutory Sick Pay|go to A&E",
    "other": r"\b111\b|\b112\b(?! days)|\b85258\b|SHOUT|Lifeline|Equality Act|go to A&E",
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    """The guide of each nation, rendered as a build does."""
    folder = copy_of_the_guide(tmp_path_factory.mktemp("nations"), ["plain-text"])
    sources = {}
    for nation in NAMES:
        text = CLINIC.format(nation=nation) + (OWN if nation == "other" else "")
        write_files(folder, {f"{nation}.yml": text})
        edition = Edition.load(folder / f"{nation}.yml")
        site = folder / "rendered" / nation
        assert render(edition, site) == []
        guide = Guide.load(edition.docs, edition.nation)
        sources[nation] = Source(edition, guide, RenderedPages(site), REVIEWED)
    return sources


@pytest.mark.parametrize("nation", NAMES)
def test_the_words_of_each_nation_keep_every_rule(rendered: dict[str, Source], nation: str) -> None:
    found = rules.check_content(rendered[nation].guide, REVIEWED)
    assert [str(problem) for problem in found] == []


@pytest.mark.parametrize("nation", NAMES)
def test_pages_and_buttons_call_the_numbers_of_the_nation_alone(
    rendered: dict[str, Source], nation: str
) -> None:
    ways = {
        link
        for page in rendered[nation].pages.folder.rglob("*.html")
        for link in re.findall(r'href="((?:tel|sms):[^"]*)"', page.read_text("utf-8"))
    }
    assert ways == CALLS[nation]


@pytest.mark.parametrize("nation", NEVER)
def test_no_page_says_what_another_nation_has(rendered: dict[str, Source], nation: str) -> None:
    said = []
    for page in rendered[nation].pages.folder.rglob("*.html"):
        tree = LexborHTMLParser(page.read_text("utf-8"))
        # Sources keep their names: "NHS 111 Wales. Sciatica"; drawings are made of numbers.
        for node in tree.css(".app-reference, .app-citation, svg, script, style"):
            node.decompose()
        body = tree.body
        found = re.findall(NEVER[nation], body.text() if body else "")
        said += [f"{page.parent.name}: {words}" for words in found]
    assert said == []


@pytest.mark.parametrize("nation", NEVER)
def test_no_print_says_what_another_nation_has(rendered: dict[str, Source], nation: str) -> None:
    said = []
    for one in prints_of(rendered[nation], ["plain-text"]):
        assert isinstance(one, TextPrint)
        for line in one.text.splitlines():
            is_source = "[Internet]" in line or "https://" in line
            said += [] if is_source else re.findall(NEVER[nation], line)
    assert said == []


def test_a_fact_is_put_where_a_text_takes_it_with_its_numbers_as_links(tmp_path: Path) -> None:
    ireland = Nation.load(tmp_path / "docs", "ireland")
    assert ireland.put("Call {nation.emergency}.") == "Call 112 or 999."
    assert ireland.put("Call [{nation.emergency}].") == "Call [112](tel:112) or [999](tel:999)."
    assert ireland.put("[{nation.samaritans}](a.md)") == "[116 123](a.md)"
    assert ireland.put("Ask [{nation.urgent}], or {nation.nobody}") == (
        "Ask your GP surgery, or {nation.nobody}"
    )


def test_the_line_that_a_clinic_gives_itself_has_no_other_name(tmp_path: Path) -> None:
    other = Nation.load(tmp_path / "docs", "other")
    numbers = {"emergency": "911", "urgent": "811", "crisis": "988"}
    own = other.with_own(
        {name: Fact(says=each, phones=(each,), verified="ours") for name, each in numbers.items()}
    )
    said = "Ask a doctor or call {nation.urgent_name}."
    assert (other.put(said), own.put(said)) == (
        "Ask a doctor or call your doctor.",
        "Ask a doctor or call 811.",
    )


def test_a_passage_of_a_nation_takes_the_place_of_the_shared_one(tmp_path: Path) -> None:
    files = {
        "a.md": f'{FRONT_MATTER}\n--8<-- "nap.md"\n',
        "_parts/nap.md": "Nap.\n",
        "_parts/nations/wales/nap.md": "Cyntun.\n",
    }
    docs = write_files(tmp_path / "docs", files)
    said = {
        name: Guide.load(docs, Nation.load(docs, name)).text_of(Guide.load(docs).pages[0]).split()
        for name in ("england", "wales")
    }
    assert said == {"england": ["Nap."], "wales": ["Cyntun."]}


def test_front_matter_takes_no_fact_but_in_search_words(tmp_path: Path) -> None:
    front = FRONT_MATTER.replace("draft", 'draft\nsearch_words: ["{nation.urgent_name}"]')
    front = front.replace("need nuts", "need {nation.urgent}")
    docs = write_files(tmp_path / "docs", {"a.md": f"{front}\nNuts.\n"})
    guide = Guide.load(docs)
    assert guide.pages[0].search_words == ("NHS 111",)
    assert [str(problem) for problem in rules.nation_facts.unknown_fact(guide)] == [
        "docs/a.md:4: unknown-fact main_message must hold for all nations: it takes no {nation. …}"
    ]


def test_what_a_hidden_passage_cites_is_cited_by_no_nation(tmp_path: Path) -> None:
    docs = write_files(tmp_path, {"_parts/.old/a.md": "[@owl2019]", "_parts/b.md": "[@owl2020]"})
    cited = Guide.load(docs).cited_by_nations
    assert "owl2020" in cited
    assert "owl2019" not in cited


def test_words_of_our_own_hold_no_number_that_has_no_source(tmp_path: Path) -> None:
    facts = """\
extra:
  nations:
    wales:
      urgent: {says: "111", phones: ["111"], verified: none}
      signs: {says: 111 signs, verified: ours}
      line: {says: Or ring 0300 123 4567., verified: ours}
"""
    docs = write_files(tmp_path / "docs", {"_data/nations.yml": facts})
    found = rules.nation_facts.unsourced_fact(Guide.load(docs))
    assert [str(problem) for problem in found] == [
        "docs/_data/nations.yml:6: unsourced-fact wales.line must not be ours: a number needs a "
        "source"
    ]
