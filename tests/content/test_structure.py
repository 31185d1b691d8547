"""The structure of a text: headings, sections and lists."""

from __future__ import annotations

from guide.content.markdown_text import (
    Heading,
    ItemList,
    LineKind,
    Table,
    headings,
    lists,
    paragraphs,
    scan,
    sections,
    tables,
)

TEXT = """\
Before all.

## Nuts

Good nuts.

/// do | Do this
- crack them
- eat them
///

After the block.

1. One
   goes on

2. Two

```
## No heading
- no item
```
"""


def test_headings_of_sections_and_blocks() -> None:
    assert list(headings(TEXT)) == [Heading(3, "Nuts"), Heading(7, "Do this", "do")]


def test_a_section_ends_where_the_next_begins_and_a_block_where_it_is_closed() -> None:
    found = [(heading.words, " ".join(text.split())) for heading, text in sections(TEXT)]
    assert found == [
        ("", "Before all."),
        ("Nuts", "Good nuts."),
        ("Do this", "- crack them - eat them"),
    ]


def test_lists_with_the_block_around_them() -> None:
    assert list(lists(TEXT)) == [
        ItemList(8, ("crack them", "eat them"), "do"),
        ItemList(14, ("One", "Two"), None),
    ]


STEPS = """\
/// steps
    timed: not start

1. Crack it.

    /// pose | nut-high
    ///

2. Eat it.
///

--8<-- "nuts.md"
"""


def test_a_line_tells_what_stands_on_it_and_in_which_block() -> None:
    found = [(line.kind, line.name, line.words, line.block) for line in scan(STEPS) if line.text]
    assert found == [
        (LineKind.FENCE, "steps", "", ""),
        (LineKind.OPTION, "", "", "steps"),
        (LineKind.ITEM, "", "Crack it.", "steps"),
        (LineKind.FENCE, "pose", "nut-high", "steps"),  # the picture of a step opens no other block
        (LineKind.FENCE, "", "", "steps"),
        (LineKind.ITEM, "", "Eat it.", "steps"),
        (LineKind.FENCE, "", "", "steps"),
        (LineKind.INCLUDE, "nuts.md", "", ""),
    ]


def test_a_block_ends_with_as_many_slashes_as_it_began_with() -> None:
    lines = scan("//// do\n- crack\n///\n- eat\n////\n\nAfter.")
    assert [line.block for line in lines] == ["", "do", "do", "do", "do", "", ""]


def test_options_of_a_block_are_no_words_of_the_text() -> None:
    assert [paragraph.text for paragraph in paragraphs(STEPS)] == ["Crack it.", "Eat it."]


def test_a_table_by_its_head() -> None:
    text = "Nuts.\n\n| Nut | Where |\n|---|---|\n| Hazel | Here |\n"
    assert list(tables(text)) == [Table(3, (" Nut ", " Where "))]
    assert [row.is_row for row in paragraphs(text)] == [False, True, True]
