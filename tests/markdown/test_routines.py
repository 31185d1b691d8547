"""Routines as data: a slip is reported with file and line; the words are checked as all words."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from guide.content.routines import Routines
from guide.edition.nations import Nation
from small_guide import FRONT_MATTER, NOT_UTF8, TODAY, write_files

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]

NAP = """\
- id: nap
  exercises:
    - id: curl-up
      name: Curl up small
      about: Owls do it.
      steps:
        - {pose: curled, say: Fold your wings.}
      dose:
        - {kind: time, words: 5 minutes, claim: owl-1}
        - {kind: often, words: twice a day, ours: true}
      stop_if: [somebody hoots]
      easier: Lean on the trunk.
      harder: Stand on one leg.
"""
PAGE = f"""{FRONT_MATTER}
## Naps

New or different pain? Check the [urgent signs](urgent-help.md) first.

/// routine | nap
///

--8<-- "stop-rules.md"
"""


def problems(write_docs: WriteDocs, routines: str | bytes, page: str = PAGE) -> list[str]:
    """What the checks say of a guide of one page and its routines, but of poses."""
    docs = write_docs(
        {
            "../mkdocs.yml": "extra: {urgent_page: urgent-help.md}\n",
            "_data/references.yml": "",
            "_data/routines.yml": routines,
            "_parts/stop-rules.md": "Stop when an owl hoots.\n",
            "_data/sources.yml": "- {id: owl-1, source: owls, claim: Owls nap., verdict: none, "
            "became: kept, said: index.md#naps}",
            "_data/plain_words.yml": "- {avoid: [must, nap], use: may, rule: NS-8}\n",
            "index.md": page,
        }
    )
    found = rules.check_content(Guide.load(docs), TODAY)
    return [str(p).removeprefix("docs/") for p in found if "pose" not in p.rule]


def test_a_good_routine_has_no_problem(write_docs: WriteDocs) -> None:
    assert problems(write_docs, NAP) == []


def test_a_routine_takes_facts_of_the_nation(write_docs: WriteDocs) -> None:
    routines = NAP.replace("Owls do it.", "Or ring {nation.urgent}.")
    docs = write_docs({"_data/routines.yml": routines})
    said = Guide.load(docs, Nation.load(docs, "ireland")).routine("nap").body
    assert "Or ring your GP surgery." in said


@pytest.mark.parametrize(
    "counted",
    [
        "{kind: time, words: 5 minutes, seconds: [300, 300], ours: true}",
        "{kind: time, words: 1 to 2 minutes, seconds: [60, 120], ours: true}",
        "{kind: hold, words: 20 seconds on each side, seconds: [20], ours: true}",
        "{kind: repeat, words: once or twice, times: [1, 2], ours: true}",
        "{kind: repeat, words: 3 times with each wing, times: [3, 3], ours: true}",
    ],
)
def test_a_dose_may_be_counted_as_its_words_say(write_docs: WriteDocs, counted: str) -> None:
    dose = "{kind: time, words: 5 minutes, claim: owl-1}"
    counted_and_claimed = f"{dose}\n        - {counted}"
    assert problems(write_docs, NAP.replace(dose, counted_and_claimed)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "- id: nap",
            "- id: nap\n  now: [Fold your wings., Fold your wing., Fold your wings.]",
            '2: unreadable now must be sentences of its steps: "Fold your wing." is none; '
            'did you mean "Fold your wings."?',
        ),
        (
            "words: 5 minutes, claim: owl-1",
            "words: 5 minutes",
            "9: unreadable exercises.0.dose.0 must give the claim that it is from, "
            "or else ours: true, is \"{'kind': 'time', 'words': '5 minutes'}\"",
        ),
        (
            "ours: true",
            "ours: true, claim: owl-1",
            "10: unreadable exercises.0.dose.1 must give the claim that it is from, or else "
            "ours: true, is \"{'kind': 'often', 'words': 'twice a day', 'ours': True, "
            "'claim': 'owl-1'}\"",
        ),
        (
            "kind: time",
            "kind: tme",
            "9: unreadable exercises.0.dose.0.kind must be one of "
            'time, hold, repeat, rest, often, is "tme"; did you mean "time"?',
        ),
        (
            "words: 5 minutes,",
            "words: 5 minutes, seconds: [240],",
            "9: unreadable exercises.0.dose.0 must give seconds and times that the words say, is",
        ),
        (
            "words: 5 minutes,",
            "words: 5 minutes, seconds: [5],",
            "9: unreadable exercises.0.dose.0 must give seconds and times that the words say, is",
        ),
        (
            "words: 5 minutes,",
            "words: 5 minutes, times: [5],",
            "9: unreadable exercises.0.dose.0 must give times only to a repeat, is",
        ),
        (
            "words: twice a day,",
            "words: twice a day, seconds: [2],",
            "10: unreadable exercises.0.dose.1 must give seconds only to a time or a hold, is",
        ),
        (
            "harder:",
            "hader:",
            '13: unreadable nothing reads "exercises.0.hader"; did you mean "harder"?',
        ),
        ("    - id: curl-up", "    - id: Curl up", "3: unreadable exercises.0.id must match"),
        ("[somebody hoots]", "[]", "11: unreadable exercises.0.stop_if must have more items, is"),
        (
            "stop_if: [somebody",
            "stop: [somebody",
            "3: unreadable exercises.0.stop_if must be given",
        ),
        ("- id: nap", "- nap\n- id: nap", "1: unreadable an entry must hold keys and values, is"),
        ("- id: nap", "id: nap", "2: unreadable mapping values are not allowed"),
        (NAP, "nap: 1", "1: unreadable must be a list: begin each entry with a dash"),
        (NAP, NAP + NAP, '14: unreadable "nap" stands in line 1 too'),
    ],
)
def test_a_slip_is_reported_with_its_line(
    write_docs: WriteDocs, right: str, wrong: str, problem: str
) -> None:
    found = problems(write_docs, NAP.replace(right, wrong, 1))
    assert any(line.startswith(f"_data/routines.yml:{problem}") for line in found), found


def test_an_exercise_may_have_no_harder_way(write_docs: WriteDocs) -> None:
    assert problems(write_docs, NAP.replace("      harder: Stand on one leg.\n", "")) == []


@pytest.mark.parametrize(
    ("origin", "first", "second"),
    [
        ("claim: owl-1", "5 minutes", "twice a day (our suggestion)"),
        ("ours: true", "5 minutes", "twice a day (all our suggestions)"),
    ],
)
def test_a_dose_tells_once_that_all_of_it_is_our_suggestion(
    write_docs: WriteDocs, origin: str, first: str, second: str
) -> None:
    routines = NAP.replace("claim: owl-1", origin)
    written = Routines.load(write_docs({"_data/routines.yml": routines})).by_id["nap"].markdown
    assert f"- **How long**: {first}\n- **How often**: {second}\n" in written


def test_a_file_that_is_no_text_is_reported(write_docs: WriteDocs) -> None:
    found = problems(write_docs, b"- id: \xff")
    assert found[0] == f"_data/routines.yml:1: unreadable {NOT_UTF8}"


def test_routines_are_read_again_when_their_file_changes_or_goes(tmp_path: Path) -> None:
    owls, mice = (
        write_files(tmp_path / name / "docs", {"_data/routines.yml": NAP.replace("nap", name)})
        for name in ("owls", "mice")
    )
    assert [list(Routines.load(docs).by_id) for docs in (owls, mice)] == [["owls"], ["mice"]]
    file = owls / "_data/routines.yml"
    file.write_text(NAP, "utf-8")
    os.utime(file, (1, 1))
    assert list(Routines.load(owls).by_id) == ["nap"]
    file.unlink()
    assert Routines.load(owls) == Routines()


def test_words_of_a_routine_are_checked_at_their_line(write_docs: WriteDocs) -> None:
    routines = NAP.replace("Lean on", "You must lean on").replace("somebody", "a nap for")
    assert problems(write_docs, routines) == [
        '_data/routines.yml:11: plain-words "nap": use may (NS-8)',
        '_data/routines.yml:12: plain-words "must": use may (NS-8)',
    ]


def test_words_broken_over_lines_are_one_line_of_the_page(write_docs: WriteDocs) -> None:
    about = "about: |\n        Owls\n\n        ## Nap\n"
    routines = NAP.replace("about: Owls do it.\n", about).replace("Lean", "You must lean")
    assert problems(write_docs, routines) == [
        '_data/routines.yml:5: plain-words "Nap": use may (NS-8)',
        '_data/routines.yml:15: plain-words "must": use may (NS-8)',
    ]


def test_a_page_may_show_a_routine_that_could_not_be_read(write_docs: WriteDocs) -> None:
    assert problems(write_docs, NAP.replace("      easier: Lean on the trunk.\n", "")) == [
        "_data/routines.yml:3: unreadable exercises.0.easier must be given"
    ]


def test_a_routine_on_no_page_and_a_page_of_no_routine(write_docs: WriteDocs) -> None:
    assert problems(write_docs, NAP, PAGE.replace("| nap", "| naps")) == [
        '_data/routines.yml:1: unused-routine no page shows the routine "nap"; '
        "show it or delete it",
        'index.md:14: missing-routine there is no routine "naps" in docs/_data/routines.yml; '
        'did you mean "nap"?',
    ]


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        pytest.param("/// routine | nap\n///", 14, id="on the page"),
        pytest.param('--8<-- "nap.md"', 1, id="in a passage"),
    ],
)
def test_a_page_with_a_routine_must_say_when_to_stop(
    write_docs: WriteDocs, shown: str, line: int
) -> None:
    if "nap.md" in shown:
        write_docs({"_parts/nap.md": "/// routine | nap\n///\n"})
    page = PAGE.replace("/// routine | nap\n///", shown)
    assert problems(write_docs, NAP, page.replace('--8<-- "stop-rules.md"', "Stop.")) == [
        '_parts/stop-rules.md:1: unused-passage no page includes "stop-rules.md"; '
        "include it or delete it",
        f"index.md:{line}: routine-without-safety a page with a routine must include it: "
        '--8<-- "stop-rules.md"',
    ]
