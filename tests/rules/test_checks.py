"""The checks, held against a guide and a site that break every rule at once.

A new rule needs a planted fault: in fake-guide/ for the words and the edition, in fake-site/
for the built site; what it finds there stands in cases/rules.txt. The tables below are the other
half: what looks wrong and is right.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import rule_list
from guide import rules as checks
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.print.layout_rules import LAYOUT
from guide.rules import families
from guide.rules.families import GuideOnDay
from linkaudit.core.problem import Problem
from linkaudit.core.rule import Rule
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import Rules, check
from small_guide import FRONT_MATTER, HERE, TINY_GUIDE, TODAY, write_files

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]

FAKE_GUIDE, FAKE_SITE = HERE / "fake-guide", HERE / "fake-site"
EXPECTED_OF_GUIDE = [
    *rule_list.problems("edition"),
    *rule_list.problems("content", "references"),
]
EXPECTED_OF_SITE = rule_list.problems(*rule_list.OF_SITE)
# What the engine warns of cannot be planted where the engine does not run: see test_build.py.
# One needs a site below a path: cases/links has it; one a large file: see test_budget.py; one a
# print: see test_prints.py and test_print_editions.py.
# Settings that are only reported, or only where a file lacks its first line: see test_clinic.py.
PLANTED_ELSEWHERE = {
    *("engine-warning", "root-absolute", "heavy-logo", "longer-leaflet", "print-too-long"),
    *("missing-inherit", "missing-nation", "overridden-site-url", "unknown-urgent-page"),
    *("forged-approval", "future-approval", "unsigned-nation"),  # see test_approve.py
    *("own-words", "wrong-own-file"),  # of a clinic's own: see test_added_by_clinic.py
}


def site_check(folder: Path, rules: Rules = checks.SITE_RULES, **of: Any) -> list[Problem]:
    return check(Site.load(folder, **of), rules).problems


def only(rule: Rule[Any]) -> Rules:
    """The one rule alone, in its place among the kinds of rules."""
    kinds = (checks.SITE_RULES.of_files, checks.SITE_RULES.of_pages, checks.SITE_RULES.of_sites)
    alone: list[Any] = [tuple(r for r in kind if r is rule) for kind in kinds]
    return Rules(*alone)


def test_every_fault_of_the_fake_guide_is_found_and_nothing_else() -> None:
    found = [
        *checks.check_edition(Edition.load(FAKE_GUIDE / "clinic.yml")),
        *checks.check_content(Guide.load(FAKE_GUIDE / "docs"), TODAY),
    ]
    assert rule_list.changes(found, listed=EXPECTED_OF_GUIDE) == ""


def test_every_fault_of_the_fake_site_is_found_and_nothing_else() -> None:
    found = site_check(FAKE_SITE)
    assert rule_list.changes(found, listed=EXPECTED_OF_SITE) == ""


def test_every_rule_has_a_planted_fault() -> None:
    found = {line.split(" ")[1] for line in [*EXPECTED_OF_GUIDE, *EXPECTED_OF_SITE]}
    # test_print_layout plants the faults of layouts.
    assert found | PLANTED_ELSEWHERE | {rule.name for rule in LAYOUT} == set(checks.rules())
    assert not found & PLANTED_ELSEWHERE


def test_every_rule_is_documented_by_its_own_sentence() -> None:
    documents = list(checks.rules().values())
    assert all(words.split("\n")[0].endswith(".") for words in documents)
    assert len(set(documents)) == len(documents)


def test_a_check_yields_problems_of_the_rule_that_it_is_named_after() -> None:
    """The fake guide and site break every rule, so each check alone must yield its own name."""
    edition = Edition.load(FAKE_GUIDE / "clinic.yml")
    guide = Guide.load(FAKE_GUIDE / "docs")
    dated = GuideOnDay(guide, TODAY)
    dated_families = (*families.DATED_CONTENT, *families.DATED_REFERENCES)
    yielded: dict[Rule[Any], Iterable[Problem]]
    yielded = {rule: rule(edition) for rule in families.EDITION}
    yielded |= {rule: rule(guide) for rule in (*families.CONTENT, *families.REFERENCES)}
    yielded |= {rule: rule(dated) for rule in dated_families}
    yielded |= {rule: site_check(FAKE_SITE, only(rule)) for rule in checks.SITE_RULES}
    for rule, problems in yielded.items():
        if rule.name not in PLANTED_ELSEWHERE:
            assert {problem.rule for problem in problems} == {rule.name}


# Words ------------------------------------------------------------------------------------

VERIFIED = """\
- id: acorn
  title: Naps
  issued: {date-parts: [[2019]]}
  DOI: 10.1234/naps
  custom: {evidence: trial, seen: full}
