"""The report: one line for each page, for an editor to see what to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guide.content import Guide
from guide.page import Page
from guide.reading import grade, prose_of, words

_HEAD = ("page", "grade", "without names", "words", "longest", "next review", "waivers")


def report(guide: Guide, today: date) -> Iterator[str]:
    """Yield the lines of a table, hardest page first; names of conditions are masked once."""
    rows = sorted((_row(guide, page, today) for page in guide.pages), key=lambda row: row[1])
    table = [_HEAD, *([str(cell) for cell in row] for row in reversed(rows))]
    widths = [max(len(row[n]) for row in table) for n in range(len(_HEAD))]
    for row in table:
        first, *rest = (
            cell.ljust(w) if n == 0 else cell.rjust(w)
            for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *rest]).rstrip()
    waivers = sum(int(row[6]) for row in rows)
    yield f"{len(rows)} pages, {waivers} waivers"


def _row(guide: Guide, page: Page, today: date) -> tuple[str, float, float, int, int, str, int]:
    sentences = list(prose_of(guide, page))
    masked = [_masked(guide, sentence) for sentence in sentences]
    counts = [len(words(sentence)) for sentence in sentences]
    due = page.meta.get("next_review")
    overdue = " (overdue)" if isinstance(due, date) and due < today else ""
    return (
        str(page.path),
        round(grade(sentences), 1),
        round(grade(masked), 1),
        sum(counts),
        max(counts, default=0),
        f"{due}{overdue}",
        len(page.waivers),
    )


def _masked(guide: Guide, sentence: str) -> str:
    """The sentence with "it" for each name of a condition or treatment."""
    for phrases in guide.word_lists.medical:
        sentence = phrases.pattern.sub("it", sentence)
    return sentence
