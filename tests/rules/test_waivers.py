"""Waivers: a page may keep words that only look like a claim, if it says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from small_guide import TODAY

CLAIM = "\nThe book of evidence is heavy.\n"
WriteDocs = Callable[[Mapping[str, str | bytes]], Path]


def problems(docs: Path) -> list[str]:
    wanted = {"uncited-claim", "unneeded-waiver", "unknown-citation", "unknown-front-matter"}
    found = rules.check_content(Guide.load(docs), TODAY)
    return [str(problem) for problem in found if problem.rule in wanted]


def page(waivers: str, words: str = CLAIM) -> str:
    return f"---\ntitle: Books\nwaivers: {waivers}\n---\n{words}"


def test_a_waiver_with_a_reason_silences_its_rule_on_its_page_alone(write_docs: WriteDocs) -> None:
    docs = write_docs({"a.md": page("{uncited-claim: a book and no finding}"), "b.md": CLAIM})
    assert problems(docs) == [
        'docs/b.md:2: uncited-claim "evidence" makes a claim: cite its source in the same paragraph'
    ]


def test_a_passage_may_waive_for_itself(write_docs: WriteDocs) -> None:
    docs = write_docs({"_parts/p.md": page("{uncited-claim: a book and no finding}")})
    assert problems(docs) == []


@pytest.mark.parametrize(
    ("waivers", "message"),
    [
        ("{uncited-claim: }", 'the waiver of "uncited-claim" must give a reason, is None'),
        ("{uncited-claim: true}", 'the waiver of "uncited-claim" must give a reason, is True'),
        ("{uncited-claim: ' '}", "the waiver of \"uncited-claim\" must give a reason, is ' '"),
        (
            "{uncited-claims: because}",
            '"uncited-claims" cannot be waived; did you mean "uncited-claim"?',
        ),
        ("{unknown-citation: because}", '"unknown-citation" cannot be waived'),
        ("[uncited-claim]", "waivers must map a rule to a reason, is ['uncited-claim']"),
        ("uncited-claim", "waivers must map a rule to a reason, is 'uncited-claim'"),
        ("", "waivers must map a rule to a reason, is None"),
    ],
)
def test_a_waiver_of_another_form_is_a_problem(
    write_docs: WriteDocs, waivers: str, message: str
) -> None:
    found = problems(write_docs({"a.md": page(waivers)}))
    assert f"docs/a.md:3: unneeded-waiver {message}" in found


@pytest.mark.parametrize("reason", ["", "true", "3", "[because]"])
def test_a_waiver_without_a_reason_in_words_waives_nothing(
    write_docs: WriteDocs, reason: str
) -> None:
    found = problems(write_docs({"a.md": page(f"{{uncited-claim: {reason}}}")}))
    assert [line.split()[1] for line in found] == ["unneeded-waiver", "uncited-claim"]


def test_a_rule_that_cannot_be_waived_is_not_silenced(write_docs: WriteDocs) -> None:
    found = problems(write_docs({"a.md": page("{unknown-citation: because}", "Nap [@nobody].")}))
    assert "docs/a.md:5: unknown-citation" in found[1]


def test_a_waiver_that_is_needed_no_longer_must_go(write_docs: WriteDocs) -> None:
    docs = write_docs({"a.md": page("{uncited-claim: a book}", "\nIt is heavy.\n")})
    assert problems(docs) == [
        'docs/a.md:3: unneeded-waiver "uncited-claim" is waived but no longer broken here; '
        "delete the waiver"
    ]