"""
HEARD = (
    VERIFIED.replace("acorn", "hearsay")
    .replace("naps}", "heard}")
    .replace("/naps", "/heard")
    .replace("full}", "summary, to_check: all, figures: [30 of 100 points, '1 in 100']}")
)
LISTED = VERIFIED.replace("acorn", "title").replace("/naps", "/title").replace("full", "listed")
SERVICE = (
    LISTED.replace("id: title", "id: line").replace("/title", "/line").replace("trial", "service")
)
EVERY_KIND = VERIFIED + HEARD + LISTED + SERVICE


def problems_of(docs: Path, rule: str) -> list[str]:
    found = checks.check_content(Guide.load(docs), TODAY)
    return [f"{p.line}: {p.message}" for p in found if p.rule == rule]


@pytest.mark.parametrize(
    "words",
    [
        "Nap 3 times a day for 20 minutes.",
        "He sat up studying all night.",
        "She is 45 years old and 1.68 metres tall.",
        "Adults over 18 may nap.",
        "Call 999.",
        "Wait for 6 to 8 weeks, then ask again.",
        "Read it in 2 parts, one in each hand.",
        "It costs £4.50, or 3 for £10.",
        "Many people nap.",
        "Most of the people whom we know nap.",
        "It is evident that naps help.",
        "Come at 9 in the morning.",
        "Write `a trial of 12 men` and mean it.",
        "<!-- Research says: 9 in 10 -->",
        "    9 in 10 people, in code",
    ],
)
def test_plain_words_make_no_claim(write_docs: WriteDocs, words: str) -> None:
    docs = write_docs({"a.md": f"{FRONT_MATTER}\n{words}\n"})
    assert problems_of(docs, "uncited-claim") == []


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("About 80% nap.", "80%"),
        ("About 80 % nap.", "80 %"),
        ("About 80 PER CENT nap.", "80 PER CENT"),
        ("Some 12.5 per cent nap.", "12.5 per cent"),
        ("9 in 10 nap.", "9 in 10"),
        ("1 out of every 4 naps.", "1 out of every 4"),
        ("They asked 1,200 people.", "1,200 people"),
        ("3 million adults nap.", "3 million adults"),
        ("They asked 40 very sleepy men.", "40 very sleepy men"),
        ("There are 2 billion very sleepy men.", "2 billion very sleepy men"),
        ("Two studies agree.", "studies"),
        ("Research says so.", "Research"),
        ("Researchers say so.", "Researchers"),
        ("There is no evidence.", "evidence"),
        ("A guideline says so.", "guideline"),
        ("A TRIAL found it.", "TRIAL"),
    ],
)
def test_a_number_of_people_or_a_word_of_science_makes_a_claim(
    write_docs: WriteDocs, words: str, claim: str
) -> None:
    docs = write_docs({"a.md": f"{FRONT_MATTER}\nNaps are good.\n{words}\n"})
    assert problems_of(docs, "uncited-claim") == [
        f'11: "{claim}" makes a claim: cite its source in the same paragraph'
    ]


def test_a_citation_covers_its_own_paragraph_or_list_item_only(write_docs: WriteDocs) -> None:
    docs = write_docs(
        {
            "_data/references.yml": VERIFIED,
            "a.md": "Research says so.\nReally [@acorn].\n\nResearch says more.\n\n"
            "- a trial [@acorn]\n- a study\n",
        }
    )
    assert [line.split(" makes")[0] for line in problems_of(docs, "uncited-claim")] == [
        '4: "Research"',
        '7: "study"',
    ]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("Some 40% nap [@hearsay].", '"40%" rests on "hearsay"'),
        ("Take 500 mg [@hearsay].", '"500 mg" rests on "hearsay"'),
        ("About 21 in 100 nap [@hearsay].", '"21 in 100" rests on "hearsay"'),
        ("About 1 in 10 nap [@hearsay].", '"1 in 10" rests on "hearsay"'),
        ("The line takes 300 people [@line].", '"300 people" rests on "line"'),
        ("The line eases pain [@line].", '"eases" rests on "line"'),
    ],
)
def test_a_claim_needs_a_source_of_which_that_was_read(
    write_docs: WriteDocs, words: str, claim: str
) -> None:
    docs = write_docs({"_data/references.yml": EVERY_KIND, "a.md": words})
    (found,) = problems_of(docs, "unread-claim")
    key = claim.split('"')[3]
    read = {"hearsay": "Read: only what others say of it", "line": "Only listed: not read yet"}
    assert found.partition(": ")[2] == (
        f"{claim}, of which that was not read ({read[key]}): cite what was read, or leave it out"
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Naps ease pain [@title].", 1),
        ("About 1 in 100 nap [@title].", 1),
        ("A review of naps exists [@title].", 1),
        ("Naps and moods go together [@line; @title].", 1),
        ("Naps help [@acorn].\nMoods matter [@title].", 2),
        ("Moods matter [@title].\nSo does tea.", 1),
    ],
)
def test_a_work_that_is_only_listed_carries_no_sentence(
    write_docs: WriteDocs, words: str, line: int
) -> None:
    docs = write_docs({"_data/references.yml": EVERY_KIND, "a.md": words})
    assert problems_of(docs, "unread-claim") == [
        f'{line}: the sentence rests on "title", of which nothing was read '
        "(Only listed: not read yet): cite what was read, or leave it out"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Some 40% nap [@acorn].",
        "Some 40% nap [@hearsay; @acorn].",
        "About 1 in 100 nap [@hearsay].",
        "Naps take off 30 of 100 points [@hearsay].",
        "Naps ease pain [@hearsay].",
        "Naps ease pain [@title; @hearsay].",
        "A review of naps exists [@title; @acorn].",
        "Once serious causes are ruled out, call the line [@line].",
        "Some 40% nap [@nobody].",
    ],
)
def test_what_was_read_may_be_reported(write_docs: WriteDocs, words: str) -> None:
    docs = write_docs({"_data/references.yml": EVERY_KIND, "a.md": words})
    assert problems_of(docs, "unread-claim") == []


CHECK_FIRST = "New or different pain? Check the [urgent signs](urgent-help.md) first."
POSE = "/// pose | cat\n///"
ROUTINE = "/// routine | nap\n///"
PASSAGES = {
    "../mkdocs.yml": "extra: {urgent_page: urgent-help.md}\n",
    "_parts/before-moving.md": CHECK_FIRST,
    "_parts/stop-rules.md": "Stop if you faint, and get [help](../urgent-help.md).",
}


@pytest.mark.parametrize(
    "words",
    [
        "Once serious causes are ruled out, it is safe to move.",
        "Once serious causes have been ruled out, it is safe to start moving.",
        "It is safe for you to move\nonce serious  causes are ruled out.",
        "It is safe to sit.",
        f"{CHECK_FIRST}\n\nIt is safe to move.",
        "[Check the signs](urgent-help.md#call-999) first: then it is safe to move.",
        f"{CHECK_FIRST}\n\n{POSE}\n\n{ROUTINE}\n\n- keep moving\n",
        f'--8<-- "before-moving.md"\n\n{ROUTINE}\n\n--8<-- "stop-rules.md"\n',
        f"{CHECK_FIRST}\n\n//// more | Why\n{POSE}\n////\n",
        f"//// more | How\n{CHECK_FIRST}\n\n{POSE}\n////\n",
        "Many people keep moving.",
    ],
)
def test_a_page_leads_to_urgent_help_before_it_makes_people_move(
    write_docs: WriteDocs, words: str
) -> None:
    docs = write_docs({**PASSAGES, "a.md": words, "urgent-help.md": POSE})
    assert problems_of(docs, "unconditional-safety") == []


@pytest.mark.parametrize(
    ("words", "line", "what"),
    [
        ("It is safe to move.", 1, '"safe to move"'),
        ("Safe to start moving!", 1, '"Safe to start moving"'),
        ("It is SAFE FOR YOU\nTO MOVE.", 1, '"SAFE FOR YOU TO MOVE"'),
        ("Once serious causes are ruled out, rest. It is safe to move.", 1, '"safe to move"'),
        (f"Rest.\n\n{ROUTINE}\n\n{CHECK_FIRST}", 3, 'the routine "nap"'),
        (f"1. Lie down.\n\n    {POSE}", 3, 'the pose "cat"'),
        ("[Help](not-urgent-help.md)\n\n- Keep active\n", 3, '"Keep active"'),
        ("See `[it](urgent-help.md)`. Get moving.", 1, '"Get moving"'),
        ('Rest.\n--8<-- "stop-rules.md"\n', 2, "when to stop"),
        (f"//// more | A\n{CHECK_FIRST}\n////\n\n//// more | B\n{POSE}\n////", 6, 'the pose "cat"'),
    ],
)
def test_a_page_that_makes_people_move_first_is_a_problem(
    write_docs: WriteDocs, words: str, line: int, what: str
) -> None:
    docs = write_docs({**PASSAGES, "a.md": words, "urgent-help.md": ""})
    assert problems_of(docs, "unconditional-safety") == [
        f"{line}: {what} must come after a line that leads to urgent-help.md, such as "
        '--8<-- "before-moving.md"'
    ]


@pytest.mark.parametrize(
    ("setting", "link", "found"),
    [
        ("help/index.md", "../help/index.md", []),
        ("help/index.md", "../help/index.md#now", []),
        ("naps/help.md", "help.md", []),
        ("naps/help.md", "../help.md", ["naps/help.md"]),
        ("help.md", "../naps/../help.md", []),
        # Of what is no page the rule of the settings tells, and no page of the guide.
        ("hlp.md", "../help.md", []),
        ("", "../help.md", ["urgent help, which extra.urgent_page must name"]),
    ],
)
def test_urgent_help_is_the_page_that_the_settings_name(
    write_docs: WriteDocs, setting: str, link: str, found: list[str]
) -> None:
    files = {
        "../mkdocs.yml": f"extra: {{urgent_page: '{setting}'}}\n",
        "_parts/signs.md": f"Check the [signs]({link}) first.",
        "naps/a.md": '--8<-- "signs.md"\n\n- Keep active\n',
        **dict.fromkeys(("help/index.md", "naps/help.md", "help.md"), "Call."),
    }
    assert problems_of(write_docs(files), "unconditional-safety") == [
        f'3: "Keep active" must come after a line that leads to {named}' for named in found
    ]


def test_a_picture_of_what_others_do_needs_no_urgent_help_above_it(write_docs: WriteDocs) -> None:
    pose = "- {id: cat, caption: A cat, alt: It naps., by_hand: true}\n"
    files = {**PASSAGES, "a.md": f"Rest.\n\n{POSE}", "urgent-help.md": ""}
    docs = write_docs({**files, "_data/poses.yml": pose})
    assert len(problems_of(docs, "unconditional-safety")) == 1
    docs = write_docs(
        {**files, "_data/poses.yml": pose.replace("by_hand", "exercise: false, by_hand")}
    )
    assert problems_of(docs, "unconditional-safety") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Bring:\n- a nut\n- a hat\n", ['1: "- a nut"']),
        ("Bring:\n* a nut\n", ['1: "* a nut"']),
        ("Then:\n1. Dig.\n2. Nap.\n", ['1: "1. Dig."']),
        ("| Nut | Hat |\n|---|---|\n| 1 | 2 |\n- a nut\n", ['3: "- a nut"']),
        ("1. Dig.\n\n    Bring:\n    - a nut\n", ['3: "- a nut"']),
        ("1. Dig.\n\n    It is deep.\n2. Nap.\n", ['3: "2. Nap."']),
        ("/// do\nBring:\n- a nut\n- a hat\n///\n", ['2: "- a nut"']),
        ("Bring:\n- a nut\n\nTake:\n- a hat\n", ['1: "- a nut"', '4: "- a hat"']),
        # What the engine makes a list of, and what is none.
        ("Bring:\n\n- a nut\n- a hat\n", []),
        ("## Bring\n- a nut\n", []),
        ("/// do\n- a nut\n- a hat\n///\n", []),
        ("1. Bring:\n    - a nut\n2. Nap.\n", []),
        ("1. Bring\n    all of:\n    - a nut\n", []),
        ("- a nut\nor two\n- a hat\n", []),
        ('--8<-- "nuts.md"\n- a hat\n', []),
        ("```\nBring:\n- a nut\n```\n", []),
        ("It was the warm autumn of\n2025. Nobody napped.\n", []),
    ],
)
def test_a_list_needs_an_empty_line_above_it(
    write_docs: WriteDocs, body: str, found: list[str]
) -> None:
    docs = write_docs({"a.md": FRONT_MATTER + body, "_parts/nuts.md": "- a nut\n"})
    above = FRONT_MATTER.count("\n") + 1
    expected = []
    for each in found:
        line, words = each.split(": ")
        expected.append(
            f"{above + int(line)}: must have an empty line above it, or it is no list: {words}"
        )
    assert problems_of(docs, "list-without-space") == expected


def test_the_name_of_a_block_is_nothing_that_a_page_says(write_docs: WriteDocs) -> None:
    head = FRONT_MATTER.replace("title:", "search_words: [child's pose]\ntitle:", 1)
    docs = write_docs({"a.md": f"{head}\n{POSE}\n"})
    (found,) = problems_of(docs, "unsaid-search-word")
    assert 'says no "child\'s pose": leave it out of search_words' in found
    docs = write_docs({"a.md": f"{head}\n/// what-we-know | A pose\nIt rests.\n///\n"})
    assert problems_of(docs, "unsaid-search-word") == []


def test_a_main_message_holds_the_condition_itself(write_docs: WriteDocs) -> None:
    """It stands above all else, and alone in lists of pages."""
    message = "Squirrels need nuts, trees and some peace."
    head = FRONT_MATTER.replace(message, "A nap is over. It is safe to move.")
    docs = write_docs({"a.md": head + CHECK_FIRST})
    assert problems_of(docs, "unconditional-safety") == [
        '4: "safe to move" must stand with "once serious causes are ruled out" in the same sentence'
    ]
    safe = "Once serious causes are ruled out, it is safe to move."
    docs = write_docs({"a.md": FRONT_MATTER.replace(message, safe)})
    assert problems_of(docs, "unconditional-safety") == []


COMPLETE = {"title": "Naps", "issued": "{date-parts: [[2019]]}", "DOI": "10.1234/naps"}
NO_YEAR = {"issued": ""}


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, []),
        ({"DOI": "10.12345/a(b)<c>;2"}, []),
        ({"DOI": "doi:10.1234/naps"}, ["malformed-doi"]),
        ({"DOI": "10.12/naps"}, ["malformed-doi"]),
        ({"PMID": "1"}, []),
        ({"PMID": "12345678"}, []),
        ({"PMID": "0"}, ["malformed-pmid"]),
        ({"PMID": "123456789"}, ["malformed-pmid"]),
        ({"URL": "http://a.example/b c"}, ["malformed-url"]),
        ({"URL": "https://a.example/x?y=1#z"}, []),
        ({"URL": "https://localhost/"}, ["malformed-url"]),
        ({"URL": "ftp://a.example/"}, ["malformed-url"]),
        ({"URL": "https://[/"}, ["malformed-url"]),
        ({"URL": "https://-a.example/"}, ["malformed-url"]),
        ({"DOI": "", "ISBN": "978-0-306-40615-7"}, []),
        ({"DOI": "", "publisher": "Oak Press"}, []),
        ({"DOI": "", "container-title": "Naps", "page": "1-9"}, []),
        ({"DOI": "", "container-title": "Naps"}, ["incomplete-reference"]),
        ({"title": ""}, ["incomplete-reference"]),
        (NO_YEAR, ["incomplete-reference"]),
        (NO_YEAR | {"accessed": "{date-parts: [[2026, 11, 22]]}"}, []),
    ],
)
def test_a_reference_must_be_whole_and_of_the_right_form(
    write_docs: WriteDocs, fields: dict[str, str], rules: list[str]
) -> None:
    given = {key: value for key, value in (COMPLETE | fields).items() if value}
    lines = [
        f"  {key}: {value if value[0] == '{' else repr(value)}" for key, value in given.items()
    ]
    custom = "  custom: {evidence: trial, seen: full}"
    entry = "\n".join(["- id: acorn", *lines, custom])
    docs = write_docs({"_data/references.yml": entry, "a.md": f"{FRONT_MATTER}Nap [@acorn]."})
    assert [p.rule for p in checks.check_content(Guide.load(docs), TODAY)] == rules


def test_a_title_and_a_text_may_be_as_long_as_the_limits_say(write_docs: WriteDocs) -> None:
    def page(title: int, description: int, message: int) -> str:
        return (
            f"---\ntitle: {'t' * title}\ndescription: {'d' * description}\n"
            f"main_message: {'m' * message}\nlast_reviewed: 2026-11-22\n"
            "next_review: 2027-11-22\nstatus: draft\n---\n"
        )

    docs = write_docs(
        {
            "a.md": page(3, 50, 20),
            "b.md": page(65, 160, 220),
            "c.md": page(2, 49, 19),
            "d.md": page(66, 161, 221),
        }
    )
    assert problems_of(docs, "front-matter-length") == [
        "2: title must have 3 to 65 characters, has 2",
        "3: description must have 50 to 160 characters, has 49",
        "4: main_message must have 20 to 220 characters, has 19",
        "2: title must have 3 to 65 characters, has 66",
        "3: description must have 50 to 160 characters, has 161",
        "4: main_message must have 20 to 220 characters, has 221",
    ]


def test_a_passage_needs_no_front_matter_and_may_be_used_by_another(write_docs: WriteDocs) -> None:
    docs = write_docs(
        {
            "_data/references.yml": "",
            "a.md": f'{FRONT_MATTER}--8<-- "outer.md"\n',
            "_parts/outer.md": '--8<-- "inner.md"\n',
            "_parts/inner.md": "Nap.\n",
        }
    )
    assert checks.check_content(Guide.load(docs), TODAY) == []


@pytest.mark.parametrize("name", ["..", "../nap.md", "/nap.md", "[nap](nap.md)"])
def test_a_list_of_myths_names_files_beside_it(write_docs: WriteDocs, name: str) -> None:
    listed = f"{FRONT_MATTER}## Myths\n\n/// myth-list\n- {name}\n- nap.md\n///\n"
    front = FRONT_MATTER.replace("The care", "Naps").replace(
        "status", "myth: Owls nap all day\nstatus"
    )
    docs = write_docs({"_data/references.yml": "", "index.md": listed, "nap.md": front})
    (problem,) = checks.check_content(Guide.load(docs), TODAY)
    assert str(problem).startswith(
        f'docs/index.md:12: unlisted-myth "{name}" must be a page with a myth'
    )


def test_a_myth_must_say_something(write_docs: WriteDocs) -> None:
    listed = f"{FRONT_MATTER}## Myths\n\n/// myth-list\n- nap.md\n///\n"
    front = FRONT_MATTER.replace("The care", "Naps").replace("status", "myth:\nstatus")
    docs = write_docs({"_data/references.yml": "", "index.md": listed, "nap.md": front})
    (problem,) = checks.check_content(Guide.load(docs), TODAY)
    assert str(problem) == "docs/nap.md:7: front-matter-length myth must be text, is None"


MYTHS = """\
myths:
  - {myth: Owls never sleep, fact: Owls sleep by day, at: sleep}
  - {myth: Owls eat grass, fact: Mice, facts: Owls eat mice}
  - {myth: 7, at: [sleep], fact: Owls have two eyes}
  - fact: Owls can turn their heads
    at: slep
    myth: Owls turn their heads right round
  - Owls are wise
