"""What `guide check` shows besides problems: a line for each page, and a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from linkaudit.core.problem import Problem
from linkaudit.core.rule import families_of, severity_of

from guide.content.guide import REFERENCES, Guide
from guide.content.page import Page
from guide.content.readability import grade, grade_of, prose_of, words
from guide.rules.families import GuideOnDay
from guide.rules.front_matter import overdue_review

# The report: one line for each page, for an editor to see what to look at first.

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


@dataclass(frozen=True)
class Summary:
    """What was looked at: all `links`, those that lead `outside`, and whether these were asked."""

    guide: Guide
    today: date
    links: int
    outside: int
    asked: bool

    def lines(self, problems: Sequence[Problem]) -> Iterator[str]:
        """Yield a table of problems, then what there is to say of reviews and of reading."""
        yield f"{'':22}{'number':>8}{'problems':>10}{'notes':>7}"
        numbers = {
            "pages": len(self.guide.pages),
            "links and files": self.links,
            "links to other sites": self.outside,
            "references": len(self.guide.bibliography),
        }
        for heap, number in numbers.items():
            found = [problem for problem in problems if _heap_of(problem) == heap]
            notes = sum(severity_of(problem) == "note" for problem in found)
            counts = f"{len(found) - notes:>10}{notes:>7}"
            if heap == "links to other sites" and not self.asked:
                counts = "  not asked: --online asks"
            yield f"{heap:22}{number:>8,}{counts}"
        overdue = len(list(overdue_review(GuideOnDay(self.guide, self.today))))
        yield f"{'reviews overdue':22}{overdue:>8}"
        grades = [(grade_of(self.guide, page), str(page.path)) for page in self.guide.pages]
        for hardest, path in [max(grades)] if grades else []:
            yield f"{'hardest page, grade':22}{hardest:>8.1f}  {path}"


def _heap_of(problem: Problem) -> str:
    families = families_of(problem)
    if "external links" in families:
        return "links to other sites"
    if problem.path.endswith(REFERENCES) or "citation" in problem.rule:
        return "references"
    return "links and files" if families & {"links", "site"} else "pages"
