"""The structure of a text: headings, sections and lists."""

from __future__ import annotations

from guide.content.markdown_text import Heading, ItemList, headings, lists, sections

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