status"""


def test_each_myth_of_several_must_have_its_form(write_docs: WriteDocs) -> None:
    listed = f"{FRONT_MATTER}## Myths\n\n/// myth-list\n- owls/nap.md\n///\n"
    front = FRONT_MATTER.replace("The care", "Naps").replace("status", MYTHS)
    body = "## Sleep\n\nOwls sleep.\n"
    docs = write_docs({"_data/references.yml": "", "index.md": listed, "owls/nap.md": front + body})
    problems = checks.check_content(Guide.load(docs), TODAY)
    assert [str(problem) for problem in problems] == [
        "docs/owls/nap.md:9: wrong-myths fact must have 10 to 80 characters, has 4",
        'docs/owls/nap.md:9: wrong-myths nothing reads "facts" in an entry of myths; '
        'did you mean "fact"?',
        "docs/owls/nap.md:10: wrong-myths at must be text, is ['sleep']",
        "docs/owls/nap.md:10: wrong-myths myth must be text, is 7",
        'docs/owls/nap.md:11: myth-place there is no heading "#slep" on this page; '
        'did you mean "sleep"?',
        "docs/owls/nap.md:14: wrong-myths an entry of myths must be {myth: …, fact: …}, "
        "is 'Owls are wise'",
    ]


TILES = """\
tiles:
  - {page: nap.md, symbol: sleep}
  - {page: napp.md, symbol: sleep, icon: owl}
  - {page: owls.md}
  - nap.md
  - {page: index.md, symbol: 7}
