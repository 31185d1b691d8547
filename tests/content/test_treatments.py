"""Treatments and numbers as data: what they become, and what is said of each slip in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.content.numbers import figures
from guide.content.treatments import Treatments
from small_guide import FRONT_MATTER, TODAY

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]

BATH = """\
- id: bath
  page: index.md
  name: A hot bath
  group: by-yourself
  what: Water, and a fire below it.
  benefit: It warms the tail [@acorn2019]. It is no cure.
  numbers:
    - {kind: points, value: 15, low: 12, high: 18, of: 100, less: cold, against: rain,
       when: by noon, cite: acorn2019}
    - {kind: people, values: [{n: 9, label: sneezed}], of: 100, who: owls, cite: acorn2019}
  harms: [Steam., Soap in the eye.]
  nice: Nothing.
  others: Frogs like it.
  get: From a cloud.
  nothing: You stay dry.
  rating: {helps: some, sure: low, harm: few}
  ways: [by-myself]
"""
REFERENCES = """\
- id: acorn2019
  type: article-journal
  title: Naps of squirrels
  issued: {date-parts: [[2019]]}
  DOI: 10.1234/naps.4
  custom: {evidence: trial, seen: full}
- id: teapot2020
  type: article-journal
  title: Tea
  issued: {date-parts: [[2020]]}
  DOI: 10.1234/tea.1
  custom: {evidence: trial, seen: full}
