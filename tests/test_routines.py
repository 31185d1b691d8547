"""Routines as data: a slip is told with file and line, and the words are checked as all words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import checks
from guide.content import Guide
from small_guide import FRONT_MATTER, TODAY

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
PAGE = f"{FRONT_MATTER}\n## Naps\n\n/// routine | nap\n///\n"


def problems(write_docs: WriteDocs, routines: str | bytes, page: str = PAGE) -> list[str]:
    """What the checks say of a guide of one page and its routines, but of poses."""
    docs = write_docs(
        {
            "_data/references.yml": "",
            "_data/routines.yml": routines,
            "_data/sources.yml": "- {id: owl-1, source: owls, claim: Owls nap., verdict: none, "
            "became: kept, said: index.md#naps}",
            "_data/plain_words.yml": "- {avoid: [must, nap], use: may, rule: NS-8}\n",
            "index.md": page,
        }
    )
    found = checks.check_content(Guide.load(docs), TODAY)
    return [str(p).removeprefix("docs/") for p in found if "pose" not in p.rule]


def test_a_good_routine_has_no_problem(write_docs: WriteDocs) -> None:
    assert problems(write_docs, NAP) == []


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
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
        (NAP, "nap: 1", "1: unreadable must be a list, is a Mapping"),
        (NAP, NAP + NAP, '14: unreadable "nap" stands in line 1 too'),
    ],
)
def test_a_slip_is_told_with_its_line(
    write_docs: WriteDocs, right: str, wrong: str, problem: str
) -> None:
    found = problems(write_docs, NAP.replace(right, wrong, 1))
    assert any(line.startswith(f"_data/routines.yml:{problem}") for line in found), found


def test_a_file_that_is_no_text_is_told(write_docs: WriteDocs) -> None:
    found = problems(write_docs, b"- id: \xff")
    assert found[0] == "_data/routines.yml:1: unreadable must be UTF-8 text, is not"


def test_words_of_a_routine_are_checked_at_their_line(write_docs: WriteDocs) -> None:
    routines = NAP.replace("Lean on", "You must lean on").replace("somebody", "a nap for")
    assert problems(write_docs, routines) == [
        '_data/routines.yml:11: plain-words "nap": use may (NS-8)',
        '_data/routines.yml:12: plain-words "must": use may (NS-8)',
    ]


def test_a_routine_on_no_page_and_a_page_of_no_routine(write_docs: WriteDocs) -> None:
    assert problems(write_docs, NAP, PAGE.replace("| nap", "| naps")) == [
        '_data/routines.yml:1: unused-routine no page shows the routine "nap"; '
        "show it or delete it",
        'index.md:12: missing-routine there is no routine "naps" in docs/_data/routines.yml; '
        'did you mean "nap"?',
    ]