status"""


def test_each_tile_names_a_page_that_a_card_leads_to_and_a_symbol(write_docs: WriteDocs) -> None:
    home = FRONT_MATTER.replace("status", TILES) + "/// need-cards\n- [Nap](nap.md)\n///\n"
    nap = FRONT_MATTER.replace("The care", "Naps").replace("status", "tiles: []\nstatus")
    docs = write_docs({"_data/references.yml": "", "index.md": home, "nap.md": nap})
    assert problems_of(docs, "wrong-tiles") == [
        '9: "napp.md" is no page of the guide; did you mean "nap.md"?',
        '9: nothing reads "icon" in an entry of tiles',
        '10: "owls.md" is no page of the guide',
        "10: an entry of tiles must give symbol",
        "11: an entry of tiles must be {page: …, symbol: …}, is 'nap.md'",
        '12: no card of this page leads to "index.md"',
        "12: symbol must be text, is 7",
        "7: only index.md has tiles",
    ]


@pytest.mark.parametrize(("given", "shown"), [("", "None"), ("[]", "[]"), ("Owls", "'Owls'")])
def test_several_myths_must_be_a_list(write_docs: WriteDocs, given: str, shown: str) -> None:
    listed = f"{FRONT_MATTER}## Myths\n\n/// myth-list\n- nap.md\n///\n"
    front = FRONT_MATTER.replace("The care", "Naps").replace("status", f"myths: {given}\nstatus")
    docs = write_docs({"_data/references.yml": "", "index.md": listed, "nap.md": front})
    (problem,) = checks.check_content(Guide.load(docs), TODAY)
    assert str(problem) == (
        f"docs/nap.md:7: wrong-myths myths must be a list like - {{myth: …, fact: …}}, is {shown}"
    )


def test_a_page_with_several_myths_must_be_listed_too(write_docs: WriteDocs) -> None:
    myths = "myths:\n  - {myth: Owls never sleep, fact: Owls sleep by day}\nstatus"
    front = FRONT_MATTER.replace("The care", "Naps").replace("status", myths)
    docs = write_docs({"_data/references.yml": "", "index.md": FRONT_MATTER, "nap.md": front})
    (problem,) = checks.check_content(Guide.load(docs), TODAY)
    assert str(problem) == "docs/nap.md:7: unlisted-myth must stand in a myth-list"


def test_a_list_of_myths_may_name_pages_of_other_folders(write_docs: WriteDocs) -> None:
    listed = f"{FRONT_MATTER}## Myths\n\n/// myth-list\n- ../owls/nip.md\n///\n"
    front = FRONT_MATTER.replace("The care", "Naps").replace(
        "status", "myth: Owls nap all day\nstatus"
    )
    files = {"_data/references.yml": "", "myths/index.md": listed, "owls/nap.md": front}
    problems = checks.check_content(Guide.load(write_docs(files)), TODAY)
    assert [str(problem) for problem in problems] == [
        'docs/myths/index.md:12: unlisted-myth "../owls/nip.md" must be a page with a myth; '
        'did you mean "../owls/nap.md"?',
        "docs/owls/nap.md:7: unlisted-myth must stand in a myth-list",
    ]


# The built site ---------------------------------------------------------------------------

SITE = {
    "index.html": '<h1 id="top-of-tree">Trees</h1><a name="old"></a>',
    "fire/index.html": '<h1 id="größe">Fire</h1>',
    "page.html": '<h1 id="x">Page</h1>',
    "my nuts/index.html": "",
    "nuts.svg": "<svg/>",
    "404.html": "",
}


def site_problems(tmp_path: Path, page: str, html: str, base: str = "/") -> list[str]:
    """What the checks say of a page beside those of `SITE`, to which nothing needs to lead."""
    folder = write_files(tmp_path / "site", {**SITE, page: html})
    found = site_check(folder, base=base)
    return [f"{p.rule} {p.message}" for p in found if p.rule != "orphan-page"]


@pytest.mark.parametrize(
    "target",
    [
        "#",
        "#top",
        "#TOP",
        "#here",
        "#:~:text=Trees",
        "#here:~:text=Trees",
        "?print=1",
        "?print=1#here",
        ".",
        "./",
        "..",
        "../",
        "../#top-of-tree",
        "../#old",
        "../index.html",
        "../fire",
        "../fire/",
        "../fire/#gr%C3%B6%C3%9Fe",
        "../fire/#größe",
        "../fire/?x=1#größe",
        "../fire/../fire/",
        "../page",
        "../page#x",
        "../page.html?x#x",
        "../my%20nuts/",
        "../nuts.svg",
        "../nuts.svg#anything",
        "mailto:owl@oaks.example",
        "tel:+441632960001",
        "https://oaks.example/fire#nothing",
    ],
)
def test_a_link_that_works_is_no_problem(tmp_path: Path, target: str) -> None:
    html = f'<p id="here"><a href="{target}">Go</a></p>'
    assert site_problems(tmp_path, "nap/index.html", html) == []


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("../Fire/", 'missing-page the link "../Fire/" leads nowhere; did you mean "../fire/"?'),
        (
            "../page/",
            'missing-page the link "../page/" leads nowhere; did you mean "../page.html"?',
        ),
        ("fire/", 'missing-page the link "fire/" leads nowhere; did you mean "../fire/"?'),
        (
            "../my+nuts/",
            'missing-page the link "../my+nuts/" leads nowhere; did you mean "../my nuts/"?',
        ),
        (
            "../../fire/",
            'missing-page the link "../../fire/" leads nowhere; did you mean "../fire/"?',
        ),
        (
            "../Nuts.svg",
            'missing-page the link "../Nuts.svg" leads nowhere; did you mean "../nuts.svg"?',
        ),
        (
            "../fier/?x=1#curtains",
            'missing-page the link "../fier/?x=1#curtains" leads nowhere; did you mean "../fire/"?',
        ),
        ("#fog", 'missing-anchor there is no "#fog" on nap/index.html'),
        ("#Here", 'missing-anchor there is no "#Here" on nap/index.html; did you mean "here"?'),
        (
            "?x=1#here2",
            'missing-anchor there is no "#here2" on nap/index.html; did you mean "here"?',
        ),
        ("../page#y", 'missing-anchor there is no "#y" on page.html'),
    ],
)
def test_a_link_that_does_not_work_is_a_problem(tmp_path: Path, target: str, problem: str) -> None:
    html = f'<p id="here"><a href="{target}">Go</a></p>'
    assert site_problems(tmp_path, "nap/index.html", html) == [problem]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="../nuts.svg" alt="">',
        '<link rel="preconnect" href="/somewhere/">',
        '<link rel="alternate nofollow" href="feed.xml">',
        "<a>An anchor without an address</a>",
        '<svg aria-hidden="true"><path d=""/></svg>',
        '<svg role="img"><title>A nut</title></svg>',
        '<input type="image" src="../nuts.svg" alt="Send">',
        "<p id>One</p><p id>two</p>",
        '<form role="search"><input></form>',
    ],
)
def test_a_page_in_order_has_no_problem(tmp_path: Path, html: str) -> None:
    assert site_problems(tmp_path, "nap/index.html", html) == []


@pytest.mark.parametrize(
    "words",
    [
        "<p>Mail owl@oaks.example or [1, 1.2.7; 2].</p>",
        "<p>2 ** 3 and a** b</p>",
        "<p>Price: {about £3}, {a}</p>",
        "<p>Option #2 or # 3 in the text</p>",
        "<p>either/or // maybe</p>",
        "<pre>[@acorn] **bold** {{ x }}</pre>",
        "<p><code>[@acorn]</code></p>",
        "<textarea>**mine**</textarea>",
        "<script>let a = {{}};</script><style>a{.b{}}</style><template>{% x %}</template>",
    ],
)
def test_words_that_only_look_like_markup_are_fine(tmp_path: Path, words: str) -> None:
    found = site_problems(tmp_path, "nap/index.html", words)
    assert [line for line in found if "unrendered" in line] == []


@pytest.mark.parametrize(
    ("page", "target", "problems"),
    [
        ("404.html", "/repo/", []),
        ("404.html", "/repo", []),
        ("404.html", "/repo/fire/", []),
        ("404.html", "/fire/", ['root-absolute "/fire/" leads outside of /repo/']),
        ("404.html", "/repository/", ['root-absolute "/repository/" leads outside of /repo/']),
        (
            "nap/index.html",
            "/repo/fire/",
            ['unmovable-link "/repo/fire/" must be relative to the page'],
        ),
    ],
)
@pytest.mark.parametrize("base", ["/repo/", "/repo"])
def test_below_a_path_only_404_begins_with_it(
    tmp_path: Path, page: str, target: str, problems: list[str], base: str
) -> None:
    found = site_problems(tmp_path, page, f'<a href="{target}">Go</a>', base)
    assert [problem.split("; did")[0] for problem in found] == problems


def test_a_page_that_is_no_folder_may_lead_to_itself(tmp_path: Path) -> None:
    html = '<p id="here"><a href="#here">This nap</a> <a href="?print=1">On paper</a></p>'
    assert site_problems(tmp_path, "nap/deep.html", html) == []


def test_an_address_that_no_browser_understands_stops_no_check(tmp_path: Path) -> None:
    html = '<a href="http://[">Where?</a><a href="">Nowhere</a>'
    assert "empty-href the link has no address" in site_problems(tmp_path, "a.html", html)


def test_a_problem_of_the_site_is_shown_where_its_source_stands(tmp_path: Path) -> None:
    """The Markdown file, the line of the link there, the built page, the target as written."""
    docs = write_files(
        tmp_path / "docs",
        {
            "fire.md": "# Fire\n\n[Nap](nap.md)\n[Pillow](nap.md#pillow)\n[Gone](gone.md)\n",
            "nap/index.md": "# Nap\n\nText\n",
            "_data/routines.yml": "- id: nap\n  # See [the owl](owl.md)\n",
        },
    )
    folder = write_files(
        tmp_path / "site",
        {
            "fire/index.html": '<a href="../nap/#pillow">Nap</a><a href="gone.md">Gone</a>',
            "nap/index.html": '<h1>Nap</h1><a href="">x</a><a href="owl.md">x</a>',
            "made.html": '<p>One</p>\n<a href="gone/">x</a>',
        },
    )
    found = [p for p in site_check(folder, docs=docs) if p.rule != "orphan-page"]
    assert [(p.path, p.line, p.rule, p.page, p.target) for p in found] == [
        ("docs/_data/routines.yml", 2, "missing-page", "nap/index.html", "owl.md"),
        ("docs/fire.md", 4, "missing-anchor", "fire/index.html", "../nap/#pillow"),
        ("docs/fire.md", 5, "missing-page", "fire/index.html", "gone.md"),
        ("made.html", 2, "missing-page", "made.html", "gone/"),
        ("nap/index.html", 1, "empty-href", "nap/index.html", None),
    ]


@pytest.mark.parametrize(
    "sign", [" ", " \n", "[", "[a](b", "](", "[@a", "{#a", "1,", "1.", "(", '"', "*a ", "n't", "A&"]
)
def test_the_time_for_a_page_grows_with_its_words_only(tmp_path: Path, sign: str) -> None:
    """If it grew with the square, some of these would take minutes."""
    page = f"{TINY_GUIDE['docs/index.md']}\n\nAn owl {sign * 30_000}x\n"
    write_files(tmp_path, {**TINY_GUIDE, "docs/index.md": page})
    guide, started = Guide.load(tmp_path / "docs"), time.process_time()
    checks.check_content(guide, TODAY)
    assert time.process_time() - started < 8
