"""The summary of a check: a small table of what was looked at, and how much was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guide.checks import SITE_RULES
from guide.checks.front_matter import overdue_review
from guide.content import REFERENCES, Guide
from guide.links.rules import rule_name
from guide.problems import NOTES, Problem
from guide.reading import grade_of

# The verdicts on links to other hosts.
OF_HOSTS = frozenset(
    "broken soft-404 anchor-missing redirected blocked timeout failing "
    "expired-exception unneeded-exception".split()
)
_OF_SITE = frozenset(rule_name(rule) for rule in SITE_RULES.all)


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
            notes = sum(problem.rule in NOTES for problem in found)
            counts = f"{len(found) - notes:>10}{notes:>7}"
            if heap == "links to other sites" and not self.asked:
                counts = "  not asked: --online asks"
            yield f"{heap:22}{number:>8,}{counts}"
        overdue = len(list(overdue_review(self.guide, self.today)))
        yield f"{'reviews overdue':22}{overdue:>8}"
        grades = [(grade_of(self.guide, page), str(page.path)) for page in self.guide.pages]
        for hardest, path in [max(grades)] if grades else []:
            yield f"{'hardest page, grade':22}{hardest:>8.1f}  {path}"


def _heap_of(problem: Problem) -> str:
    if problem.rule in OF_HOSTS:
        return "links to other sites"
    if problem.path.endswith(REFERENCES) or "citation" in problem.rule:
        return "references"
    return "links and files" if problem.rule in _OF_SITE else "pages"
