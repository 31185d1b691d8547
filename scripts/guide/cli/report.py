"""What `guide check` shows besides problems: a line for each page, and a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from linkaudit.core.problem import Problem
from linkaudit.core.rule import families_of, severity_of

from guide.content.guide import REFERENCES, Guide
from guide.content.length import guide_length, length_of
from guide.content.page import Page
from guide.content.readability import grade, grade_of, prose_of, words
from guide.rules.families import GuideOnDay
from guide.rules.front_matter import overdue_review
from guide.rules.length import MOST_PAGES, MOST_REPEATED, MOST_WORDS

# The report: one line for each page, for an editor to see what to look at first.

_HEAD = (
    *("page", "kind", "core", "at most", "whole", "grade", "running text", "without names"),
    *("longest", "next review", "waivers"),
)
_WORDS = 2  # how many columns, the first ones, hold words and no number


def report(guide: Guide, today: date) -> Iterator[str]:
    """Yield the lines of a table, hardest page first, then what there is in all.

    "core" and "whole" are words, without and with folds; of "running text" lists are no part;
    names of conditions are masked once.
    """
    graded = sorted((grade_of(guide, page), page.path, page) for page in guide.pages)
    table = [_HEAD, *(_row(guide, page, today) for _, _, page in reversed(graded))]
    widths = [max(len(row[n]) for row in table) for n in range(len(_HEAD))]
    for row in table:
        cells = (
            cell.ljust(width) if n < _WORDS else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
    found = guide_length(guide)
    if found.pages:
        over = sum(length.is_over for length in found.pages)
        yield (
            f"for patients: {len(found.pages)} pages of {MOST_PAGES}, {over} too long; "
            f"{found.words:,} words of {MOST_WORDS:,}; {found.share:.1%} repeated of "
            f"{MOST_REPEATED:.0%}"
        )
    yield f"{len(guide.pages)} pages, {sum(len(page.waivers) for page in guide.pages)} waivers"


def _row(guide: Guide, page: Page, today: date) -> tuple[str, ...]:
    sentences = list(prose_of(guide, page))
    masked = [_masked(guide, sentence) for sentence in sentences]
    length = length_of(guide, page)
    due = page.meta.get("next_review")
    overdue = " (overdue)" if isinstance(due, date) and due < today else ""
    return (
        str(page.path),
        length.kind.kind if length.kind else "",
        f"{length.core}{' over' if length.is_over else ''}",
        str(length.most or ""),
        str(length.whole),
        f"{grade(sentences):.1f}",
        f"{grade(prose_of(guide, page, lists=False)):.1f}",
        f"{grade(masked):.1f}",
        str(max((len(words(sentence)) for sentence in sentences), default=0)),
        f"{due}{overdue}",
        str(len(page.waivers)),
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
