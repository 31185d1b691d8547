"""How hard a text is to read: words, syllables and grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide.content.guide import Guide
from guide.content.text_statistics import grade, prose_of, readable, syllables, words

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("word", "count"),
    {
        "cat": 1, "make": 1, "makes": 1, "liked": 1, "wanted": 2, "table": 2, "people": 2,
        "eases": 2, "diseases": 3, "pieces": 2, "area": 3, "being": 2, "medicine": 3,
        "exercise": 3, "opioid": 3, "emergency": 4, "physiotherapist": 6, "video": 3,
        "usually": 4, "I": 1, "999": 1, "don't": 1,
    }.items(),
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_reader_sees_neither_citations_nor_addresses_nor_marks() -> None:
    text = "See **two** [old owls](owls.md#nap) nap [@acorn2019, 4] {: .big }"
    assert readable(text).split() == ["See", "two", "old", "owls", "nap"]
    assert words("It's a well-kept nest: 3 eggs.") == [
        "It's",
        "a",
        "well-kept",
        "nest",
        "3",
        "eggs",
    ]


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    # 5 words, 2 sentences, 11 syllables: 0.39 * 2.5 + 11.8 * 2.2 - 15.59
    hard = ["Opioid medicine.", "Emergency physiotherapist"]
    assert grade(hard) == pytest.approx(0.39 * 2 + 11.8 * 16 / 4 - 15.59)


def test_nothing_to_read_has_no_grade() -> None:
    assert grade([]) == grade(["", "[@acorn2019]"]) == 0


def test_names_that_are_links_one_after_another_are_no_sentence(write_docs: WriteDocs) -> None:
    row = "- **Without medicine:** [Physiotherapy](a.md), [Acupuncture](b.md)\n"
    docs = write_docs(
        {"index.md": f"{row}\n- [Heat](c.md)\n\nOwls nap. [One](a.md) and [two](b.md).\n"}
    )
    guide = Guide.load(docs)
    found = [sentence.strip() for sentence in prose_of(guide, guide.by_path["index.md"])]
    assert found == ["[Heat](c.md)", "Owls nap.", "[One](a.md) and [two](b.md)."]