"""
LISTED = "- {number: 3 in 10, cite: teapot2020, about: owls that drink tea}\n"
WHOLE = "/// treatment | bath\n///"


def problems(
    write_docs: WriteDocs,
    shown: str = WHOLE,
    treatments: str = BATH,
    numbers: str = LISTED,
    **pages: str,
) -> list[str]:
    """What the checks say of a guide of one page and its data, but for a source nobody cites."""
    files = {
        name: f"{FRONT_MATTER.replace('squirrels', name)}\n{text}" for name, text in pages.items()
    }
    docs = write_docs(
        {
            "_data/references.yml": REFERENCES,
            "_data/treatments.yml": treatments,
            "_data/numbers.yml": numbers,
            "_data/plain_words.yml": "- {avoid: [must], use: may, rule: NS-8}\n",
            "index.md": f"{FRONT_MATTER}\n{shown}\n",
            **{f"{name}.md": text for name, text in files.items()},
        }
    )
    found = rules.check_content(Guide.load(docs), TODAY)
    return [str(p).removeprefix("docs/") for p in found if p.rule != "unused-reference"]


# What a treatment becomes.


def text_of(write_docs: WriteDocs, shown: str, treatments: str = BATH) -> str:
    docs = write_docs({"_data/treatments.yml": treatments, "index.md": shown})
    guide = Guide.load(docs)
    return guide.text_of(guide.by_path["index.md"])


def test_a_whole_treatment_has_a_heading_for_each_section(write_docs: WriteDocs) -> None:
    text = text_of(write_docs, WHOLE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "What it is",
        "What it may help with",
        "What harm it may do",
        "What NICE says",
        "Where advice differs",
        "How to get it",
        "If you do without",
    ]
    assert "\n\n- Steam.\n- Soap in the eye.\n\n## What NICE says" in text


def test_a_section_that_an_entry_leaves_out_has_no_heading(write_docs: WriteDocs) -> None:
    text = text_of(write_docs, WHOLE, BATH.replace("  others: Frogs like it.\n", ""))
    assert "Where advice differs" not in text


def test_a_brief_treatment_has_no_heading_and_says_its_parts_in_bold(
    write_docs: WriteDocs,
) -> None:
    text = text_of(write_docs, "## Baths\n\n/// treatment | bath\n    brief: true\n///\n\nEnd.")
    assert re.findall(r"^#+ (.+)$", text, re.MULTILINE) == ["Baths"]
    assert "\n\nWater, and a fire below it.\n\n**What it may help with:** It warms" in text
    assert "\n\n**What harm it may do:**\n\n- Steam.\n- Soap in the eye.\n\n**What NICE" in text
    assert text.endswith("**If you do without:** You stay dry.\n\n\nEnd.")


def test_a_treatment_in_two_parts_says_the_same_as_a_whole_one(write_docs: WriteDocs) -> None:
    core, rest = (
        text_of(write_docs, f"/// treatment | bath\n    part: {part}\n///")
        for part in ("core", "rest")
    )
    said = ("Water,", "It warms", "- Steam.", "Nothing.", "Frogs like it.", "From a", "You stay")
    assert [(words in core) + (words in rest) for words in said] == [1] * len(said)
    assert [text.count("/// rating") for text in (core, rest)] == [1, 0]
    # The rest goes into a fold of the page, which has the heading.
    assert re.findall(r"^#+ ", rest, re.MULTILINE) == []
    assert "**How to get it:** From a cloud." in rest


def test_a_number_is_drawn_and_said_in_words(write_docs: WriteDocs) -> None:
    text = text_of(write_docs, WHOLE)
    assert (
        "/// chart | points\n    value: 15\n    low: 12\n    high: 18\n    of: 100\n\n"
        "Out of 100 (the worst), cold was on average 15 points lower (probably 12 to 18). "
        "Compared with: rain, by noon [@acorn2019].\n///"
    ) in text
    assert (
        "/// chart | people\n    value: 9\n    of: 100\n\n"
        "Of 100 owls, about 9 sneezed [@acorn2019].\n///"
    ) in text


def test_a_number_may_say_what_it_is_for_below_its_words(write_docs: WriteDocs) -> None:
    bath = BATH.replace("cite: acorn2019}", "cite: acorn2019, use: Is it warm enough?}")
    text = text_of(write_docs, WHOLE, bath)
    assert "by noon [@acorn2019].\n\nIs it warm enough?\n///" in text
    assert "about 9 sneezed [@acorn2019].\n\nIs it warm enough?\n///" in text


def test_a_rating_may_be_of_a_part_of_a_treatment(write_docs: WriteDocs) -> None:
    bath = BATH.replace("  rating:", "  rated: for cold tails\n  rating:")
    rated = "    harm: few\n    rated: for cold tails\n"
    assert f"{rated}///" in text_of(write_docs, WHOLE, bath)
    assert f"{rated}\nIt warms" in text_of(write_docs, "/// treatments\n///", bath)
    assert "rated" not in text_of(write_docs, WHOLE)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "15, low: 12, high: 18, of: 100",
            "1, of: 10",
            "Out of 10 (the worst), cold was on average 1 point lower. Compared",
        ),
        ("15, low: 12, high: 18", "0.5", "cold was on average 0.5 points lower. Compared"),
        ("low: 12, high: 18", "low: -2, high: 18", "lower (from 2 higher to 18 lower). Compared"),
        ("of: 100, who: owls", "of: 1000, who: owls", "Of 1,000 owls, about 9 sneezed [@"),
        ("n: 9", "n: 9, low: 6, high: 15", "about 9 sneezed (probably 6 to 15) [@"),
    ],
)
def test_a_number_is_said_as_people_write_it(
    write_docs: WriteDocs, right: str, wrong: str, said: str
) -> None:
    assert said in text_of(write_docs, WHOLE, BATH.replace(right, wrong))


def test_a_number_of_a_harm_stands_below_the_harms(write_docs: WriteDocs) -> None:
    text = text_of(
        write_docs, WHOLE, BATH.replace("kind: people,", "kind: people, of_what: harms,")
    )
    harms, sneezed, nice = map(text.index, ("- Steam.", "9 sneezed", "## What NICE"))
    assert text.index("/// chart | points") < harms < sneezed < nice


def test_a_page_of_several_treatments_may_show_the_pictures_of_one_with_its_name(
    write_docs: WriteDocs,
) -> None:
    text = text_of(write_docs, "/// treatment | bath\n    part: numbers\n///")
    assert text.count("/// chart") == 2
    assert "\n\n**A hot bath.** Of 100 owls, about 9 sneezed [@acorn2019].\n///" in text
    assert "Steam" not in text


def test_the_overview_has_the_ways_then_the_groups(write_docs: WriteDocs) -> None:
    other = BATH.replace("id: bath", "id: belt").replace("A hot bath", "A belt")
    two = BATH + other.replace("group: by-yourself", "group: not-advised")
    docs = write_docs(
        {"_data/treatments.yml": two, "index.md": "", "owls/all.md": "/// treatments\n///"}
    )
    guide = Guide.load(docs)
    text = guide.text_of(guide.by_path["owls/all.md"])
    # What is advised against is no way to go.
    assert "- **By yourself:** [A hot bath](../index.md)\n" in text
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["By yourself", "What NICE says no to"]
    assert (
        "/// treatment-card | A belt\n    page: ../index.md\n    helps: some\n    sure: low\n"
        "    harm: few\n\nIt warms the tail [@acorn2019].\n///"
    ) in text


@pytest.mark.parametrize(
    ("part", "cards", "ways"), [("by-yourself", 1, 0), ("medicines", 0, 0), ("ways", 0, 1)]
)
def test_a_part_of_the_overview_stands_without_headings(
    write_docs: WriteDocs, part: str, cards: int, ways: int
) -> None:
    text = text_of(write_docs, f"/// treatments | {part}\n///")
    counts = [text.count(each) for each in ("/// treatment-card", "By yourself:", "##")]
    assert counts == [cards, ways, 0]


def test_numbers_are_those_of_the_language() -> None:
    assert [Interface.load().number(number) for number in (1000, 0.5, 15.0)] == [
        "1,000",
        "0.5",
        "15",
    ]


# What is said of a slip.


def test_a_good_treatment_has_no_problem(write_docs: WriteDocs) -> None:
    assert problems(write_docs) == []


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "value: 15",
            "value: 8",
            "8: unreadable numbers.0 must give low, value and high in order, from -100 to 100, is",
        ),
        ("high: 18", "high: 180", "8: unreadable numbers.0 must give low, value and high in order"),
        ("low: 12, ", "", "8: unreadable numbers.0 must give both low and high, or neither, is"),
        ("value: 15", "value: -3", '8: unreadable numbers.0.value must be greater than 0, is "-3"'),
        (
            "kind: points",
            "kind: pints",
            "8: unreadable numbers.0.kind must be one of points, people, "
            'is "pints"; did you mean "points"?',
        ),
        ("kind: points, ", "", "8: unreadable numbers.0.kind must be given"),
        (
            "less: cold",
            "less: cold, les: cold",
            '8: unreadable nothing reads "numbers.0.les"; did you mean "less"?',
        ),
        (
            "n: 9",
            "n: 109",
            "10: unreadable numbers.1 must give low, value and high in order, from 0 to 100, is",
        ),
        (
            "of: 100, who",
            "of: 50, who",
            '10: unreadable numbers.1.of must be one of 100, 1000, is "50"',
        ),
        (
            "helps: some",
            "helps: sme",
            "16: unreadable rating.helps must be one of a lot, some, a little, no more than a "
            'dummy, not known, is "sme"; did you mean "some"?',
        ),
        (
            "harm: few",
            "harm: serious",
            "16: unreadable rating must stand with worst, the gravest harms, if serious, and only "
            "then, is",
        ),
        (
            "group: by-yourself",
            "group: by-myself",
            "4: unreadable group must be one of by-yourself, with-others, medicines, procedures, "
            'not-advised, is "by-myself"; did you mean "by-yourself"?',
        ),
        ("ways: [by-myself]", "ways: [by-me]", "17: unreadable ways.0 must be one of without-"),
        ("harms: [Steam., Soap in the eye.]", "harms: []", "11: unreadable harms must have more"),
        ("  get: From a cloud.\n", "", "1: unreadable get must be given"),
        (
            "name: A hot bath",
            'name: "A [hot] bath"',
            '3: unreadable name must be plain words: links are made of it, is "A [hot] bath"',
        ),
        (
            "page: index.md",
            "page: indx.md",
            '2: treatment-page "bath" must name a page, is "indx.md"',
        ),
        ("[@acorn2019]. It", "[@acron2019]. It", '6: unknown-citation "@acron2019" is not in'),
        (
            "cite: acorn2019}\n    - {",
            "cite: acron2019}\n    - {",
            '8: unknown-citation "@acron2019"',
        ),
        ("nice: Nothing.", "nice: You must.", '12: plain-words "must": use may (NS-8)'),
        (BATH, BATH + BATH, '18: unreadable "bath" stands in line 1 too'),
    ],
)
def test_a_slip_is_reported_once_with_its_line(
    write_docs: WriteDocs, right: str, wrong: str, problem: str
) -> None:
    found = problems(write_docs, treatments=BATH.replace(right, wrong, 1))
    assert [line.startswith(f"_data/treatments.yml:{problem}") for line in found] == [True], found


def test_a_file_that_changes_or_goes_is_read_again(write_docs: WriteDocs) -> None:
    docs = write_docs({"_data/treatments.yml": BATH})
    assert list(Treatments.load(docs).by_id) == ["bath"]
    write_docs({"_data/treatments.yml": BATH.replace("id: bath", "id: soak")})
    assert list(Treatments.load(docs).by_id) == ["soak"]
    (docs / "_data/treatments.yml").unlink()
    assert Treatments.load(docs) == Treatments()


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        (
            "/// treatment | bat\n///\n\n/// treatments\n///",
            '10: missing-treatment there is no treatment "bat" in docs/_data/treatments.yml; '
            'did you mean "bath"?',
        ),
        (
            "/// treatment\n///\n\n/// treatments\n///",
            "10: missing-treatment must name a treatment, like /// treatment | heat",
        ),
        (
            "/// treatments | medicine\n///\n\n/// treatments\n///",
            "10: missing-treatment must list one of ways, by-yourself, with-others, medicines, "
            'procedures, not-advised, is "medicine"; did you mean "medicines"?',
        ),
        (
            "/// treatment | bath\n    breif: true\n///",
            '10: missing-treatment nothing reads "breif: true"; there is brief: true for '
            "one, and part: core or part: rest",
        ),
        (
            "/// treatments\n    brief: true\n///",
            '10: missing-treatment nothing reads "brief: true"; there is brief: true for '
            "one, and part: core or part: rest",
        ),
        (
            "/// treatments | medicines\n///",
            '_data/treatments.yml:1: unused-treatment no page shows the treatment "bath"; '
            "show it or delete it",
        ),
    ],
)
def test_a_block_that_shows_nothing_is_reported(
    write_docs: WriteDocs, shown: str, problem: str
) -> None:
    place = "" if problem.startswith("_data") else "index.md:"
    assert problems(write_docs, shown) == [place + problem]


def test_of_two_whole_treatments_the_second_must_be_brief(write_docs: WriteDocs) -> None:
    bath = BATH.replace("Nothing.", "NICE is silent.")
    found = problems(write_docs, f"{WHOLE}\n\n{WHOLE}\n\n{WHOLE[:-3]}    brief: true\n///", bath)
    # Two copies of the short words of a bath are chopped text, too.
    assert [problem for problem in found if "staccato" not in problem] == [
        'index.md:13: treatment-twice must be brief: true, as the page shows "bath" whole'
    ]


def test_one_page_lists_the_treatments(write_docs: WriteDocs) -> None:
    lists = "/// treatments | ways\n///\n\n/// treatments\n///"
    assert problems(write_docs, lists, owls="Owls.\n\n/// treatments\n///") == [
        "owls.md:12: treatment-twice must stand on index.md, as the list of treatments does"
    ]


# Numbers of people and points.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About 9 in 100 owls nap.", ["9 in 100"]),
        (
            "It was 15 points of 100 lower, 0.5 points of 10 easier.",
            ["15 points of 100", "0.5 points of 10"],
        ),
        ("Tasks were 7 of 100 points easier.", ["7 points of 100"]),
        ("Half a point of 10, and one point of 24.", ["0.5 points of 10", "1 points of 24"]),
        ("One in ten owls, or 1 in 2 million.", ["1 in 10", "1 in 2,000,000"]),
        ("Of 100 owls.", []),
        ("Of 1,000 people on it for 1 year, 3 more fell.", ["3 in 1,000"]),
        ("Of 100 people whose pain had lasted 3 months, about 42 were free of it.", ["42 in 100"]),
        ("Of 56 treatments tested, about 1 in 10 did better.", ["1 in 10"]),
        ("Step 2 in 2026, 8 tablets in 24 hours, 10 to 15 minutes.", []),
    ],
)
def test_numbers_of_people_and_points_are_found(text: str, found: list[str]) -> None:
    assert [str(each.figure) for each in figures(text)] == found


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Owls: 3 in 10 drink tea [@teapot2020].", ""),
        ("Of 10 people, 3 drink tea [@teapot2020].", ""),
        ("Cold was 15 points of 100 lower [@acorn2019].", ""),
        (
            "Cold was gone in 15 in 100 [@acorn2019].",
            '"15 in 100" must be listed in _data/numbers.yml or among the numbers of '
            "_data/treatments.yml; listed for acorn2019: 15 points of 100, 9 in 100",
        ),
        (
            "Owls: 4 in 10 drink tea [@teapot2020].",
            '"4 in 10" must be listed in _data/numbers.yml or among the numbers of '
            "_data/treatments.yml; listed for teapot2020: 3 in 10",
        ),
        (
            "Owls: 3 in 10 drink tea [@acorn2019].",
            '"3 in 10" is listed as a number of @teapot2020: cite it in the same sentence',
        ),
    ],
)
def test_a_number_on_a_page_is_listed_with_its_source(
    write_docs: WriteDocs, said: str, message: str
) -> None:
    expected = [f"index.md:13: unlisted-number {message}"] if message else []
    assert problems(write_docs, f"{WHOLE}\n\n{said}") == expected


def test_pages_for_professionals_may_say_other_numbers(write_docs: WriteDocs) -> None:
    page = FRONT_MATTER.replace("The care", "Tea") + "\nOwls: 4 in 10 [@acorn2019].\n"
    write_docs({"professionals/tea.md": page})
    assert problems(write_docs) == []


def test_a_guide_that_lists_no_numbers_is_not_held_to_them(write_docs: WriteDocs) -> None:
    assert problems(write_docs, f"{WHOLE}\n\nOwls: 4 in 10 [@acorn2019].", numbers="") == []


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        (
            "{number: many, cite: teapot2020, about: owls}",
            'number must be like "9 in 100" or "15 points',
        ),
        ("{number: 3 in 10, cite: teapot2020}", "about must be given"),
        (
            "{number: 3 in 10, cite: teapot2020, about: owls}\n" + LISTED.strip(),
            '"3 in 10" of "teapot2020" stands in line 1 too',
        ),
    ],
)
def test_a_slip_in_the_list_is_reported_and_nothing_else(
    write_docs: WriteDocs, listed: str, problem: str
) -> None:
    found = problems(write_docs, f"{WHOLE}\n\nOwls: 4 in 10 [@acorn2019].", numbers=f"- {listed}\n")
    line = 1 + listed.count("\n")
    start = f"_data/numbers.yml:{line}: unreadable {problem}"
    assert [each.startswith(start) for each in found] == [True], found
