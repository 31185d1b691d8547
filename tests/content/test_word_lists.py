"""The lists of words that editors keep: a slip in them is reported with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from guide.content.word_lists import Phrases, those_in
from small_guide import TODAY

GOOD = "- {avoid: [a], use: b, rule: c}\n"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("plain_words", "- {avoid: [x", "1: unreadable expected ',' or ']', but got"),
        ("plain_words", f"{GOOD}- {{avoid: [a], use: b}}\n", "2: unreadable rule must be given"),
        (
            "plain_words",
            GOOD.replace("[a]", "nuts"),
            '1: unreadable avoid must be a list, is "nuts"',
        ),
        (
            "plain_words",
            GOOD.replace("[a]", "[a,\n  7]"),
            '2: unreadable avoid.1 must be text: put quotes around it, is "7"',
        ),
        ("plain_words", GOOD.replace("[a]", "['']"), "1: unreadable avoid.0 must not be empty"),
        (
            "plain_words",
            GOOD.replace("}", ", exept: [x]}"),
            '1: unreadable nothing reads "exept"; did you mean "except"?',
        ),
        (
            "plain_words",
            GOOD.replace("}", ", only: lnks}"),
            '1: unreadable only must be one of links, is "lnks"; did you mean "links"?',
        ),
        ("plain_words", "avoid: nuts\n", "1: unreadable must be a list: begin each entry with a"),
        ("plain_words", b"- \xff", "1: unreadable must be UTF-8 text, is not"),
        (
            "medical_words",
            "- [nut rot]\n- nut\n",
            '2: unreadable an entry must be a list, is "nut"',
        ),
        ("medical_words", "- []\n", "1: unreadable an entry must have more items, is"),
        (
            "known_abbreviations",
            "- UK\n- 7\n",
            '2: unreadable an entry must be text: put quotes around it, is "7"',
        ),
        ("metaphors", "- {picture: []}\n", "1: unreadable picture must have more items, is"),
    ],
)
def test_a_slip_in_a_list_is_a_problem(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
    name: str,
    text: str | bytes,
    problem: str,
) -> None:
    docs = write_docs({"_data/references.yml": "", f"_data/{name}.yml": text})
    (found,) = rules.check_content(Guide.load(docs), TODAY)
    assert str(found).startswith(f"docs/_data/{name}.yml:{problem}")


def test_a_guide_without_lists_avoids_and_explains_nothing(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    lists = Guide.load(write_docs({"_data/references.yml": ""})).word_lists
    assert (lists.avoided, lists.medical, lists.unreadable) == ((), (), ())


@pytest.mark.parametrize("text", ["an owl\nhoot", "OWL HOOT", "twit, Owl  hoot."])
def test_a_phrase_is_found_in_any_case_and_over_the_end_of_a_line(text: str) -> None:
    phrase, other = Phrases(forms=["Owl hoot"]), Phrases(forms=["Mouse"])
    assert those_in([phrase, other], ["A tree.", text]) == [phrase]
    assert phrase.pattern.search(text)
