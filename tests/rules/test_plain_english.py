"""Plain English: for each rule what it finds, and what is near to it and right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import rules
from guide.cli.check import report
from guide.content.guide import Guide
from small_guide import FRONT_MATTER, TODAY, problems_of

WORDS = """\
- {avoid: [should], use: say what to do, rule: NS-8}
- {avoid: [risk, risks], except: [at risk], use: chance, rule: NS-30}
- {avoid: [prior to], use: before, rule: NS-31}
- {avoid: [here], use: words that say where the link goes, rule: NS-16, only: links}
"""
DATA = {
    "_data/references.yml": "",
    "_data/plain_words.yml": WORDS,
    "_data/medical_words.yml": "- [nut rot, nut rots]\n",
}
Problems = Callable[[str], list[str]]


@pytest.fixture
def problems(write_docs: Callable[[Mapping[str, str | bytes]], Path]) -> Problems:
    """The problems of a page with these words, as `line: rule message`; its text is line 9 on."""

    return lambda text: problems_of(write_docs({**DATA, "nuts.md": FRONT_MATTER + text}))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Squirrels should nap.", '9: plain-words "should": use say what to do (NS-8)'),
        ("Nap.\nRisks are few.", '10: plain-words "Risks": use chance (NS-30)'),
        ("Nap prior to tea.", '9: plain-words "prior to": use before (NS-31)'),
        (
            "Nap well.\nSee [here](nuts.md).",
            '10: plain-words "here": use words that say where the link goes (NS-16)',
        ),
        ("Squirrels don't nap.", '9: negative-contraction "don\'t" must be written in full'),
        ("Squirrels can’t nap.", '9: negative-contraction "can’t" must be written in full'),
        (
            "One. Two. Three. Four.",
            "9: long-paragraph a paragraph must have 3 sentences at most, has 4",
        ),
        (
            "A " * 20 + "nap.",
            '9: long-sentence must have 20 words at most, has 21: "A A A A A A …"',
        ),
        ("It naps *well*.", "9: italics *well* must be in plain letters"),
        ("It naps _well_.", "9: italics _well_ must be in plain letters"),
        ("Nap for 5–10 minutes.", '9: dash-range "5–10": must be written with "to"'),
        (
            "## Why nap?\n\nNap.",
            '9: question-heading must be a statement without a mark at its end, is "Why nap?"',
        ),
        (
            "| A | B | C | D | E |\n| - | - | - | - | - |\n",
            "9: wide-table a table must have 4 columns at most, has 5",
        ),
        (
            "Nap.\n\n| Who |\n| --- |\n\nNuts | Why we eat them all\n--- | ---\nall | hunger\n",
            '14: wide-table must have 4 words at most, has 5: "Why we eat them all"',
        ),
        ("Nut rot is far.\n\nFear nut rots.", None),
        ("Fear nut rot.", '9: unexplained-word "nut rot" must be explained where it is first used'),
        (
            "Fear nut rot.\n\n//// more | What it is\nNut rot is far.\n////",
            '9: unexplained-word "nut rot" must be explained where it is first used',
        ),
    ],
)
def test_words_that_are_not_plain(problems: Problems, text: str, problem: str | None) -> None:
    assert problems(text) == ([problem] if problem else [])


@pytest.mark.parametrize(
    "text",
    [
        "Squirrels at risk nap.",
        'They say "you should nap".',
        "Nuts (a risk to teeth) are hard.",
        "Come here.",
        "The shoulder naps.",
        "It is the squirrel's nap, and they're well.",
        "A " * 19 + "nap.",
        "- One. Two. Three. Four.",
        "A squirrel naps **well** on 2026-11-22, in snake_case_words and 2 * 3 * 4.",
        "Call 01632-960-001 now.",
        "Nut rot (soft nuts) is rare.",
        "Soft nuts (nut rot) are rare.",
        "Fear nut rots, such as grey rot.",
        "Doctors call this nut rot.",
        "Nut rot, a soft nut, is rare.",
        'Owls say "nut rot". Nut rot is far.',
        'Owls say "nut rot".',
        "Read [about nut rot](nuts.md).",
        "| Nuts | should |\n| --- | --- |",
        "| A | B | C | We eat them \\| crack |\n|---|:-:|--:|:--|",
        "A nap is good\n---",
    ],
)
def test_words_that_are_plain(problems: Problems, text: str) -> None:
    assert problems(text) == []


def test_a_page_may_break_a_rule_for_a_reason(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    waived = FRONT_MATTER.replace("status:", "waivers: {plain-words: a quotation}\nstatus:")
    files = {**DATA, "nuts.md": waived + "Squirrels should nap.\n"}
    assert rules.check_content(Guide.load(write_docs(files)), TODAY) == []


def test_the_report_has_a_line_for_each_page_and_counts_waivers(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    waived = FRONT_MATTER.replace("status:", "waivers: {plain-words: a quotation}\nstatus:")
    late = FRONT_MATTER.replace("care", "nap").replace("2027-11-22", "2026-11-01")
    files = {
        **DATA,
        "_data/page_kinds.yml": "- {kind: on nuts, pages: [a.md], words: 14}\n"
        "- {kind: for owls, pages: [b.md], patients: false}\n",
        "a.md": waived + "Squirrels should nap.\n\n//// more | Why\n- for joy\n////\n",
        "b.md": late + "Fear incontrovertible nut rot (soft nuts).\n",
    }
    lines = list(report(Guide.load(write_docs(files)), TODAY))
    assert [re.split(r"\s{2,}", line) for line in lines] == [
        [
            *("page", "kind", "core", "at most", "whole", "grade", "running text"),
            *("without names", "longest", "next review", "waivers"),
        ],
        # It has no limit.
        [
            *("b.md", "for owls", "17", "17", "8.4", "8.4"),
            *("10.0", "6", "2026-11-01 (overdue)", "0"),
        ],
        ["a.md", "on nuts", "14", "14", "17", "-0.5", "1.3", "-0.5", "3", "2027-11-22", "1"],
        ["for patients: 1 pages of 55, 0 too long; 17 words of 26,000; 0.0% repeated of 5%"],
        ["2 pages, 1 waivers"],
    ]


def test_the_report_says_which_page_is_too_long(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    kinds = {"_data/page_kinds.yml": "- {kind: on nuts, pages: [a.md], words: 10}\n"}
    lines = list(report(Guide.load(write_docs({**kinds, "a.md": FRONT_MATTER})), TODAY))
    assert lines[1].split()[:6] == ["a.md", "on", "nuts", "11", "over", "10"]
    assert "1 too long" in lines[2]


@pytest.mark.parametrize(
    ("given", "people"),
    [
        ("75%", '"75 in 100 people"'),
        ("80 per cent", '"8 in 10 people"'),
        ("100 %", '"10 in 10 people"'),
        ("7.5%", '"75 in 1,000 people"'),
        ("0.25%", '"25 in 10,000 people"'),
        ("12,5%", '"125 in 1,000 people"'),
        *((more, '"2 times as many", or as a number of people') for more in ("150%", "1,000%")),
        *((odd, '"2 times as many", or as a number of people') for odd in ("0.001%", "1.2.3%")),
    ],
)
def test_a_percentage_is_told_with_the_same_number_of_people(
    problems: Problems, given: str, people: str
) -> None:
    found = [p for p in problems(f"Of squirrels, {given} nap.") if " percentage " in p]
    assert found == [f'9: percentage "{given}": write it as {people}']


def test_a_hard_sentence_is_reported_by_its_hard_words(problems: Problems) -> None:
    """The grade of the page, a mean, would not have seen it among a hundred easy ones."""
    jargon = "Intervertebral disc herniations resorb irrespective of conservative management."
    found = [p for p in problems(f"Nap well.\n\n{jargon}") if " hard-words " in p]
    assert found == [
        "11: hard-words must have 3 words of 4 or more syllables at most, has 5: "
        "Intervertebral, herniations, irrespective, conservative, management"
    ]
    three = "Herniations need no conservative management."
    assert not [p for p in problems(three) if " hard-words " in p]


@pytest.mark.parametrize(
    ("shares", "numbers"),
    [
        ("8 in 10 nap. About 65 in 100 snore.", None),
        ("8 in 10 nap. Of those 1 in 1,000 and 13 in 10,000 snore.", None),
        ("1 in 2 million snores, and 3 in 100,000 fall. 7 in 10 nap.", None),
        ("1 in 4 naps.", None),
        ("1 in 4 naps, 6 in 10 snore.", "4 and 10"),
        ("9 in 100 nap, 20 in 1,000 snore.", "100 and 1,000"),
    ],
)
def test_shares_that_readers_compare_are_of_one_number(
    problems: Problems, shares: str, numbers: str | None
) -> None:
    found = [p for p in problems(shares) if " mixed-denominators " in p]
    message = "shares on a page must be of one number, or of 10 and 100, are of"
    assert found == ([f"9: mixed-denominators {message} {numbers}"] if numbers else [])


CHOPPED = "It naps. It eats. It runs off. "
FLOWING = "A squirrel that has eaten enough will usually find a tree and nap there. "


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("\n\n".join([CHOPPED] * 15), "-2.9"),
        ("\n\n".join([CHOPPED] * 14), None),  # 98 words, too few to tell
        ("\n".join(f"- {CHOPPED}" for _ in range(15)), None),  # steps are short for good
        ("\n\n".join([FLOWING] * 8), None),
    ],
)
def test_running_text_must_not_be_chopped(problems: Problems, text: str, grade: str | None) -> None:
    found = [p for p in problems(text) if " staccato " in p]
    message = f"running text must have a reading grade of 3.5 or more, has {grade}"
    assert found == ([f"1: staccato {message}: join short sentences"] if grade else [])
