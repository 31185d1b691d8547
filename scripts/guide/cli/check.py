"""`guide check`: find problems in the words and in the built site, or print a table of pages."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linkaudit.cli.online import (
    cache_folder,
    external_problems,
    online_rules,
    reference_problems,
)
from linkaudit.cli.program import OK, add_asking, add_cache, add_format, add_services, shown
from linkaudit.cli.program import report as report_problems
from linkaudit.core.clock import today
from linkaudit.core.problem import Problem, in_order
from linkaudit.core.rule import families_of, severity_of
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check

from guide import rules as checks
from guide.cli import add_edition
from guide.content.guide import REFERENCES, Guide
from guide.content.interface import Interface
from guide.content.page import Page
from guide.content.text_statistics import (
    grade,
    grade_of,
    length_of,
    length_of_guide,
    prose_of,
    words,
)
from guide.edition.edition import Edition, EditionError, edition_of
from guide.publish.budget import table, weigh
from guide.publish.pages import deliver
from guide.publish.site_folder import is_current
from guide.rules.edition_files import odd_file
from guide.rules.families import GuideOnDay
from guide.rules.front_matter import overdue_review
from guide.rules.plain_english import MOST_PAGES, MOST_REPEATED, MOST_WORDS
from guide.site.pipeline import EngineError, render


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide check`."""
    parser.epilog = (
        "Without --site: site/ if it was built of the words that are there, else one made to "
        "check. Exit codes: 0 nothing found, or only warnings; 1 could not run; 2 problems."
    )
    add_edition(parser)
    parser.add_argument("--site", type=Path, metavar="DIR", help="default: see below")
    add_format(parser)
    parser.add_argument("--strict", action="store_true", help="exit with 2 for warnings as well")
    parser.add_argument("--report", action="store_true", help="print a table of all pages and exit")
    parser.add_argument("--budget", action="store_true", help="print what pages weigh and exit")
    parser.add_argument("--list", action="store_true", help="print every rule and exit")
    parser.add_argument(
        "--online", action="store_true", help="ask other hosts about links and references as well"
    )
    add_cache(parser)
    add_asking(parser, links=True)
    add_services(parser)


def run(options: argparse.Namespace) -> int:
    """Check the guide; return the exit code."""
    if options.list:
        for rule, words in {**checks.rules(), **online_rules()}.items():
            print(f"{rule}\n    " + words.replace("\n", "\n    ") + "\n")
        return OK
    edition, day = edition_of(options.config_file), options.today or today()
    guide = Guide.load(edition.docs, edition.nation)
    if options.report:
        print(*report(guide, day), sep="\n")
        return OK
    if options.budget:
        print(*table(weigh(_folder(edition, options.site))), sep="\n")
        return OK
    of_edition = checks.check_edition(edition)
    problems = [*of_edition, *checks.check_content(guide, day)]
    # What is wrong with a setting is reported once, and not again on every page that shows it.
    wrong = {problem.target for problem in of_edition if severity_of(problem) == "error"}
    gone = {problem.target for problem in edition.faults}
    edition = edition.without({key for key in wrong - gone if key})
    with tempfile.TemporaryDirectory(prefix="guide-check-") as fresh:
        folder, warnings = _site_to_check(edition, options.site, Path(fresh), problems)
        site = Site.load(folder, edition.docs, edition.base, edition.host)
        found = check(site, checks.SITE_RULES, external=True)
        problems += [*warnings, *found.problems]
        if options.online:
            with cache_folder(options) as cache:
                problems += external_problems(site, found.graph, options, cache, day)
                problems += reference_problems(guide.bibliography, options, cache, day)
            problems = in_order(problems)
    if options.format == "text":
        outside = sum(len(node.external) for node in found.graph.values())
        summary = Summary(guide, day, found.links, outside, options.online)
        print(*summary.lines(problems), sep="\n", file=sys.stderr)
    rules = checks.rules() | (online_rules() if options.online else {})
    return report_problems(problems, options, rules, strict=options.strict)


def _site_to_check(
    edition: Edition, given: Path | None, fresh: Path, problems: Sequence[Problem]
) -> tuple[Path, list[Problem]]:
    """The given site, or the built one if it is current, or one made for the purpose.

    With it come the warnings of the engine. If it cannot be made for the problems of the words,
    it is empty; nor is it made where the engine would follow a link, or wait for a pipe for ever.
    """
    if any(problem.rule == odd_file.name for problem in problems):
        return _nothing(fresh), []
    if given or is_current(edition):
        return _folder(edition, given), []
    try:
        warnings = checks.check_engine(edition, render(edition, fresh))
        deliver(fresh, edition.host, edition.templates, Interface.load(edition.docs))
        return fresh, warnings
    except EngineError:
        if not problems:
            raise
        return _nothing(fresh), []


def _nothing(fresh: Path) -> Path:
    folder = fresh / "nothing"
    folder.mkdir()
    return folder


def _folder(edition: Edition, given: Path | None) -> Path:
    site = given or edition.site
    if not site.is_dir():
        raise EditionError(f"there is no folder {shown(site)}")
    return site


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
    found = length_of_guide(guide)
    if found.pages:
        over = sum(length.is_over() for length in found.pages)
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
        f"{length.core}{' over' if length.is_over() else ''}",
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
