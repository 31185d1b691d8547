"""The lists of words that editors keep: a slip in them is told with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import checks
from guide.content import Guide
from small_guide import TODAY

GOOD = "- {avoid: [a], use: b, rule: c}\n"
ENTRY = (
    "entry {} must be like "
    "{{avoid: [risk, risks], except: [at risk], use: chance, rule: NS-30}}, is"
)
PICTURE = "entry 1 must be like {picture: [alarm, alarms], except: [phone alarm]}, is"
MEDICAL = "1: unreadable entry {} must be like [opioid, opioids], is {}"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("plain_words", "- {avoid: [x", "1: unreadable expected ',' or ']', but got"),
        ("plain_words", f"{GOOD}- {{use: b}}\n", f"2: unreadable {ENTRY.format(2)}"),
        ("plain_words", "- {avoid: nuts, use: b, rule: c}\n", f"1: unreadable {ENTRY.format(1)}"),
        ("plain_words", "avoid: nuts\n", "1: unreadable must be a list, is a Mapping"),
        ("plain_words", b"- \xff", "1: unreadable must be UTF-8 text, is not"),
        ("medical_words", "- [nut rot]\n- nut\n", MEDICAL.format(2, "'nut'")),
        ("medical_words", "- []\n", MEDICAL.format(1, "[]")),
        ("known_abbreviations", "- UK\n- 7\n", "1: unreadable entry 2 must be like GP, is 7"),
        ("metaphors", "- {pictures: [a]}\n", f"1: unreadable {PICTURE}"),
    ],
)
def test_a_slip_in_a_list_is_a_problem(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
    name: str,
    text: str | bytes,
    problem: str,
) -> None:
    docs = write_docs({"_data/references.yml": "", f"_data/{name}.yml": text})
    (found,) = checks.check_content(Guide.load(docs), TODAY)
    assert str(found).startswith(f"docs/_data/{name}.yml:{problem}")


def test_a_guide_without_lists_avoids_and_explains_nothing(
    write_docs: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    lists = Guide.load(write_docs({"_data/references.yml": ""})).word_lists
    assert (lists.avoided, lists.medical, lists.unreadable) == ((), (), ())
