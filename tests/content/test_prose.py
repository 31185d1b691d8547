"""What counts as prose: the checks of words must neither read code nor overlook a paragraph."""

from __future__ import annotations

import re
import time
from pathlib import PurePosixPath

import pytest
from guide.content import markdown_text
from guide.content.markdown_text import lists, paragraphs, sections, without_addresses, without_code
from guide.content.page import Page
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("Eat `nuts` now.", "Eat        now.", id="code span"),
        pytest.param("Eat ``a ` b`` now.", "Eat           now.", id="two ticks hold one"),
        pytest.param(r"Eat \`nuts\` now.", r"Eat \`nuts\` now.", id="escaped ticks are prose"),
        pytest.param("Eat <!-- a\nb --> now.", "Eat       \n      now.", id="comment of two lines"),
        pytest.param("A\n```\nnuts\n```\nB", "A\n   \n    \n   \nB", id="fenced by ticks"),
        pytest.param("A\n~~~ py\nnuts\n~~~\nB", "A\n      \n    \n   \nB", id="fenced by tildes"),
        pytest.param(
            "````\n```\nnuts\n````\nB",
            "    \n   \n    \n    \nB",
            id="a longer fence holds a shorter",
        ),
        pytest.param("A\n\n    nuts\n\nB", "A\n\n        \n\nB", id="indented code"),
        pytest.param("A\n    nuts", "A\n    nuts", id="an indented line of a paragraph is prose"),
        pytest.param(
            "- A\n\n    nuts", "- A\n\n    nuts", id="indented below a list item is prose"
        ),
        pytest.param("A\n\n\tnuts", "A\n\n     ", id="indented by a tab"),
    ],
)
def test_code_is_blanked_out_and_every_line_stays_where_it_was(text: str, left: str) -> None:
    assert without_code(text) == left


def test_after_a_list_indented_code_is_code_again() -> None:
    assert without_code("- A\n\nB\n\n    nuts").endswith("B\n\n        ")


HOSTILE = [
    *(" ", "\u00a0", "\t", "\r", "\n", "\n\n", "\n ", "a. ", "1. ", "- ", "| ", "# ", "/// ", "/"),
    *("`", "``", "`` ", "```\n", "```a\n", "~~~", "~~~~b\n", "```a\n~~~b\n", "<!--", "-->", "---"),
    *("{", "{#a", "{#a} "),
    *("[", "[@a", "[@a]", "](", "](a", "[a](b) ", "]", "!", "@a", '--8<-- "', "/// picture | a\n"),
]
BEFORE = ["", "a ", "- ", "# ", "/// picture | a", "> "]


@pytest.mark.parametrize("sign", HOSTILE)
def test_the_time_for_a_text_grows_with_its_length_only(sign: str) -> None:
    """If it grew with the square, most of these would take minutes: 100,000 spaces took 90 s."""
    started = time.process_time()
    for before in BEFORE:
        text = f"{before}{sign * 20_000}x"
        without_addresses(without_code.__wrapped__(text))
        for paragraph in paragraphs.__wrapped__(text):
            list(paragraph.sentences())
        page = Page(PurePosixPath("a.md"), {}, {}, text)
        list(page.mentions()), list(page.includes()), list(page.drawings())
        list(sections(text)), list(lists(text))
    assert time.process_time() - started < 8


MARKS = [
    "`",
    "``",
    "```",
    "````",
    "~~~",
    "~~~~",
    "\n",
    "\n\n",
    "\n \n",
    " ",
    "a",
    "\\",
    "<!--",
    "-->",
]
# What is no prose, as one pattern: it takes too long for long texts, and says what is meant.
NOT_PROSE = re.compile(
    r"^[ ]*(?P<mark>`{3,}|~{3,})[^\n]*\n.*?^[ ]*(?P=mark)[`~]*[ ]*$"
    r"|<!--.*?-->"
    r"|(?P<ticks>(?<![\\`])`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)


@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
@settings(max_examples=1_000, deadline=None, derandomize=True)
def test_what_is_blanked_out_is_what_the_pattern_says(text: str) -> None:
    blanked = NOT_PROSE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    lines = markdown_text._without_indented_code(blanked.split("\n"))
    assert without_code(text) == "\n".join(lines)


def found(text: str) -> list[tuple[int, str]]:
    return [(paragraph.line, paragraph.text) for paragraph in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("One\ntwo\n\nthree", [(1, "One\ntwo"), (4, "three")], id="a blank line parts"),
        pytest.param("- one\n- two", [(1, "one"), (2, "two")], id="each list item is one"),
        pytest.param("1. one\n2) two", [(1, "one"), (2, "two")], id="numbered items too"),
        pytest.param("- one\n  more", [(1, "one\n  more")], id="an item goes on in the next line"),
        pytest.param("# Nuts\nOne", [(2, "One")], id="a heading is none"),
        pytest.param("/// do\n- one\n///", [(2, "one")], id="the fences of a block are none"),
        pytest.param(
            'One\n--8<-- "nuts.md"\ntwo', [(1, "One"), (3, "two")], id="an include is none"
        ),
        pytest.param("| a |\n| --- |\n| b |", [(1, "| a |"), (3, "| b |")], id="a rule of a table"),
        pytest.param("```\ncode\n```\nOne", [(4, "One")], id="code is none"),
        pytest.param("\n\n", [], id="nothing"),
    ],
)
def test_a_text_is_split_into_paragraphs_and_list_items(
    text: str, parts: list[tuple[int, str]]
) -> None:
    assert found(text) == parts


def test_every_sentence_knows_the_line_on_which_it_starts() -> None:
    text = 'Nuts are good. Are they? Yes,\nthey are: "All of them!" said\nthe owl.\nAnd so it was.'
    (paragraph,) = paragraphs(f"# Heading\n\n{text}")
    assert list(paragraph.sentences()) == [
        (3, "Nuts are good."),
        (3, "Are they?"),
        (3, "Yes,\nthey are:"),
        (4, '"All of them!" said\nthe owl.'),
        (6, "And so it was."),
    ]


def test_a_full_stop_within_a_number_or_before_a_small_letter_ends_no_sentence() -> None:
    (paragraph,) = paragraphs("Take 2.5 nuts, i.e. two and a half.")
    assert list(paragraph.sentences()) == [(1, "Take 2.5 nuts, i.e. two and a half.")]


def test_a_backtick_left_open_hides_no_claim() -> None:
    """A code span ends with its paragraph, and a fence that is never closed is none."""
    text = "Press ` now.\n\nNuts are 9 in 10.\n\nOr ` then.\n\n```\nMore nuts.\n"
    assert without_code(text) == text
